"""One sentence as the frames see it: clauses, marks by category, quantities, dates."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ytterby.evidence.dates import When
from ytterby.evidence.lexicon import Mark
from ytterby.evidence.quantities import Quantity

Cue = tuple[int, int, str]
Span = tuple[int, int]
_LIST_GLUE = re.compile(
    r"^(?:[、,，和与及或跟·/]|\s|と|や|など|および|並びに|과|와|및|,|and|or|và|hoặc|等|제|金属|등)*$"
)


class Carried(NamedTuple):
    """What a sentence hands on to the next one of its paragraph."""

    material: str
    places: tuple[str, ...]
    subject: str
    currency: str
    reported: bool
    pair: tuple[str, ...]


_AFTER_NOUN = frozenset(",。;的、中》」”:") | {""}
_CONFUSED = frozenset({"place", "fore"})
NOTHING = Carried("", (), "", "", False, ())


class Reading:
    """A sentence with everything found in it, ready for the frames.

    Attributes
    ----------
    text, folded : the whole document, raw and folded (the same length).
    start, end : span of the sentence.
    clauses : spans of its clauses.
    by : marks by category, in order.
    memo : what was worked out for a clause already.
    """

    __slots__ = (
        "before",
        "by",
        "clauses",
        "damaged",
        "dates",
        "end",
        "folded",
        "language",
        "memo",
        "quantities",
        "section",
        "start",
        "text",
    )

    def __init__(
        self, text: str, folded: str, language: str, span: tuple[int, int], clauses: list[tuple[int, int]],
        marks: list[Mark], quantities: list[Quantity], dates: list[When], section: str, before: Carried,
    ) -> None:  # fmt: skip
        self.text, self.folded, self.language = text, folded, language
        self.start, self.end = span
        self.clauses, self.quantities, self.dates = clauses, quantities, dates
        self.section, self.before = section, before
        self.damaged = any(d.damaged for d in dates)
        by: dict[str, list[Cue]] = {}
        taken = [(q.start, q.end) for q in quantities if q.dimension in ("money", "price")]
        taken += [(d.start, d.end) for d in dates]
        last = -9
        self.memo: dict[object, Any] = {}
        for a, b, entries in marks:
            for category, value in entries:
                if category in _CONFUSED and taken and any(x <= a and b <= y for x, y in taken):
                    continue  # "đô la Mỹ" is no place, "in May" no forecast
                if category == "place":
                    if value[0] == "H" and value[4:5] == ":":
                        if a - last <= 2 or (last >= 0 and value.startswith("HERE:")):
                            continue  # "호주 정부" is Australia's government, "India ... domestic" is India
                        value = value[5:]  # noqa: PLW2901
                    last = b
                if category == "plan" and folded[a:b] == "计划" and folded[b : b + 1] in _AFTER_NOUN:
                    continue  # "the plan", not "plans to"
                by.setdefault(category, []).append((a, b, value))
        self.by = by

    def clause(self, at: int) -> tuple[int, int]:
        """Return the span of the clause that holds position `at`."""
        for span in self.clauses:
            if at < span[1]:
                return span
        return self.clauses[-1]

    def has(self, category: str, span: tuple[int, int]) -> bool:
        """Tell whether a mark of `category` starts in `span`."""
        found = self.by.get(category)
        if found:
            start, end = span
            for mark in found:
                if start <= mark[0] < end:
                    return True
        return False

    def within(self, category: str, span: tuple[int, int]) -> list[Cue]:
        """Return the marks of `category` that start in `span`."""
        found = self.by.get(category)
        if not found:
            return []
        start, end = span
        return [c for c in found if start <= c[0] < end]

    def anywhere(self, category: str) -> bool:
        """Tell whether the sentence has a mark of `category`."""
        return category in self.by


def is_listed(reading: Reading, left: Cue, right: Cue) -> bool:
    """Tell whether two marks stand in one list: nothing but commas and "and" is between them."""
    return bool(_LIST_GLUE.match(reading.folded[left[1] : right[0]]))
