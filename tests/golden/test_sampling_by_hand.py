"""Draws: the triangular quantile, and what columns of luck must and must not have in common (conventions §15)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata, triang

from ytterby.domain.estimate import triangular_quantile
from ytterby.outcomes.influence import influences
from ytterby.scenario.sampling import ROUND, draw_estimates, numbered, uniforms

NAMES = numbered("x", 40)
KEPT = [
    [0.07361139411787498, 0.20708372507063166],
    [0.7942273581806142, 0.9139613285791258],
    [0.328369571478511, 0.6039282936263141],
]


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
    many = uniforms(257, NAMES, seed=3)
    assert np.array_equal(uniforms(few, NAMES, seed=3), many[:few])
    assert many.min() > 0
    assert many.max() < 1
    assert not np.array_equal(uniforms(few, NAMES, seed=4), many[:few])


def test_any_part_can_be_drawn_by_itself():
    whole = uniforms(3 * ROUND, NAMES, seed=3)
    for first, count in ((0, ROUND), (7, 9), (ROUND - 3, 5), (ROUND, 1), (200, 2 * ROUND), (2 * ROUND + 17, 40)):
        assert np.array_equal(uniforms(count, NAMES, 3, first), whole[first : first + count])
    assert not np.array_equal(whole[:ROUND], whole[ROUND : 2 * ROUND])


def test_a_column_goes_with_its_name():
    """Not with its position: scenarios that have one thing in common share its luck."""
    some = uniforms(50, ("c", "a"), seed=1)
    assert np.array_equal(some, uniforms(50, ("a", "b", "c"), seed=1)[:, [2, 0]])
    assert uniforms(3, (), seed=1).shape == (3, 0)


def test_what_is_drawn_stays_as_it_is():
    """A stored run can be made again years later: numbers of this version, kept by hand."""
    assert uniforms(3, ("cover/metal", "switch"), seed=20260106) == pytest.approx(np.array(KEPT), abs=1e-15)


@pytest.mark.parametrize("count", [1, 2, 16, 64, 1024])
@pytest.mark.parametrize("number", [0, 1])
def test_every_column_is_even(count: int, number: int):
    """The first 2^k draws of a round fall one into each 1/2^k of every column."""
    cells = np.sort((uniforms(count, NAMES, 1, number * ROUND) * count).astype(int), axis=0)
    assert np.array_equal(cells, np.repeat(np.arange(count)[:, None], len(NAMES), axis=1))


def closest(values: np.ndarray) -> float:
    """Largest absolute rank correlation between two columns."""
    r = np.corrcoef(rankdata(values, axis=0).T)
    return float(np.abs(r - np.eye(len(r))).max())


@pytest.mark.parametrize("draws", [64, 200, 256, 1000, 1024])
def test_inputs_do_not_go_together(draws: int):
    """Of 28,000 pairs of independent columns the closest are 4.2 standard errors from nothing; 1 in 200 times 5.2."""
    from twins import chain

    live = chain.estimates().uncertain
    assert live.size > 200
    assert closest(draw_estimates(chain.estimates(), draws, seed=1)[:, live]) < 5.2 / np.sqrt(draws - 1)


def test_of_two_estimates_one_is_not_credited_with_what_the_other_does():
    from twins import chain

    estimates = chain.estimates()
    draws, live = draw_estimates(estimates, 256, seed=1), estimates.uncertain
    for k in range(0, live.size, 12):
        share = influences(draws, live, draws[:, live[k]])
        assert share[k] > 0.99
        assert np.delete(share, k).max() < 0.11


def test_draws_stay_in_range():
    from twins import chain

    estimates = chain.estimates()
    drawn = draw_estimates(estimates, 32, seed=1)
    assert np.all((drawn >= estimates.low - 1e-9) & (drawn <= estimates.high + 1e-9))
    certain = np.setdiff1d(np.arange(len(estimates)), estimates.uncertain)
    assert np.all(drawn[:, certain] == estimates.best[certain])
