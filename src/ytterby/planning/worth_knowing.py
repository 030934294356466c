"""What knowing more would be worth, what each lever adds, and which levers are chosen whatever comes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.planning.choice import Menu
from ytterby.planning.criteria import signal_odds
from ytterby.planning.decompose import Effort, Plan, Progress, solve
from ytterby.planning.floors import below
from ytterby.planning.master import Goal
from ytterby.planning.recourse import Cuts, Recourse

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_ALONE = Effort(gap=0.01, relaxed=3, rounds=12, seconds=10.0)
_AGAIN = Effort(gap=0.01, relaxed=4, rounds=30, seconds=20.0)


def best_of_each(recourse: Recourse, menu: Menu, cuts: Cuts, progress: Progress | None = None) -> Floats:
    """Least cost of each future if it were known before anything is chosen (future,) [MUSD]."""
    futures = recourse.model.futures
    out = np.zeros(futures)
    for f in range(futures):
        odds = np.zeros(futures)
        odds[f] = 1.0
        out[f] = solve(recourse, menu, Goal("expected", odds), _own(cuts, f), _ALONE).value
        if progress:
            progress(f + 1, futures)
    return out


def _own(cuts: Cuts, future: int) -> Cuts:
    """Bounds on one future only."""
    which, level, slope = cuts.arrays()
    mine = which == future
    return Cuts([which[mine]], [level[mine]], [slope[mine]])


def signal_worth(
    recourse: Recourse, menu: Menu, cuts: Cuts, plan: Plan, severe: Bools, sensitivity: float, specificity: float
) -> float:
    """Value of a warning that comes before anything is chosen [MUSD]; expected cost, as EVPI.

    Parameters
    ----------
    recourse, menu, cuts, plan : the program and its best plan by expected cost.
    severe : (future,) what the warning warns of.
    sensitivity, specificity : [share] of the warning.
    """
    joint = signal_odds(recourse.model.odds, severe, sensitivity, specificity)
    informed = 0.0
    for row in joint:
        if row.sum() > 0:
            goal = Goal("expected", row / row.sum())
            informed += row.sum() * solve(recourse, menu, goal, cuts, _AGAIN, plan.amount).value
    return max(float(plan.value - informed), 0.0)


@dataclass(frozen=True)
class Marginal:
    """What a lever adds to a plan.

    Attributes
    ----------
    lever : its id.
    chosen : whether the plan has it.
    value : [MUSD] expected cost saved by having it in the plan, with those that need it, or by one more unit of it
        outside the budget, net of what it costs; for one not chosen at most this. None where a floor cannot be met
        without it.
    """

    lever: str
    chosen: bool
    value: float | None


def marginal_values(recourse: Recourse, menu: Menu, plan: Plan) -> tuple[Marginal, ...]:
    """Value of each lever beside the plan: chosen ones taken away, others by the slope at the plan.

    Notes
    -----
    With a lever go those that need it: of a road they are what it is for.
    """
    odds = recourse.model.odds
    _, _, slope = recourse.solve(plan.amount)
    gain = -(odds @ slope) - menu.net
    of: dict[str, list[int]] = {}
    for j, o in enumerate(menu.options):
        of.setdefault(o.lever, []).append(j)
    out = []
    for lever, own in of.items():
        if plan.amount[own].sum() > 0:
            less = plan.amount.copy()
            less[[*own, *(j for name in menu.helped_by(lever) for j in of.get(name, []))]] = 0.0
            cost = float(recourse.solve(less)[0] @ odds) + float(menu.net @ less)
            free = not below(recourse, less).any()
            out.append(Marginal(lever, True, cost - float(plan.cost @ odds) if free else None))
        else:
            out.append(Marginal(lever, False, max(float(gain[j]) for j in own)))
    return tuple(sorted(out, key=lambda m: -np.inf if m.value is None else -m.value))


def robust_shares(plans: dict[str, Plan], menu: Menu) -> dict[str, tuple[str, ...]]:
    """For each lever, the plans that choose it; one that all choose does not hang on the odds."""
    out: dict[str, list[str]] = {}
    for name, plan in plans.items():
        for lever in dict.fromkeys(o.lever for o, a in zip(menu.options, plan.amount, strict=True) if a > 1e-6):
            out.setdefault(lever, []).append(name)
    return {lever: tuple(names) for lever, names in out.items()}


def plans_of_parts(
    recourse: Recourse, menu: Menu, cuts: Cuts, parts: dict[str, Floats], start: Plan
) -> dict[str, Plan]:
    """Best plan if only a part of the futures could come: one for each part (future,) of odds that sum to 1."""
    return {
        name: solve(recourse, menu, Goal("expected", odds), cuts, _AGAIN, start.amount) for name, odds in parts.items()
    }
