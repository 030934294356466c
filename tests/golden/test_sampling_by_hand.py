"""Draws: the triangular quantile and the prefix property of the sequence (conventions §15)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import triang

from ytterby.domain.estimate import triangular_quantile
from ytterby.scenario.sampling import draw_estimates, uniforms


def quantile(u: float, low: float, best: float, high: float) -> float:
    return float(triangular_quantile(np.array([[u]]), *(np.array([x]) for x in (low, best, high)))[0, 0])


@pytest.mark.parametrize(
    ("u", "expected"), [(0.0, 0.0), (0.0625, 0.5), (0.25, 1.0), (0.81, 4 - (0.19 * 12) ** 0.5), (1.0, 4.0)]
)
def test_triangle_0_1_4(u: float, expected: float):
    assert quantile(u, 0.0, 1.0, 4.0) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("share", "years"), [(0.3948, 10.0), (0.9149, 15.0)])
def test_lead_times_of_the_conventions(share: float, years: float):
    assert quantile(share, 6.25, 9.0, 18.0) == pytest.approx(years, abs=2e-3)


def test_mean_of_lead_times():
    u = (np.arange(200_000) + 0.5) / 200_000
    x = triangular_quantile(u[:, None], np.array([6.25]), np.array([9.0]), np.array([18.0]))
    assert x.mean() == pytest.approx(11.083, abs=5e-4)


@pytest.mark.parametrize(("low", "best", "high"), [(2.0, 2.0, 5.0), (2.0, 5.0, 5.0), (1.0, 2.5, 9.0)])
def test_equals_scipy(low: float, best: float, high: float):
    for u in np.linspace(0.001, 0.999, 37):
        expected = triang.ppf(u, (best - low) / (high - low), loc=low, scale=high - low)
        assert quantile(float(u), low, best, high) == pytest.approx(float(expected), rel=1e-12)


def test_a_point_stays_a_point():
    assert quantile(0.3, 7.0, 7.0, 7.0) == 7.0


@pytest.mark.parametrize("few", [1, 2, 5, 64, 100])
def test_more_draws_keep_the_first_ones(few: int):
    many = uniforms(257, 40, seed=3)
    assert np.array_equal(uniforms(few, 40, seed=3), many[:few])
    assert many.min() > 0
    assert many.max() < 1
    assert not np.array_equal(uniforms(few, 40, seed=4), many[:few])


def test_points_fill_the_cube_evenly():
    """The first 64 points of every dimension fall one into each 1/64."""
    cells = np.sort((uniforms(64, 30, seed=1) * 64).astype(int), axis=0)
    assert np.array_equal(cells, np.repeat(np.arange(64)[:, None], 30, axis=1))


def test_draws_stay_in_range():
    from twins import chain

    estimates = chain.estimates()
    drawn = draw_estimates(estimates, 32, seed=1)
    assert np.all((drawn >= estimates.low - 1e-9) & (drawn <= estimates.high + 1e-9))
    certain = np.setdiff1d(np.arange(len(estimates)), estimates.uncertain)
    assert np.all(drawn[:, certain] == estimates.best[certain])
