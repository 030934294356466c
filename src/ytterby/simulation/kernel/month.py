"""One step, one future, many futures."""

from __future__ import annotations

import numpy as np

from ytterby.jit import Floats, kernel, part
from ytterby.simulation.kernel.allocation import allocate
from ytterby.simulation.kernel.arrays import (
    DT,
    SENT,
    STEPS,
    Behaviour,
    Course,
    Draw,
    Draws,
    Law,
    Record,
    State,
    Topology,
)
from ytterby.simulation.kernel.capacity import set_capacity
from ytterby.simulation.kernel.demand import set_demand
from ytterby.simulation.kernel.licence import run_queue, use_licences
from ytterby.simulation.kernel.orders import choose_suppliers, hear_orders, write_orders
from ytterby.simulation.kernel.prices import clear_prices
from ytterby.simulation.kernel.production import consume, plan, produce
from ytterby.simulation.kernel.steady import settle_labels, steady_state
from ytterby.simulation.kernel.stockpile import release


@part
def advance(
    step: int, topology: Topology, draw: Draw, law: Law, course: Course, behaviour: Behaviour, state: State
) -> None:
    """One step of dt, in the order of conventions §5."""
    until_orders(step, topology, draw, law, course, behaviour, state)
    allocate(step, topology, draw, law, course, behaviour, state)
    after_allocation(step, topology, draw, law, behaviour, state)


@part
def until_orders(
    step: int, topology: Topology, draw: Draw, law: Law, course: Course, behaviour: Behaviour, state: State
) -> None:
    """Arrivals, capacity, demand, production, use, orders."""
    month, sinks = step // STEPS, topology.need_start[-1]
    arrive(step, state)
    set_capacity(step, topology, draw, course, behaviour, state)
    set_demand(month, topology, draw, course, behaviour, state)
    release(month, draw, course, behaviour, state)
    plan(topology, draw, behaviour, state)
    produce(topology, draw, law.theta, behaviour, state)
    consume(step, sinks, draw, law, behaviour, state)
    if step % STEPS == 0 or law.changed[step]:
        choose_suppliers(step, topology, draw, law, course, state)
    write_orders(step, topology, draw, law, course, behaviour, state)
    hear_orders(topology, behaviour, state)
    run_queue(step, topology, draw, law, behaviour.horizon, state)


@part
def after_allocation(step: int, topology: Topology, draw: Draw, law: Law, behaviour: Behaviour, state: State) -> None:
    """Licences used, shipment, prices."""
    use_licences(step, law, state)
    ship(step, topology, state)
    clear_prices(step, topology, draw, behaviour, state)


@part
def arrive(step: int, state: State) -> None:
    """Add what arrives in this step to stock."""
    arriving, transit, stock = state.arriving, state.transit, state.stock
    now = step % arriving.shape[1]
    for n in range(transit.size):
        for label in range(2):
            stock[n, label] += arriving[n, now, label]
            transit[n] -= arriving[n, now, label]
            arriving[n, now, label] = 0.0


@part
def ship(step: int, topology: Topology, state: State) -> None:
    """Send what a market was given on its way, shared by what its needs ordered (conventions §5.8)."""
    arriving, transit, order, inflow = state.arriving, state.transit, state.order, state.inflow
    member_start, member, lags, slot = topology.market_start, topology.market_need, topology.lags, state.slot
    for j in range(lags.size):
        slot[j] = (step + lags[j]) % arriving.shape[1]
    for m in range(inflow.shape[0]):
        total = 0.0
        for i in range(member_start[m], member_start[m + 1]):
            total += order[member[i]]
        if total <= 0.0:
            continue
        for i in range(member_start[m], member_start[m + 1]):
            n = member[i]
            share = order[n] / total
            for j in range(lags.size):
                free, bound = share * inflow[m, j, 0], share * inflow[m, j, 1]
                if free + bound <= 0.0:
                    continue
                arriving[n, slot[j], 0] += free
                arriving[n, slot[j], 1] += bound
                transit[n] += free + bound
    finished, left = state.finished, state.left
    for o in range(left.shape[0]):
        finished[o, 0], finished[o, 1] = left[o, 0], left[o, 1]


@part
def draw_of(draws: Draws, d: int) -> Draw:
    """One future's numbers; its labels are still to be settled."""
    x = draws.scalars[d]
    return Draw(
        draws.flow[d], draws.fresh[d], draws.opens[d], draws.capacity[d], draws.start[d], draws.cost[d],
        draws.floor[d], draws.yields[d], draws.intake[d], draws.use[d], draws.cover[d], draws.reserve[d],
        draws.pipeline[d], draws.rank[d], draws.hit[d], x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7],
        np.ones(draws.yields.shape[1]),
    )  # fmt: skip


@kernel
def simulate(
    topology: Topology, draws: Draws, law: Law, course: Course, behaviour: Behaviour, record: Record, months: int
) -> None:
    """Run every draw for `months` and write what `record` declares.

    One thread runs all draws it is given, one after another: the state of one stays in cache.
    """
    for d in range(draws.flow.shape[0]):
        draw = draw_of(draws, d)
        settle_labels(topology, draw, law.theta)
        state = steady_state(topology, draw, law, behaviour.horizon)
        for step in range(months * STEPS):
            advance(step, topology, draw, law, course, behaviour, state)
            write_record(d, step, topology, state, record)


@part
def write_record(d: int, step: int, topology: Topology, state: State, record: Record) -> None:
    """Add one step to the monthly sums of a draw; physics does not know it is watched."""
    sinks, used, wanted, asked_for = topology.need_start[-1], state.used, state.wanted, state.asked_for
    sum_used, sum_demand, sum_destroyed = record.used, record.demand, record.destroyed
    price, mean_price, sink_group, month = state.price, record.price, record.sink_group, step // STEPS
    for n in range(sinks, wanted.size):
        group = sink_group[n - sinks]
        if group >= 0:
            sum_used[d, group, month] += used[n, 0] + used[n, 1]
            sum_demand[d, group, month] += asked_for[n] * DT
            sum_destroyed[d, group] += (asked_for[n] - wanted[n]) * DT
    for z in range(price.shape[0]):
        for c in range(price.shape[1]):
            mean_price[d, z, c, month] += price[z, c] * DT
    if step % STEPS == STEPS - 1:
        write_flows(d, month, state.book, record)


@part
def write_flows(d: int, month: int, book: Floats, record: Record) -> None:
    """Add what each link carried in the month that ends."""
    sums, group = record.sent, record.link_group
    for k in range(book.shape[0]):
        if book[k, SENT] > 0.0:
            sums[d, group[k], month] += book[k, SENT]
            book[k, SENT] = 0.0
