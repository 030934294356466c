"""Inconsistencies inside what was read: they are flagged, never repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ytterby.domain.claim import Claim

# The largest believable number of each unit; a bigger one is probably of the wrong scale.
_SCALE = {"%": 10_000.0, "x": 1_000.0, "year": 1_000.0, "t": 2e11, "rank": 200.0}
_SHARE_TOP = 100.5
_EVENTS = frozenset({"event", "deal", "policy"})
# Different figures about one quantity that are compared with one another.
_MOST = 60
_OF_WHICH = re.compile(r"其中|うち|of which|including|trong đó|이 중|그중")


def flagged(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with flags added.

    ``scale`` marks a value of an unlikely scale, ``sum`` parts that do not add up to their whole, ``dates:<key>``
    two dates for one event, ``against:<key>`` two statements about one quantity that exclude each other.
    """
    notes: dict[str, list[str]] = {}
    for claim in claims:
        top = _SHARE_TOP if claim.kind == "share" else _SCALE.get(claim.unit or "")
        if top is not None and claim.value is not None and abs(claim.value) > top:
            notes.setdefault(claim.id, []).append("scale")
    _pairs(claims, notes)
    _sums(claims, notes)
    return [replace(c, flags=(*c.flags, *sorted(set(notes[c.id])))) if c.id in notes else c for c in claims]


def _pairs(claims: Sequence[Claim], notes: dict[str, list[str]]) -> None:
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for c in claims:
        key: tuple[object, ...]
        if c.unit is None and c.kind in _EVENTS:
            key = (c.kind, c.predicate, c.subject, c.object, c.material, frozenset(c.places))
        else:
            key = (c.kind, c.predicate, c.subject, c.unit, c.material, c.stage, frozenset(c.places), c.period)
        groups.setdefault(key, []).append(c)
    for members in groups.values():
        for a, b, word in _conflicts(members):
            notes.setdefault(a.id, []).append(f"{word}:{b.id}")
            notes.setdefault(b.id, []).append(f"{word}:{a.id}")


def _conflicts(members: list[Claim]) -> Iterator[tuple[Claim, Claim, str]]:
    """Yield what excludes each other, each kind of statement once: copies of a claim are one statement."""
    different: dict[tuple[object, ...], Claim] = {}
    for c in members:
        different.setdefault((c.value, c.low, c.high, c.period), c)
    for a, b in combinations(list(different.values())[:_MOST], 2):
        word = _conflict(a, b)
        if word:
            yield a, b, word


def _conflict(a: Claim, b: Claim) -> str:
    if a.unit is None:
        full = len(a.period or "") == 10 and len(b.period or "") == 10 and a.document != b.document
        return "dates" if full and a.period != b.period else ""
    apart = _top(a) < _bottom(b) or _top(b) < _bottom(a)
    return "against" if apart and a.kind in ("share", "stock", "rank", "tariff", "lead_time", "delay") else ""


def _bottom(c: Claim) -> float:
    if c.low is not None:
        return c.low
    return float("-inf") if c.high is not None or c.value is None else c.value


def _top(c: Claim) -> float:
    if c.high is not None:
        return c.high
    return float("inf") if c.low is not None or c.value is None else c.value


def _sums(claims: Sequence[Claim], notes: dict[str, list[str]]) -> None:
    """Check "85, of which 25, 15 and 45": a first amount followed at once by parts in the same unit."""
    money = sorted((c for c in claims if c.kind in ("deal", "fund") and c.value), key=lambda c: (c.document, c.start))
    for i, whole in enumerate(money):
        parts: list[Claim] = []
        for part in money[i + 1 :]:
            last = parts[-1] if parts else whole
            near = part.document == whole.document and part.unit == whole.unit and part.start - last.end < 4
            if not near or not part.value or part.value >= (whole.value or 0):
                break
            parts.append(part)
        if len(parts) >= 2 and _OF_WHICH.match(parts[0].quote):
            total = sum(p.value or 0.0 for p in parts)
            if abs(total - (whole.value or 0.0)) > 0.005 * (whole.value or 1.0):
                notes.setdefault(whole.id, []).append("sum")
