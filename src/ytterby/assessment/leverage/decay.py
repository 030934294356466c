"""How a share falls while others build, and grows again when prices fall (conventions §18)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.errors import BadData, Fault

Floats = NDArray[np.float64]
TAUS = np.geomspace(0.3, 30.0, 60)
"""Time constants tried [a]."""


@dataclass(frozen=True)
class Approach:
    """An exponential approach to a level.

    Attributes
    ----------
    start, level : share at the first year, and the one approached.
    tau : time constant [a].
    """

    start: float
    level: float
    tau: float

    def at(self, years: float) -> float:
        """Share some years after the first: s_inf + (s0 - s_inf) exp(-t/tau)    conventions §18."""
        return self.level + (self.start - self.level) * math.exp(-years / self.tau)

    @property
    def half_life(self) -> float:
        """Years in which half the way is gone."""
        return self.tau * math.log(2.0)


def through(start: float, next_year: float, level: float) -> Approach:
    """Return the approach to a known level through two shares a year apart.

    Raises
    ------
    BadData : the second share does not lie between the first and the level.

    Examples
    --------
    >>> fit = through(81.61, 68.37, 58.0)
    >>> round(fit.tau, 3), round(fit.half_life, 2), round(fit.at(2.0), 1)
    (1.215, 0.84, 62.6)
    """
    gone = (next_year - level) / (start - level) if start != level else 0.0
    if not 0.0 < gone < 1.0:
        raise BadData(
            Fault(f"{next_year} does not lie between {start} and {level}", "leverage", "a decay falls to its level")
        )
    return Approach(start, level, -1.0 / math.log(gone))


def fitted(years: Sequence[int], shares: Sequence[float]) -> Approach:
    """Fit start, level and time constant by least squares; three years at least.

    Raises
    ------
    BadData : fewer than three years.
    """
    if len(years) < 3:
        raise BadData(Fault(f"{len(years)} years are too few for a decay", "leverage", fix="give three or more"))
    t, s = np.asarray(years, dtype=np.float64) - years[0], np.asarray(shares, dtype=np.float64)
    best: tuple[float, Approach] | None = None
    for tau in TAUS:
        e = np.exp(-t / tau)
        (level, start), *_ = np.linalg.lstsq(np.column_stack([1.0 - e, e]), s, rcond=None)
        level = float(np.clip(level, 0.0, s.max() * 1.5))
        error = float(np.sum((level * (1.0 - e) + start * e - s) ** 2))
        if best is None or error < best[0]:
            best = (error, Approach(float(start), level, float(tau)))
    assert best is not None
    return best[1]


@dataclass(frozen=True)
class Regimes:
    """A fall, and what followed.

    Attributes
    ----------
    first, turn : year of the first share, and of the lowest before the last.
    fall, rise : fits of the two spans; the second is None with fewer than three years after the turn.
    """

    first: int
    turn: int
    fall: Approach
    rise: Approach | None

    def at(self, year: int) -> float:
        """Share of a year by the fit of its span."""
        if self.rise is not None and year > self.turn:
            return self.rise.at(year - self.turn)
        return self.fall.at(year - self.first)


def regimes(shares: Mapping[int, float], first: int, until: int) -> Regimes:
    """Fit a fall from `first` to the lowest year, and a rise from there, on years up to `until` alone."""
    years = [y for y in sorted(shares) if first <= y <= until]
    turn = min(years[2:], key=lambda y: shares[y])
    down, up = [y for y in years if y <= turn], [y for y in years if y >= turn]
    rise = fitted(up, [shares[y] for y in up]) if len(up) >= 3 else None
    return Regimes(first, turn, fitted(down, [shares[y] for y in down]), rise)
