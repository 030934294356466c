"""Where a future starts: nothing changes while nothing happens."""

from __future__ import annotations

import numpy as np

from ytterby.jit import kernel
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
        for n in range(draw.intake.size):
            flow, free = 0.0, 0.0
            for k in range(topology.link_start[n], topology.link_start[n + 1]):
                flow += draw.flow[k]
                free += draw.flow[k] * draw.free_share[topology.link_offer[k]]
            shares[n, 0] = free / flow if flow > 0.0 else 1.0
            shares[n, 1] = 1.0 - shares[n, 0]
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
    slots = np.max(topology.link_lag) + 1
    return State(
        np.zeros((needs, 2)), np.zeros((offers, 2)), np.zeros((needs, slots, 2)), np.zeros(needs), np.zeros(offers),
        np.zeros(offers), np.zeros(needs), np.ones(sites), np.zeros(sites), np.zeros(needs), np.zeros((needs, 2)),
        np.zeros(needs), np.zeros(needs), np.zeros((offers, 2)), np.zeros((offers, 2)), np.zeros(needs),
        np.zeros(offers), np.zeros((links, 2)), np.zeros((links, 2)), np.zeros(links), np.zeros((links, 2)),
    )  # fmt: skip


@kernel
def steady_state(topology: Topology, draw: Draw) -> State:
    """State in which nothing changes while nothing happens: stocks at cover, pipelines full (conventions §5)."""
    state = empty_state(topology, draw)
    slots = state.arriving.shape[1]
    for n in range(draw.intake.size):
        flow, free = 0.0, 0.0
        for k in range(topology.link_start[n], topology.link_start[n + 1]):
            o = topology.link_offer[k]
            lots = draw.flow[k] * DT
            flow += draw.flow[k]
            free += draw.flow[k] * draw.free_share[o]
            state.received[o] += draw.flow[k]
            for slot in range(1, topology.link_lag[k]):
                state.arriving[n, slot % slots, 0] += lots * draw.free_share[o]
                state.arriving[n, slot % slots, 1] += lots * (1.0 - draw.free_share[o])
            state.arriving[n, 0, 0] += lots * draw.free_share[o]
            state.arriving[n, 0, 1] += lots * (1.0 - draw.free_share[o])
        state.transit[n] = flow * (draw.pipeline[n] + DT)
        state.wanted_slow[n] = flow
        state.stock[n, 0] = draw.cover[n] * free
        state.stock[n, 1] = draw.cover[n] * (flow - free)
    for o in range(draw.yields.size):
        state.received_slow[o] = state.received[o]
        state.finished[o, 0] = draw.finished_cover * state.received[o] * draw.free_share[o]
        state.finished[o, 1] = draw.finished_cover * state.received[o] * (1.0 - draw.free_share[o])
    return state
