"""Step 7 of a month: who gets what there is (conventions §6, §10).

The arrays of the tuples are named once at the top of each kernel: reading them inside the loops costs more than
the arithmetic does.
"""

from __future__ import annotations

from ytterby.jit import kernel
from ytterby.simulation.kernel.arrays import DT, STEPS, Behaviour, Course, Draw, Law, State, Topology

ROUNDS = 6
_ENOUGH = 1e-9
"""Less than a milligram [t] is rounding: it is neither asked for nor counted as there."""


@kernel
def allocate(
    step: int, topology: Topology, draw: Draw, law: Law, course: Course, behaviour: Behaviour, state: State
) -> None:
    """Share what is on offer among those who ask, in rounds.

    In each round a market spreads what it still lacks over the suppliers that may serve it and still have something,
    in proportion to the baseline; a supplier serves its ranks in order and within a rank in proportion. A link never
    carries more than `switch` times its baseline, and no more lots of a label than the law allows. Where the law holds
    conditioned lots back, others can take their place at first only by `switch` times what came unconditioned before:
    a source of them has to be qualified.
    """
    open_step(step, topology, draw, law, course, state)
    for _ in range(ROUNDS):
        if not _spread(topology, draw, state):
            break
        _answer(topology.ranks, behaviour.reshuffle, state)
        _hand_out(topology, draw, state)
    for m in range(state.given.size):
        state.given[m] = state.ordered[m] - state.lack[m]


@kernel
def open_step(step: int, topology: Topology, draw: Draw, law: Law, course: Course, state: State) -> None:
    """Set what each link can carry in this step, and what the law lets through."""
    flow, weight, cap, allowance = draw.flow, state.weight, state.cap, state.allowance
    link_law, since, free_share, supplier = law.link, law.since, draw.free_share, topology.link_offer
    passable, month = course.passable, step // STEPS
    state.left[:] = state.finished
    state.shipped[:] = 0.0
    state.inflow[:] = 0.0
    for k in range(flow.size):
        volume = max(flow[k], weight[k]) * DT
        cap[k] = (draw.switch * flow[k] + max(weight[k] - flow[k], 0.0)) * DT * passable[month, k]
        allowance[k, 0] = link_law[step, k, 0] * volume
        allowance[k, 1] = link_law[step, k, 1] * volume
        if 0.0 <= since[step, k] < draw.qualification:
            allowance[k, 0] = min(allowance[k, 0], cap[k] * free_share[supplier[k]])
    for q in range(law.licensed.size):
        if law.binding[step, q]:
            k = law.licensed[q]
            allowance[k, 1] = min(allowance[k, 1], state.granted[q])


@kernel
def _spread(topology: Topology, draw: Draw, state: State) -> bool:
    """Write this round's requests; return False when nothing is left to ask for."""
    weight, cap, allowance, request, rank = state.weight, state.cap, state.allowance, state.request, draw.rank
    lack, left, asked, reach = state.lack, state.left, state.asked, state.reach
    starts, supplier = topology.link_start, topology.link_offer
    asked[:] = 0.0
    anything = False
    for m in range(lack.size):
        reach[m] = 0.0
        if lack[m] <= _ENOUGH:
            continue
        for k in range(starts[m], starts[m + 1]):
            o = supplier[k]
            free, bound = min(left[o, 0], allowance[k, 0]), min(left[o, 1], allowance[k, 1])
            serves = cap[k] > _ENOUGH and max(free, bound) > _ENOUGH
            request[k, 0] = weight[k] if serves else 0.0
            reach[m] += request[k, 0]
        if reach[m] <= 0.0:
            continue
        anything = True
        rate = lack[m] / reach[m]
        for k in range(starts[m], starts[m + 1]):
            o, r = supplier[k], rank[k]
            ask = min(rate * request[k, 0], cap[k])
            bound = min(ask, allowance[k, 1]) if left[o, 1] > _ENOUGH else 0.0
            request[k, 1] = bound
            request[k, 0] = min(ask - bound, allowance[k, 0])
            asked[r, o, 0] += request[k, 0]
            asked[r, o, 1] += bound
    return anything


@kernel
def _answer(ranks: int, reshuffle: float, state: State) -> None:
    """Each supplier serves its ranks in order: free-only requests first, then the others, steered to conditioned lots
    where somebody needs the others.

    `asked` turns from tonnes into the shares of the two kinds of request that are served.
    """
    left, asked, mix = state.left, state.asked, state.mix
    for o in range(mix.shape[1]):
        sought = False
        for r in range(ranks):
            sought = sought or asked[r, o, 0] > _ENOUGH
        for r in range(ranks):
            only_free, any_label = asked[r, o, 0], asked[r, o, 1]
            free, bound = left[o, 0], left[o, 1]
            first = min(1.0, free / only_free) if only_free > 0.0 else 0.0
            free = max(free - only_free * first, 0.0)
            both = free + bound
            second = min(1.0, both / any_label) if any_label > 0.0 else 0.0
            given = any_label * second
            mix[r, o] = 0.0
            if given > 0.0:
                even = bound / both
                steer = reshuffle if sought else 0.0
                mix[r, o] = even + steer * (min(1.0, bound / given) - even)
            left[o, 0] = max(free - given * (1.0 - mix[r, o]), 0.0)
            left[o, 1] = max(bound - given * mix[r, o], 0.0)
            asked[r, o, 0], asked[r, o, 1] = first, second


@kernel
def _hand_out(topology: Topology, draw: Draw, state: State) -> None:
    """Book what each link was given."""
    request, asked, mix, reach, inflow = state.request, state.asked, state.mix, state.reach, state.inflow
    shipped, cap, allowance, lack, rank = state.shipped, state.cap, state.allowance, state.lack, draw.rank
    starts, supplier, lag, left = topology.link_start, topology.link_offer, topology.link_lag, state.left
    for m in range(lack.size):
        if reach[m] <= 0.0:
            continue
        for k in range(starts[m], starts[m + 1]):
            o, r = supplier[k], rank[k]
            given = request[k, 1] * asked[r, o, 1]
            bound = given * mix[r, o]
            free = request[k, 0] * asked[r, o, 0] + given - bound
            if free > allowance[k, 0]:  # not yet qualified for more: what is over goes back
                left[o, 0] += free - allowance[k, 0]
                free = max(allowance[k, 0], 0.0)
            shipped[k, 0] += free
            shipped[k, 1] += bound
            inflow[m, lag[k], 0] += free
            inflow[m, lag[k], 1] += bound
            lack[m] -= free + bound
            cap[k] -= free + bound
            allowance[k, 0] -= free
            allowance[k, 1] -= bound
