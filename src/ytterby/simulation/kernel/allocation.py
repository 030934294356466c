"""Step 7 of a month: who gets what there is (conventions §6).

The arrays of the tuples are named once at the top of each kernel: reading them inside the loops costs more than
the arithmetic does.
"""

from __future__ import annotations

from ytterby.jit import kernel
from ytterby.simulation.kernel.arrays import DT, Behaviour, Draw, Law, State, Topology

ROUNDS = 6
_ENOUGH = 1e-12


@kernel
def allocate(month: int, topology: Topology, draw: Draw, law: Law, behaviour: Behaviour, state: State) -> None:
    """Share what is on offer among those who ask, in rounds.

    In each round a market spreads what it still lacks over the suppliers that may serve it and still have something,
    in proportion to the baseline; a supplier accepts at most what it has, in proportion. A link never carries more
    than `switch` times its baseline, and no more lots of a label than the law allows. Where the law holds conditioned
    lots back, others can take their place at first only by `switch` times what came unconditioned before: a source of
    them has to be qualified.
    """
    _open_step(month, topology, draw, law, state)
    for _ in range(ROUNDS):
        if not _spread(topology, draw, state):
            break
        _answer(behaviour, state)
        _hand_out(topology, state)


@kernel
def _open_step(month: int, topology: Topology, draw: Draw, law: Law, state: State) -> None:
    flow, cap, allowance = draw.flow, state.cap, state.allowance
    link_law, since, free_share, supplier = law.link, law.since, draw.free_share, topology.link_offer
    state.left[:] = state.finished
    state.shipped[:] = 0.0
    state.inflow[:] = 0.0
    for k in range(flow.size):
        volume = flow[k] * DT
        cap[k] = draw.switch * volume
        allowance[k, 0] = link_law[month, k, 0] * volume
        allowance[k, 1] = link_law[month, k, 1] * volume
        if 0.0 <= since[month, k] < draw.qualification:
            allowance[k, 0] = min(allowance[k, 0], cap[k] * free_share[supplier[k]])


@kernel
def _spread(topology: Topology, draw: Draw, state: State) -> bool:
    """Write this round's requests; return False when nothing is left to ask for."""
    flow, cap, allowance, request = draw.flow, state.cap, state.allowance, state.request
    lack, left, asked, weight = state.lack, state.left, state.asked, state.weight
    starts, supplier = topology.link_start, topology.link_offer
    asked[:] = 0.0
    anything = False
    for m in range(lack.size):
        weight[m] = 0.0
        if lack[m] <= _ENOUGH:
            continue
        for k in range(starts[m], starts[m + 1]):
            o = supplier[k]
            free, bound = min(left[o, 0], allowance[k, 0]), min(left[o, 1], allowance[k, 1])
            serves = cap[k] > _ENOUGH and max(free, bound) > _ENOUGH
            request[k, 0] = flow[k] if serves else 0.0
            weight[m] += request[k, 0]
        if weight[m] <= 0.0:
            continue
        anything = True
        rate = lack[m] / weight[m]
        for k in range(starts[m], starts[m + 1]):
            o = supplier[k]
            ask = min(rate * request[k, 0], cap[k])
            bound = min(ask, allowance[k, 1]) if left[o, 1] > 0.0 else 0.0
            request[k, 1] = bound
            request[k, 0] = min(ask - bound, allowance[k, 0])
            asked[o, 0] += request[k, 0]
            asked[o, 1] += bound
    return anything


@kernel
def _answer(behaviour: Behaviour, state: State) -> None:
    """Each supplier serves free-only requests first, then the others, steered towards conditioned lots.

    `asked` turns from tonnes into the shares of the two kinds of request that are served.
    """
    left, asked, mix = state.left, state.asked, state.mix
    for o in range(mix.size):
        only_free, any_label = asked[o, 0], asked[o, 1]
        free, bound = left[o, 0], left[o, 1]
        first = min(1.0, free / only_free) if only_free > 0.0 else 0.0
        free = max(free - only_free * first, 0.0)
        both = free + bound
        second = min(1.0, both / any_label) if any_label > 0.0 else 0.0
        given = any_label * second
        mix[o] = 0.0
        if given > 0.0:
            even = bound / both
            mix[o] = even + behaviour.reshuffle * (min(1.0, bound / given) - even)
        left[o, 0] = max(free - given * (1.0 - mix[o]), 0.0)
        left[o, 1] = max(bound - given * mix[o], 0.0)
        asked[o, 0], asked[o, 1] = first, second


@kernel
def _hand_out(topology: Topology, state: State) -> None:
    """Book what each link was given."""
    request, asked, mix, weight, inflow = state.request, state.asked, state.mix, state.weight, state.inflow
    shipped, cap, allowance, lack = state.shipped, state.cap, state.allowance, state.lack
    starts, supplier, lag = topology.link_start, topology.link_offer, topology.link_lag
    for m in range(lack.size):
        if weight[m] <= 0.0:
            continue
        for k in range(starts[m], starts[m + 1]):
            o = supplier[k]
            given = request[k, 1] * asked[o, 1]
            bound = given * mix[o]
            free = request[k, 0] * asked[o, 0] + given - bound
            shipped[k, 0] += free
            shipped[k, 1] += bound
            inflow[m, lag[k], 0] += free
            inflow[m, lag[k], 1] += bound
            lack[m] -= free + bound
            cap[k] -= free + bound
            allowance[k, 0] -= free
            allowance[k, 1] -= bound
