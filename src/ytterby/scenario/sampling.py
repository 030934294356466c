"""Draws from the estimates: one scrambled Sobol sequence, the same for every scenario (conventions §15)."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet, triangular_quantile

if TYPE_CHECKING:
    from scipy.stats.qmc import Sobol

Floats = NDArray[np.float64]


def uniforms(count: int, dimensions: int, seed: int, first: int = 0) -> Floats:
    """Scrambled Sobol points in the open unit cube.

    Parameters
    ----------
    count : number of draws; powers of two balance best.
    dimensions : one for each uncertain estimate.
    seed : of the scrambling.
    first : number of the first draw; those before it are skipped, not made.

    Returns
    -------
    (draw, dimension) [share]
        Row i is draw ``first + i``, the same for every `count` and `first`: more draws refine and never replace, and
        a part of the draws can be made anywhere.
    """
    engine = deepcopy(_sequence(max(dimensions, 1), seed))
    points = count
    if first:
        engine.fast_forward(first)
    else:
        points = 1 << max(count - 1, 0).bit_length()  # a sequence that begins with another number of points warns
    cube = engine.random(points)
    inside: Floats = np.clip(cube[:count, :dimensions], 1e-9, 1.0 - 1e-9)
    return inside


@lru_cache(maxsize=8)
def _sequence(dimensions: int, seed: int) -> Sobol:
    """A scrambled sequence at its start; scrambling costs more than a block of points."""
    from scipy.stats import qmc

    return qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))


def draw_estimates(estimates: EstimateSet, count: int, seed: int, first: int = 0) -> Floats:
    """Draw every estimate; a certain one is constant.

    An estimate that was added, or was certain before, has luck of its own: that of all others stays as it was.

    Returns
    -------
    (draw, estimate) in the unit of each estimate, from draw `first` on.
    """
    out = np.repeat(estimates.best[None, :], count, axis=0)
    live = estimates.uncertain
    shared = uniforms(count, len(estimates.sequence), seed, first)
    column = {id_: k for k, id_ in enumerate(estimates.sequence)}
    u = np.empty((count, live.size))
    for k, origin in enumerate(live):
        id_ = estimates.items[origin].id
        u[:, k] = shared[:, column[id_]] if id_ in column else _own_luck(id_, first + count, seed)[first:]
    out[:, live] = triangular_quantile(u, estimates.low[live], estimates.best[live], estimates.high[live])
    return out


def middle(estimates: EstimateSet) -> Floats:
    """Medians of all estimates (1, estimate): a future in which nothing that may be there is missing."""
    half = np.full((1, len(estimates)), 0.5)
    return triangular_quantile(half, estimates.low, estimates.best, estimates.high)


def _own_luck(id_: str, count: int, seed: int) -> Floats:
    """Uniform numbers (draw,) that depend on an id and the seed alone."""
    luck: Floats = np.clip(np.random.default_rng([seed, crc32(id_.encode())]).random(count), 1e-9, 1.0 - 1e-9)
    return luck
