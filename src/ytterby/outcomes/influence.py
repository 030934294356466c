"""Which inputs move an outcome from draw to draw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEAST_DRAWS = 30


def influences(draws: Floats, live: Ints, outcome: Floats) -> Floats:
    """Share of an outcome's variance that each uncertain estimate explains by its rank, where it stands out.

    Parameters
    ----------
    draws : (draw, estimate).
    live : ids of the uncertain estimates.
    outcome : (draw,) any number; inf counts as later than everything.

    Returns
    -------
    (len(live),) [share]
        Squared rank correlation less what chance alone gives, 1/(n-1); zero below four times that, and where the
        outcome is the same in every draw.
    """
    signal, noise = _signals(draws, live, outcome)
    return np.where(signal > 3.0 * noise, signal, 0.0)


def assumption_share(draws: Floats, estimates: EstimateSet, outcome: Floats) -> float | None:
    """Share of the explained variance of an outcome that comes from assumptions and estimates.

    Returns
    -------
    share, or None where nothing is explained (too few draws, or the outcome does not vary with the inputs).

    Notes
    -----
    All inputs count, those that do not stand out too: less what chance gives, errors of many small ones cancel in the
    sum, while a threshold lets through the one in twenty that chance lifts and drops the small ones that are there.
    A sum over k inputs is told from nothing above two of its standard errors by chance, sqrt(2 k) / (n - 1).
    """
    live = estimates.uncertain
    signal, noise = _signals(draws, live, outcome)
    weak = np.array([estimates.items[i].standing.weak for i in live], dtype=bool)
    if signal.sum() <= 2.0 * noise * np.sqrt(2.0 * live.size):
        return None
    return float(np.clip(signal[weak].sum() / signal.sum(), 0.0, 1.0))


def _signals(draws: Floats, live: Ints, outcome: Floats) -> tuple[Floats, float]:
    """Squared rank correlation of each input less what chance gives, and what that is; zeros if nothing can be said."""
    n = draws.shape[0]
    y = _ranks(outcome[:, None])[:, 0]
    if n < LEAST_DRAWS or np.ptp(y) == 0 or live.size == 0:
        return np.zeros(live.size), 1.0
    x = _ranks(draws[:, live])
    rho = ((x - x.mean(axis=0)) * (y - y.mean())[:, None]).mean(axis=0) / (x.std(axis=0) * y.std())
    noise = 1.0 / (n - 1)
    return rho**2 - noise, noise


def _ranks(values: Floats) -> Floats:
    """Ranks by column, equal values sharing their mean rank; scipy.stats takes over a second to import."""
    finite = np.where(np.isfinite(values), values, np.finfo(np.float64).max)
    return np.column_stack([_ranked(column) for column in finite.T])


def _ranked(column: Floats) -> Floats:
    _, at, count = np.unique(column, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(count) - (count - 1) / 2.0)[at]
    return ranks
