"""Step 1 of a month: what each site can make now (conventions §5.1, §11)."""

from __future__ import annotations

import numpy as np

from ytterby.jit import kernel, part
from ytterby.simulation.kernel.arrays import ALWAYS, STEPS, Behaviour, Course, Draw, State, Topology


@kernel
def ramp(months: float, tau: float) -> float:
    """Share of nameplate a project reaches: 1 - exp(-t/tau) (conventions §11)."""
    return 1.0 - np.exp(-months / tau) if months > 0.0 else 0.0


@part
def set_capacity(step: int, topology: Topology, draw: Draw, course: Course, behaviour: Behaviour, state: State) -> None:
    """Baseline capacity, less outages, plus projects that are on stream and worth running.

    A project runs while the price of its main output, or its floor, covers its unit cost (conventions §11).
    """
    running, price, start, month = state.running, state.price, draw.start, step // STEPS
    for site in range(running.size):
        now = draw.capacity[site] * course.capacity[month, site]
        if start[site] > ALWAYS:
            commodity = topology.offer_commodity[topology.offer_start[site]]
            worth = max(price[topology.site_zone[site], commodity], draw.floor[site])
            now *= ramp(step / STEPS - start[site], behaviour.ramp) if worth >= draw.cost[site] else 0.0
        running[site] = now
    for e in range(draw.hit.size):
        now = draw.hit[e] * course.event_on[month, e]
        if now > 0.0:
            for site in range(running.size):
                running[site] *= 1.0 - now * course.event_site[e, site]
