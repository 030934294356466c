"""Numbers and months in six languages, beside the CLDR."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent

from ytterby.domain.place import LANGUAGES
from ytterby.report.brief.forms import FORMS, money, month, number, percent

CLDR = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant"}


def squeezed(text: str) -> str:
    """Without spaces; Vietnamese papers write "tháng 3/2026" where the CLDR has "thg 3 2026"."""
    return "".join(text.split()).replace("tháng", "thg").replace("/", "")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", ["2026-01", "2026-09", "2027-12"])
def test_months_are_those_of_the_cldr(lang, value):
    year, number_ = map(int, value.split("-"))
    theirs = format_skeleton("yMMM", date(year, number_, 1), locale=CLDR.get(lang, lang))
    assert squeezed(month(lang, value)) == squeezed(theirs)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", [0.5, 12.0, 1230.0, 85000.0, 0.0421])
def test_separators_are_those_of_the_cldr(lang, value):
    assert number(lang, value) == format_decimal(value, format="#,##0.####", locale=CLDR.get(lang, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_percents_are_those_of_the_cldr(lang):
    theirs = format_percent(0.61, locale=CLDR.get(lang, lang))
    assert squeezed(percent(lang, 0.61)) == squeezed(theirs)


@pytest.mark.parametrize(("value", "said"), [
    (0.0, "0"), (1.0, "1"), (99.96, "100"), (999.6, "1,000"), (1234.5, "1,230"), (0.000123, "0.000123"), (-2.5, "-2.5"),
])  # fmt: skip
def test_three_significant_digits(value, said):
    assert number("en", value) == said


@pytest.mark.parametrize(("share", "said"), [
    (1.0, "100"), (0.9996, "100"), (0.9994, "99.9"), (0.985, "98"), (0.004, "0.4"), (0.0004, "0"), (0.0, "0"),
])  # fmt: skip
def test_nearly_all_is_not_all(share, said):
    assert percent("ja", share) == f"{said}%"


@pytest.mark.parametrize(("lang", "said"), [
    ("en", "USD\u00a01.85 billion"), ("ja", "18.5億ドル"), ("zh-Hans", "18.5亿美元"), ("zh-Hant", "18.5億美元"),
    ("ko", "18.5억 달러"), ("vi", "1,85 tỷ\u00a0USD"),
])  # fmt: skip
def test_money_in_the_large_numbers_of_the_language(lang, said):
    assert money(lang, 1.852e9) == said


def test_small_sums_and_edges():
    assert (
        money("ja", 9_999.0) == "1万ドル" and money("en", 950.0) == "USD\u00a0950" and money("vi", 0.0) == "0\u00a0USD"
    )


def test_lists_are_counted_and_hashes_cut():
    assert FORMS["count"]("en", [1] * 1200) == "1,200" and FORMS["start"]("en", "sha256:" + "ab" * 32) == "ab" * 8


def test_data_of_a_year_are_of_that_year():
    assert [FORMS["date"](lang, "2022") for lang in ("en", "ja")] == ["2022", "2022"]
