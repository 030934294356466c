"""Months of a plan grouped into periods: fine at first, coarse later."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def quarters(months: int) -> Ints:
    """Lengths of periods of three months each [mo]; the last may be shorter."""
    return _cut(months, [3] * (-(-months // 3)))


def coarser(months: int, fine_years: int = 4) -> Ints:
    """Lengths of periods: quarters for some years, then half-years for three, then years [mo].

    What is known of a year that far off does not tell its quarters apart.
    """
    fine = [3] * (4 * fine_years)
    return _cut(months, [*fine, *[6] * 6, *[12] * (months // 12 + 1)])


def _cut(months: int, lengths: list[int]) -> Ints:
    ends = np.minimum(np.cumsum(lengths), months)
    cut = np.diff(np.concatenate([[0], ends]))
    return np.asarray(cut[cut > 0], dtype=np.int64)


def middles(lengths: Ints) -> Floats:
    """Middle of each period [mo from the start]."""
    ends = np.cumsum(lengths)
    return np.asarray(ends - lengths / 2.0, dtype=np.float64)


def means(values: Floats, lengths: Ints, axis: int = 0, per_month: int = 1) -> Floats:
    """Mean over each period of what is known by month (or by step, `per_month` to a month)."""
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) * per_month
    sums = np.add.reduceat(values, starts, axis=axis)
    shape = [1] * values.ndim
    shape[axis] = lengths.size
    return np.asarray(sums / (lengths * per_month).reshape(shape))


def discounts(lengths: Ints, rate: float) -> Floats:
    """Worth today of a dollar in the middle of each period; `rate` a year."""
    out: Floats = (1.0 + rate) ** (-middles(lengths) / 12.0)
    return out
