"""A number with its range, its unit and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.words import Standing

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """One uncertain quantity: low, best and high of a triangular distribution.

    Attributes
    ----------
    id : path-like and unique, such as ``supply/ndpr/mine/CHN/2024``.
    low, best, high : in `unit`; equal when the source gives one figure.
    unit : the unit at the edge (t/a, d, share, ...).
    standing : how well it is known.
    source : who says so.
    row : file and line it was read from, or the field of a chain or scenario file.
    """

    id: str
    low: float
    best: float
    high: float
    unit: str
    standing: Standing
    source: str
    row: str = ""

    @property
    def certain(self) -> bool:
        """True when the range is a point."""
        return self.low == self.high


def triangular_quantile(u: Floats, low: Floats, best: Floats, high: Floats) -> Floats:
    """Quantile function of the triangular distribution.

    Parameters
    ----------
    u : (draw, estimate) [share]
        Uniform numbers in (0, 1).
    low, best, high : (estimate,)
        Minimum, mode and maximum; equal values give a constant.

    Returns
    -------
    (draw, estimate)
        Values between `low` and `high`.

    Notes
    -----
    With F(mode) = (best-low)/(high-low) = k:
    x = low + sqrt(u (high-low)(best-low)) for u < k, else high - sqrt((1-u)(high-low)(high-best))   conventions §15
    """
    width = high - low
    rise, fall = best - low, high - best
    k = np.divide(rise, width, out=np.zeros_like(width), where=width > 0)
    below = low + np.sqrt(u * width * rise)
    above = high - np.sqrt((1.0 - u) * width * fall)
    return np.where(u < k, below, above)


class EstimateSet:
    """An ordered set of estimates; a draw is one value for each.

    The position of an estimate is its *origin id*: arrays of the network carry it beside every number.

    Parameters
    ----------
    estimates : in order; no id twice.
    """

    def __init__(self, estimates: Iterable[Estimate]) -> None:
        self.items = tuple(estimates)
        self.index = {e.id: i for i, e in enumerate(self.items)}
        if len(self.index) != len(self.items):
            twice = [e.id for i, e in enumerate(self.items) if self.index[e.id] != i]
            raise ValueError(f"estimates given twice: {', '.join(twice[:5])}")
        self.low = np.array([e.low for e in self.items], dtype=np.float64)
        self.best = np.array([e.best for e in self.items], dtype=np.float64)
        self.high = np.array([e.high for e in self.items], dtype=np.float64)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, id_: str) -> Estimate:
        return self.items[self.index[id_]]

    def __contains__(self, id_: str) -> bool:
        return id_ in self.index

    @property
    def uncertain(self) -> NDArray[np.int64]:
        """Origin ids of the estimates whose range is not a point."""
        return np.flatnonzero(self.high > self.low)

    def replaced(self, changes: Mapping[str, Estimate]) -> EstimateSet:
        """Return a copy with some estimates replaced; unknown ids raise KeyError."""
        for id_ in changes:
            self.index[id_]
        return EstimateSet(changes.get(e.id, e) for e in self.items)

    def with_others(self, others: Mapping[str, Estimate]) -> EstimateSet:
        """Return a copy with estimates replaced, and those of new ids added at the end."""
        added = [e for id_, e in others.items() if id_ not in self.index]
        return EstimateSet([*(others.get(e.id, e) for e in self.items), *added])
