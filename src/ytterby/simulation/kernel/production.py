"""Steps 3 and 4 of a month: plan, production and use (conventions §5)."""

from __future__ import annotations

from ytterby.jit import Floats, kernel, part
from ytterby.simulation.kernel.arrays import DT, ROUNDING, Behaviour, Draw, Law, State, Topology
from ytterby.simulation.kernel.labels import free_output


@kernel
def slowed(use: float, stock: float, cover: float, psi: float) -> float:
    """Share of a planned use that a stock allows: slow down before empty.

    Parameters
    ----------
    use : planned use [t/mo].
    stock : usable input [t].
    cover : stock aimed at [mo].
    psi : share of the cover below which use falls.

    Returns
    -------
    share in 0..1
        min(1, w / (max(psi cover, dt) u)), u = a plan              conventions §5.4
    """
    need = max(psi * cover, DT) * use
    return 1.0 if need <= stock else stock / need


@kernel
def overproduce(alpha: float, shortage: float, alpha_max: float, tau: float, dt: float = DT) -> float:
    """Move overproduction towards its maximum under shortage, back to 1 without (conventions §5.1)."""
    if shortage > ROUNDING:
        return alpha + (alpha_max - alpha) * shortage * dt / tau
    return alpha + (1.0 - alpha) * dt / tau


@part
def plan(topology: Topology, draw: Draw, behaviour: Behaviour, state: State) -> None:
    """Activity each site aims at: orders, and its finished stock brought back to target (conventions §5.3)."""
    starts, yields, running, cover = topology.offer_start, draw.yields, state.running, draw.finished_cover
    finished, received, slow = state.finished, state.received, state.received_slow
    alpha, desired, planned, drives = state.overproduction, state.desired, state.planned, topology.drives
    for site in range(running.size):
        rate = 0.0
        for o in range(starts[site], starts[site + 1]):
            if drives[o] and yields[o] > 0.0:
                gap = (cover * slow[o] - finished[o, 0] - finished[o, 1]) / behaviour.tau_finished
                rate = max(rate, (received[o] + gap) / yields[o])
        desired[site], planned[site] = rate, min(rate, alpha[site] * running[site])


@part
def produce(topology: Topology, draw: Draw, theta: float, behaviour: Behaviour, state: State) -> None:
    """Run every site for one step: as planned, slower where an input runs low; outputs carry their label."""
    need_start, offer_start = topology.need_start, topology.offer_start
    controlled, value = topology.controlled, topology.value
    intake, cover, yields = draw.intake, draw.cover, draw.yields
    stock, finished, planned, made = state.stock, state.finished, state.planned, state.made
    wanted, used, alpha, desired = state.wanted, state.used, state.overproduction, state.desired
    for site in range(made.size):
        first, last = need_start[site], need_start[site + 1]
        rate, share = planned[site], 1.0
        for n in range(first, last):
            wanted[n] = intake[n] * rate
            share = min(share, slowed(wanted[n], stock[n, 0] + stock[n, 1], cover[n], behaviour.psi))
        y = rate * share
        made[site] = y
        shortage = 1.0 - y / desired[site] if desired[site] > 0.0 else 0.0
        alpha[site] = overproduce(alpha[site], shortage, behaviour.alpha_max, behaviour.tau_alpha)
        if y <= 0.0:
            for n in range(first, last):
                used[n, 0], used[n, 1] = 0.0, 0.0
            continue
        free = 0.0 if controlled[site] else free_output(y, first, last, value, stock, theta)
        for n in range(first, last):
            take(n, intake[n] * y * DT, stock, used)
        for o in range(offer_start[site], offer_start[site + 1]):
            finished[o, 0] += yields[o] * free * DT
            finished[o, 1] += yields[o] * (y - free) * DT


@kernel
def take(need: int, amount: float, stock: Floats, used: Floats) -> None:
    """Take an amount from a stock, both labels in proportion."""
    w = stock[need, 0] + stock[need, 1]
    amount = min(amount, w)
    free = amount * stock[need, 0] / w if w > 0.0 else 0.0
    used[need, 0], used[need, 1] = free, amount - free
    stock[need, 0] = max(stock[need, 0] - free, 0.0)
    stock[need, 1] = max(stock[need, 1] - (amount - free), 0.0)


@part
def consume(step: int, sinks: int, draw: Draw, law: Law, behaviour: Behaviour, state: State) -> None:
    """Final use for one step: only lots the law lets this class use, slower before empty."""
    cover, use_law, stock, wanted, used = draw.cover, law.use, state.stock, state.wanted, state.used
    for n in range(sinks, cover.size):
        free, bound = stock[n, 0] * use_law[step, n, 0], stock[n, 1] * use_law[step, n, 1]
        usable = free + bound
        amount = wanted[n] * slowed(wanted[n], usable, cover[n], behaviour.psi) * DT
        part = amount * bound / usable if usable > 0.0 else 0.0
        used[n, 0], used[n, 1] = amount - part, part
        stock[n, 0] = max(stock[n, 0] - (amount - part), 0.0)
        stock[n, 1] = max(stock[n, 1] - part, 0.0)
