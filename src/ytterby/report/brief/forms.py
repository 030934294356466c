"""Values as they are printed in six languages: months, shares, quantities, money.

Separators, orders and names of months follow the Unicode CLDR; a test compares them with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import floor, log10
from types import MappingProxyType
from typing import Any

from ytterby.report.words import NBSP, month_label

DAY, YEAR_DIGITS = 10, 4
_MONTH = {
    "ja": "{y}年{m}月",
    "zh-Hans": "{y}年{m}月",
    "zh-Hant": "{y}年{m}月",
    "ko": "{y}년 {m}월",
    "vi": "tháng {m}/{y}",
}
_LARGE: Mapping[str, Sequence[tuple[float, str]]] = {
    "en": ((1e9, f"USD{NBSP}{{n}} billion"), (1e6, f"USD{NBSP}{{n}} million"), (1.0, f"USD{NBSP}{{n}}")),
    "ja": ((1e8, "{n}億ドル"), (1e4, "{n}万ドル"), (1.0, "{n}ドル")),
    "zh-Hans": ((1e8, "{n}亿美元"), (1e4, "{n}万美元"), (1.0, "{n}美元")),
    "zh-Hant": ((1e8, "{n}億美元"), (1e4, "{n}萬美元"), (1.0, "{n}美元")),
    "ko": ((1e8, "{n}억 달러"), (1e4, "{n}만 달러"), (1.0, "{n}달러")),
    "vi": ((1e9, f"{{n}} tỷ{NBSP}USD"), (1e6, f"{{n}} triệu{NBSP}USD"), (1.0, f"{{n}}{NBSP}USD")),
}


def month(lang: str, value: str) -> str:
    """Return a month in words.

    Examples
    --------
    >>> month("ja", "2026-03"), month("vi", "2026-03")
    ('2026年3月', 'tháng 3/2026')
    """
    if lang not in _MONTH:
        return month_label(value)
    year, number = value.split("-")[:2]
    return _MONTH[lang].format(y=year, m=int(number))


def date(lang: str, value: str) -> str:
    """Return a day or a month as it is written in files, which every reader knows; a day keeps its day."""
    if "-" not in value:  # data of a whole year
        return value
    return value[:DAY] if len(value) >= DAY else month(lang, value)


def number(lang: str, value: float) -> str:
    """Return a number of three significant digits; whole from a hundred on.

    Examples
    --------
    >>> number("en", 1234.5), number("vi", 1234.5), number("vi", 0.0421), number("en", 0)
    ('1,230', '1.230', '0,0421', '0')
    """
    if value == 0:
        return "0"
    short = float(f"{value:.3g}")
    places = 0 if abs(short) >= 100 else max(0, 2 - floor(log10(abs(short))))
    text = f"{short:,.{places}f}"
    return _separated(lang, text.rstrip("0").rstrip(".") if "." in text else text)


def count(lang: str, value: float) -> str:
    """Return a whole number, or how many there are of a list."""
    size = len(value) if isinstance(value, Sequence) else value
    return _separated(lang, f"{size:,.0f}")


def percent(lang: str, share: float) -> str:
    r"""Return a share as percent; nearly all and nearly nothing keep a decimal, so that 99.6 is not 100.

    Examples
    --------
    >>> percent("en", 0.613), percent("ja", 0.9962), percent("vi", 0.004)
    ('61\xa0%', '99.6%', '0,4%')
    """
    fine = 0.99 <= share < 0.9995 or 0.0005 <= share < 0.01
    return _separated(lang, f"{share * 100:.{1 if fine else 0}f}") + (f"{NBSP}%" if lang == "en" else "%")


def money(lang: str, value: float) -> str:
    r"""Return an amount in USD with the large numbers of the language.

    Examples
    --------
    >>> money("en", 88e6), money("ja", 88e6), money("zh-Hans", 1.85e9), money("vi", 29495040.5)
    ('USD\xa088 million', '8,800万ドル', '18.5亿美元', '29,5 triệu\xa0USD')
    """
    short = float(f"{value:.3g}")
    size, words = next((s, w) for s, w in _LARGE[lang] if abs(short) >= s or s == 1.0)
    return words.format(n=number(lang, short / size))


def verbatim(_: str, value: object) -> str:
    """Return a text of the run as it stands there."""
    return str(value)


def capital(_: str, value: str) -> str:
    """Return a text of the run with a capital first letter."""
    return value[:1].upper() + value[1:]


def start(_: str, value: str) -> str:
    """Return the first sixteen signs of a hash, which name it well enough on a page."""
    return value.removeprefix("sha256:")[:16]


def _separated(lang: str, text: str) -> str:
    """Put the separators of a language in place of those of English: Vietnamese turns them round."""
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


FORMS: Mapping[str, Callable[[str, Any], str]] = MappingProxyType(
    {
        "month": month, "date": date, "number": number, "count": count, "percent": percent, "money": money,
        "verbatim": verbatim, "start": start, "capital": capital,
    }
)  # fmt: skip
"""Name of a form -> (language, value) -> text."""
