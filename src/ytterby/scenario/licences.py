"""When an application for an export licence is decided (conventions §8)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.calendar import after_working_days
from ytterby.domain.month import Month
from ytterby.scenario.steps import STEPS_PER_MONTH, middle_of, step_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CLOCK_DAYS = 45
"""Working days of the clock in the licence regimes this model was built for (conventions §8)."""
NO_CLOCK = math.inf
"""The clock of a watch-listed party: none."""
NEVER = int(np.iinfo(np.int64).max)
"""The step in which an application without a clock is decided: after every step there is."""
_AT_ONCE = 1e-9  # [mo] a few milliseconds


@dataclass(frozen=True, slots=True)
class Restart:
    """When the first licences of a regime can come.

    Attributes
    ----------
    on : day on which the clock of an application filed on the first day in force ends.
    month : its month.
    calendar : kept library that was asked for the working days.
    estimate : True when an official schedule on the way was not published in it.
    """

    on: date
    month: Month
    calendar: str
    estimate: bool


def decision_steps(
    issuer: str, start: Month, months: int, clock_days: float = CLOCK_DAYS, steps_per_month: int = STEPS_PER_MONTH
) -> Ints:
    """Return the step in which the clock of an application ends, for each step it may be written in.

    Parameters
    ----------
    issuer : ISO 3166-1 alpha-3 code of the state whose calendar counts.
    start, months : span of the run.
    clock_days : [working days]; `NO_CLOCK` for a watch-listed party.
    steps_per_month : internal steps in a month.

    Returns
    -------
    (step,)
        Steps counted from the start; past the last step of the run for what is decided after it, `NEVER` without a
        clock. Never falls.

    Raises
    ------
    ValueError : a clock that is neither a whole number of days, not negative, nor infinite.

    Notes
    -----
    An application is written at any time of its step, so its clock starts in the middle.       conventions §8
    """
    if math.isinf(clock_days) and clock_days > 0:
        return np.full(months * steps_per_month, NEVER, dtype=np.int64)
    return np.array(_decided(issuer, start, months, _whole_days(clock_days), steps_per_month), dtype=np.int64)


@lru_cache(maxsize=64)
def _decided(issuer: str, start: Month, months: int, days: int, steps_per_month: int) -> tuple[int, ...]:
    filed = (middle_of(step, start, steps_per_month) for step in range(months * steps_per_month))
    return tuple(step_of(after_working_days(day, days, issuer).on, start, steps_per_month) for day in filed)


def restart(issuer: str, in_force: date, clock_days: float = CLOCK_DAYS) -> Restart | None:
    """Return when the first licences can come, None where no clock runs.

    Examples
    --------
    >>> found = restart("CHN", date(2025, 4, 4))
    >>> (str(found.month), found.on.isoformat()) if found else None
    ('2025-06', '2025-06-11')
    """
    if math.isinf(clock_days) and clock_days > 0:
        return None
    end = after_working_days(in_force, _whole_days(clock_days), issuer)
    return Restart(end.on, Month.of(end.on), end.calendar, end.estimate)


def tail_weights(mean_months: float, shape: float, steps: int, steps_per_month: int = STEPS_PER_MONTH) -> Floats:
    """Spread decisions over the steps after the clock by a gamma distribution.

    Parameters
    ----------
    mean_months : [mo] mean time from the end of the clock to the decision; 0 for none.
    shape : of the gamma distribution; 1 is exponential, large is punctual.
    steps : number of weights; what would come later falls into the last one.
    steps_per_month : internal steps in a month.

    Returns
    -------
    (k,) [share]
        Weight k steps after the clock; sums to 1.

    Raises
    ------
    ValueError : a mean that is negative or not finite, a shape that is not positive, no step.

    Notes
    -----
    w_k = (G((k-1) dt) - 2 G(k dt) + G((k+1) dt)) / dt with G(x) = E max(T - x, 0): each moment is divided between the
    two steps beside it, so that the mean is kept whatever dt is.       conventions §8
    """
    if not (math.isfinite(mean_months) and mean_months >= 0 and math.isfinite(shape) and shape > 0 and steps >= 1):
        raise ValueError(f"a tail needs mean >= 0, shape > 0 and a step; got {mean_months}, {shape}, {steps}")
    weights = np.zeros(steps)
    if mean_months < _AT_ONCE or steps == 1:
        weights[0] = 1.0
        return weights
    late = _mean_excess(np.arange(steps) / steps_per_month, mean_months, shape) * steps_per_month
    passing = late[:-1] - late[1:]  # share decided within or after each step
    weights[0] = 1.0 - passing[0]
    weights[1:-1] = passing[:-1] - passing[1:]
    weights[-1] = passing[-1]
    # Differences of nearly equal numbers: rounding may leave a weight at -1e-17.
    positive: Floats = np.maximum(weights, 0.0)
    return np.asarray(positive / positive.sum())


def _mean_excess(x: Floats, mean: float, shape: float) -> Floats:
    """E max(T - x, 0) of a gamma distributed T (x,) [mo]."""
    from scipy.special import gammaincc

    scaled = x * (shape / mean)
    out: Floats = mean * gammaincc(shape + 1.0, scaled) - x * gammaincc(shape, scaled)
    return out


def _whole_days(clock_days: float) -> int:
    if not (math.isfinite(clock_days) and clock_days >= 0 and float(clock_days).is_integer()):
        raise ValueError(f"{clock_days} working days: a whole number, not negative, or NO_CLOCK")
    return int(clock_days)
