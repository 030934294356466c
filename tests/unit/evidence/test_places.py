"""Places: abbreviations, demonyms, regions, firms, lists, and what is about no place."""

import pytest

from ytterby.evidence.documents.build import build
from ytterby.evidence.extract import extract


def places(text):
    return {frozenset(c.places) for c in extract(build(text, "x")) if c.unit}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("中日两国投资3亿美元开发稀土。", "CHN JPN"),
        ("越中两国的稀土贸易额为3亿美元。", "VNM CHN"),
        ("日米はレアアースに3億ドルを投じた。", "JPN USA"),
        ("米豪両国はレアアースに3億ドルを投じた。", "USA AUS"),
        ("日欧はレアアースに3億ユーロを投じた。", "JPN EU"),
        ("한미일은 희토류에 3억 달러를 투자했다.", "KOR USA JPN"),
        ("Nga mua 5.000 tấn titan của Ấn Độ.", "RUS IND"),
        ("Châu Âu nhập 98% nam châm từ Trung Quốc.", "EU CHN"),
        ("nhu cầu của châu Âu về đất hiếm tăng 20%.", "EU"),
        ("台湾的镓库存够用60天。", "TWN"),
        ("臺灣的鎵庫存夠用60天。", "TWN"),
        ("Taiwanese gallium stocks cover 60 days.", "TWN"),
        ("대만의 갈륨 재고는 60일분이다.", "TWN"),
        ("Đài Loan nhập 60% gali.", "TWN"),
        ("台湾のガリウム在庫は60日分だ。", "TWN"),
        ("The EU imported 20,000 tonnes of permanent magnets in 2024.", "EU"),
        ("Inner Mongolia produced 100,000 tonnes of rare earths in 2024.", "CHN"),
        ("Tây Úc xuất khẩu 30.000 tấn lithium năm 2024.", "AUS"),
        ("ケベック州はリチウムを1万トン生産した。", "CAN"),
        ("Chile, Argentina and Bolivia hold half of the world's lithium reserves.", "CHL ARG BOL"),
        ("Toyota's magnet inventory covers six weeks.", "JPN"),
        ("ライナスのマレーシア工場はネオジムを年1500トン生産する。", "MYS"),
        ("日本が輸入するタングステンの8割は中国産だ。", "JPN CHN"),
    ],
)
def test_places_are_named_in_many_ways(text, codes):
    assert frozenset(codes.split()) in places(text)


@pytest.mark.parametrize(
    "text",
    [
        "全球钨消费量去年增长3%。",
        "日本持有稀土。国际市场上,铋的价格一年上涨了4倍。",
        "World cobalt demand rose 8% last year.",
        "Japan holds germanium. Prices of germanium have doubled on the world market.",
        "The turkey had 30% more gallium, and the polish 20% of it.",
    ],
)
def test_what_holds_for_the_world_is_about_no_place(text):
    assert places(text) <= {frozenset()}
