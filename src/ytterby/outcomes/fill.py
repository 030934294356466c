"""Fill rate, and when it falls below a threshold and comes back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVELS = (0.05, 0.5, 0.95)


def fill_rate(used: Floats, demand: Floats) -> Floats:
    """Use over demand; 1 where nothing is asked.

    Parameters
    ----------
    used, demand : (draw, use, month) [t].

    Returns
    -------
    (draw, use, month) [share]
        use / (D0 g): what price destroys counts as not met and is shown beside it    conventions §5
    """
    ratio = np.divide(used, demand, out=np.ones_like(used), where=demand > 0)
    return np.clip(ratio, 0.0, 1.0, out=ratio)


def bands(values: Floats) -> Floats:
    """5, 50 and 95 % over draws: (3, ...) of values (draw, ...)."""
    if len(values) == 1:  # one draw is all of its quantiles
        return np.repeat(np.asarray(values, dtype=np.float64), len(LEVELS), axis=0)
    if values.ndim < 3:
        return np.quantile(values, LEVELS, axis=0)
    # row by row: what is sorted is a copy
    return np.stack([np.quantile(values[:, k], LEVELS, axis=0) for k in range(values.shape[1])], axis=1)


def time_to_survive(fill: Floats, below: float) -> Floats:
    """Months until the fill rate first drops below a threshold.

    Parameters
    ----------
    fill : (draw, use, month) [share].
    below : threshold.

    Returns
    -------
    (draw, use) [mo]
        inf where it never does                                          conventions §14
    """
    short = fill < below
    return np.where(short.any(axis=2), short.argmax(axis=2), np.inf).astype(np.float64)


def first_shortage(fill: Floats, below: float) -> Floats:
    """Time at which the fill rate crosses a threshold, between months in proportion.

    Returns
    -------
    (draw, use) [mo]
        As `time_to_survive`, but continuous, so that what moves it can be told; inf where it never crosses.
    """
    month = time_to_survive(fill, below)
    at = np.where(np.isfinite(month), month, 0).astype(np.int64)
    after = np.take_along_axis(fill, at[:, :, None], axis=2)[:, :, 0]
    before = np.take_along_axis(fill, np.maximum(at - 1, 0)[:, :, None], axis=2)[:, :, 0]
    before = np.where(at > 0, before, 1.0)
    fall = np.maximum(before - after, 1e-12)
    return np.where(np.isfinite(month), month - 1.0 + (before - below) / fall, np.inf)


def time_to_recover(fill: Floats, below: float) -> Floats:
    """Months from the first short month until the fill rate stays at or above the threshold.

    Returns
    -------
    (draw, use) [mo]
        nan where it is never short, inf where it is still short in the last month   conventions §14
    """
    short = fill < below
    first = short.argmax(axis=2)
    last = fill.shape[2] - 1 - short[:, :, ::-1].argmax(axis=2)
    months = np.where(short.any(axis=2), last - first + 1.0, np.nan)
    return np.where(short[:, :, -1], np.inf, months)


def quantiles_with_never(months: Floats) -> Floats:
    """5, 50 and 95 % over draws of times that may be inf: order statistics, never an average with inf.

    Parameters
    ----------
    months : (draw, use) [mo]; nan where the question does not arise, which counts as no time at all.

    Returns
    -------
    (3, use) [mo]
        nan where it arises in no draw.
    """
    ordered = np.sort(np.where(np.isnan(months).all(axis=0), np.nan, np.nan_to_num(months, posinf=np.inf)), axis=0)
    rank = [min(int(np.ceil(q * len(ordered))) - 1, len(ordered) - 1) for q in LEVELS]
    return np.asarray(ordered[np.maximum(rank, 0)])


def undelivered(used: Floats, demand: Floats) -> Floats:
    """Tonnes asked and not delivered over the whole run (draw, use) [t]."""
    each = [np.maximum(demand[:, k] - used[:, k], 0.0).sum(axis=1) for k in range(used.shape[1])]
    return np.stack(each, axis=1)
