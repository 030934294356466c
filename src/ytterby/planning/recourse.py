"""Second stage: what shortages cost in each future under a plan, and a bound on that for every other plan."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ytterby.planning.choice import Option, moved
from ytterby.planning.flow import FlowModel, balances, unmet_cost, upper_limits
from ytterby.solve import Repeated

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_THREADS = 2


@dataclass
class Cuts:
    """Lower bounds on the cost of futures, good for every plan: cost of future f >= level + slope x.

    They depend on neither budget nor odds nor criterion, so every program over the same futures shares them.
    """

    future: list[Ints] = field(default_factory=list)
    level: list[Floats] = field(default_factory=list)
    slope: list[Floats] = field(default_factory=list)

    def add(self, future: Ints, level: Floats, slope: Floats) -> None:
        """Keep bounds: (cut,), (cut,) [MUSD], (cut, option) [MUSD]."""
        self.future.append(future)
        self.level.append(level)
        self.slope.append(slope)

    def arrays(self) -> tuple[Ints, Floats, Floats]:
        """All bounds, as `add`."""
        return np.concatenate(self.future), np.concatenate(self.level), np.concatenate(self.slope)

    def newest(self, most: int) -> Cuts:
        """Return the bounds kept last, whole rounds of them: at most `most`, but for the last round itself."""
        sizes = np.cumsum([len(f) for f in reversed(self.future)])
        rounds = max(int(np.searchsorted(sizes, most, side="right")), min(len(sizes), 1))
        first = len(self.future) - rounds
        return Cuts(self.future[first:], self.level[first:], self.slope[first:])

    @property
    def count(self) -> int:
        """Number of bounds."""
        return sum(len(f) for f in self.future)


class Recourse:
    """The futures of a flow model, each a linear program that starts from its neighbour's solution."""

    def __init__(self, model: FlowModel, options: tuple[Option, ...]) -> None:
        self.model, self.options = model, options
        self.upper, self._unmet, self._rows = upper_limits(model), unmet_cost(model), balances(model)
        self._transposed = self._rows.T.tocsr()
        low = np.zeros(self._rows.shape[0])
        self._solvers = [Repeated(-self._unmet, self._rows, low) for _ in range(_THREADS)]

    def solve(self, amount: Floats, futures: Ints | None = None) -> tuple[Floats, Floats, Floats]:
        """Cost of shortage under a plan.

        Parameters
        ----------
        amount : (option,).
        futures : which to solve; all if None.

        Returns
        -------
        cost : (future,) [MUSD].
        level, slope : (future,), (future, option) [MUSD]
            A bound for every plan that is exact at this one.

        Notes
        -----
        Rows have zero on their right-hand side, so for any row prices pi >= 0 the cost of a future is at least
        sum_j u_j (k_j + min(0, -k_j - (A' pi)_j)), with u the upper limits and k what unmet demand costs.
        """
        which = np.arange(self.model.futures) if futures is None else futures
        limits = moved(self.upper[which], _of(self.options, which), amount)
        parts = np.array_split(np.arange(which.size), _THREADS)
        with ThreadPoolExecutor(_THREADS) as pool:
            done = list(pool.map(self._part, self._solvers, [limits[p] for p in parts]))
        weight = self.model.weights[which]
        cost = (np.concatenate([c for c, _ in done]) + limits @ self._unmet) * weight
        gradient = np.concatenate([g for _, g in done]) * weight[:, None]
        level = (gradient * self.upper[which]).sum(axis=1)
        options = _of(self.options, which)
        slope = np.zeros((which.size, len(options)))
        for j, o in enumerate(options):
            slope[:, j] = (gradient[:, o.columns] * o.change).sum(axis=1)
        return cost, level, slope

    def flows(self, amount: Floats) -> Floats:
        """Everything made, sent, served and released under a plan (future, column) [t]."""
        limits = moved(self.upper, self.options, amount)
        return np.array([self._solvers[0].solve(upper).values for upper in limits])

    def tightest(self, amount: Floats, future: int) -> tuple[int, float]:
        """Column whose upper limit costs most in a future under a plan, and that cost [MUSD]."""
        limits = moved(self.upper[[future]], _of(self.options, np.array([future])), amount)
        _, gradient = self._part(self._solvers[0], limits)
        gain = -np.minimum(gradient[0], 0.0) * np.maximum(limits[0], 1e-3)
        column = int(gain.argmax())
        return column, float(gain[column])

    def _part(self, solver: Repeated, limits: Floats) -> tuple[Floats, Floats]:
        cost, gradient = np.zeros(len(limits)), np.zeros_like(limits)
        for f, upper in enumerate(limits):
            found = solver.solve(upper)
            cost[f] = found.objective
            priced = self._transposed @ np.maximum(found.prices, 0.0)
            gradient[f] = self._unmet + np.minimum(0.0, -self._unmet - priced)
        return cost, gradient


def _of(options: tuple[Option, ...], futures: Ints) -> tuple[Option, ...]:
    """Options as some futures see them."""
    return tuple(Option(o.lever, o.year, o.most, o.whole, o.cash, o.net, o.columns, o.change[futures]) for o in options)
