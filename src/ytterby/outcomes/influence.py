"""Which inputs move an outcome from draw to draw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEAST_DRAWS = 30


def influences(draws: Floats, live: Ints, outcome: Floats) -> Floats:
    """Share of an outcome's variance that each uncertain estimate explains by its rank.

    Parameters
    ----------
    draws : (draw, estimate).
    live : ids of the uncertain estimates.
    outcome : (draw,) any number; inf counts as later than everything.

    Returns
    -------
    (len(live),) [share]
        Squared rank correlation less what chance alone gives, 1/(n-1), not negative; zeros where the outcome is
        the same in every draw.
    """
    n = draws.shape[0]
    y = _ranks(outcome[:, None])[:, 0]
    if n < LEAST_DRAWS or np.ptp(y) == 0:
        return np.zeros(live.size)
    x = _ranks(draws[:, live])
    rho = ((x - x.mean(axis=0)) * (y - y.mean())[:, None]).mean(axis=0) / (x.std(axis=0) * y.std())
    noise = 1.0 / (n - 1)
    signal = rho**2 - noise
    return np.where(rho**2 > 4.0 * noise, signal, 0.0)


def assumption_share(draws: Floats, estimates: EstimateSet, outcome: Floats) -> float | None:
    """Share of the explained variance of an outcome that comes from assumptions and estimates.

    Returns
    -------
    share, or None where nothing is explained (too few draws, or the outcome does not vary).
    """
    live = estimates.uncertain
    share = influences(draws, live, outcome)
    if share.sum() <= 0:
        return None
    weak = np.array([estimates.items[i].standing.weak for i in live])
    return float(share[weak].sum() / share.sum())


def _ranks(values: Floats) -> Floats:
    """Ranks by column, equal values sharing their mean rank."""
    from scipy.stats import rankdata

    finite = np.where(np.isfinite(values), values, np.finfo(np.float64).max)
    return np.asarray(rankdata(finite, axis=0), dtype=np.float64)
