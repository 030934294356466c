"""The kernels driven one step at a time, so that a test can look at, or change, the state between steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from twins.layout import one_draw
from ytterby.simulation.kernel.arrays import STEPS, Draw, State
from ytterby.simulation.kernel.month import advance
from ytterby.simulation.kernel.steady import settle_labels, steady_state
from ytterby.simulation.prepare import Prepared


def begin(prepared: Prepared, d: int = 0) -> tuple[Draw, State]:
    draw = one_draw(prepared, d)
    settle_labels(prepared.topology, draw, prepared.law.theta)
    return draw, steady_state(prepared.topology, draw, prepared.law, prepared.behaviour.horizon)


def walk(
    prepared: Prepared, months: int, d: int = 0, shock: Callable[[State], None] | None = None
) -> Iterator[tuple[int, Draw, State]]:
    """Yield (step, draw, state) after every step; the state is one object that changes."""
    draw, state = begin(prepared, d)
    if shock is not None:
        shock(state)
    for step in range(months * STEPS):
        advance(step, prepared.topology, draw, prepared.law, prepared.course, prepared.behaviour, state)
        yield step, draw, state


def copied(state: State) -> State:
    return State(*(a.copy() for a in state))


def in_network_order(prepared: Prepared, by_link: np.ndarray) -> np.ndarray:
    """Undo the sorting of links by market."""
    out = np.empty_like(by_link)
    out[prepared.order] = by_link
    return out
