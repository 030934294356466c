"""Shares of demand that must be met whatever comes, and why they cannot be where they cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ytterby.errors import Fault, Infeasible
from ytterby.planning.choice import Menu, with_budget
from ytterby.planning.compact import Compact
from ytterby.planning.decompose import EFFORT, Plan, solve
from ytterby.planning.flow import FlowModel
from ytterby.planning.master import Goal
from ytterby.planning.recourse import Cuts, Recourse

Floats = NDArray[np.float64]
_TOLERANCE = 0.002
"""Share of demand that rounding may leave below a floor."""


def with_floor(program: Compact, share: float, from_year: int) -> Compact:
    """Ask that first use in the places in focus is met to a share in every future, from a year on.

    Parameters
    ----------
    program : the flow program.
    share : of demand, 0 for no floor.
    from_year : of the plan, from 0.
    """
    model, shape = program.model, program.shape
    floor = np.zeros_like(model.worth)
    late = np.cumsum(program.lengths) - program.lengths >= 12 * from_year
    for u in shape.first_uses:
        spared = float(program.spared[u])
        floor[u, late] = min(share / (1.0 - spared), 1.0) if spared < 1 else 1.0
        floor[len(shape.uses) + u, late] = max(share - (1.0 - spared), 0.0) / spared if spared > 0 else 0.0
    return replace(program, model=replace(model, floor=floor))


def refuse_unmet(recourse: Recourse, menu: Menu, plan: Plan, cuts: Cuts) -> None:
    """Refuse a plan that misses a floor, naming what binds: the budget, or a part of the chain no lever widens.

    Raises
    ------
    Infeasible : a floor is missed in some future.
    """
    missed = below(recourse, plan.amount)
    if not missed.any():
        return
    count, futures = int(missed.sum()), recourse.model.futures
    rich = solve(recourse, with_budget(menu, np.inf), Goal("expected", recourse.model.odds), cuts, EFFORT)
    still = below(recourse, rich.amount)
    if not still.any():
        least = menu.spent(rich.amount)
        size = next(r.high for r in menu.rows if r.name == "budget")
        raise Infeasible(Fault(
            f"the floor is missed in {count} of {futures} futures: the budget of {size:,.0f} MUSD binds", "floor",
            "conventions §19", fix=f"a plan of {least:,.0f} MUSD meets it; give more, or lower the floor",
        ))  # fmt: skip
    worst = int(np.flatnonzero(still)[0])
    column, _ = recourse.tightest(rich.amount, worst)
    raise Infeasible(Fault(
        f"the floor is missed in {int(still.sum())} of {futures} futures with every lever there is: "
        f"{member(recourse.model, column)} binds",
        "floor", "conventions §19", fix="lower the floor, begin it later, or add a lever that widens that",
    ))  # fmt: skip


def below(recourse: Recourse, amount: Floats) -> NDArray[np.bool_]:
    """Return futures in which a floor is missed under a plan (future,); all False where there is no floor."""
    model = recourse.model
    if not model.floor.any():
        return np.zeros(model.futures, dtype=np.bool_)
    values = recourse.flows(amount)
    start, size = model.starts["served"], model.worth.size
    met = values[:, start : start + size].reshape(model.futures, *model.worth.shape).sum(axis=1)
    asked = (model.served * model.floor).sum(axis=1)
    return np.asarray((asked - met > _TOLERANCE * np.maximum(asked, 1e-9)).any(axis=1))


def member(model: FlowModel, column: int) -> str:
    """Name what a column is, for people."""
    name = next(n for n in ("above", "store", "served", "limit", "capacity") if column >= model.starts[n])
    index, period = divmod(column - model.starts[name], model.periods)
    if name == "capacity":
        what = f"capacity of {model.activities[index].name}"
    elif name == "limit":
        origin, market = model.links[index]
        source = model.offers[origin] if origin >= 0 else "the controlling state"
        what = f"trade from {source} to {model.markets[market]}"
    elif name == "store":
        what = f"stock of {model.markets[model.stores[index]]}"
    else:
        what = f"demand of {model.markets[model.uses[index]]}"
    return f"{what} in period {period + 1}"
