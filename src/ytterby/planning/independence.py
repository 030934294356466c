"""When the places in focus could do without the controlling state, if it then sent nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ytterby.planning.choice import Option, moved
from ytterby.planning.compact import Compact
from ytterby.planning.flow import OUTSIDE, upper_limits
from ytterby.planning.recourse import Recourse

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def met_alone(program: Compact, options: tuple[Option, ...], amount: Floats) -> Floats:
    """Return the share of the focus's first use that could be met if the controlling state sent nothing.

    Parameters
    ----------
    program, options, amount : the flow program and a plan.

    Returns
    -------
    (future, period) [share]
        Stocks do not count: they run out.
    """
    model, shape = program.model, program.shape
    limit = model.limit.copy()
    limit[:, [k for k, (origin, _) in enumerate(model.links) if origin == OUTSIDE], :] = 0.0
    alone = replace(model, limit=limit, store=np.zeros_like(model.store))
    kept = tuple(replace(o, change=_without_outside(o, program)) for o in options)
    values = Recourse(alone, kept).flows(amount)
    limits = moved(upper_limits(model), options, amount)
    served, wanted = np.zeros((2, model.futures, model.periods))
    count = len(shape.uses)
    for family in ("served", "above"):
        for u in (*shape.first_uses, *(count + u for u in shape.first_uses)):
            first = model.column(family, u)
            here = slice(first, first + model.periods)
            served += values[:, here]
            wanted += limits[:, here]
    return np.divide(served, wanted, out=np.ones_like(wanted), where=wanted > 0)


def months_to_independence(alone: Floats, lengths: Ints, met: float) -> Floats:
    """Return the month from which a share of demand is met without the controlling state, for good.

    Parameters
    ----------
    alone : (future, period) [share] as `met_alone`.
    lengths : (period,) [mo].
    met : share that counts as independence.

    Returns
    -------
    (future,) [mo from the start]
        Infinite where that is not reached within the plan.
    """
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.float64)
    good = np.flip(np.logical_and.accumulate(np.flip(alone >= met, axis=1), axis=1), axis=1)
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
