"""Steps 5 and 6 of a month: what buyers order and what suppliers hear (conventions §5, §9)."""

from __future__ import annotations

import numpy as np

from ytterby.jit import kernel, part
from ytterby.simulation.kernel.arrays import (
    CAP,
    DT,
    LET_BOUND,
    LET_FREE,
    OPEN_BOUND,
    OPEN_FREE,
    ROOM,
    STEPS,
    WEIGHT,
    Behaviour,
    Course,
    Draw,
    Law,
    State,
    Topology,
)

_OPENING = 6.0
"""Months in which a new relation grows to its full flow."""


@kernel
def alarmed(cover: float, pulse: float, kappa: float, eta: float, rise: float) -> float:
    """Cover aimed at under a warning or a rising price: c (1 + kappa P + eta max(0, dp/p)) (conventions §9)."""
    return cover * (1.0 + kappa * pulse + eta * max(rise, 0.0))


@part
def write_orders(
    step: int, topology: Topology, draw: Draw, law: Law, course: Course, behaviour: Behaviour, state: State
) -> None:
    """Order desired use, and what brings stock and pipeline back to target.

    O = max(0, u + ((c + L) u_slow - w - T) / tau_inv)                        conventions §5.5
    Desired use enters, never realised use, or the steady state drifts. Under a warning buyers aim at more cover and
    hurry: tau_inv falls towards one month (conventions §9).
    """
    wanted, slow, stock, transit, order = state.wanted, state.wanted_slow, state.stock, state.transit, state.order
    cover, pipeline, use_law, market = draw.cover, draw.pipeline, law.use, topology.need_market
    zone, commodity, price, before = topology.market_zone, topology.market_commodity, state.price, state.price_before
    rise = state.rise
    for z in range(price.shape[0]):
        for c in range(price.shape[1]):
            rise[z, c] = price[z, c] / before[z, c] - 1.0
    for n in range(wanted.size):
        m = market[n]
        pulse = course.warning[step, m]
        aim = alarmed(cover[n], pulse, draw.kappa, behaviour.eta, rise[zone[m], commodity[m]])
        tau = behaviour.tau_inventory + (1.0 - behaviour.tau_inventory) * min(pulse, 1.0)
        slow[n] += DT / behaviour.tau_slow * (wanted[n] - slow[n])
        usable = stock[n, 0] * use_law[step, n, 0] + stock[n, 1] * use_law[step, n, 1]
        order[n] = max(0.0, wanted[n] + ((aim + pipeline[n]) * slow[n] - usable - transit[n]) / tau)


@part
def choose_suppliers(step: int, topology: Topology, draw: Draw, law: Law, course: Course, state: State) -> None:
    """Weigh the suppliers of each market, and spread its orders over those that may serve it.

    The weight of a relation is its baseline, made larger by what is newly qualified and smaller by tariffs. Relations
    without a weight carry nothing: the steps of the month look at the others only.
    """
    heard, book, flow, opens, fresh = state.heard, state.book, draw.flow, draw.opens, draw.fresh
    starts, label, link_law, pull = topology.link_start, topology.link_label, law.link, course.pull
    open_start, open_link, month, count = state.open_start, state.open_link, step // STEPS, 0
    for m in range(starts.size - 1):
        total, first = 0.0, count
        for k in range(starts[m], starts[m + 1]):
            carried = flow[k]
            if fresh[k] > 0.0 and month > opens[k]:
                since = month - opens[k]
                carried += fresh[k] * (since / _OPENING if since < _OPENING else 1.0)
            weight = carried * pull[month, k]
            book[k, WEIGHT], heard[k] = weight, 0.0
            if weight > 0.0:
                open_link[count] = k
                count += 1
                if link_law[step, k, label[k]] > 0.0:
                    heard[k] = weight
                    total += weight
        open_start[m + 1] = count
        for i in range(first, count):
            heard[open_link[i]] /= total if total > 0.0 else 1.0
    set_limits(step, draw, law, state)


@part
def set_limits(step: int, draw: Draw, law: Law, state: State) -> None:
    """Set what each relation can carry in a step of this month, and what the law lets through, licences apart.

    Links without a weight get nothing to carry.
    """
    flow, book, limited, open_link, switch = draw.flow, state.book, state.limited, state.open_link, draw.switch
    link_law, since = law.link, law.since
    for k in range(np.uint64(flow.size)):
        book[k, CAP], book[k, OPEN_FREE], book[k, OPEN_BOUND] = 0.0, 0.0, 0.0
    for i in range(state.open_start[-1]):
        k = open_link[i]
        weight = book[k, WEIGHT]
        volume = max(flow[k], weight) * DT
        book[k, ROOM] = (switch * flow[k] + max(weight - flow[k], 0.0)) * DT
        book[k, LET_FREE], book[k, LET_BOUND] = link_law[step, k, 0] * volume, link_law[step, k, 1] * volume
        limited[k] = since[step, k] >= 0.0


@part
def hear_orders(topology: Topology, behaviour: Behaviour, state: State) -> None:
    """Suppliers smooth what they hear.

    d += dt (sum_j w_ij O_j - d) / tau_d                                       conventions §5.6
    """
    received, slow, order, heard = state.received, state.received_slow, state.order, state.heard
    lack, ordered = state.lack, state.ordered
    open_start, open_link, supplier = state.open_start, state.open_link, topology.link_offer
    member_start, member = topology.market_start, topology.market_need
    for o in range(received.size):
        received[o] -= DT * received[o] / behaviour.tau_orders
    for m in range(lack.size):
        total = 0.0
        for i in range(member_start[m], member_start[m + 1]):
            total += order[member[i]]
        ordered[m] = lack[m] = total * DT
        rate = DT * total / behaviour.tau_orders
        if rate > 0.0:
            for i in range(open_start[m], open_start[m + 1]):
                k = open_link[i]
                received[supplier[k]] += rate * heard[k]
    for o in range(received.size):
        slow[o] += DT * (received[o] - slow[o]) / behaviour.tau_slow
