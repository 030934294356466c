"""Scores of a forecast against what came (conventions §20)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def crps(sample: ArrayLike, observed: float, weights: ArrayLike | None = None) -> float:
    """Continuous ranked probability score of a sample: smaller is better, in the unit of the sample.

    Parameters
    ----------
    sample : (draw,) the forecast; one number is a point forecast and scores its absolute error.
    observed : what came.
    weights : (draw,) weight of each draw, not negative; equal if None.

    Notes
    -----
    E|X - y| - E|X - X'|/2, exact for the sample                                                conventions §20

    References
    ----------
    Gneiting and Raftery (2007), Strictly proper scoring rules, doi 10.1198/016214506000001437.

    Examples
    --------
    >>> crps([0.0, 1.0], 0.0)
    0.25
    >>> crps([2.0], 0.5)
    1.5
    """
    x = np.asarray(sample, dtype=np.float64).ravel()
    w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=np.float64).ravel()
    order = np.argsort(x, kind="stable")
    x, w = x[order], w[order] / w.sum()
    away = float(w @ np.abs(x - observed))
    # E|X - X'| = 2 sum over gaps of F (1 - F) times the gap
    below = np.cumsum(w)[:-1]
    spread = float(np.sum(below * (1.0 - below) * np.diff(x)))
    return away - spread


def skill(score: float, baseline: float) -> float | None:
    """Share by which a score is smaller than a baseline's; negative where it is worse, None where nothing is to gain.

    Examples
    --------
    >>> skill(0.1, 0.4)
    0.75
    >>> skill(0.1, 0.0) is None
    True
    """
    return 1.0 - score / baseline if baseline > 0 else None


def brier(probability: ArrayLike, happened: ArrayLike) -> float:
    """Mean squared distance of stated odds from what came, 0 for perfect, .25 for a coin.

    Examples
    --------
    >>> brier([0.5, 1.0], [True, True])
    0.125
    """
    p, y = np.asarray(probability, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    return float(np.mean((p - y) ** 2))


def quantiles(sample: ArrayLike, weights: ArrayLike | None = None) -> tuple[float, float, float]:
    """5, 50 and 95 % of a weighted sample.

    Examples
    --------
    >>> quantiles([1.0, 2.0, 3.0])
    (1.0, 2.0, 3.0)
    """
    x = np.asarray(sample, dtype=np.float64).ravel()
    w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=np.float64).ravel()
    order = np.argsort(x, kind="stable")
    x, share = x[order], np.cumsum(w[order]) / w.sum()
    at = np.minimum(np.searchsorted(share, (0.05, 0.5, 0.95), side="left"), x.size - 1)
    return float(x[at[0]]), float(x[at[1]]), float(x[at[2]])
