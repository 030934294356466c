"""The licence queue: volumes applied for, decided after a clock, granted, shipped, lapsed (conventions §8)."""

from __future__ import annotations

from ytterby.jit import kernel
from ytterby.simulation.kernel.arrays import DT, NO_LICENCE, Draw, Law, State, Topology


@kernel
def run_queue(step: int, topology: Topology, draw: Draw, law: Law, horizon: float, state: State) -> None:
    """Decide what is due and take in new applications.

    A = max(0, want - G - pending); after the clock and its tail G += pi decided; G -= shipped + G dt/validity.
    `want` is what the market orders from this supplier over the clock, its mean tail and `horizon` months more: who
    applied for less would run short for ever although everything is approved. Nobody applies before the notice.
    """
    granted, pending, due, heard, ordered = state.granted, state.pending, state.due, state.heard, state.ordered
    slots, market = due.shape[1], 0
    wait = (law.decided[step] - step) * DT + horizon
    for j in range(law.tail.size):
        wait += j * law.tail[j] * DT
    after = max(law.decided[step], step + 1)  # what this step had to decide is decided
    for q in range(law.licensed.size):
        k = law.licensed[q]
        while topology.link_start[market + 1] <= k:
            market += 1
        decided = due[q, step % slots]
        due[q, step % slots] = 0.0
        pending[q] = max(pending[q] - decided, 0.0)
        share = law.approval[step, q]
        if share <= NO_LICENCE:
            granted[q] = 0.0
            continue
        granted[q] += min(share * draw.approval, 1.0) * decided
        granted[q] -= granted[q] * DT / law.validity
        apply = max(0.0, ordered[market] * heard[k] * wait / DT - granted[q] - pending[q])
        pending[q] += apply
        for j in range(law.tail.size):
            due[q, (after + j) % slots] += apply * law.tail[j]


@kernel
def use_licences(step: int, law: Law, state: State) -> None:
    """Take what was shipped under licence from what was granted."""
    for q in range(law.licensed.size):
        if law.binding[step, q]:
            state.granted[q] = max(state.granted[q] - state.shipped[law.licensed[q], 1], 0.0)
