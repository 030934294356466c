"""Figures of the workspace that stand in for those of a chain's table, or beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache

from ytterby.baseline import places
from ytterby.baseline.shelf import Item, current
from ytterby.domain.estimate import Estimate, EstimateSet
from ytterby.domain.words import Standing
from ytterby.errors import BadData, Fault, did_you_mean

COLUMNS = ("chain", "id", "low", "best", "high", "unit", "standing", "source", "row")


def with_own_estimates(base: EstimateSet, chain: str) -> EstimateSet:
    """Return the estimates of a chain with those of the workspace in their place, or added at the end.

    Parameters
    ----------
    base : estimates of the chain's table and file; draws of both share their luck (conventions §15).
    chain : id of the chain.

    Raises
    ------
    BadData : a file was refused, two files give one figure, or a unit is another than the table's; all at once.
    """
    names = current().names("estimates")
    rows = [r for name in names for r in _rows(current().item(f"estimates/{name}.csv")) if r[0] == chain]
    if not rows:
        return base
    faults, own = [], dict[str, tuple[Estimate, str]]()
    for _, estimate, where in rows:
        if estimate.id in own:
            what = f'"{estimate.id}" is given by {own[estimate.id][1]} too'
            faults.append(Fault(what, where, "one figure, one file", fix="take it out of one of them"))
        elif estimate.id in base and base[estimate.id].unit != estimate.unit:
            unit = base[estimate.id].unit
            what = f'"{estimate.id}" is in {estimate.unit}, the chain has it in {unit}'
            faults.append(Fault(what, where, "conventions §1", (unit,)))
        own[estimate.id] = (estimate, where)
    if faults:
        raise BadData(*faults)
    return base.with_others({k: e for k, (e, _) in own.items()})


@cache
def _rows(item: Item) -> tuple[tuple[str, Estimate, str], ...]:
    """(chain, estimate, where it stands) of every row of a file."""
    with item.path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            what = f"the columns are {', '.join(reader.fieldnames or ()) or 'none'}"
            raise BadData(Fault(what, str(item.path), f"the columns are {', '.join(COLUMNS)}"))
        lines = [(n, row) for n, row in enumerate(reader, start=2)]
    faults = [f for n, row in lines for f in _faults(row, f"{item.path}: row {n}")]
    if faults:
        raise BadData(*faults)
    return tuple((row["chain"], _estimate(row), f"{item.path}: row {n}") for n, row in lines)


def _faults(row: dict[str, str], where: str) -> Iterator[Fault]:
    if any(row.get(c) is None for c in COLUMNS) or None in row:
        yield Fault("the row has another number of cells than the header", where)
        return
    try:
        low, best, high = (float(row[c]) for c in ("low", "best", "high"))
        if not 0 <= low <= best <= high < float("inf"):
            yield Fault(f"low {low:g}, best {best:g}, high {high:g} must not be negative and must not fall", where)
    except ValueError:
        yield Fault("low, best and high are numbers", where)
    if row["standing"] not in set(Standing):
        yield Fault(f'"{row["standing"]}" is no standing', where, choices=tuple(Standing))
    parts = row["id"].split("/")
    for place in (p for part in parts[3:4] for p in part.split("-")):
        if place not in places():
            yield Fault(f'"{place}" is no place', where, "conventions §2", fix=did_you_mean(place, list(places())))
    if not row["source"].strip():
        yield Fault("the source is empty", where, "a fact has its source")


def _estimate(row: dict[str, str]) -> Estimate:
    return Estimate(
        row["id"], float(row["low"]), float(row["best"]), float(row["high"]), row["unit"],
        Standing(row["standing"]), row["source"], row["row"],
    )  # fmt: skip
