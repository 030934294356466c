"""Where a future starts: nothing changes while nothing happens."""

from __future__ import annotations

import numpy as np

from ytterby.jit import Floats, Ints, kernel
from ytterby.simulation.kernel.arrays import DT, Draw, State, Topology
from ytterby.simulation.kernel.labels import free_output

_PASSES = 100


@kernel
def settle_labels(topology: Topology, draw: Draw, theta: float) -> None:
    """Find the share of unconditioned lots each offer has in the baseline, and write it into the draw.

    Labels follow the flows downstream until nothing changes; scrap makes loops, so passes repeat.
    """
    shares = np.zeros((draw.intake.size, 2))
    for _ in range(_PASSES):
        moved = 0.0
        for m in range(topology.link_start.size - 1):
            share = free_inflow(m, topology.link_start, topology.link_offer, draw.flow, draw.free_share)
            for i in range(topology.market_start[m], topology.market_start[m + 1]):
                n = topology.market_need[i]
                shares[n, 0], shares[n, 1] = share, 1.0 - share
        for site in range(draw.capacity.size):
            first, last = topology.need_start[site], topology.need_start[site + 1]
            share = 0.0 if topology.controlled[site] else free_output(1.0, first, last, topology.value, shares, theta)
            for o in range(topology.offer_start[site], topology.offer_start[site + 1]):
                moved = max(moved, abs(draw.free_share[o] - share))
                draw.free_share[o] = share
        if moved < 1e-12:
            break


@kernel
def empty_state(topology: Topology, draw: Draw) -> State:
    """Return a state of zeros of the right sizes."""
    needs, offers, links, sites = draw.intake.size, draw.yields.size, draw.flow.size, draw.capacity.size
    markets, slots = topology.link_start.size - 1, np.max(topology.lags) + 1
    need, offer, link, market = (
        np.zeros((4, needs)),
        np.zeros((3, offers)),
        np.zeros((2, links)),
        np.zeros((2, markets)),
    )
    return State(
        stock=np.zeros((needs, 2)), finished=np.zeros((offers, 2)), arriving=np.zeros((needs, slots, 2)),
        transit=need[0], received=offer[0], received_slow=offer[1], wanted_slow=need[1],
        overproduction=np.ones(sites), planned=np.zeros(sites), made=np.zeros(sites), wanted=need[2],
        used=np.zeros((needs, 2)), order=need[3], heard=link[0], lack=market[0], weight=market[1],
        left=np.zeros((offers, 2)), asked=np.zeros((offers, 2)), mix=offer[2], request=np.zeros((links, 2)),
        shipped=np.zeros((links, 2)), cap=link[1], allowance=np.zeros((links, 2)),
        inflow=np.zeros((markets, topology.lags.size, 2)),
    )  # fmt: skip


@kernel
def steady_state(topology: Topology, draw: Draw) -> State:
    """State in which nothing changes while nothing happens: stocks at cover, pipelines full (conventions §5)."""
    state = empty_state(topology, draw)
    for m in range(topology.link_start.size - 1):
        flow = 0.0
        for k in range(topology.link_start[m], topology.link_start[m + 1]):
            flow += draw.flow[k]
            state.received[topology.link_offer[k]] += draw.flow[k]
        asked = 0.0
        for i in range(topology.market_start[m], topology.market_start[m + 1]):
            asked += draw.use[topology.market_need[i]]
        share = free_inflow(m, topology.link_start, topology.link_offer, draw.flow, draw.free_share)
        for i in range(topology.market_start[m], topology.market_start[m + 1]):
            n = topology.market_need[i]
            fill_need(n, m, flow * draw.use[n] / asked, share, flow, topology, draw, state)
    for o in range(draw.yields.size):
        state.received_slow[o] = state.received[o]
        state.finished[o, 0] = draw.finished_cover * state.received[o] * draw.free_share[o]
        state.finished[o, 1] = draw.finished_cover * state.received[o] * (1.0 - draw.free_share[o])
    return state


@kernel
def fill_need(
    n: int, m: int, use: float, share: float, flow: float, topology: Topology, draw: Draw, state: State
) -> None:
    """Fill one need's stock and pipeline; `use` [t/mo] of a market that takes `flow`, free by `share`."""
    state.wanted_slow[n] = use
    state.stock[n, 0], state.stock[n, 1] = draw.cover[n] * use * share, draw.cover[n] * use * (1.0 - share)
    for k in range(topology.link_start[m], topology.link_start[m + 1]):
        lots = draw.flow[k] * DT * use / flow
        free = lots * draw.free_share[topology.link_offer[k]]
        steps = topology.lags[topology.link_lag[k]]
        state.transit[n] += lots * steps
        for slot in range(steps):
            state.arriving[n, slot, 0] += free
            state.arriving[n, slot, 1] += lots - free


@kernel
def free_inflow(m: int, starts: Ints, supplier: Ints, flow: Floats, free_share: Floats) -> float:
    """Share of unconditioned lots in what a market takes in the baseline."""
    total, free = 0.0, 0.0
    for k in range(starts[m], starts[m + 1]):
        total += flow[k]
        free += flow[k] * free_share[supplier[k]]
    return free / total if total > 0.0 else 1.0
