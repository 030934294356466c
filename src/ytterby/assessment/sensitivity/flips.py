"""What would change the answer: the value of one input at which most futures turn, found by running them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ytterby.domain.estimate import Estimate
from ytterby.errors import Infeasible

REACH = 4.0
"""How far beyond its range an input is tried: to a quarter of its low, to four times its high."""
STEPS = 5
"""Halvings: the value is known to 1/32 of the interval it was found in."""
Odds = Callable[[float], float]


@dataclass(frozen=True)
class Flip:
    """Where the answer turns, if it does.

    Attributes
    ----------
    value : unit of the estimate; None where no value in reach turns the answer.
    within : True where it lies inside the range of the estimate.
    odds : tried value -> share of futures that are short.
    why_not : what kept it from being tried, in words.
    """

    value: float | None
    within: bool
    odds: dict[float, float]
    why_not: str = ""


def flip(estimate: Estimate, odds: Odds, now: float) -> Flip:
    """Look for the value of one input at which the answer turns.

    Parameters
    ----------
    estimate : the input.
    odds : value -> share of futures that are short when the input has that value in all of them and everything else
        is drawn as ever. It may raise `Infeasible`.
    now : the share with the input drawn.

    Returns
    -------
    Flip
        The answer is whether at least half of the futures are short. Inside the range first; where the answer is the
        same at both ends, beyond it. With several turning points one of them is found.
    """
    tried: dict[float, float] = {}
    why: dict[float, str] = {}

    def short(value: float) -> bool | None:
        if value in why:
            return None
        if value not in tried:
            try:
                tried[value] = odds(value)
            except Infeasible:
                why[value] = f"at {value:.4g} {estimate.unit} the chain does not balance"
                return None
        return tried[value] >= 0.5

    answer = now >= 0.5
    cap = 1.0 if estimate.unit == "share" else float("inf")
    low, high = estimate.low, estimate.high
    for edge, across in ((low, high), (high, low)):
        if short(edge) not in {answer, None}:
            # drawn futures and those with the best value may differ: the search starts where the answer is kept
            same = next((v for v in (estimate.best, across) if short(v) is answer), None)
            if same is not None:
                return Flip(_bisect(short, same, edge, answer), True, tried)
    for edge, beyond in ((low, low / REACH), (high, min(high * REACH, cap))):
        if beyond != edge and short(edge) is answer and short(beyond) not in {answer, None}:
            return Flip(_bisect(short, edge, beyond, answer), False, tried)
    return Flip(None, False, tried, "; ".join(why.values()))


def _bisect(short: Callable[[float], bool | None], same: float, other: float, answer: bool) -> float:
    """Halve the interval between a value that keeps the answer and one that turns it."""
    for _ in range(STEPS):
        middle = 0.5 * (same + other)
        if short(middle) in {answer, None}:
            same = middle
        else:
            other = middle
    return 0.5 * (same + other)
