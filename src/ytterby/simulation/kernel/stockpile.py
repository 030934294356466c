"""Reserves: stock that a rule releases (conventions §14, §19)."""

from __future__ import annotations

from ytterby.jit import part
from ytterby.simulation.kernel.arrays import DT, Behaviour, Course, Draw, State


@part
def release(month: int, draw: Draw, course: Course, behaviour: Behaviour, state: State) -> None:
    """Release reserve into a need's stock while that is low, at most a share of what is held by then a month.

    Lots in a reserve were bought before the law changed: they are unconditioned.
    """
    reserve, stock = state.reserve, state.stock
    for n in range(reserve.size):
        to_come = course.to_come[month, n]
        there = reserve[n] - to_come * draw.reserve[n]
        if there <= 0.0:
            continue
        gap = behaviour.release_below * draw.cover[n] * state.wanted_slow[n] - stock[n, 0] - stock[n, 1]
        if gap > 0.0:
            amount = min(there, gap, behaviour.release_rate * draw.reserve[n] * (1.0 - to_come) * DT)
            reserve[n] -= amount
            stock[n, 0] += amount
