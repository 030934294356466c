"""The licence queue: volumes applied for, decided after a clock, granted, shipped, lapsed (conventions §8)."""

from __future__ import annotations

from ytterby.jit import Floats, Ints, kernel, part
from ytterby.simulation.kernel.arrays import DT, NO_LICENCE, Draw, Law, State, Topology

_APPLIED = 1.1
"""Volume a buyer can show a need for, over its use: an office does not license stocks for a panic."""


@kernel
def mean_tail(tail: Floats) -> float:
    """Mean time [mo] from the end of the clock to the decision."""
    mean = 0.0
    for j in range(tail.size):
        mean += j * tail[j] * DT
    return mean


@kernel
def use_of(market: int, member_start: Ints, member: Ints, wanted: Floats) -> float:
    """What the needs of a market would use [t/mo]."""
    total = 0.0
    for i in range(member_start[market], member_start[market + 1]):
        total += wanted[member[i]]
    return total


@part
def run_queue(step: int, topology: Topology, draw: Draw, law: Law, horizon: float, state: State) -> None:
    """Decide what is due and take in new applications.

    A = max(0, want - G - pending); after the clock and its tail G += pi decided; G -= shipped + G dt/validity.
    `want` is what the market orders from this supplier, at most a tenth above its use, over the clock, its mean tail
    and `horizon` months more: who applied for less would run short for ever although everything is approved. Each step
    applies for its own want. Nobody applies before the notice.
    """
    granted, pending, due, heard, ordered = state.granted, state.pending, state.due, state.heard, state.ordered
    licensed, starts, slots, market = law.licensed, topology.link_start, due.shape[1], 0
    member_start, member, wanted, tail = topology.market_start, topology.market_need, state.wanted, law.tail
    if licensed.size == 0:
        return
    wait = (law.decided[step] - step) * DT + mean_tail(tail) + horizon
    now = step % slots
    after = max(law.decided[step], step + 1) % slots  # what this step had to decide is decided
    for q in range(licensed.size):
        k = licensed[q]
        while starts[market + 1] <= k:
            market += 1
        decided = due[q, now]
        due[q, now] = 0.0
        pending[q] = max(pending[q] - decided, 0.0)
        share = law.approval[step, q]
        if share <= NO_LICENCE:
            granted[q] = 0.0
            continue
        granted[q] += min(share * draw.approval, 1.0) * decided
        granted[q] -= granted[q] * DT / law.validity
        use = _APPLIED * use_of(market, member_start, member, wanted) * DT
        want = min(ordered[market], use) * heard[k]
        apply = min(max(0.0, want * wait / DT - granted[q] - pending[q]), want)
        pending[q] += apply
        if apply > 0.0:
            slot = after
            for j in range(tail.size):
                due[q, slot] += apply * tail[j]
                slot = slot + 1 if slot + 1 < slots else 0


@part
def use_licences(step: int, law: Law, state: State) -> None:
    """Take what was shipped under licence from what was granted."""
    for q in range(law.licensed.size):
        if law.binding[step, q]:
            state.granted[q] = max(state.granted[q] - state.shipped[law.licensed[q], 1], 0.0)
