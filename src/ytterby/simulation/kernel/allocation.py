"""Step 7 of a month: who gets what there is (conventions §6, §10).

The arrays of the tuples are named once at the top of each kernel: reading them inside the loops costs more than
the arithmetic does.
"""

from __future__ import annotations

from ytterby.jit import part
from ytterby.simulation.kernel.arrays import DT, STEPS, Behaviour, Course, Draw, Law, State, Topology

ROUNDS = 6
_ENOUGH = 1e-9
"""Less than a milligram [t] is rounding: it is neither asked for nor counted as there."""


@part
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


@part
def open_step(step: int, topology: Topology, draw: Draw, law: Law, course: Course, state: State) -> None:
    """Open the books of a step: what is on offer, what each link can carry, what the law lets through.

    Links whose supplier has nothing are passed over: they keep the limits of an earlier step, and are not live.
    """
    left, shipped, live, inflow = state.left, state.shipped, state.live_link, state.inflow
    finished, open_start, open_link, request = state.finished, state.open_start, state.open_link, state.request
    live_start, live_end, supplier, count = state.live_start, state.live_end, topology.link_offer, 0
    for o in range(left.shape[0]):
        left[o, 0], left[o, 1] = finished[o, 0], finished[o, 1]
    for m in range(live_end.size):
        for i in range(live_start[m], live_start[m + 1]):
            shipped[live[i], 0], shipped[live[i], 1] = 0.0, 0.0
    inflow[:] = 0.0
    for m in range(live_end.size):
        for i in range(open_start[m], open_start[m + 1]):
            k = open_link[i]
            if max(left[supplier[k], 0], left[supplier[k], 1]) > _ENOUGH:
                live[count] = k
                count += 1
            else:
                request[k, 0], request[k, 1] = 0.0, 0.0
        live_start[m + 1], live_end[m] = count, count
    open_links(step, topology, draw, law, course, state)


@part
def open_links(step: int, topology: Topology, draw: Draw, law: Law, course: Course, state: State) -> None:
    """Set what each live link can carry in this step, and what the law lets through."""
    cap, allowance, granted, live = state.cap, state.allowance, state.granted, state.live_link
    room, through, limited = state.room, state.through, state.limited
    passable, month = course.passable, step // STEPS
    since, free_share, supplier, licensed = law.since, draw.free_share, topology.link_offer, law.licensed
    for i in range(state.live_start[-1]):
        k = live[i]
        cap[k] = room[k] * passable[month, k]
        allowance[k, 0], allowance[k, 1] = through[k, 0], through[k, 1]
        if limited[k] and since[step, k] < draw.qualification:
            allowance[k, 0] = min(allowance[k, 0], cap[k] * free_share[supplier[k]])
    for q in range(licensed.size):
        if law.binding[step, q]:
            k = licensed[q]
            allowance[k, 1] = min(allowance[k, 1], granted[q])


@part
def _spread(topology: Topology, draw: Draw, state: State) -> bool:
    """Write this round's requests; return False when nothing is left to ask for.

    Links that are full, or that the law closes, cannot come back within the step: they are taken off the list.
    """
    lack, reach, asked = state.lack, state.reach, state.asked
    asked[:] = 0.0
    anything = False
    for m in range(lack.size):
        reach[m] = _reach(m, topology, state) if lack[m] > _ENOUGH else 0.0
        if reach[m] > 0.0:
            anything = True
            _request(m, topology, draw, state)
    return anything


@part
def _reach(m: int, topology: Topology, state: State) -> float:
    """Take what is closed off the live links of a market; return the weight of those that serve in this round."""
    weight, cap, allowance, request, left = state.weight, state.cap, state.allowance, state.request, state.left
    live, first, last, supplier = state.live_link, state.live_start[m], state.live_end[m], topology.link_offer
    total, kept = 0.0, first
    for i in range(first, last):
        k = live[i]
        if cap[k] <= _ENOUGH or max(allowance[k, 0], allowance[k, 1]) <= _ENOUGH:
            request[k, 0], request[k, 1] = 0.0, 0.0
            continue
        live[kept] = k
        kept += 1
        o = supplier[k]
        free, bound = min(left[o, 0], allowance[k, 0]), min(left[o, 1], allowance[k, 1])
        request[k, 0] = weight[k] if max(free, bound) > _ENOUGH else 0.0
        total += request[k, 0]
    state.live_end[m] = kept
    return total


@part
def _request(m: int, topology: Topology, draw: Draw, state: State) -> None:
    """Spread what a market lacks over the links that serve it."""
    cap, allowance, request, rank, left = state.cap, state.allowance, state.request, draw.rank, state.left
    live, asked, supplier = state.live_link, state.asked, topology.link_offer
    rate = state.lack[m] / state.reach[m]
    for i in range(state.live_start[m], state.live_end[m]):
        k = live[i]
        if request[k, 0] <= 0.0:
            request[k, 1] = 0.0
            continue
        o, r = supplier[k], rank[k]
        ask = min(rate * request[k, 0], cap[k])
        bound = min(ask, allowance[k, 1]) if left[o, 1] > _ENOUGH else 0.0
        request[k, 1] = bound
        request[k, 0] = min(ask - bound, allowance[k, 0])
        asked[r, o, 0] += request[k, 0]
        asked[r, o, 1] += bound


@part
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
            if only_free == 0.0 and any_label == 0.0:
                continue
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


@part
def _hand_out(topology: Topology, draw: Draw, state: State) -> None:
    """Book what each link was given."""
    request, asked, mix, reach, inflow = state.request, state.asked, state.mix, state.reach, state.inflow
    shipped, cap, allowance, lack, rank = state.shipped, state.cap, state.allowance, state.lack, draw.rank
    supplier, lag, left, sent = topology.link_offer, topology.link_lag, state.left, state.sent
    live, first, last = state.live_link, state.live_start, state.live_end
    for m in range(lack.size):
        if reach[m] <= 0.0:
            continue
        for i in range(first[m], last[m]):
            k = live[i]
            if request[k, 0] + request[k, 1] <= 0.0:
                continue
            o, r = supplier[k], rank[k]
            given = request[k, 1] * asked[r, o, 1]
            bound = given * mix[r, o]
            free = request[k, 0] * asked[r, o, 0] + given - bound
            if free > allowance[k, 0]:  # not yet qualified for more: what is over goes back
                left[o, 0] += free - allowance[k, 0]
                free = max(allowance[k, 0], 0.0)
            sent[k] += free + bound
            shipped[k, 0] += free
            shipped[k, 1] += bound
            inflow[m, lag[k], 0] += free
            inflow[m, lag[k], 1] += bound
            lack[m] -= free + bound
            cap[k] -= free + bound
            allowance[k, 0] -= free
            allowance[k, 1] -= bound
