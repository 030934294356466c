"""Where a future starts: nothing changes while nothing happens."""

from __future__ import annotations

import numpy as np

from ytterby.jit import Floats, Index, kernel, part
from ytterby.simulation.kernel.arrays import DT, Draw, Law, State, Topology
from ytterby.simulation.kernel.labels import free_output

_PASSES = 2000
"""Most passes; a chain whose makers live on scrap needs hundreds, the bundled ones a dozen."""


@part
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


@part
def empty_state(topology: Topology, draw: Draw, law: Law) -> State:
    """Return a state of zeros of the right sizes, with overproduction and prices at 1."""
    needs, offers, links, sites = draw.intake.size, draw.yields.size, draw.flow.size, draw.capacity.size
    markets, slots, queue = topology.link_start.size - 1, np.max(topology.lags) + 1, law.licensed.size
    zones, commodities, ranks = 2, topology.cost_share.shape[0], topology.ranks
    longest = 1
    for step in range(law.decided.size):
        longest = max(longest, law.decided[step] - step + law.tail.size + 1)
    need, offer = np.zeros((7, needs)), np.zeros((2, offers))
    market, site = np.zeros((4, markets)), np.zeros((4, sites))
    return State(
        stock=np.zeros((needs, 2)), finished=np.zeros((offers, 2)), arriving=np.zeros((needs, slots, 2)),
        transit=need[0], received=offer[0], received_slow=offer[1], wanted_slow=need[1],
        overproduction=np.ones(sites), running=site[0], desired=site[3], planned=site[1], made=site[2],
        asked_for=need[2], wanted=need[3], used=np.zeros((needs, 2)), reserve=draw.reserve.copy(), substitute=need[4],
        restraint=need[5], order=need[6], heard=np.zeros(links),
        open_start=np.zeros(markets + 1, np.int64), open_link=np.zeros(links, np.uint64),
        live_start=np.zeros(markets + 1, np.int64), live_end=np.zeros(markets, np.int64),
        live_link=np.zeros(links, np.uint64), limited=np.zeros(links, np.bool_), book=np.zeros((links, 10)),
        called=np.zeros(offers, np.uint64), calls=np.zeros(offers, np.bool_),
        desk_of=(topology.link_offer * np.uint64(ranks) + draw.rank).astype(np.uint64),
        desk=np.zeros((offers * ranks, 3)), granted=np.zeros(queue),
        pending=np.zeros(queue), due=np.zeros((queue, longest)), lack=market[0], ordered=market[1],
        given=market[2], reach=market[3], left=np.zeros((offers, 2)),
        shipped=np.zeros((links, 2)), inflow=np.zeros((markets, topology.lags.size, 2)),
        tight=np.ones((zones, commodities)), price=np.ones((zones, commodities)),
        price_before=np.ones((zones, commodities)), log_price=np.zeros((zones, commodities)),
        rise=np.zeros((zones, commodities)), balance=np.zeros((zones, commodities, 4)),
        slot=np.zeros(topology.lags.size, np.uint64),
    )  # fmt: skip


@part
def steady_state(topology: Topology, draw: Draw, law: Law, horizon: float) -> State:
    """State in which nothing changes while nothing happens: stocks at cover, pipelines full (conventions §5)."""
    state = empty_state(topology, draw, law)
    for m in range(topology.link_start.size - 1):
        flow = 0.0
        for k in range(topology.link_start[m], topology.link_start[m + 1]):
            flow += draw.flow[k]
            state.received[topology.link_offer[k]] += draw.flow[k]
        asked = 0.0
        for i in range(topology.market_start[m], topology.market_start[m + 1]):
            asked += draw.use[topology.market_need[i]]
        if flow <= 0.0 or asked <= 0.0:  # the inputs of a site that is still to come
            continue
        share = free_inflow(m, topology.link_start, topology.link_offer, draw.flow, draw.free_share)
        for i in range(topology.market_start[m], topology.market_start[m + 1]):
            n = topology.market_need[i]
            fill_need(n, m, flow * draw.use[n] / asked, share, flow, topology, draw, state)
    for o in range(draw.yields.size):
        state.received_slow[o] = state.received[o]
        state.finished[o, 0] = draw.finished_cover * state.received[o] * draw.free_share[o]
        state.finished[o, 1] = draw.finished_cover * state.received[o] * (1.0 - draw.free_share[o])
    fill_queue(draw, law, horizon, state)
    return state


@part
def fill_queue(draw: Draw, law: Law, horizon: float, state: State) -> None:
    """Fill the licence queue of regimes that were in force before the run: what leaves is applied for as it goes.

    Due in a step before the clock of the first application ends is all that leaves in a step; after that, the part of
    earlier applications that is still in the tail.
    """
    for q in range(law.licensed.size):
        if not law.running[q]:
            continue
        flow, left = draw.flow[law.licensed[q]], 1.0
        state.granted[q] = flow * law.approval[0, q] * horizon
        for step in range(law.decided[0] + law.tail.size):
            if step >= law.decided[0]:
                left -= law.tail[step - law.decided[0]]
            state.due[q, step % state.due.shape[1]] += flow * DT * max(left, 0.0)
            state.pending[q] += flow * DT * max(left, 0.0)


@part
def fill_need(
    n: int, m: int, use: float, share: float, flow: float, topology: Topology, draw: Draw, state: State
) -> None:
    """Fill one need's stock and pipeline; `use` [t/mo] of a market that takes `flow`, free by `share`."""
    state.wanted_slow[n], state.wanted[n] = use, use
    state.used[n, 0] = use * DT  # so that the first step sees no shortage
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
def free_inflow(m: int, starts: Index, supplier: Index, flow: Floats, free_share: Floats) -> float:
    """Share of unconditioned lots in what a market takes in the baseline."""
    total, free = 0.0, 0.0
    for k in range(starts[m], starts[m + 1]):
        total += flow[k]
        free += flow[k] * free_share[supplier[k]]
    return free / total if total > 0.0 else 1.0
