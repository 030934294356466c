"""The chain as a small program of flows: one for each future, all with the same rows (conventions §19)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
OUTSIDE = -1
"""Origin of a link that comes from the controlling state, whose own supply is not modelled."""
FAMILIES = ("capacity", "limit", "served", "store")


@dataclass(frozen=True)
class Activity:
    """Something made in a region: t of each offer out, and of each market's good in, per t of activity."""

    name: str
    out: dict[int, float]
    into: dict[int, float]


@dataclass(frozen=True)
class FlowModel:
    """Futures of a chain by period.

    Attributes
    ----------
    months : (period,) [mo] length of each period.
    odds : (future,) [share]
        Sums to 1.
    offers, markets : names of what is made where, and of who buys what where.
    activities : what turns what markets buy into offers.
    links : (from offer or `OUTSIDE`, to market).
    uses : market of each final use.
    stores : market of each store.
    capacity : (future, activity, period) [t] most that can be made in a period.
    limit : (future, link, period) [t] most that can be sent.
    served : (future, use, period) [t] demand.
    store : (future, store, period) [t] most that can have been released since the start.
    worth : (use, period) [MUSD/t] cost of a shortage, discounted.
    floor : (use, period) [share] of demand that must be met in every future; 0 for none.
    weight : (future,) cost of shortage in this future over what the program counts, as found on the engine; 1 for all
        if empty.
    penalty : [MUSD/t] what the program pays for each tonne below a floor, so that it finds the least violation.
    """

    months: Floats
    odds: Floats
    offers: tuple[str, ...]
    markets: tuple[str, ...]
    activities: tuple[Activity, ...]
    links: tuple[tuple[int, int], ...]
    uses: tuple[int, ...]
    stores: tuple[int, ...]
    capacity: Floats
    limit: Floats
    served: Floats
    store: Floats
    worth: Floats
    floor: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    weight: Floats = field(default_factory=lambda: np.zeros(0))
    penalty: float = 100.0

    @property
    def periods(self) -> int:
        """Number of periods."""
        return int(self.months.size)

    @property
    def futures(self) -> int:
        """Number of futures."""
        return int(self.odds.size)

    @property
    def weights(self) -> Floats:
        """Weight of each future's shortage (future,)."""
        return self.weight if self.weight.size else np.ones(self.futures)

    @cached_property
    def starts(self) -> dict[str, int]:
        """First column of each family of columns; within one, columns run over its members, then over periods."""
        counts = (len(self.activities), len(self.links), len(self.uses), len(self.stores))
        ends = np.cumsum([0, *counts]) * self.periods
        return {**dict(zip(FAMILIES, (int(e) for e in ends), strict=False)), "above": int(ends[-1])}

    @property
    def columns(self) -> int:
        """Number of columns: what is served above a floor has columns of its own."""
        return self.starts["above"] + len(self.uses) * self.periods

    def column(self, family: str, member: int, period: int = 0) -> int:
        """Column of a member of a family in a period."""
        return self.starts[family] + member * self.periods + period


def upper_limits(model: FlowModel) -> Floats:
    """Upper limits of every column before any lever (future, column) [t]."""
    floor = model.floor if model.floor.size else np.zeros_like(model.worth)
    parts = (model.capacity, model.limit, model.served * floor, model.store, model.served * (1.0 - floor))
    return np.concatenate([p.reshape(model.futures, -1) for p in parts], axis=1)


def unmet_cost(model: FlowModel) -> Floats:
    """What a tonne of demand costs when it is not met (column,) [MUSD/t]; zero for other columns."""
    out, floor = np.zeros(model.columns), model.floor if model.floor.size else np.zeros_like(model.worth)
    served, above = model.starts["served"], model.starts["above"]
    out[served : served + model.worth.size] = (model.worth + model.penalty * (floor > 0)).ravel()
    out[above:] = model.worth.ravel()
    return out


def balances(model: FlowModel) -> csr_array:
    """Rows that may not fall below zero: what is made less what is sent, what is bought less what is taken.

    Returns
    -------
    (row, column) sparse
        Offers, then markets, then stores, each by period; stores cannot take back what they gave.
    """
    entries: list[tuple[int, int, float]] = []
    n, offers = model.periods, len(model.offers)
    for a, activity in enumerate(model.activities):
        entries += [(o, model.column("capacity", a), q) for o, q in activity.out.items()]
        entries += [(offers + m, model.column("capacity", a), -q) for m, q in activity.into.items()]
    for k, (origin, market) in enumerate(model.links):
        entries.append((offers + market, model.column("limit", k), 1.0))
        if origin != OUTSIDE:
            entries.append((origin, model.column("limit", k), -1.0))
    for u, market in enumerate(model.uses):
        entries += [(offers + market, model.column(f, u), -1.0) for f in ("served", "above")]
    row, column, value = (np.array(x) for x in zip(*entries, strict=True))
    time = np.arange(n)
    parts = [((row[:, None] * n + time).ravel(), (column[:, None] + time).ravel(), np.repeat(value, n))]
    parts += _releases(model)
    rows, columns, values = (np.concatenate(x) for x in zip(*parts, strict=True))
    shape = ((offers + len(model.markets) + len(model.stores)) * n, model.columns)
    return csr_array(coo_array((values, (rows, columns)), shape=shape))


def _releases(model: FlowModel) -> list[tuple[Ints, Ints, Floats]]:
    """What a store gives in a period is the growth of what it has given since the start."""
    n, out = model.periods, []
    for s, market in enumerate(model.stores):
        at = model.column("store", s) + np.arange(n)
        for first in (len(model.offers) + market, len(model.offers) + len(model.markets) + s):
            rows = first * n + np.arange(n)
            out.append((rows, at, np.ones(n)))
            out.append((rows[1:], at[:-1], -np.ones(n - 1)))
    return out
