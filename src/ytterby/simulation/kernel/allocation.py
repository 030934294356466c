"""Step 7 of a month: who gets what there is (conventions §6, §10).

The arrays of the tuples are named once at the top of each kernel: reading them inside the loops costs more than
the arithmetic does.
"""

from __future__ import annotations

from ytterby.jit import part
from ytterby.simulation.kernel.arrays import (
    ASK_ANY,
    ASK_FREE,
    CAP,
    DT,
    LET_BOUND,
    LET_FREE,
    OPEN_BOUND,
    OPEN_FREE,
    ROOM,
    SENT,
    STEPS,
    WEIGHT,
    Behaviour,
    Course,
    Draw,
    Law,
    State,
    Topology,
)

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
        suppliers = _spread(topology, state)
        if suppliers == 0:
            break
        _answer(suppliers, topology.ranks, behaviour.reshuffle, state)
        _hand_out(topology, state)
    for m in range(state.given.size):
        state.given[m] = state.ordered[m] - state.lack[m]


@part
def open_step(step: int, topology: Topology, draw: Draw, law: Law, course: Course, state: State) -> None:
    """Open the books of a step: what is on offer, what each link can carry, what the law lets through.

    Links whose supplier has nothing are passed over: they keep the limits of an earlier step, and are not live.
    """
    left, shipped, finished, book, granted = state.left, state.shipped, state.finished, state.book, state.granted
    live, live_start, live_end, supplier = state.live_link, state.live_start, state.live_end, topology.link_offer
    open_start, open_link, limited, licensed = state.open_start, state.open_link, state.limited, law.licensed
    passable, since, free_share, month, count = course.passable, law.since, draw.free_share, step // STEPS, 0
    flow = draw.flow
    for o in range(left.shape[0]):
        left[o, 0], left[o, 1] = finished[o, 0], finished[o, 1]
    shipped[:] = 0.0
    state.inflow[:] = 0.0
    for m in range(live_end.size):
        for i in range(open_start[m], open_start[m + 1]):
            k = open_link[i]
            o = supplier[k]
            book[k, ASK_FREE], book[k, ASK_ANY] = 0.0, 0.0
            if max(left[o, 0], left[o, 1]) > _ENOUGH:
                live[count] = k
                count += 1
                cap, free, passes = book[k, ROOM], book[k, LET_FREE], passable[month, k]
                if passes < 1.0:  # what still passes is a share of the usual flow, not of what could be carried
                    cap = min(cap, passes * max(flow[k], book[k, WEIGHT]) * DT)
                if limited[k] and since[step, k] < draw.qualification:
                    free = min(free, cap * free_share[o])
                book[k, CAP], book[k, OPEN_FREE], book[k, OPEN_BOUND] = cap, free, book[k, LET_BOUND]
        live_start[m + 1], live_end[m] = count, count
    for q in range(licensed.size):
        if law.binding[step, q]:
            k = licensed[q]
            book[k, OPEN_BOUND] = min(book[k, LET_BOUND], granted[q])


@part
def _spread(topology: Topology, state: State) -> int:
    """Write this round's requests; return how many suppliers are asked, who stand in `called`.

    A market spreads what it lacks over the links that serve it. Links that are full, or that the law closes, cannot
    come back within the step: they are taken off the list.
    """
    book, desk, desk_of, supplier = state.book, state.desk, state.desk_of, topology.link_offer
    live, first, last, suppliers = state.live_link, state.live_start, state.live_end, 0
    lack, left, reach, called, calls = state.lack, state.left, state.reach, state.called, state.calls
    desk[:] = 0.0
    for m in range(lack.size):
        total, kept = 0.0, first[m]
        if lack[m] > _ENOUGH:
            for i in range(first[m], last[m]):
                k = live[i]
                free, bound = book[k, OPEN_FREE], book[k, OPEN_BOUND]
                if book[k, CAP] > _ENOUGH and max(free, bound) > _ENOUGH:
                    live[kept] = k
                    kept += 1
                    o = supplier[k]
                    serves = max(min(left[o, 0], free), min(left[o, 1], bound)) > _ENOUGH
                    book[k, ASK_FREE] = book[k, WEIGHT] if serves else 0.0
                    total += book[k, ASK_FREE]
                else:
                    book[k, ASK_FREE], book[k, ASK_ANY] = 0.0, 0.0
            last[m] = kept
        reach[m] = total
        if total <= 0.0:
            continue
        rate = lack[m] / total
        for i in range(first[m], last[m]):
            k = live[i]
            o, q = supplier[k], desk_of[k]
            if not calls[o]:
                calls[o], called[suppliers] = True, o
                suppliers += 1
            ask = min(rate * book[k, ASK_FREE], book[k, CAP])
            bound = min(ask, book[k, OPEN_BOUND]) if left[o, 1] > _ENOUGH else 0.0
            free = min(ask - bound, book[k, OPEN_FREE])
            book[k, ASK_FREE], book[k, ASK_ANY] = free, bound
            desk[q, 0] += free
            desk[q, 1] += bound
    return suppliers


@part
def _answer(suppliers: int, ranks: int, reshuffle: float, state: State) -> None:
    """Each supplier serves its ranks in order: free-only requests first, then the others, steered to conditioned lots
    where somebody needs the others.

    The desks turn from tonnes into the shares of the two kinds of request that are served, and the mix of the second.
    """
    left, desk, called, calls = state.left, state.desk, state.called, state.calls
    for i in range(suppliers):
        o = called[i]
        first_desk, sought, calls[o] = int(o) * ranks, False, False
        for q in range(first_desk, first_desk + ranks):
            sought = sought or desk[q, 0] > _ENOUGH
        for q in range(first_desk, first_desk + ranks):
            only_free, any_label = desk[q, 0], desk[q, 1]
            if only_free == 0.0 and any_label == 0.0:
                continue
            free, bound = left[o, 0], left[o, 1]
            first = min(1.0, free / only_free) if only_free > 0.0 else 0.0
            free = max(free - only_free * first, 0.0)
            both = free + bound
            second = min(1.0, both / any_label) if any_label > 0.0 else 0.0
            given, mix = any_label * second, 0.0
            if given > 0.0:
                even = bound / both
                steer = reshuffle if sought else 0.0
                mix = even + steer * (min(1.0, bound / given) - even)
            left[o, 0] = max(free - given * (1.0 - mix), 0.0)
            left[o, 1] = max(bound - given * mix, 0.0)
            desk[q, 0], desk[q, 1], desk[q, 2] = first, second, mix


@part
def _hand_out(topology: Topology, state: State) -> None:
    """Book what each link was given."""
    book, desk, desk_of, inflow, lag = state.book, state.desk, state.desk_of, state.inflow, topology.link_lag
    shipped, lack, reach, left, supplier = state.shipped, state.lack, state.reach, state.left, topology.link_offer
    live, first, last = state.live_link, state.live_start, state.live_end
    for m in range(lack.size):
        if reach[m] <= 0.0:
            continue
        for i in range(first[m], last[m]):
            k = live[i]
            if book[k, ASK_FREE] + book[k, ASK_ANY] <= 0.0:
                continue
            q, j = desk_of[k], lag[k]
            given = book[k, ASK_ANY] * desk[q, 1]
            bound = given * desk[q, 2]
            free = book[k, ASK_FREE] * desk[q, 0] + given - bound
            if free > book[k, OPEN_FREE]:  # not yet qualified for more: what is over goes back
                left[supplier[k], 0] += free - book[k, OPEN_FREE]
                free = max(book[k, OPEN_FREE], 0.0)
            lots = free + bound
            book[k, CAP] -= lots
            book[k, OPEN_FREE] -= free
            book[k, OPEN_BOUND] -= bound
            book[k, SENT] += lots
            shipped[k, 0] += free
            shipped[k, 1] += bound
            inflow[m, j, 0] += free
            inflow[m, j, 1] += bound
            lack[m] -= lots
