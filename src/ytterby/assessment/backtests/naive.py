"""Naive forecasts a model has to beat, with the spread their own past errors give them (conventions §20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TAUS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Time constants an exponential decay is fitted over [periods]."""


def constant(known: Sequence[float]) -> Floats:
    """The known values themselves as the forecast: nothing changes, and months differ as they did."""
    return np.asarray(known, dtype=np.float64)


def persistence(known: Sequence[float], ahead: int = 1, gaps: Sequence[float] | None = None) -> Floats:
    """The last value, with the changes seen so far, which grow with the root of time; a point if one is known.

    Parameters
    ----------
    known : values, in order.
    ahead : periods from the last one to that of the forecast.
    gaps : (value - 1,) periods between one and the next; 1 each if None.
    """
    x = np.asarray(known, dtype=np.float64)
    once = np.diff(x) / np.sqrt(np.ones(x.size - 1) if gaps is None else np.asarray(gaps))
    steps = np.concatenate([once, -once]) if x.size > 1 else np.zeros(1)
    return np.asarray(np.maximum(x[-1] + steps * np.sqrt(ahead), 0.0))


def trend(at: Sequence[float], known: Sequence[float], when: float) -> Floats:
    """A straight line through the known values, with their distances from it; their mean if they are two."""
    t, x = np.asarray(at, dtype=np.float64), np.asarray(known, dtype=np.float64)
    if x.size < 3:
        return constant(known)
    slope, level = np.polyfit(t, x, 1)
    return np.asarray(np.maximum(level + slope * when + (x - level - slope * t), 0.0))


def decay(known: Sequence[float], ahead: int) -> Floats:
    """Exponential approach to a level, through the last value, fitted by least squares on the known steps.

    Notes
    -----
    x(t+1) = a + (x(t) - a) exp(-1/tau); a on a grid of 0 to 1, tau on `TAUS`; spread of its own one-step errors,
    which grows with the root of time.                                                          conventions §18, §20
    """
    x = np.asarray(known, dtype=np.float64)
    floor, tau, errors = min(
        ((a, tau, x[1:] - a - (x[:-1] - a) * np.exp(-1.0 / tau)) for a in np.linspace(0.0, 1.0, 21) for tau in TAUS),
        key=lambda fit: float(np.sum(fit[2] ** 2)),
    )
    centre = floor + (x[-1] - floor) * np.exp(-ahead / tau)
    return np.asarray(centre + np.concatenate([errors, -errors]) * np.sqrt(ahead))


def monthly(known: Mapping[str, float], usual: float, month: str) -> dict[str, Floats]:
    """Naive forecasts of one month, over the usual month.

    Parameters
    ----------
    known : month -> amount, in order.
    usual : amount of a usual month, in the same unit.
    month : the month to forecast.
    """
    values = [v / usual for v in known.values()]
    at, when = [_number(m) for m in known], _number(month)
    ahead = int(when - at[-1])
    return {
        "constant": constant(values),
        "persistence": persistence(values, ahead, np.diff(at).tolist()),
        "trend": trend(at, values, when),
    }


def _number(month: str) -> float:
    year, _, number = month.partition("-")
    return int(year) * 12.0 + int(number)
