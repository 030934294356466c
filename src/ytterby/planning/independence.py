"""When the places in focus could do without the controlling state, if it then sent nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ytterby.planning.choice import Option
from ytterby.planning.compact import Compact
from ytterby.planning.flow import OUTSIDE
from ytterby.planning.recourse import Recourse
from ytterby.planning.shape import OTHERS

Floats = NDArray[np.float64]


def months_to_independence(program: Compact, options: tuple[Option, ...], amount: Floats, met: float) -> Floats:
    """Return the month from which the focus's demand is met without the controlling state, for good.

    Parameters
    ----------
    program, options, amount : the flow program and a plan.
    met : share of demand at first use that has to be met.

    Returns
    -------
    (future,) [mo from the start]
        Infinite where that is not reached within the plan. Stocks do not count: they run out.
    """
    model, shape = program.model, program.shape
    limit = model.limit.copy()
    limit[:, [k for k, (origin, _) in enumerate(model.links) if origin == OUTSIDE], :] = 0.0
    alone = replace(model, limit=limit, store=np.zeros_like(model.store))
    kept = tuple(replace(o, change=_without_outside(o, program)) for o in options)
    values = Recourse(alone, kept).flows(amount)
    uses = [
        u for u, m in enumerate(model.uses)
        if shape.markets[m][1] != OTHERS and shape.markets[m][2] == "first-use"
    ]  # fmt: skip
    served = np.zeros((model.futures, model.periods))
    for u in uses:
        for family in ("served", "above"):
            first = model.column(family, u)
            served += values[:, first : first + model.periods]
    asked = model.served[:, uses, :].sum(axis=1)
    fill = np.divide(served, asked, out=np.ones_like(asked), where=asked > 0)
    starts = np.concatenate([[0], np.cumsum(program.lengths)[:-1]]).astype(np.float64)
    good = np.flip(np.logical_and.accumulate(np.flip(fill >= met, axis=1), axis=1), axis=1)
    return np.where(good.any(axis=1), starts[good.argmax(axis=1)], np.inf)


def _without_outside(option: Option, program: Compact) -> Floats:
    """What an option moves, but for links out of the controlling state and for stocks."""
    model = program.model
    first, store, above = model.starts["limit"], model.starts["store"], model.starts["above"]
    change = option.change.copy()
    for i, column in enumerate(option.columns):
        link = (column - first) // model.periods
        outside = first <= column < model.starts["served"] and model.links[link][0] == OUTSIDE
        if outside or store <= column < above:
            change[:, i] = 0.0
    return change
