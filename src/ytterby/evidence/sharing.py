"""A clause with several amounts and several states: which amount belongs to which state."""

from __future__ import annotations

from ytterby.evidence.parties import is_made, is_partner, named, subjects
from ytterby.evidence.quantities import Quantity
from ytterby.evidence.reading import Cue, Reading, Span, is_listed

_ALIKE = {"bare": "money"}  # "2.5 billion" after "8.5 billion dollars"


def shared_out(reading: Reading, clause: Span, at: int) -> list[Cue] | None:
    """Return the states of the amount at `at` where a clause gives each amount its own, else None.

    "10% in A and 5% in B"; "A 10%, B 5%"; "A sells 10% to B and 5% to C"; "A and B 10% and 5% respectively".
    """
    marks = named(reading, clause)
    if len(marks) < 2:
        return None
    amounts = [q for q in reading.quantities if clause[0] <= q.start < clause[1]]
    if len(amounts) < 2 or len({_ALIKE.get(q.dimension, q.dimension) for q in amounts}) > 1:
        return None
    index = next((i for i, q in enumerate(amounts) if q.start == at), None)
    if index is None:
        return None
    if reading.has("dist", clause):
        own = marks if len(marks) == len(amounts) else subjects(reading, clause, marks)
        if len(own) == len(amounts):
            return [m for m in marks if m not in own or m is own[index]]
    return _by_order(reading, clause, _groups(reading, marks), amounts, index)


def _groups(reading: Reading, marks: list[Cue]) -> list[list[Cue]]:
    """Return the states, those of one list together."""
    groups: list[list[Cue]] = []
    for mark in marks:
        if groups and is_listed(reading, groups[-1][-1], mark):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _by_order(
    reading: Reading, clause: Span, groups: list[list[Cue]], amounts: list[Quantity], index: int
) -> list[Cue] | None:
    order = "".join(k for _, k in sorted([(g[0][0], "P") for g in groups] + [(q.start, "Q") for q in amounts]))
    others = [is_partner(reading, clause, g[0]) or is_made(reading, g[0]) for g in groups[1:]]
    size = len(amounts)
    if order == "QP" * size or (order == "PQ" * size and not any(others)):
        return groups[index]
    if order in ("P" + "QP" * size, "P" + "PQ" * size) and all(others):
        return groups[0] + groups[index + 1]
    return None
