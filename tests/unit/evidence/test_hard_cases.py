"""The hard cases of the evidence design, each by name."""

import pytest

from ytterby.evidence.dates import dates
from ytterby.evidence.documents.build import build
from ytterby.evidence.extract import extract
from ytterby.evidence.fold import fold
from ytterby.evidence.quantities import quantities


def amounts(text, language):
    """(value, low, high, unit) of every quantity."""
    folded = fold(text, language)
    masks = [(d.start, d.end) for d in dates(folded, language)]
    return [(q.value, q.low, q.high, q.unit) for q in quantities(folded, language, masks)]


def claims(text, published=""):
    return extract(build(text, "test", published))


def valued(text):
    return [c for c in claims(text) if c.unit]


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("投資85億美元", "zh", 8.5e9, "USD"),
        ("7000亿卢布", "zh", 7e11, "RUB"),
        ("2800萬噸", "zh", 2.8e7, "t"),
        ("三千萬噸", "zh", 3e7, "t"),
        ("1兆2500億円", "ja", 1.25e12, "JPY"),
        ("2,02 triệu tấn", "vi", 2.02e6, "t"),
        ("2.000 tỷ đồng", "vi", 2e12, "VND"),
        ("2.4 tỷ USD", "vi", 2.4e9, "USD"),
        ("5 nghìn tỷ won", "vi", 5e12, "KRW"),
        ("1조2천억원", "ko", 1.2e12, "KRW"),
        ("2억 달러", "ko", 2e8, "USD"),
        ("\uff18\uff15\uff05", "zh", 85.0, "%"),
        ("$1.3 trillion", "en", 1.3e12, "USD"),
        ("A$1.2bn", "en", 1.2e9, "AUD"),
    ],
)
def test_scale_words_and_full_width_digits(text, language, value, unit):
    assert [(a[0], a[3]) for a in amounts(text, language)] == [(value, unit)]


def test_sixty_odd_times_ten_thousand_is_a_range():
    assert amounts("降至60多万美元", "zh") == [(600_000.0, 600_000.0, 700_000.0, "USD")]


@pytest.mark.parametrize(
    ("text", "language"),
    [("3-5倍", "zh"), ("3〜5倍", "ja"), ("3~5배", "ko"), ("3 đến 5 lần", "vi"), ("three to five times", "en")],
)
def test_ranges_keep_both_readings_of_a_multiple(text, language):
    assert amounts(text, language) == [(4.0, 3.0, 5.0, "x")]


@pytest.mark.parametrize(
    ("text", "language"),
    [("近100%", "zh"), ("100%近く", "ja"), ("100% 가까이", "ko"), ("gần 100%", "vi"), ("nearly 100%", "en")],
)
def test_nearly_is_a_bound_from_above(text, language):
    assert amounts(text, language) == [(100.0, None, 100.0, "%")]


@pytest.mark.parametrize(
    ("text", "language"),
    [("超85%", "zh"), ("85%超", "ja"), ("85% 초과", "ko"), ("hơn 85%", "vi"), ("over 85%", "en")],
)
def test_over_is_a_bound_from_below(text, language):
    assert amounts(text, language) == [(85.0, 85.0, None, "%")]


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("数百年分", "ja", "year"),
        ("数百吨", "zh", "t"),
        ("수백 톤", "ko", "t"),
        ("several hundred tonnes", "en", "t"),
        ("hàng trăm tấn", "vi", "t"),
    ],
)
def test_several_hundred_has_bounds_and_no_value(text, language, unit):
    assert amounts(text, language) == [(None, 200.0, 900.0, unit)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("6年3個月", "zh"),
        ("6年3カ月", "ja"),
        ("6년 3개월", "ko"),
        ("6 years and 3 months", "en"),
        ("6 năm 3 tháng", "vi"),
    ],
)
def test_compound_durations(text, language):
    assert amounts(text, language) == [(6.25, None, None, "year")]


def test_year_is_a_date_or_a_duration():
    assert amounts("2018年投产,需要9年时间", "zh") == [(9.0, None, None, "year")]


def test_thirds_and_tenths():
    assert amounts("三成", "zh") == [(30.0, None, None, "%")]
    assert amounts("九成三", "zh") == [(93.0, None, None, "%")]
    assert amounts("3分の1", "ja") == [(33.3, None, None, "%")]


def test_distributed_list_is_two_claims():
    found = valued("韓國廠商向中國採購的鎵、鍺,依存度分別超85%與近100%。")
    assert [(c.material, c.value, c.low, c.high) for c in found] == [
        ("gallium", 85.0, 85.0, None),
        ("germanium", 100.0, None, 100.0),
    ]


def test_inherited_unit():
    found = valued("德法两国为稀土回收准备85亿美元,其中柏林出25亿,巴黎出15亿,银行出45亿。")
    assert [(c.value, c.unit) for c in found] == [(x * 1e8, "USD") for x in (85, 25, 15, 45)]


def test_inherited_subject():
    found = valued("印尼握有世界60%以上的鎳礦,85%以上的冶煉爐。")
    assert [(c.value, c.low, c.places) for c in found] == [(60.0, 60.0, ("IDN",)), (85.0, 85.0, ("IDN",))]


@pytest.mark.parametrize(
    "text",
    [
        "镓出口下降75%。",
        "ガリウムの輸出は75%減少した。",
        "갈륨 수출이 75% 감소했다.",
        "Xuất khẩu gali giảm 75%.",
        "Gallium exports fell 75%.",
    ],
)
def test_a_fall_is_negative(text):
    assert [(c.kind, c.value) for c in valued(text)] == [("change", -75.0)]


@pytest.mark.parametrize(
    "text",
    [
        "首届C5+1峰会在东京举行,讨论稀土合作。",
        "商务部第61号公告涉及稀土。",
        "F-15J和F-35使用稀土磁铁。",
        "HS编码8505.11的稀土磁铁。",
        "《2040年关键金属路线图》已经公布。",
    ],
)
def test_names_are_not_quantities(text):
    assert valued(text) == []


def test_relative_dates_count_from_publication():
    found = claims("去年11月越南锡矿出口增长34.7%。", "2026-01-20")
    assert [c.period for c in found if c.unit] == ["2025-11"]


@pytest.mark.parametrize(
    "text",
    [
        "Hôm ngày 25 tháng XNUMX, Seoul và Canberra ký hợp đồng vũ khí.",
        "Ngày 14 tháng 2022 năm XNUMX, Úc ký thỏa thuận bán quặng cho Hàn Quốc.",
        "Tháng 2021 năm 7, Ấn Độ ký thỏa thuận mua tên lửa.",
    ],
)
def test_destroyed_and_displaced_dates_are_damaged_and_never_values(text):
    found = claims(text)
    assert found
    assert all(c.damaged and c.period is None and c.value is None for c in found)


def test_a_share_of_exports_feeds_no_dependence():
    found = valued("韓國買走的鎢占中國出口近三成。")
    assert [(c.predicate, c.value) for c in found] == [("share_of_exports", 30.0)]


def test_coordinated_programmes_share_a_delay():
    found = valued("F-16V交付与潜艇下水都延后至少两年。")
    assert sorted(c.subject for c in found) == ["F-16V", "fighter"]
    assert {(c.value, c.low, c.unit) for c in found} == {(2.0, 2.0, "year")}


def test_japanese_is_never_simplified():
    assert fold("鉄鋼の輸出", "ja") == "鉄鋼の輸出"
    assert fold("鋼鐵出口", "zh") == "钢铁出口"


def test_a_quote_is_the_text_at_its_span():
    text = "  日本の輸入の約7割は中国産ガリウムだ。\n\n価格は3倍になった。"
    found = claims(text)
    assert found
    assert all(c.quote == text[c.start : c.end] for c in found)
