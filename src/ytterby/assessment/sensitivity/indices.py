"""Sensitivity from a given sample: no run is made for it, however many inputs there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.fft import dct

from ytterby.assessment.indices.arrays import Bools, Floats, Ints
from ytterby.errors import BadData, Fault

HARMONICS = 4
"""Half waves of the effect of one input that are told from noise: two full waves."""
LEVEL = 0.05
"""Share of false finds that is accepted among the inputs found (Benjamini and Hochberg 1995)."""
LEAST_DRAWS = 50


@dataclass(frozen=True)
class FirstOrder:
    """Share of the variance of an outcome that each input explains alone.

    Attributes
    ----------
    share : (input,) [share] first-order Sobol index, less what chance alone gives; it may be slightly negative.
    error : (input,) [share] standard error.
    p : (input,) probability of as much without any effect.
    found : (input,) True where the effect stands out among all inputs.
    """

    share: Floats
    error: Floats
    p: Floats
    found: Bools


def first_order(x: Floats, y: Floats, harmonics: int = HARMONICS) -> FirstOrder:
    """Estimate first-order indices from a sample that was drawn for another purpose.

    Parameters
    ----------
    x : (draw, input) independent inputs, of any distribution.
    y : (draw,) finite outcome.
    harmonics : cosines fitted to the effect of each input.

    Raises
    ------
    BadData : fewer than 50 draws, or an outcome that is not finite.

    Notes
    -----
    Sort y by x_i and take its cosine transform. With n draws the cosines of the ranks are orthonormal, so
    R = sum_{k=1..M} c_k^2 / var(y), and chance alone gives R = M/(n-1). The index is
    S = (R - M/(n-1)) / (1 - M/(n-1)), its error sqrt(4 R (1-R)^2 / n + 2 M / n^2).

    A few long waves cannot follow a step: of an event that comes in one future of twenty they see two fifths. Where an
    input has no more than M + 1 values, R is the share of the variance between their means (the correlation ratio),
    with M one less than their number; the rest is the same.

    References
    ----------
    Plischke (2010), An effective algorithm for computing global sensitivity indices (EASI), Reliability Engineering
    and System Safety 95, doi:10.1016/j.ress.2009.11.005. Tissot and Prieur (2012), Bias correction for the estimation
    of sensitivity indices based on random balance designs, ibid. 107, doi:10.1016/j.ress.2012.06.010.
    """
    n, inputs = x.shape
    _refuse(x, y)
    if np.ptp(y) == 0:
        nothing = np.zeros(inputs)
        return FirstOrder(nothing, nothing, np.ones(inputs), np.zeros(inputs, dtype=bool))
    order = np.argsort(x, axis=0, kind="stable")
    wave = dct((y - y.mean())[order], type=2, axis=0, norm="ortho")[1 : harmonics + 1]
    explained = (wave**2).sum(axis=0)
    terms = np.full(inputs, harmonics)
    for k, column in enumerate(x.T):
        values, of_draw = np.unique(column, return_inverse=True)
        if 1 < values.size <= harmonics + 1:
            explained[k], terms[k] = _between(y, of_draw.ravel()), values.size - 1
    raw = np.minimum(explained / (n * y.var()), 1.0 - 1e-12)
    chance = terms / (n - 1)
    p = stats.f.sf((raw / terms) / ((1.0 - raw) / (n - 1 - terms)), terms, n - 1 - terms)
    error = np.sqrt(4.0 * raw * (1.0 - raw) ** 2 / n + 2.0 * terms / n**2)
    moves = np.ptp(x, axis=0) > 0
    p = np.where(moves, p, 1.0)
    return FirstOrder(np.where(moves, (raw - chance) / (1.0 - chance), 0.0), error, p, stands_out(p))


def _between(y: Floats, group: Ints) -> float:
    """Sum of squares between the means of groups."""
    count, total = np.bincount(group), np.bincount(group, y - y.mean())
    return float((total**2 / count).sum())


@dataclass(frozen=True)
class Regional:
    """Which inputs differ between two groups of futures.

    Attributes
    ----------
    distance : (input,) [share] largest gap between the two distributions (Kolmogorov and Smirnov).
    p : (input,) probability of such a gap without any difference.
    found : (input,) True where the difference stands out among all inputs.
    inside, outside : (input,) median of the input in the futures of the group, and in the others.
    """

    distance: Floats
    p: Floats
    found: Bools
    inside: Floats
    outside: Floats


def regional(x: Floats, group: Bools) -> Regional | None:
    """Tell which inputs separate a group of futures from the others (Monte Carlo filtering).

    Parameters
    ----------
    x : (draw, input).
    group : (draw,) True for the futures of the group, such as those with a shortage.

    Returns
    -------
    Regional, or None where a group has fewer than 10 futures: nothing can be told apart.

    References
    ----------
    Spear and Hornberger (1980), Eutrophication in Peel Inlet II, Water Research 14, doi:10.1016/0043-1354(80)90040-8.
    """
    if min(int(group.sum()), int((~group).sum())) < 10:
        return None
    tests = [stats.ks_2samp(column[group], column[~group], method="asymp") for column in x.T]
    p = np.array([t.pvalue for t in tests])
    return Regional(
        np.array([t.statistic for t in tests]), p, stands_out(p), np.median(x[group], axis=0),
        np.median(x[~group], axis=0),
    )  # fmt: skip


def stands_out(p: Floats, level: float = LEVEL) -> Bools:
    """Pick the tests that stand out among many, at most a share `level` of them by chance.

    Examples
    --------
    >>> stands_out(np.array([0.001, 0.04, 0.5, 0.6])).tolist()
    [True, False, False, False]
    """
    order = np.argsort(p)
    passed = np.flatnonzero(p[order] <= level * np.arange(1, p.size + 1) / p.size)
    out = np.zeros(p.size, dtype=bool)
    out[order[: passed[-1] + 1 if passed.size else 0]] = True
    return out


def _refuse(x: Floats, y: Floats) -> None:
    faults = []
    if len(y) < LEAST_DRAWS:
        faults.append(
            Fault(f"{len(y)} draws", "--draws", f"at least {LEAST_DRAWS} tell an effect from noise (conventions §15)")
        )
    if not np.isfinite(y).all() or np.isnan(x).any():
        faults.append(Fault("an input or the outcome is not a number", "sensitivity"))
    if faults:
        raise BadData(*faults)
