"""What a larger budget buys: the best plan for each of a row of budgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ytterby.planning.choice import Menu, Row
from ytterby.planning.criteria import Criteria, measure
from ytterby.planning.decompose import Effort, Plan, Progress, solve
from ytterby.planning.master import Goal
from ytterby.planning.recourse import Cuts, Recourse

POINTS = 12
_EFFORT = Effort(gap=0.01, relaxed=4, rounds=30, seconds=20.0)
Kept = Callable[["Point"], None]


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
) -> tuple[Point, ...]:  # fmt: skip
    """Best plans for budgets from nothing to `budget`, in equal steps.

    Parameters
    ----------
    recourse, menu, goal, cuts : the program; its bounds serve every budget.
    budget : the largest [MUSD].
    points : how many.
    progress : told (done, all).

    Returns
    -------
    tuple of Point
        By rising budget; if interrupted, those that were finished: the larger budgets come first.

    Notes
    -----
    The best plan of a budget is the best of every smaller one it fits into.
    """
    out: list[Point] = []
    budgets = np.linspace(0.0, budget, points)[::-1]
    try:
        for k, size in enumerate(budgets):
            here = with_budget(menu, float(size))
            if out and here.keeps(out[-1].plan.amount):
                plan = out[-1].plan
            else:
                plan = solve(recourse, here, goal, cuts, _EFFORT)
            found = measure(plan.cost[None, :], recourse.model.odds, goal.level, goal.best)[0]
            out.append(Point(float(size), plan, found))
            if progress:
                progress(k + 1, points)
    except KeyboardInterrupt:
        if not out:
            raise
    return tuple(reversed(out))


def with_budget(menu: Menu, budget: float) -> Menu:
    """Return the same choices with another budget for all years."""
    rows = tuple(Row(r.name, r.coefficients, r.low, budget) if r.name == "budget" else r for r in menu.rows)
    return Menu(menu.options, rows)
