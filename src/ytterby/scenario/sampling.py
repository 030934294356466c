"""Draws from the estimates: one scrambled Sobol sequence, the same for every scenario (conventions §15)."""

from __future__ import annotations

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

    Returns
    -------
    (draw, estimate) in the unit of each estimate.
    """
    out = np.repeat(estimates.best[None, :], count, axis=0)
    live = estimates.uncertain
    u = uniforms(count, live.size, seed)
    out[:, live] = triangular_quantile(u, estimates.low[live], estimates.best[live], estimates.high[live])
    return out
