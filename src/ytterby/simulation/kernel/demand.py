"""Step 2 of a month: what final users want (conventions §5.2, §13)."""

from __future__ import annotations

import numpy as np

from ytterby.jit import kernel, part
from ytterby.simulation.kernel.arrays import DT, ROUNDING, Behaviour, Course, Draw, State, Topology

_YEARLY_MEMORY = 0.75
"""Share of last year's price response still to come: l = .75 a year (conventions §13)."""
_SLOW_RETURN = 4.0


@kernel
def restrain(restraint: float, price: float, e_long: float, dt: float = DT) -> float:
    """Ln h after a step: demand follows price with a lag, ln h <- l ln h + (1-l) e_LR ln p (conventions §13)."""
    return follow(restraint, _YEARLY_MEMORY ** (dt / 12.0), e_long * np.log(price))


@kernel
def follow(restraint: float, memory: float, aim: float) -> float:
    """Move towards an aim; the share `memory` of the way is still to come."""
    return memory * restraint + (1.0 - memory) * aim


@kernel
def substitute_on(reached: float, largest: float, shortage: float, tau: float, dt: float = DT) -> float:
    """Substitution after a step: grows with shortage, slow to fall back (conventions §5.2)."""
    if shortage > ROUNDING:
        return reached + (largest - reached) * shortage * dt / tau
    return reached - reached * dt / (_SLOW_RETURN * tau)


@part
def set_demand(month: int, topology: Topology, draw: Draw, course: Course, behaviour: Behaviour, state: State) -> None:
    """D = D0 g(t) h(p) (1-s) c(p): growth and surges, price, substitution, and what a fixed budget still buys.

    c = 1 / (1 + m (p-1)) for a use whose material takes the share m of a fixed budget      conventions §14
    """
    wanted, asked_for, used, price = state.wanted, state.asked_for, state.used, state.price
    restraint, reached, log_price, market = state.restraint, state.substitute, state.log_price, topology.need_market
    zone, commodity, first = topology.market_zone, topology.market_commodity, topology.need_start[-1]
    intake, relative, largest, budget = draw.intake, course.demand, course.substitutable, course.budget
    memory = _YEARLY_MEMORY ** (DT / 12.0)
    for z in range(price.shape[0]):
        for c in range(price.shape[1]):
            log_price[z, c] = np.log(price[z, c])
    for n in range(first, wanted.size):
        asked_for[n] = intake[n] * relative[month, n]
    for e in range(draw.hit.size):
        more = draw.hit[e] * course.event_on[month, e]
        if more > 0.0:
            for n in range(first, wanted.size):
                asked_for[n] *= 1.0 + more * course.event_need[e, n]
    for n in range(first, wanted.size):
        z, c = zone[market[n]], commodity[market[n]]
        shortage = 1.0 - (used[n, 0] + used[n, 1]) / (wanted[n] * DT) if wanted[n] > 0.0 else 0.0
        reached[n] = substitute_on(reached[n], largest[n], max(shortage, 0.0), behaviour.tau_substitute)
        restraint[n] = follow(restraint[n], memory, draw.e_long * log_price[z, c])
        held = np.exp(restraint[n]) if restraint[n] != 0.0 else 1.0
        wanted[n] = asked_for[n] * held * (1.0 - reached[n])
        if budget[n] > 0.0 and price[z, c] > 1.0:
            wanted[n] /= 1.0 + budget[n] * (price[z, c] - 1.0)
