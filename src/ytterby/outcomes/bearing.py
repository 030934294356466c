"""What bears on a number of a run: the rules that reach its place and class, and the stocks it lives from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

Row = dict[str, Any]
_OF_USE = {"fill_rate", "first_short", "time_to_survive", "time_to_recover", "undelivered_t"}
_MUCH = 0.05
"""Share of what a place takes in from which a rule on the place that delivers it is named too."""


def reaches(
    origin: str, destinations: Collection[str], classes: Collection[str], place: str, demand_class: str
) -> bool:  # fmt: skip
    """Return whether a measure restricts what a class of users at a place gets from its origin.

    Examples
    --------
    >>> reaches("CHN", (), (), "JPN", "civil"), reaches("CHN", ("USA",), (), "JPN", "civil")
    (True, False)
    """
    named = place in destinations if destinations else place != origin
    return named and (not classes or demand_class in classes)


def rule_steps(result: Row, row: Row, kind: str) -> list[Row]:
    """Return a step for each measure that bears on a number: on its place, or on a place it takes much from.

    Measures on other destinations or classes, and those that begin after the month of the number, are left out.
    """
    last = str(row.get("month") or (kind == "first_short" and row.get("p50")) or result["months"][-1])
    classes = [row["class"]] if "class" in row else ["civil", "defence"]
    deliver = _delivering(result, row["place"])
    steps = []
    for m in result["measures"]:
        if m["from"][:7] > last:
            continue
        at = [
            place
            for place in (row["place"], *deliver)
            if any(reaches(m["origin"], m["destinations"], m["classes"], place, c) for c in classes)
        ]
        if at:
            through = (
                "" if at[0] == row["place"] else f" to {at[0]}, from where {deliver[at[0]]:.0%} of its inputs come"
            )
            detail = f"{m['permission']} from {m['from']}{through}: {m['citation']}"
            steps.append({"step": "restrict", "id": m["id"], "detail": detail})
    return steps


def stocks(result: Row, row: Row, kind: str) -> dict[str, str]:
    """Return the stocks a use lives from once deliveries end: estimate -> what is held; its own first.

    Stocks of the use itself, then those of the makers at its place; empty for numbers that are no use's.
    """
    if kind not in _OF_USE:
        return {}
    own = [c for c in result.get("cover_days", []) if c["place"] == row["place"] and c["stock_source"]]
    held: dict[str, list[Row]] = defaultdict(list)
    for use in (row["end_use"], ""):
        for c in own:
            if c["end_use"] == use:
                held[c["stock_source"].split(" ", maxsplit=1)[0]].append(c)
    return {estimate: _held(covers) for estimate, covers in held.items()}


def _held(covers: list[Row]) -> str:
    at: dict[str, list[str]] = defaultdict(list)  # the same days at several stages are said once
    for c in covers:
        at[f"{c['p50']:.0f} days ({c['p05']:.0f} to {c['p95']:.0f})"].append(c["stage"])
    said = "; ".join(f"{days} at {', '.join(stages)}" for days, stages in at.items())
    return f"stock in {covers[0]['place']} before anything happens: {said}"


def _delivering(result: Row, place: str) -> dict[str, float]:
    """Return the places from which much of what a place takes in comes, with their shares."""
    taken: dict[str, float] = defaultdict(float)
    for flow in result.get("flows", []):
        if flow["to"] == place:
            taken[flow["from"]] += flow["before_t_mo"]
    whole = sum(taken.values())
    return {p: t / whole for p, t in taken.items() if p != place and t >= _MUCH * whole > 0}
