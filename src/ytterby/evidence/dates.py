"""Dates as they are written in six languages, with what translation destroyed kept as damage."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH = {name: i + 1 for i, name in enumerate(_MONTHS.split("|"))}
_Y = r"(?:19|20)\d{2}"
_ISO = rf"(?P<iy>{_Y})[-/.](?P<im>\d{{1,2}})[-/.](?P<id>\d{{1,2}})(?!\d)"
_STAMP = re.compile(rf"(?<!\d){_ISO}")
_CJK = (
    rf"(?P<r1>{_Y})年?\s?[-~—至到]\s?(?P<r2>{_Y})年"
    rf"|(?:(?P<y>{_Y})年|(?P<rel>去年|今年|明年|上年|昨年|来年|同年"
    rf"|翌年))\s?(?P<m>\d{{1,2}})月(?:\s?(?P<d>\d{{1,2}})[日号號])?(?P<end>末|底)?"
    rf"|(?P<m2>\d{{1,2}})月(?P<d2>\d{{1,2}})[日号號]|(?P<m3>\d{{1,2}})月(?!分の)(?P<end3>末|底)?"
    rf"|(?P<y4>{_Y})年(?P<by4>(?:底|末|\d+月底)?[之以]?前|までに|まで|度)?(?!間)"
    rf"|(?P<d5>\d{{1,2}})[日号號](?![間间分内元本圆])"
    r"|(?P<rel6>去年|今年|明年|昨年|来年|上月|本月|下月|先月|今月|来月|近日)"
)
_PATTERN = {
    "zh": _CJK,
    "ja": _CJK,
    "ko": rf"(?:(?P<y>{_Y})년\s?)?(?P<m>\d{{1,2}})월(?:\s?(?P<d>\d{{1,2}})일)?"
    rf"|(?P<y4>{_Y})년(?P<by4>까지)?|(?P<d5>\d{{1,2}})일(?=에|부터|까지|,|\s(?!걸|이내|이상))"
    rf"|(?P<rel6>지난해|올해|내년|작년|다음 달|지난달)",
    "vi": rf"(?P<bad>(?:ngày\s\w+\s)?tháng\s(?:\w*xnumx\w*|{_Y})(?:\snăm\s\w+)?"
    rf"|ngày\s\d{{1,2}}\stháng\s{_Y}(?:\snăm\s\w+)?"
    rf"|ngày\s\w*xnumx\w*(?:\stháng\s\w+)?(?:\snăm\s\w+)?|năm\s\w*xnumx\w*"
    rf"|tháng\s\d{{1,2}}\snăm\s\w*xnumx\w*|ngày\s\d+\stháng\s\d+\snăm\sxnumx)"
    rf"|(?:ngày\s)?(?P<d>\d{{1,2}})[-/](?P<m>\d{{1,2}})(?:[-/](?P<y>{_Y}))?(?!\d"
    rf"|%)(?!\s(?:tháng|năm|lần|tuần|tấn))"
    rf"|(?:ngày\s(?P<d2>\d{{1,2}})\s)?tháng\s(?P<m2>\d{{1,2}})(?:[/\s](?:năm\s)?(?P<y2>{_Y}))?"
    rf"|năm\s(?P<y4>{_Y})|(?P<rel6>năm ngoái|năm nay|năm tới|tháng trước|năm sau)",
    "en": rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?\s)?(?<![a-z])(?P<mon>{_MONTHS})(?![a-z])(?:\s(?P<d2>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?(?!\d))?(?:,?\s(?P<y>{_Y}))?|(?<![\w.,$€£])(?P<by4>by\s)?(?P<y4>{_Y})(?![\w.,]*\d"
    rf"|\s(?:tonnes|tons|t\b|missiles|projects|companies|kg))|(?P<rel6>last year|this year"
    rf"|next year|last month|next month)",
}
# What a date can start with: one look instead of trying every alternative at every character.
_FIRST = {
    "zh": r"(?=[\d去今明上昨来本下先近])",
    "ja": r"(?=[\d去今明上昨来本下先近同翌])",
    "ko": r"(?=[\d지올내작다])",
    "vi": r"(?<!\w)(?=[\dnt])",
    "en": r"(?<![a-z.,$€£\d])(?=[\dadfjlmnost]|by\s)",
}
_SHIFT = {
    "去年": -1,
    "昨年": -1,
    "上年": -1,
    "今年": 0,
    "明年": 1,
    "来年": 1,
    "同年": 0,
    "翌年": 1,
    "지난해": -1,
    "작년": -1,
    "올해": 0,
    "내년": 1,
    "năm ngoái": -1,
    "năm nay": 0,
    "năm tới": 1,
    "năm sau": 1,
    "last year": -1,
    "this year": 0,
    "next year": 1,
}
_MONTH_SHIFT = {
    "上月": -1,
    "先月": -1,
    "지난달": -1,
    "tháng trước": -1,
    "last month": -1,
    "本月": 0,
    "今月": 0,
    "近日": 0,
    "下月": 1,
    "来月": 1,
    "다음 달": 1,
    "next month": 1,
}


_MONTH_ALONE = re.compile(r"\b(?:in|since|until|by|from|last|next|of|early|late|mid|this)[ -]$")


class When(NamedTuple):
    """A date in the text: its span, what it says as ISO 8601 (empty if it cannot be known), and damage."""

    start: int
    end: int
    iso: str
    damaged: bool


@cache
def _pattern(language: str) -> re.Pattern[str]:
    return re.compile(f"{_FIRST[language]}(?:{_ISO}|{_PATTERN[language]})")


def dates(folded: str, language: str, published: str = "") -> list[When]:
    """Return the dates of a folded text in order.

    A year or month left out is taken from the date before it or from `published` (ISO 8601). Dates whose
    digits were destroyed ("25 tháng XNUMX") or displaced ("tháng 2023 năm 3") are damaged and stay unknown.
    """
    out: list[When] = []
    year, month = (published[:4], published[5:7]) if published else ("", "")
    for match in _pattern(language).finditer(folded):
        got = {k: v for k, v in match.groupdict().items() if v}
        if "bad" in got:
            out.append(When(match.start(), match.end(), "", True))
            continue
        if (
            "mon" in got
            and len(got) == 1
            and not _MONTH_ALONE.search(folded[max(0, match.start() - 8) : match.start()])
        ):
            continue  # "which may", "to march"
        iso = _iso(got, year, month, published)
        if iso is None:
            continue
        if len(iso) >= 4 and iso[:4].isdigit() and "y4" not in got:
            year = iso[:4]
            month = iso[5:7] or month
        out.append(When(match.start(), match.end(), iso, False))
    return out


def _iso(got: dict[str, str], year: str, month: str, published: str) -> str | None:  # noqa: PLR0911
    if "iy" in got:
        return _day(got["iy"], got["im"], got["id"])
    if "r1" in got:
        return f"{got['r1']}/{got['r2']}"
    if "rel6" in got:
        return _relative(got["rel6"], published)
    if "y4" in got:
        return got["y4"] if not got.get("by4", "").strip() or got["by4"] == "度" else f"../{got['y4']}"
    said = got.get("y") or got.get("y2") or (_relative(got["rel"], published) if "rel" in got else "")
    if "mon" in got:
        return _day(said or year, str(_MONTH[got["mon"]]), got.get("d") or got.get("d2", ""))
    number = got.get("m") or got.get("m2") or got.get("m3") or ""
    day = got.get("d") or got.get("d2") or got.get("d5") or ""
    if not said and number and month and published and int(number) > int(published[5:7] or 12) + 1:
        said = str(int(published[:4]) - 1)  # "in December", read in January
    if number and not 1 <= int(number) <= 12:
        return None
    return _day(said or year, number or month, day)


def _relative(word: str, published: str) -> str:
    if not published:
        return ""
    year, month = int(published[:4]), int(published[5:7] or 0)
    if word in _SHIFT:
        return str(year + _SHIFT[word])
    if not month:
        return ""
    months = year * 12 + month - 1 + _MONTH_SHIFT[word]
    return f"{months // 12}-{months % 12 + 1:02d}"


def _day(year: str, month: str, day: str) -> str | None:
    if month and not 1 <= int(month) <= 12:
        return None
    if day and not 1 <= int(day) <= 31:
        return None
    if not year:
        return ""
    return year + (f"-{int(month):02d}" if month else "") + (f"-{int(day):02d}" if month and day else "")


def published_date(text: str, folded: Callable[[], str], language: str) -> str:
    """Return the date of publication: a dated line of its own, else the latest full date in the text.

    `folded` gives the folded text; it is asked for only if no stamp like 2025/10/26 is found.
    """
    stamps = [
        f"{m['iy']}-{int(m['im']):02d}-{int(m['id']):02d}"
        for m in _STAMP.finditer(text)
        if 1 <= int(m["im"]) <= 12 and 1 <= int(m["id"]) <= 31
    ]
    return max(stamps or [w.iso for w in dates(folded(), language) if len(w.iso) == 10], default="")
