"""The words of an answer, and how odds become one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ytterby.assessment.claims.book import Within

LIKELY, POSSIBLE = 0.5, 0.1
"""Odds from which a statement is consistent, and from which it is in tension rather than not supported."""


class Outcome(StrEnum):
    """What a model check says of a statement."""

    CONSISTENT = "consistent"
    TENSION = "in tension"
    UNSUPPORTED = "not supported"
    OPEN = "not testable"
    SUPERSEDED = "superseded"
    LEGAL = "legal status differs"


@dataclass(frozen=True)
class Finding:
    """What a check found.

    Attributes
    ----------
    outcome : the word.
    probability : odds that the definition is met; None where there are none.
    range : 5, 50 and 95 % of the quantity, or what there is of it.
    why : in a sentence.
    """

    outcome: Outcome
    probability: float | None
    range: tuple[float, ...] | None
    why: str


def judged(probability: float) -> Outcome:
    """Turn odds into a word.

    Examples
    --------
    >>> [str(judged(p)) for p in (0.9, 0.3, 0.02)]
    ['consistent', 'in tension', 'not supported']
    """
    if probability >= LIKELY:
        return Outcome.CONSISTENT
    return Outcome.TENSION if probability >= POSSIBLE else Outcome.UNSUPPORTED


def of_draws(values: ArrayLike, stated: Within, why: str) -> Finding:
    """Judge a stated range by draws."""
    x = np.asarray(values, dtype=np.float64)
    p = float(np.mean([stated.holds(float(v)) for v in x]))
    low, middle, high = (float(v) for v in np.quantile(x, (0.05, 0.5, 0.95)))
    return Finding(judged(p), p, (low, middle, high), why)


def of_number(value: float, stated: Within, why: str) -> Finding:
    """Judge a stated range by one figure: it lies in it, or near it by a tenth, or not."""
    p = 1.0 if stated.holds(value) else 0.0
    near = any(end is not None and abs(value - end) <= 0.1 * abs(end) for end in (stated.at_least, stated.at_most))
    outcome = Outcome.CONSISTENT if p else Outcome.TENSION if near else Outcome.UNSUPPORTED
    return Finding(outcome, p, (value,), why)


def of_bands(row: Mapping[str, Any], stated: Within, why: str) -> Finding:
    """Judge a stated range by the 5, 50 and 95 % of a run, straight lines between them."""
    points = tuple(float(row[name]) for name in ("p05", "p50", "p95"))
    above = 1.0 if stated.at_most is None else below(points, stated.at_most)
    under = 0.0 if stated.at_least is None else below(points, stated.at_least)
    if points[0] == points[2]:
        above, under = float(stated.holds(points[1])), 0.0
    p = max(above - under, 0.0)
    return Finding(judged(p), p, points, why)


def below(points: tuple[float, ...], value: float) -> float:
    """Odds that a quantity lies below a value, from its 5, 50 and 95 %; .02 and .98 beyond them.

    Examples
    --------
    >>> [round(below((0.0, 1.0, 2.0), v), 3) for v in (-1.0, 0.5, 1.0, 3.0)]
    [0.02, 0.275, 0.5, 0.98]
    """
    if value < points[0]:
        return 0.02
    if value > points[2]:
        return 0.98
    return float(np.interp(value, points, (0.05, 0.5, 0.95)))
