"""Step 2 of a month: what final users want (conventions §5.2, §13)."""

from __future__ import annotations

import numpy as np

from ytterby.jit import kernel
from ytterby.simulation.kernel.arrays import DT, ROUNDING, Behaviour, Course, Draw, State, Topology

_YEARLY_MEMORY = 0.75
"""Share of last year's price response still to come: l = .75 a year (conventions §13)."""
_SLOW_RETURN = 4.0


@kernel
def restrain(restraint: float, price: float, e_long: float, dt: float = DT) -> float:
    """Ln h after a step: demand follows price with a lag, ln h <- l ln h + (1-l) e_LR ln p (conventions §13)."""
    memory: float = _YEARLY_MEMORY ** (dt / 12.0)
    after: float = memory * restraint + (1.0 - memory) * e_long * np.log(price)
    return after


@kernel
def substitute_on(reached: float, largest: float, shortage: float, tau: float, dt: float = DT) -> float:
    """Substitution after a step: grows with shortage, slow to fall back (conventions §5.2)."""
    if shortage > ROUNDING:
        return reached + (largest - reached) * shortage * dt / tau
    return reached - reached * dt / (_SLOW_RETURN * tau)


@kernel
def set_demand(month: int, topology: Topology, draw: Draw, course: Course, behaviour: Behaviour, state: State) -> None:
    """D = D0 g(t) h(p) (1-s) c(p): growth and surges, price, substitution, and what a fixed budget still buys.

    c = 1 / (1 + m (p-1)) for a use whose material takes the share m of a fixed budget      conventions §14
    """
    wanted, asked_for, used, price = state.wanted, state.asked_for, state.used, state.price
    restraint, reached = state.restraint, state.substitute
    for n in range(topology.need_start[-1], wanted.size):
        m = topology.need_market[n]
        p = price[topology.market_zone[m], topology.market_commodity[m]]
        shortage = 1.0 - (used[n, 0] + used[n, 1]) / (wanted[n] * DT) if wanted[n] > 0.0 else 0.0
        reached[n] = substitute_on(reached[n], course.substitutable[n], max(shortage, 0.0), behaviour.tau_substitute)
        restraint[n] = restrain(restraint[n], p, draw.e_long)
        asked_for[n] = draw.intake[n] * course.demand[month, n]
        for e in range(draw.hit.size):
            asked_for[n] *= 1.0 + draw.hit[e] * course.event_on[month, e] * course.event_need[e, n]
        crowded = 1.0 / (1.0 + course.budget[n] * max(p - 1.0, 0.0))
        wanted[n] = asked_for[n] * np.exp(restraint[n]) * (1.0 - reached[n]) * crowded
