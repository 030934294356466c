"""First stage: which options, under one of three criteria, given bounds on what each future costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, coo_array, csr_array

from ytterby.planning.choice import Menu
from ytterby.planning.criteria import conditional_value_at_risk
from ytterby.planning.recourse import Cuts
from ytterby.solve import Mixed

Floats = NDArray[np.float64]
Criterion = Literal["expected", "cvar", "regret"]
_FAR = 1e9


@dataclass(frozen=True)
class Goal:
    """What is made least.

    Attributes
    ----------
    criterion : expected cost, conditional value at risk, or largest regret.
    odds : (future,) [share]
        Sums to 1; a future of odds 0 does not count.
    level : of the conditional value at risk [share].
    best : (future,) [MUSD] least cost possible in each future; needed for regret.
    """

    criterion: Criterion
    odds: Floats
    level: float = 0.9
    best: Floats | None = None

    def value(self, cost: Floats) -> float:
        """Value of a plan that costs so much in each future (future,) [MUSD]."""
        counts = self.odds > 0
        if self.criterion == "expected":
            return float(cost @ self.odds)
        if self.criterion == "cvar":
            return float(conditional_value_at_risk(cost[None, :], self.odds, self.level)[0])
        return float((cost - self.baseline)[counts].max())

    @property
    def baseline(self) -> Floats:
        """What regret is measured from (future,) [MUSD]."""
        if self.best is None:
            raise ValueError("regret needs the least cost of each future")
        return self.best


def master(menu: Menu, goal: Goal, cuts: Cuts) -> Mixed:
    """Put the first stage together.

    Returns
    -------
    Mixed
        Variables: options, cost of shortage in each future, then one for the criterion's level, then one excess for
        each future (only for the conditional value at risk).

    Notes
    -----
    cvar: min t + sum p e/(1 - level), e_f >= net x + theta_f - t. regret: min t, t >= net x + theta_f - best_f. `t` may
    be negative in neither: costs and regrets are not.
    """
    _n, futures = len(menu.options), goal.odds.size
    future, level, slope = cuts.arrays()
    used = goal.odds[future] > 0
    future, level, slope = future[used], level[used], slope[used]
    theta = coo_array((np.ones(future.size), (np.arange(future.size), future)), shape=(future.size, futures))
    fixed, low, high = menu.matrix()
    blocks: list[list[csr_array | None]] = [
        [fixed, csr_array((fixed.shape[0], futures)), None], [csr_array(-slope), csr_array(theta), None],
    ]  # fmt: skip
    lows, highs = [low, level], [high, np.full(level.size, np.inf)]
    extra, cost = _criterion(menu, goal, blocks, lows, highs)
    rows = block_array(_filled(blocks, extra), format="csr")
    upper = np.concatenate([menu.most, np.full(futures + extra, _FAR)])
    whole = np.concatenate([menu.whole, np.zeros(futures + extra, dtype=np.bool_)])
    return Mixed(cost, csr_array(rows), np.concatenate(lows), np.concatenate(highs), upper, whole)


def _criterion(
    menu: Menu, goal: Goal, blocks: list[list[csr_array | None]], lows: list[Floats], highs: list[Floats]
) -> tuple[int, Floats]:
    """Add the rows of the criterion; return how many variables it adds, and the cost of all."""
    n, futures = len(menu.options), goal.odds.size
    if goal.criterion == "expected":
        return 0, np.concatenate([menu.net, goal.odds])
    counts = np.flatnonzero(goal.odds > 0)
    each = csr_array((np.ones(counts.size), (np.arange(counts.size), counts)), shape=(counts.size, futures))
    net = csr_array(np.tile(-menu.net, (counts.size, 1)))
    level = np.ones((counts.size, 1))
    if goal.criterion == "regret":
        blocks.append([net, -each, csr_array(level)])
        lows.append(-goal.baseline[counts])
        cost = np.concatenate([np.zeros(n + futures), [1.0]])
    else:
        excess = csr_array((np.ones(counts.size), (np.arange(counts.size), counts)), shape=(counts.size, futures))
        blocks.append([net, -each, csr_array(np.hstack([level, excess.toarray()]))])
        lows.append(np.zeros(counts.size))
        cost = np.concatenate([np.zeros(n + futures), [1.0], goal.odds / (1.0 - goal.level)])
    highs.append(np.full(counts.size, np.inf))
    return int(cost.size - n - futures), cost


def _filled(blocks: list[list[csr_array | None]], extra: int) -> list[list[csr_array]]:
    """Give every block its last column of zeros, or none where the criterion adds no variable."""
    out = []
    for one, two, three in blocks:
        assert one is not None and two is not None
        last = three if three is not None else csr_array((one.shape[0], extra))
        out.append([one, two, last] if extra else [one, two])
    return out
