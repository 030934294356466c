"""The two-stage program, solved by cuts: choose, see what that costs in every future, learn, choose again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.planning.choice import Menu
from ytterby.planning.master import Goal, master
from ytterby.planning.recourse import Cuts, Recourse
from ytterby.solve import choose

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Plan:
    """A solved program.

    Attributes
    ----------
    amount : (option,) chosen.
    cost : (future,) [MUSD] net cost of levers and of shortage.
    value : [MUSD] of the goal.
    bound : [MUSD] no plan does better.
    rounds : how often the futures were solved.
    """

    amount: Floats
    cost: Floats
    value: float
    bound: float
    rounds: int

    @property
    def gap(self) -> float:
        """Distance of value and bound, over the value [share]."""
        return max(self.value - self.bound, 0.0) / max(abs(self.value), 1e-9)


@dataclass(frozen=True)
class Effort:
    """When to stop: relative gap, rounds with fractions, rounds in all, seconds for one choice."""

    gap: float = 0.005
    relaxed: int = 12
    rounds: int = 60
    seconds: float = 30.0


EFFORT = Effort()
_MOST = 1500
"""Bounds known before that a program begins with, the newest: with thousands, choosing takes longer than learning."""


def solve(
    recourse: Recourse, menu: Menu, goal: Goal, cuts: Cuts, effort: Effort = EFFORT, start: Floats | None = None
) -> Plan:
    """Solve the two-stage program.

    Parameters
    ----------
    recourse, menu, goal : futures, choices, and what is made least.
    cuts : bounds known before, of which the newest are used; those found are added, and serve the next program over
        the same futures.
    effort : when to stop.
    start : (option,) a plan to begin with; if None, doing nothing where there are no bounds yet.

    Returns
    -------
    Plan
        The best plan seen and a bound on all plans.

    Raises
    ------
    Infeasible : the limits of the menu contradict each other.

    Notes
    -----
    Multi-cut L-shaped method, first without whole numbers (cheap rounds that place most cuts), then with them.

    References
    ----------
    Van Slyke and Wets (1969), L-shaped linear programs, doi 10.1137/0117061; Birge and Louveaux (1988), A multicut
    algorithm for two-stage stochastic linear programs, doi 10.1016/0377-2217(88)90159-2.
    """
    first = np.zeros(len(menu.options)) if start is None else start
    pool, cuts = cuts, cuts.newest(_MOST)
    best, low, rounds = None, -np.inf, 0
    if start is not None or cuts.count == 0:  # with bounds from before, doing nothing teaches little
        best, rounds = _tried(recourse, menu, goal, (pool, cuts), first, None), 1
        if not menu.keeps(first):
            best = None
    relaxed, last = effort.relaxed > 0, -np.inf
    while rounds < effort.rounds:
        chosen = choose(master(menu, goal, cuts), effort.gap / 4, effort.seconds, relaxed)
        amount = _rounded(chosen.values[: len(menu.options)], menu, relaxed)
        low = max(low, chosen.bound)
        found = _tried(recourse, menu, goal, (pool, cuts), amount, None if relaxed else best)
        rounds += 1
        if relaxed:
            stalled = chosen.bound - last < 0.1 * effort.gap * abs(chosen.bound)
            relaxed = rounds < effort.relaxed and not stalled and found.value > chosen.bound * (1 + effort.gap)
            last = chosen.bound
            continue
        best = found
        if best.value - low <= effort.gap * max(abs(best.value), 1e-9):
            break
    if best is None:
        raise RuntimeError("no whole plan was tried: effort.rounds is too small")
    return Plan(best.amount, best.cost, best.value, min(low, best.value), rounds)


def _tried(
    recourse: Recourse, menu: Menu, goal: Goal, into: tuple[Cuts, Cuts], amount: Floats, best: Plan | None
) -> Plan:
    """Solve the futures that count under a plan, keep what they teach, and return the better of it and the best."""
    counts = np.flatnonzero(goal.odds > 0)
    shortage, level, slope = recourse.solve(amount, counts)
    for cuts in into:
        cuts.add(counts, level, slope)
    cost = np.zeros(goal.odds.size)
    cost[counts] = shortage + float(menu.net @ amount)
    value = goal.value(cost)
    return best if best is not None and best.value <= value else Plan(amount, cost, value, -np.inf, 1)


def _rounded(amount: Floats, menu: Menu, relaxed: bool) -> Floats:
    """Take off what the solver's tolerance left."""
    out = np.clip(amount, 0.0, menu.most)
    out = out if relaxed else np.where(menu.whole, np.rint(out), out)
    return np.where(out < 1e-7, 0.0, out)
