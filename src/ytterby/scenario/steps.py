"""Days, months and internal steps: which step a day lies in (conventions §5)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from ytterby.domain.month import Month

STEPS_PER_MONTH = 4
"""Internal steps in a month (conventions §5); the kernels hold the same number."""


def step_of(day: date, start: Month, steps_per_month: int = STEPS_PER_MONTH) -> int:
    """Return the step a day lies in; days before the start have negative steps.

    Examples
    --------
    >>> step_of(date(2025, 6, 11), Month(2025, 4))
    9
    """
    months = Month.of(day) - start
    return months * steps_per_month + (day.day - 1) * steps_per_month // _length(Month.of(day))


def first_day_of(step: int, start: Month, steps_per_month: int = STEPS_PER_MONTH) -> date:
    """Return the first day of a step; `step_of` leads back."""
    month = start + step // steps_per_month
    passed = -(-(step % steps_per_month) * _length(month) // steps_per_month)
    return date(month.year, month.month, 1 + passed)


def middle_of(step: int, start: Month, steps_per_month: int = STEPS_PER_MONTH) -> date:
    """Return the day in the middle of a step, where what happens at any time of it happens on average."""
    first = first_day_of(step, start, steps_per_month)
    return first + (first_day_of(step + 1, start, steps_per_month) - first) // 2


@lru_cache(maxsize=64)
def middles(start: Month, steps: int, before: int = 0) -> tuple[date, ...]:
    """Return the middle days of the steps of a run, and of some before it.

    Examples
    --------
    >>> [str(day) for day in middles(Month(2026, 1), 2)]
    ['2026-01-04', '2026-01-12']
    """
    return tuple(middle_of(step, start) for step in range(-before, steps))


def share_of_month(month: Month, from_: date, until: date | None) -> float:
    """Share of a month's days between two days, both counted; no end means open."""
    first = date(month.year, month.month, 1)
    last = first + timedelta(days=_length(month) - 1)
    began, ended = max(from_, first), last if until is None else min(until, last)
    return max((ended - began).days + 1, 0) / _length(month)


def _length(month: Month) -> int:
    return monthrange(month.year, month.month)[1]
