"""What a run says of each end use, gathered from its lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ytterby.report.view import FillPoint, FirstShort, RunView, UseRange

Key = tuple[str, str, str]


@dataclass(frozen=True)
class UseSummary:
    """One end use of one class at one place over the whole run.

    Attributes
    ----------
    fill : share of demand met, month by month, in the order of the run's months.
    lowest : month of `fill` with the smallest median; the first of equals.
    first_short : first month short with its probability.
    undelivered, destroyed, survive, recover : ranges [t, t, mo, mo], where the run gives them.
    """

    place: str
    end_use: str
    demand_class: str
    fill: tuple[FillPoint, ...]
    lowest: FillPoint | None
    first_short: FirstShort
    undelivered: UseRange | None
    destroyed: UseRange | None
    survive: UseRange | None
    recover: UseRange | None

    @property
    def short(self) -> bool:
        """True when half the draws or more run short."""
        return self.first_short.p50 is not None


def summaries(run: RunView, *, everywhere: bool = False) -> tuple[UseSummary, ...]:
    """Return the end uses of the run's focus places, in the order of `first_short`.

    Without a focus, or with `everywhere`, all places are given.
    """
    fills: dict[Key, list[FillPoint]] = {}
    for point in run.fill_rate:
        fills.setdefault(_key(point), []).append(point)
    undelivered, destroyed = _index(run.undelivered_t), _index(run.demand_destroyed_t)
    survive, recover = _index(run.time_to_survive), _index(run.time_to_recover)
    return tuple(
        UseSummary(
            place=first.place,
            end_use=first.end_use,
            demand_class=first.demand_class,
            fill=tuple(sorted(fills.get(_key(first), ()), key=lambda p: p.month)),
            lowest=_lowest(fills.get(_key(first), [])),
            first_short=first,
            undelivered=undelivered.get(_key(first)),
            destroyed=destroyed.get(_key(first)),
            survive=survive.get(_key(first)),
            recover=recover.get(_key(first)),
        )
        for first in run.first_short
        if everywhere or not run.focus or first.place in run.focus
    )


def use_keys(runs: Sequence[RunView]) -> list[Key]:
    """Return the end uses of several runs, those that run short first or fall lowest before the others."""
    found: dict[Key, list[UseSummary]] = {}
    for run in runs:
        for use in summaries(run):
            found.setdefault((use.place, use.end_use, use.demand_class), []).append(use)

    def rank(key: Key) -> tuple[str, float]:
        first = min(use.first_short.p50 or "never" for use in found[key])
        return first, min(median(use.lowest) for use in found[key])

    return sorted(found, key=rank)


def median(point: FillPoint | None) -> float:
    """Return the median of a fill rate, or 1 where none is given: nothing is known to be missing."""
    return 1.0 if point is None or point.p50 is None else point.p50


def worst_month(run: RunView) -> int:
    """Return the index of the month with the lowest median fill among the focus uses."""
    found = [use.lowest for use in summaries(run) if use.lowest and use.lowest.p50 is not None]
    if not found:
        return len(run.months) - 1
    worst = min(found, key=lambda p: (median(p), p.month))
    return run.months.index(worst.month) if worst.month in run.months else len(run.months) - 1


def _lowest(points: list[FillPoint]) -> FillPoint | None:
    known = [p for p in points if p.p50 is not None]
    return min(known, key=lambda p: (p.p50, p.month)) if known else None


def _key(row: UseRange | FirstShort) -> Key:
    return row.place, row.end_use, row.demand_class


def _index(rows: tuple[UseRange, ...]) -> dict[Key, UseRange]:
    return {_key(row): row for row in rows}
