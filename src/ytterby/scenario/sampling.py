"""Draws from the estimates: one scrambled Sobol sequence, the same for every scenario (conventions §15)."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet, triangular_quantile

Floats = NDArray[np.float64]


def uniforms(count: int, dimensions: int, seed: int) -> Floats:
    """Scrambled Sobol points in the open unit cube.

    Parameters
    ----------
    count : number of draws; powers of two balance best.
    dimensions : one for each uncertain estimate.
    seed : of the scrambling.

    Returns
    -------
    (draw, dimension) [share]
        The same first rows for every `count`, so that more draws refine and never replace.
    """
    from scipy.stats import qmc

    points = 1 << max(count - 1, 0).bit_length()
    cube = qmc.Sobol(max(dimensions, 1), scramble=True, rng=np.random.default_rng(seed)).random(points)
    inside: Floats = np.clip(cube[:count, :dimensions], 1e-9, 1.0 - 1e-9)
    return inside


def draw_estimates(estimates: EstimateSet, count: int, seed: int) -> Floats:
    """Draw every estimate; a certain one is constant.

    An estimate that was added, or was certain before, has luck of its own: that of all others stays as it was.

    Returns
    -------
    (draw, estimate) in the unit of each estimate.
    """
    out = np.repeat(estimates.best[None, :], count, axis=0)
    live = estimates.uncertain
    shared = uniforms(count, len(estimates.sequence), seed)
    column = {id_: k for k, id_ in enumerate(estimates.sequence)}
    u = np.empty((count, live.size))
    for k, origin in enumerate(live):
        id_ = estimates.items[origin].id
        u[:, k] = shared[:, column[id_]] if id_ in column else _own_luck(id_, count, seed)
    out[:, live] = triangular_quantile(u, estimates.low[live], estimates.best[live], estimates.high[live])
    return out


def _own_luck(id_: str, count: int, seed: int) -> Floats:
    """Uniform numbers (draw,) that depend on an id and the seed alone."""
    luck: Floats = np.clip(np.random.default_rng([seed, crc32(id_.encode())]).random(count), 1e-9, 1.0 - 1e-9)
    return luck
