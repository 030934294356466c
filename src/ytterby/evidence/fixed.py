"""Amounts that are words: fractions, halves, doublings, ranks and tenths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ytterby.evidence import numerals

_EN_NTH = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "half": 2, "halves": 2, "quarter": 4,
}  # fmt: skip
_VI_NTH = {
    "nhất": 1,
    "nhì": 2,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_NTH = "|".join(_EN_NTH)
_CN = "一二两三四五六七八九十"
# Each pattern: (dimension, pattern). Groups: u over d is a fraction, v a plain number, k a rank, f a top-N.
PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "zh": (
        ("pct", rf"(?P<d>[{_CN}百\d]+)分之(?P<u>[{_CN}百\d.]+)"),
        ("tenths", rf"(?P<v>[{_CN}\d])成(?P<w>[{_CN}半](?!年|个))"),
        ("half", r"一半|过半|半数|大半|对半|砍半|减半|腰斩"),
        ("mult", r"翻了?(?:一番|番|一倍|倍)"),
        ("mult4", r"翻了?近?[两二]番"),
        ("rank",
        rf"第(?P<k>[{_CN}\d]+)大(?!道|学|会|街)|(?:世界|全球|居|列|排名|位居|排行|全国|亚洲"
        rf"|居于)第(?P<k2>[{_CN}\d]+)(?!大|次|届|轮)|(?:全球|世界|位列|排名|居|列"
        rf"|跻身)前(?P<f>[{_CN}\d]+)(?!年|天|个月)"),
    ),
    "ja": (
        ("pct", r"(?P<d>\d+|[一二三四五])分の(?P<u>\d+|[一二三四五])"),
        ("tenths", r"(?P<v>\d)割(?P<w>\d)分"),
        ("half", r"半分|過半|半数|半減"),
        ("mult", r"倍増"),
        ("rank",
        r"世界(?:第)?(?P<k>\d+)位|第(?P<k2>\d+)位|(?<!\d)(?P<k3>\d{1,2})位(?!置)|上位(?P<f>\d+)"
        r"|世界第(?P<k4>\d+|[一二三四五])の"),
    ),
    "ko": (
        ("pct", r"(?P<d>\d+)분의\s?(?P<u>\d+)"),
        ("poll", r"(?P<d>\d+)곳 중 (?P<u>\d+)곳"),
        ("half", r"절반|과반|반토막"),
        ("rank", r"(?<!\d)(?P<k>\d{1,2})위(?!험|치|원|성|협)|상위 (?P<f>\d+)"),
    ),
    "en": (
        ("pct",
        r"\b(?P<u>an?|one|two|three|four|five|nine)[\s-](?P<d>third|quarter|fifth|tenth|sixth"
        r"|eighth)s?(?= of\b|[.,;]| in value|\b(?! (?:party|country|countries|time"
        r"|of 20)))(?!\s(?:quarter|countr|part))"),
        ("half",
        r"(?<!second )(?<!first )(?<!latter )(?<!other )\bhalf(?= of\b| the\b| all\b| a year)"
        r"|\bby half\b|\bhalved\b"),
        ("mult", r"\bdoubl(?:ed|e|ing)\b(?! digit| check)|\btwice (?:as|the|its)\b|\btwofold\b"),
        ("mult3", r"\btripl(?:ed|e|ing)\b"),
        ("mult4", r"\bquadrupl(?:ed|e|ing)\b"),
        ("rank",
        rf"\b(?P<k>{_NTH})[\s-](?:largest|biggest|most|ranked|place)\b|\brank(?:s|ed)? (?:number "
        rf"|no\. )?(?P<k2>{_NTH}|\d+)\b|\b(?P<k3>{_NTH}) in the world\b|\b(?:world )?(?:number"
        rf"|no\.) (?P<k4>one|two|three|\d)\b(?= (?:producer|supplier|exporter|holder))"
        rf"|\btop[\s-](?P<f>three|five|ten|\d+)\b"),
    ),
    "vi": (
        ("pct", r"(?P<u>một|hai|ba|bốn) phần (?P<d>hai|ba|tư|năm|mười)"),
        ("half", r"một nửa|phân nửa|hơn nửa(?! )|quá nửa"),
        ("mult", r"gấp đôi|gấp hai lần"),
        ("mult3", r"gấp ba(?: lần)?"),
        ("mult4", r"gấp bốn(?: lần)?|gấp tư"),
        ("rank",
        r"(?:đứng |xếp |lớn |hạng |vị trí )?thứ (?P<k>nhất|nhì|hai|ba|tư|năm|sáu|bảy|tám|chín|mười"
        r"|\d+)(?= (?:thế giới|toàn cầu|trên thế giới|trong|châu))|(?:lớn|đứng"
        r"|xếp) thứ (?P<k2>nhất|nhì|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|\d+)|số (?P<k3>một|hai|1"
        r"|2) (?:thế giới|toàn cầu)|top (?P<f>\d+)"),
    ),
}  # fmt: skip


_FIRST = {
    "zh": rf"(?=[{_CN}百\d半过对大翻第世全居列排位亚跻砍减腰])",
    "ja": r"(?=[\d一二三四五半過倍世第上])",
    "ko": r"(?=[\d절과반상])",
    "en": r"(?<![a-z])(?=[a-z])(?=a|b|d|f|h|n|o|q|r|s|t|w)",
    "vi": r"(?<!\w)(?=[mhbpgqđxltvs])",
}


class Fixed(NamedTuple):
    """One amount found as a word."""

    start: int
    end: int
    dimension: str
    value: float
    high: float | None


@cache
def _compiled(language: str) -> re.Pattern[str]:
    parts = []
    for i, (_, pattern) in enumerate(PATTERNS[language]):
        renamed = re.sub(r"\(\?P<(\w+)>", rf"(?P<\1_{i}>", pattern)
        parts.append(f"(?P<p{i}>{renamed})")
    return re.compile(_FIRST[language] + "(?:" + "|".join(parts) + ")")


def _number(language: str, word: str) -> float:
    if language == "en":
        return float(_EN_NTH.get(word, 0) or numerals.english(word))
    if language == "vi" and not word.isdigit():
        return float(_VI_NTH.get(word, 0) or numerals.vietnamese(word, scaled=False))
    return numerals.cjk(word)


def _read(language: str, kind: str, got: dict[str, str]) -> tuple[str, float, float | None]:
    if kind in ("pct", "poll"):
        return "pct", round(100 * _number(language, got["u"]) / _number(language, got["d"]), 1), None
    if kind == "tenths":
        part = 5.0 if got["w"] == "半" else numerals.cjk(got["w"])
        return "pct", 10 * numerals.cjk(got["v"]) + part, None
    if kind == "half":
        return "pct", 50.0, None
    if kind.startswith("mult"):
        return "mult", float(kind[4:] or 2), None
    if "f" in got:
        top = _number(language, got["f"])
        return "rank", top, top
    return "rank", _number(language, next(v for k, v in got.items() if k[0] == "k")), None


def fixed(folded: str, language: str) -> Iterator[Fixed]:
    """Yield every amount in `folded` that is written as a word, in order."""
    patterns = PATTERNS[language]
    for match in _compiled(language).finditer(folded):
        got = {k.rsplit("_", 1)[0]: v for k, v in match.groupdict().items() if v is not None and "_" in k}
        index = next(i for i in range(len(patterns)) if match.group(f"p{i}") is not None)
        dimension, value, high = _read(language, patterns[index][0], got)
        yield Fixed(match.start(), match.end(), dimension, value, high)
