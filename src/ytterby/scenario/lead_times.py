"""How long projects take and what they cost: the distributions of conventions §11.

Spans stay apart: "exploration to construction" (9 years) ends where the stage `build` begins, "discovery to production"
(15.7 years, 127 mines) includes it. A function here does not know which span its three numbers are of.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ytterby.domain.estimate import triangular_quantile

Floats = NDArray[np.float64]
LEAD_TIME = (6.25, 9.0, 18.0)
"""Exploration to construction of rare-earth mines [a]: least, typical, most (table `lead_times`)."""
RAMP_YEARS = 1.5
"""Time constant of the ramp [a]."""


def triangular_mean(low: float, best: float, high: float) -> float:
    """Mean of the triangular distribution; (6.25, 9, 18) a gives 11.083 a."""
    return (low + best + high) / 3.0


def triangular_cdf(x: ArrayLike, low: float, best: float, high: float) -> Floats:
    """Share of projects done by `x`, in the unit of `low`; equal numbers give a step.

    Notes
    -----
    (x-low)^2/((high-low)(best-low)) up to the mode, 1 - (high-x)^2/((high-low)(high-best)) beyond   conventions §11
    """
    at = np.asarray(x, dtype=np.float64)
    if high == low:
        return np.where(at >= low, 1.0, 0.0)
    share, mode = np.clip((at - low) / (high - low), 0.0, 1.0), (best - low) / (high - low)
    below = np.minimum(share, mode) ** 2 / mode if mode > 0 else np.zeros_like(share)
    above = 1.0 - (1.0 - np.maximum(share, mode)) ** 2 / (1.0 - mode) if mode < 1 else np.ones_like(share)
    return np.where(share < mode, below, above)


def lead_time_quantile(u: Floats, low: float, best: float, high: float) -> Floats:
    """Triangular quantile for one set of numbers; `u` of any shape, result in the unit of `low`."""
    return triangular_quantile(u, np.float64(low), np.float64(best), np.float64(high))  # type: ignore[arg-type]


def pert_mean(low: float, best: float, high: float) -> float:
    """Mean of the beta-PERT distribution; (6.25, 9, 18) a gives 10.0417 a."""
    return (low + 4.0 * best + high) / 6.0


def pert_cdf(x: ArrayLike, low: float, best: float, high: float) -> Floats:
    """Share of projects done by `x` under beta-PERT, in the unit of `low`.

    Notes
    -----
    Beta on (low, high) with a = 1 + 4 (best-low)/(high-low), b = 1 + 4 (high-best)/(high-low)   conventions §11
    """
    from scipy.special import betainc

    at = np.asarray(x, dtype=np.float64)
    if high == low:
        return np.where(at >= low, 1.0, 0.0)
    out: Floats = betainc(*_beta(low, best, high), np.clip((at - low) / (high - low), 0.0, 1.0))
    return out


def pert_quantile(u: Floats, low: float, best: float, high: float) -> Floats:
    """Quantile of beta-PERT; `u` of any shape, result in the unit of `low`."""
    from scipy.special import betaincinv

    if high == low:
        return np.full_like(u, low)
    out: Floats = low + (high - low) * betaincinv(*_beta(low, best, high), u)
    return out


def _beta(low: float, best: float, high: float) -> tuple[float, float]:
    return 1.0 + 4.0 * (best - low) / (high - low), 1.0 + 4.0 * (high - best) / (high - low)


def remaining_months(u: Floats, low: float, best: float, high: float, elapsed: float) -> Floats:
    """Time a stage still takes [mo], given how long it has lasted.

    Parameters
    ----------
    u : (draw,) [share]
        Uniform numbers.
    low, best, high : [mo]
        Triangular duration of the stage.
    elapsed : [mo]
        Time since the stage began; not negative.

    Returns
    -------
    (draw,) [mo]
        Not negative; rises with `u`.

    Notes
    -----
    Q(F(e) + u (1 - F(e))) - e with e = min(elapsed, best): a stage that lasts longer than its best guess is late, and
    a late stage is not thereby nearly over.
    """
    past = min(elapsed, best)
    done = float(triangular_cdf(past, low, best, high)) if high > low else 0.0
    return np.maximum(lead_time_quantile(done + u * (1.0 - done), low, best, high) - past, 0.0)


def ramp(months: ArrayLike, years: float = RAMP_YEARS) -> Floats:
    """Share of capacity reached some months after the start; 0 before it.

    Examples
    --------
    >>> [round(float(ramp(12 * a)), 3) for a in (1, 2, 4)]
    [0.487, 0.736, 0.931]
    """
    since = np.maximum(np.asarray(months, dtype=np.float64), 0.0)
    out: Floats = 1.0 - np.exp(-since / (12.0 * years))
    return out


def overrun(u: Floats, median: float = 1.3, sigma: float = 0.35) -> Floats:
    """Capital cost over the promised one: lognormal quantile, P90 2.04; `u` of any shape."""
    from scipy.special import ndtri

    out: Floats = median * np.exp(sigma * ndtri(u))
    return out


def expected_supply(capacity: ArrayLike, odds: ArrayLike, on_stream: ArrayLike, ramped: ArrayLike) -> float:
    """Sum of capacity x odds of success x share on stream by then x share of capacity reached.

    Parameters
    ----------
    capacity : (project,) any rate; the result has its unit.
    odds, on_stream, ramped : (project,) or one for all [share].
    """
    each = np.asarray(capacity) * np.asarray(odds) * np.asarray(on_stream) * np.asarray(ramped)
    return float(np.sum(each))


def runs(price: ArrayLike, cost: ArrayLike, floor: ArrayLike) -> NDArray[np.bool_]:
    """Whether a project runs: the price, or its floor, exceeds its unit cost.

    Parameters
    ----------
    price, cost, floor : multiples of the 2024 price, shapes that broadcast; a floor of 0 is none.
    """
    out: NDArray[np.bool_] = np.maximum(np.asarray(price), np.asarray(floor)) > np.asarray(cost)
    return out
