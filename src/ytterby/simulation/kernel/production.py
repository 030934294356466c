"""Steps 1 to 4 of a month: capacity, demand, plan and production (conventions §5)."""

from __future__ import annotations

from ytterby.jit import Floats, kernel
from ytterby.simulation.kernel.arrays import DT, Behaviour, Draw, Law, State, Topology
from ytterby.simulation.kernel.labels import free_output


@kernel
def slowed(rate: float, stock: float, intake: float, cover: float, psi: float) -> float:
    """Share of a planned rate that a stock allows: slow down before empty.

    Parameters
    ----------
    rate : planned activity [t/mo].
    stock : usable input [t].
    intake : t of input per t of activity.
    cover : stock aimed at [mo].
    psi : share of the cover below which the rate falls.

    Returns
    -------
    share in 0..1
        min(1, w / (max(psi cover, dt) a rate))                     conventions §5.4
    """
    need = max(psi * cover, DT) * intake * rate
    return 1.0 if need <= stock else stock / need


@kernel
def overproduce(alpha: float, shortage: float, behaviour: Behaviour) -> float:
    """Move overproduction towards its maximum under shortage, back to 1 without (conventions §5.1)."""
    if shortage > 0.0:
        return alpha + (behaviour.alpha_max - alpha) * shortage * DT / behaviour.tau_alpha
    return alpha + (1.0 - alpha) * DT / behaviour.tau_alpha


@kernel
def plan_site(site: int, topology: Topology, draw: Draw, behaviour: Behaviour, state: State) -> float:
    """Activity a site aims at [t/mo]: orders, and its finished stock brought back to target (conventions §5.3)."""
    plan = 0.0
    for o in range(topology.offer_start[site], topology.offer_start[site + 1]):
        if draw.yields[o] > 0.0:
            f = state.finished[o, 0] + state.finished[o, 1]
            gap = (draw.finished_cover * state.received_slow[o] - f) / behaviour.tau_finished
            plan = max(plan, (state.received[o] + gap) / draw.yields[o])
    limit: float = state.overproduction[site] * draw.capacity[site]
    return min(plan, limit)


@kernel
def produce(topology: Topology, draw: Draw, law: Law, behaviour: Behaviour, state: State) -> None:
    """Run every site for one step: take inputs, add outputs with their label."""
    for site in range(draw.capacity.size):
        plan = plan_site(site, topology, draw, behaviour, state)
        first, last = topology.need_start[site], topology.need_start[site + 1]
        share = 1.0
        for n in range(first, last):
            state.wanted[n] = draw.intake[n] * plan
            w = state.stock[n, 0] + state.stock[n, 1]
            share = min(share, slowed(plan, w, draw.intake[n], draw.cover[n], behaviour.psi))
        y = plan * share
        free = y
        if topology.controlled[site]:
            free = 0.0
        elif last > first:
            free = free_output(y, first, last, topology.value, state.stock, law.theta)
        for n in range(first, last):
            take(n, draw.intake[n] * y * DT, state.stock, state.used)
        for o in range(topology.offer_start[site], topology.offer_start[site + 1]):
            state.finished[o, 0] += draw.yields[o] * free * DT
            state.finished[o, 1] += draw.yields[o] * (y - free) * DT
        state.made[site] = y
        shortage = (plan - y) / plan if plan > 0.0 else 0.0
        state.overproduction[site] = overproduce(state.overproduction[site], shortage, behaviour)


@kernel
def take(need: int, amount: float, stock: Floats, used: Floats) -> None:
    """Take an amount from a stock, both labels in proportion."""
    w = stock[need, 0] + stock[need, 1]
    amount = min(amount, w)
    free = amount * stock[need, 0] / w if w > 0.0 else 0.0
    used[need, 0], used[need, 1] = free, amount - free
    stock[need, 0] = max(stock[need, 0] - free, 0.0)
    stock[need, 1] = max(stock[need, 1] - (amount - free), 0.0)


@kernel
def consume(month: int, sinks: int, draw: Draw, law: Law, behaviour: Behaviour, state: State) -> None:
    """Final use for one step: only lots the law lets this class use, slower before empty."""
    for n in range(sinks, draw.intake.size):
        demand = draw.intake[n] * law.demand[month, n]
        state.wanted[n] = demand
        free = state.stock[n, 0] * law.use[month, n, 0]
        bound = state.stock[n, 1] * law.use[month, n, 1]
        usable = free + bound
        amount = demand * slowed(demand, usable, 1.0, draw.cover[n], behaviour.psi) * DT
        part = amount * bound / usable if usable > 0.0 else 0.0
        state.used[n, 0], state.used[n, 1] = amount - part, part
        state.stock[n, 0] = max(state.stock[n, 0] - (amount - part), 0.0)
        state.stock[n, 1] = max(state.stock[n, 1] - part, 0.0)
