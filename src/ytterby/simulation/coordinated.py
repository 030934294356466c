"""What rationing costs against an allocation that sees everything (conventions §6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from ytterby.jit import Floats, Ints
from ytterby.simulation.kernel.allocation import allocate, open_step
from ytterby.simulation.kernel.arrays import CAP, DT, OPEN_BOUND, OPEN_FREE, STEPS, Draw, State
from ytterby.simulation.kernel.month import after_allocation, draw_of, until_orders
from ytterby.simulation.kernel.steady import settle_labels, steady_state
from ytterby.simulation.prepare import Prepared
from ytterby.solve import linear_program

_USE_WEIGHT, _MAKER_WEIGHT = 10.0, 1.0
"""A tonne short at a final use counts ten times a tonne short in a maker's store."""


@dataclass(frozen=True)
class Coordination:
    """Use over demand [share] month by month in one future, under the two ways to share."""

    rationed: Floats
    coordinated: Floats

    @property
    def cost_of_not_coordinating(self) -> float:
        """Share of the run's final demand that coordination would have met and rationing does not."""
        return float((self.coordinated - self.rationed).mean())


def compare_allocation(prepared: Prepared, months: int, draw: int = 0) -> Coordination:
    """Run one future twice: rationed in rounds, and shared each step by a linear program with the least shortage."""
    return Coordination(_fill(prepared, months, draw, False), _fill(prepared, months, draw, True))


def _fill(prepared: Prepared, months: int, d: int, coordinated: bool) -> Floats:
    topology, law, course, behaviour = prepared.topology, prepared.law, prepared.course, prepared.behaviour
    draw = draw_of(prepared.draws, d)
    settle_labels(topology, draw, law.theta)
    state = steady_state(topology, draw, law, behaviour.horizon)
    first = topology.need_start[-1]
    used, asked = np.zeros(months), np.zeros(months)
    for step in range(months * STEPS):
        until_orders(step, topology, draw, law, course, behaviour, state)
        if coordinated:
            open_step(step, topology, draw, law, course, state)
            share_by_program(prepared, draw, state)
        else:
            allocate(step, topology, draw, law, course, behaviour, state)
        after_allocation(step, topology, draw, law, behaviour, state)
        used[step // STEPS] += state.used[first:].sum()
        asked[step // STEPS] += state.asked_for[first:].sum() * DT
    return np.minimum(used / asked, 1.0)


def share_by_program(prepared: Prepared, draw: Draw, state: State) -> None:
    """Share a step's offers with the least weighted shortage, within the same caps and the same law.

    Variables are the lots of each label on each link; a market gets at most what it asks, an offer gives at most what
    it has, a link carries at most its cap.
    """
    t = prepared.topology
    links, offers, markets = t.link_offer.size, state.left.shape[0], state.lack.size
    market, offer = np.repeat(np.arange(markets), np.diff(t.link_start).astype(np.int64)), t.link_offer.astype(np.int64)
    rows = np.concatenate([2 * offer, 2 * offer + 1, 2 * offers + market, 2 * offers + market])
    link = np.arange(links)
    carried = 2 * offers + markets + link
    rows = np.concatenate([rows, carried, carried])
    column = np.concatenate([2 * link, 2 * link + 1] * 3)
    size = (2 * offers + markets + links, 2 * links)
    limit = np.concatenate([state.left.reshape(-1), state.ordered, state.book[:, CAP]])
    first_sink = t.need_start[-1]
    final = np.array([t.market_need[t.market_start[m]] >= first_sink for m in range(markets)])
    weight = np.where(final, _USE_WEIGHT, _MAKER_WEIGHT)[market]
    upper = np.minimum(state.book[:, OPEN_FREE : OPEN_BOUND + 1], np.maximum(state.book[:, [CAP]], 0.0)).reshape(-1)
    found = linear_program(
        -np.repeat(weight, 2),
        csr_array((np.ones(rows.size), (rows, column)), shape=size),
        limit,
        np.maximum(upper, 0.0),
    )
    lots = np.clip(found.values, 0.0, np.maximum(upper, 0.0))
    _book(prepared, lots.reshape(links, 2), market, state)


def _book(prepared: Prepared, lots: Floats, market: Ints, state: State) -> None:
    t = prepared.topology
    state.shipped[:] = lots
    np.subtract.at(state.left, t.link_offer, lots)
    np.maximum(state.left, 0.0, out=state.left)
    np.add.at(state.inflow, (market, t.link_lag), lots)
    np.subtract.at(state.lack, market, lots.sum(axis=1))
    state.given[:] = state.ordered - state.lack
