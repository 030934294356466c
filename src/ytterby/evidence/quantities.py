"""Find quantities: a number with its unit, bounds, range and vagueness."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from ytterby.evidence import numerals
from ytterby.evidence.fixed import fixed
from ytterby.evidence.grammar import Grammar, Unit, grammar, per_unit

_CURRENCY = {
    "$": "USD", "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "hk$": "HKD",
    "£": "GBP", "€": "EUR", "¥": "JPY", "₩": "KRW", "₹": "INR",
}  # fmt: skip
_VAGUE_EN = {"dozens of": 12, "hundreds of": 100, "thousands of": 1000, "tens of": 10}
_DURATION = {"year": 1.0, "month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}
# A digit glued to letters is part of a name: F-35, C5+1, Block-2, SM-3, 505.11.
_NAME_BEFORE = re.compile(r"[a-z][a-z0-9+.]*[-.]?$|第$|\d[-.:/]$|no\. ?$|[号#]$")


class Quantity(NamedTuple):
    """A number with its unit, as found in the text at [start, end).

    `value` is None where only the bounds are known ("several hundred"); `unit` is "" for a number whose unit
    was left out and has to be inherited.
    """

    start: int
    end: int
    dimension: str
    unit: str
    value: float | None
    low: float | None
    high: float | None


class _Number(NamedTuple):
    end: int
    value: float | None
    low: float | None
    high: float | None
    scale: float
    currency: str
    bare: float


def _vague(match: re.Match[str], language: str) -> _Number:
    word, more = match["vague"], match["vn"] or ""
    if language == "en":
        unit = _VAGUE_EN.get(word, 1) * numerals.english_scale(more)
        low, high = (unit * 2, unit * 2) if word == "a couple of" else (unit * 2, unit * 9)
        scale = numerals.english_scale(match["sc"])
    elif language == "vi":
        unit, scale = numerals.vietnamese_scale(more), numerals.vietnamese_scale(match["sc"])
        low, high = unit * 2, unit * 9
    else:
        unit, scale = (numerals.cjk(more) if more else 1.0), 1.0
        low, high = unit * 2, unit * 9
        if word == "上":
            return _Number(match.end(), unit, unit, None, 1.0, "", unit)
    low, high = low * scale, high * scale
    if word == "何":
        return _Number(match.end(), None, low, None, scale, "", 1.0)
    exact = low if low == high else None
    return _Number(match.end(), exact, None if exact else low, None if exact else high, scale, "", 1.0)


def _number(match: re.Match[str], language: str) -> _Number:
    if match["vague"]:
        return _vague(match, language)
    word, tail, odd = match["n"], match["sc"], match["mid"]
    currency = ""
    if language == "en":
        bare, scale = numerals.english(word), numerals.english_scale(tail)
        currency = _CURRENCY.get(match["cur"] or "", "")
    elif language == "vi":
        bare, scale = numerals.vietnamese(word, bool(tail)), numerals.vietnamese_scale(tail)
    elif language == "ko":
        bare, scale = numerals.hangul(word), (numerals.cjk(tail) if tail else 1.0)
    else:
        bare, scale = (0.5 if word == "半" else numerals.cjk(word)), (numerals.cjk(tail) if tail else 1.0)
    if math.isnan(bare):
        return _Number(match.end(), None, None, None, scale, currency, 1.0)
    value = bare * scale
    if odd and odd != "+":  # 60多万: from sixty up to seventy times ten thousand
        return _Number(match.end(), value, value, (bare + numerals.last_place(bare)) * scale, scale, currency, bare)
    return _Number(match.end(), value, value if odd else None, None, scale, currency, bare)


def _joined(first: _Number, second: _Number) -> _Number | None:
    """Return the range from `first` to `second`; the scale of the second covers the first (3-5亿)."""
    if first.value is None or second.value is None:
        return None
    low, high = first.value, second.value
    if second.value > 0 and first.value * 500 < second.value and first.scale == 1:
        low = first.value * (second.value / _lead(second))
    if low >= high:
        return None
    currency = first.currency or second.currency
    return _Number(second.end, (low + high) / 2, low, high, second.scale, currency, second.bare)


def _lead(number: _Number) -> float:
    value = number.value or 1.0
    for scale in (1e12, 1e9, 1e8, 1e6, 1e4, 1e3):
        if value >= scale and value / scale < 1000:
            return value / scale
    return value


class _Covered:
    """Tell whether spans, asked for in order, touch one of sorted spans."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans, self.at = spans, 0

    def __call__(self, start: int, end: int) -> bool:
        spans, at = self.spans, self.at
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        self.at = at
        return at < len(spans) and spans[at][0] < end


class _Scan:
    """One pass over a folded text."""

    def __init__(self, folded: str, language: str, masks: list[tuple[int, int]]) -> None:
        self.text, self.language = folded, language
        self.grammar: Grammar = grammar(language)
        self.masks = sorted(masks)

    def run(self) -> list[Quantity]:
        out: list[Quantity] = []
        dated = _Covered(self.masks)
        words = [f for f in fixed(self.text, self.language) if not dated(f.start, f.end)]
        covered = _Covered(sorted([*self.masks, *((f.start, f.end) for f in words)]))
        done = 0
        for match in self.grammar.number.finditer(self.text):
            start = match.start()
            if start < done or covered(start, match.end()) or self._in_name(start):
                continue
            if match["n"] in ("万", "亿", "億", "兆") and not match["sc"]:
                continue  # a unit of a chart ("单位:万吨") or part of a word
            found = self._quantity(match)
            if found is not None:
                if found.dimension == "price" and out and out[-1].dimension == "mass" and out[-1].value == 1:
                    out.pop()  # "1 kg costs": the mass a price is quoted by
                out.append(found)
                done = found.end
        for f in words:
            low, high = self._bounds(f.start, f.end)
            names = {"pct": "%", "mult": "x", "rank": "rank"}
            out.append(
                Quantity(f.start, f.end, f.dimension, names[f.dimension], f.value, f.value if low else None,
                         f.high if f.high is not None else (f.value if high else None))
            )  # fmt: skip
        out.sort()
        return out

    def _in_name(self, start: int) -> bool:
        if self.text[start : start + 1] in "$£€¥₩₹":
            return False
        before = self.text[max(0, start - 12) : start]
        return bool(before) and before[-1] not in " ,。" and bool(_NAME_BEFORE.search(before)) and before[-1] != "$"

    def _quantity(self, match: re.Match[str]) -> Quantity | None:
        first = _number(match, self.language)
        unit = self.grammar.unit_at(self.text, first.end)
        if unit and first.currency and unit[1].dimension != "mult":
            unit = None
        end = unit[0] if unit else first.end
        joined = self._range(first, unit, end)
        number, unit, end = joined if joined else (first, unit, end)
        if unit is None and not number.currency:
            if number.scale > 1e3 or (number.value or 0) >= 1e6:
                return Quantity(match.start(), end, "bare", "", number.value, number.low, number.high)
            return None
        if unit is None or number.currency:
            unit = (end, Unit("money", number.currency, 1.0))
        return self._finish(match.start(), number, unit)

    def _range(
        self, first: _Number, unit: tuple[int, Unit] | None, end: int
    ) -> tuple[_Number, tuple[int, Unit] | None, int] | None:
        between = self.grammar.span.match(self.text, end)
        if between is None or (between[0].strip() == "and" and "between" not in self.text[max(0, end - 26) : end]):
            return None
        match = self.grammar.number.match(self.text, between.end())
        if match is None or match["n"] is None:
            return None
        second = _number(match, self.language)
        other = self.grammar.unit_at(self.text, second.end)
        same = other is not None and (unit is None or unit[1].name == other[1].name)
        if not same and not (first.currency and second.value):
            return None
        joined = _joined(first, second)
        return None if joined is None else (joined, other, other[0] if other else second.end)

    def _finish(self, start: int, number: _Number, found: tuple[int, Unit]) -> Quantity | None:
        end, unit = found
        dimension, name, factor = unit.dimension, unit.name, unit.factor
        value, low, high = (None if x is None else x * factor for x in (number.value, number.low, number.high))
        if dimension == "tenth":
            dimension = "pct"
        if name == "year" and value is not None and value >= 1900 and not high:
            return None
        if dimension in _DURATION:
            if value is not None and low is None:
                value, end = self._compound(value, name, end)
            dimension = "time"
        elif dimension == "wday":
            dimension = "time"
        elif dimension == "money":
            name, end, dimension = self._price(start, end, name)
        if low is None and high is None:
            is_low, is_high = self._bounds(start, end)
            low, high = (value if is_low else None), (value if is_high else None)
        return Quantity(start, end, dimension, name, value, low, high)

    def _price(self, start: int, end: int, name: str) -> tuple[str, int, str]:
        after = self.grammar.per_after.match(self.text, end)
        if after:
            return f"{name}/{per_unit(after[1])}", after.end(), "price"
        before = self.grammar.per_before.search(self.text[max(0, start - 16) : start])
        return (f"{name}/{per_unit(before[1])}", end, "price") if before else (name, end, "money")

    def _compound(self, value: float, name: str, end: int) -> tuple[float, int]:
        """Add the months of "6年3个月" and the half of "三年半"."""
        if name != "year":
            return value, end
        if self.text[end - 1] == "半" or self.text[end - 2 : end] == "반":
            return value + 0.5, end
        if self.text[end : end + 1] in ("半", "반"):
            return value + 0.5, end + 1
        half = re.match(r"\s?반|\s(?:và|and) a half|\srưỡi", self.text[end : end + 12])
        if half:
            return value + 0.5, end + half.end()
        glue = 4 if self.text[end : end + 5] == " and " else 0
        match = self.grammar.number.match(self.text, end + glue + (self.text[end + glue : end + glue + 1] == " "))
        if match and match["n"]:
            unit = self.grammar.unit_at(self.text, match.end())
            more = _number(match, self.language)
            if unit and unit[1].name == "month" and more.value and more.value < 12:
                return value + more.value / 12, unit[0]
        return value, end

    def _bounds(self, start: int, end: int) -> tuple[bool, bool]:
        before = self.grammar.before.search(self.text[max(0, start - 24) : start])
        after = self.grammar.after.match(self.text, end)
        low = bool(before and before["low"]) or bool(after and after["low"])
        high = bool(before and before["high"]) or bool(after and after["high"])
        return low and not (high and before is not None and bool(before["high"])), high and not low


def quantities(folded: str, language: str, masks: list[tuple[int, int]]) -> list[Quantity]:
    """Return the quantities of a folded text in order; spans of `masks` (dates, titles) are left alone."""
    return _Scan(folded, language, masks).run()
