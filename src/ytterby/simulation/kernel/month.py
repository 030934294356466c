"""One step, one future, many futures."""

from __future__ import annotations

import numpy as np

from ytterby.jit import kernel, parallel_kernel, prange
from ytterby.simulation.kernel.allocation import allocate
from ytterby.simulation.kernel.arrays import DT, STEPS, Behaviour, Draw, Draws, Law, Record, State, Topology
from ytterby.simulation.kernel.orders import choose_suppliers, hear_orders, write_orders
from ytterby.simulation.kernel.production import consume, plan, produce
from ytterby.simulation.kernel.steady import settle_labels, steady_state


@kernel
def advance(step: int, topology: Topology, draw: Draw, law: Law, behaviour: Behaviour, state: State) -> None:
    """One step of dt: arrivals, production, use, orders, allocation, shipment (conventions §5)."""
    month, sinks = step // STEPS, topology.need_start[-1]
    arrive(step, state)
    plan(topology, draw, behaviour, state)
    produce(topology, draw, law.theta, behaviour, state)
    consume(month, sinks, draw, law, behaviour, state)
    write_orders(month, draw, law, behaviour, state)
    if step % STEPS == 0:
        choose_suppliers(month, topology, draw, law, state)
    hear_orders(topology, behaviour, state)
    allocate(month, topology, draw, law, behaviour, state)
    ship(step, topology, state)


@kernel
def arrive(step: int, state: State) -> None:
    """Add what arrives in this step to stock."""
    arriving, transit, stock = state.arriving, state.transit, state.stock
    slot = step % arriving.shape[1]
    for n in range(transit.size):
        for label in range(2):
            stock[n, label] += arriving[n, slot, label]
            transit[n] -= arriving[n, slot, label]
            arriving[n, slot, label] = 0.0


@kernel
def ship(step: int, topology: Topology, state: State) -> None:
    """Send what a market was given on its way, shared by what its needs ordered (conventions §5.8)."""
    arriving, transit, order, inflow = state.arriving, state.transit, state.order, state.inflow
    member_start, member, lags = topology.market_start, topology.market_need, topology.lags
    for m in range(inflow.shape[0]):
        total = 0.0
        for i in range(member_start[m], member_start[m + 1]):
            total += order[member[i]]
        if total <= 0.0:
            continue
        for i in range(member_start[m], member_start[m + 1]):
            n = member[i]
            part = order[n] / total
            for j in range(lags.size):
                slot = (step + lags[j]) % arriving.shape[1]
                free, bound = part * inflow[m, j, 0], part * inflow[m, j, 1]
                arriving[n, slot, 0] += free
                arriving[n, slot, 1] += bound
                transit[n] += free + bound
    state.finished[:] = state.left


@kernel
def draw_of(draws: Draws, d: int) -> Draw:
    """One future's numbers; its labels are still to be settled."""
    return Draw(
        draws.flow[d], draws.capacity[d], draws.yields[d], draws.intake[d], draws.use[d], draws.cover[d], draws.pipeline[d],
        draws.scalars[d, 0], draws.scalars[d, 1], draws.scalars[d, 2], np.ones(draws.yields.shape[1]),
    )  # fmt: skip


@parallel_kernel
def simulate(topology: Topology, draws: Draws, law: Law, behaviour: Behaviour, record: Record, months: int) -> None:
    """Run every draw for `months` and write what `record` declares."""
    for d in prange(draws.flow.shape[0]):
        draw = draw_of(draws, d)
        settle_labels(topology, draw, law.theta)
        state = steady_state(topology, draw)
        for step in range(months * STEPS):
            advance(step, topology, draw, law, behaviour, state)
            write_record(d, step // STEPS, topology, state, record)


@kernel
def write_record(d: int, month: int, topology: Topology, state: State, record: Record) -> None:
    """Add one step to the monthly sums of a draw; physics does not know it is watched."""
    sinks = topology.need_start[-1]
    used, wanted, shipped = state.used, state.wanted, state.shipped
    sum_used, sum_demand, sum_sent = record.used, record.demand, record.sent
    sink_group, link_group = record.sink_group, record.link_group
    for n in range(sinks, wanted.size):
        group = sink_group[n - sinks]
        if group >= 0:
            sum_used[d, group, month] += used[n, 0] + used[n, 1]
            sum_demand[d, group, month] += wanted[n] * DT
    for k in range(link_group.size):
        sum_sent[d, link_group[k], month] += shipped[k, 0] + shipped[k, 1]
