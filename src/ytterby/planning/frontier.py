"""What a larger budget buys: the best plan for each of a row of budgets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ytterby.planning.choice import Menu, with_budget
from ytterby.planning.contradiction import binding
from ytterby.planning.criteria import Criteria, measure
from ytterby.planning.decompose import Effort, Plan, Progress, solve
from ytterby.planning.floors import below
from ytterby.planning.master import Goal
from ytterby.planning.recourse import Cuts, Recourse

POINTS = 12
_EFFORT = Effort(gap=0.01, relaxed=4, rounds=30, seconds=20.0)


@dataclass(frozen=True)
class Point:
    """A budget and its best plan.

    Attributes
    ----------
    budget : [MUSD] for all years.
    plan : by the goal asked for.
    criteria : of the plan, in the program.
    """

    budget: float
    plan: Plan
    criteria: Criteria


def frontier(
    recourse: Recourse, menu: Menu, goal: Goal, cuts: Cuts, budget: float, points: int = POINTS,
    progress: Progress | None = None,
) -> Iterator[Point]:  # fmt: skip
    """Give best plans for budgets from `budget` down to nothing, each as it is found.

    Parameters
    ----------
    recourse, menu, goal, cuts : the program; its bounds serve every budget.
    budget : the largest [MUSD].
    points : how many.
    progress : told (done, all).

    Notes
    -----
    The best plan of a budget is the best of every smaller one it fits into. Budgets below the largest are equal steps
    of what its plan spends, for between the two nothing changes. Budgets too small for what must be in the plan, or
    for a floor, have no point.
    """
    last: Plan | None = None
    sizes = [budget] if points else []
    for k in range(points):
        size = sizes[k]
        here = with_budget(menu, size)
        if last is None or not here.keeps(last.amount):
            if binding(here):
                break
            last = solve(recourse, here, goal, cuts, _EFFORT)
            if below(recourse, last.amount).any():
                break
        if k == 0:
            sizes += np.linspace(menu.spent(last.amount), 0.0, points)[1:].tolist()
        found = measure(last.cost[None, :], recourse.model.odds, goal.level, goal.best)[0]
        if progress:
            progress(k + 1, points)
        yield Point(size, last, found)
