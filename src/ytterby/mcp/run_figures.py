"""Figures of a run, and of runs side by side, with the ids that `explain` takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ytterby.errors import Fault, NotFound
from ytterby.mcp.figures import TONNES, Figure, counted, ranged

Row = dict[str, Any]
Use = tuple[str, str, str]
Rows = dict[Use, Row]


def run_figures(result: Row, place: str | None) -> list[Figure]:
    """Lowest month, first shortage and its odds, what is lost, cover: use by use, the worst use first.

    Raises
    ------
    NotFound : the run has no use in that place.
    """
    lowest = _lowest(result["fill_rate"])
    focus = (place,) if place else tuple(result["focus"])
    uses = [u for u in lowest if not focus or u[0] in focus]
    if not uses:
        places = tuple(sorted({u[0] for u in lowest}))
        raise NotFound(Fault(f'the run has no use in "{place}"', "place", choices=places))
    first, lost = _by_use(result["first_short"]), _by_use(result["undelivered_t"])
    uses.sort(key=lambda u: (lowest[u]["p50"], -first[u]["probability"]))
    cover = result["cover_days"]
    return [f for u in uses for f in (*_of_use(result, lowest[u], first[u], lost[u]), *_cover(result["run"], u, cover))]


def difference_figures(paired: Iterable[Row], focus: set[str], draws: int) -> list[Figure]:
    """For each pair and use, its month with the largest median difference, and how often the other run is better."""
    most: dict[tuple[str, Use], Row] = {}
    for row in paired:
        key = (row["b"], _use(row))
        if (not focus or row["place"] in focus) and (key not in most or abs(row["p50"]) > abs(most[key]["p50"])):
            most[key] = row
    out = []
    for row in sorted(most.values(), key=lambda r: -abs(r["p50"])):
        path = f"fill_rate/{'/'.join(_use(row))}/{row['month']}"
        id_, both = f"{row['a']}~{row['b']}#{path}", (f"{row['a']}#{path}", f"{row['b']}#{path}")
        what = f"fill rate of {_name(row)} in {row['month']}: {row['b']} less {row['a']}"
        out.append(ranged(id_, what, row, "share", "difference_").model_copy(update={"made_of": both}))
        out.append(counted(f"{id_}/p_b_better", f"futures in which {row['b']} is better there", row["p_b_better"],
                           draws, both))  # fmt: skip
    return out


def _of_use(result: Row, lowest: Row, first: Row, lost: Row) -> list[Figure]:
    run, name, key = result["run"], _name(first), "/".join(_use(first))
    month = lowest["month"]
    return [
        ranged(f"{run}#fill_rate/{key}/{month}", f"lowest monthly fill rate of {name}, in {month}", lowest, "share"),
        ranged(f"{run}#first_short/{key}", f"first month short of {name} (None: not short)", first, "month"),
        counted(f"{run}#first_short/{key}/probability", f"futures in which {name} runs short", first["probability"],
                result["draws"]),
        ranged(f"{run}#undelivered_t/{key}", f"not delivered to {name} over the run", lost, TONNES),
    ]  # fmt: skip


def _cover(run: str, use: Use, rows: Iterable[Row]) -> list[Figure]:
    return [
        ranged(f"{run}#cover_days/{r['place']}/{r['end_use']}/{r['stage']}",
               f"stock of inputs of {r['end_use']} in {r['place']} at {r['stage']}, over their use", r, "d")
        for r in rows
        if (r["place"], r["end_use"]) == use[:2]
    ]  # fmt: skip


def _lowest(rows: Iterable[Row]) -> Rows:
    found: Rows = {}
    for row in rows:
        if _use(row) not in found or row["p50"] < found[_use(row)]["p50"]:
            found[_use(row)] = row
    return found


def _by_use(rows: Iterable[Row]) -> Rows:
    return {_use(row): row for row in rows}


def _use(row: Row) -> Use:
    return row["place"], row["end_use"], row["class"]


def _name(row: Row) -> str:
    return f"{row['end_use']} ({row['class']}) in {row['place']}"
