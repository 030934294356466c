"""Distributions of lead times against SciPy, and what time already spent is worth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ytterby.scenario.lead_times import (
    lead_time_quantile,
    overrun,
    pert_cdf,
    pert_mean,
    pert_quantile,
    ramp,
    remaining_months,
    runs,
    triangular_cdf,
)

SHAPES = [(6.25, 9.0, 18.0), (0.0, 3.0, 12.0), (0.0, 0.0, 5.0), (2.0, 7.0, 7.0), (75.0, 108.0, 216.0)]
U = np.linspace(0.001, 0.999, 401)


@pytest.mark.parametrize("shape", SHAPES)
def test_triangular_agrees_with_scipy(shape):
    low, best, high = shape
    theirs = stats.triang((best - low) / (high - low), low, high - low)
    x = np.linspace(low - 1, high + 1, 201)
    assert triangular_cdf(x, *shape) == pytest.approx(theirs.cdf(x), abs=1e-12)
    assert lead_time_quantile(U, *shape) == pytest.approx(theirs.ppf(U), rel=1e-10)


@pytest.mark.parametrize("shape", SHAPES)
def test_pert_agrees_with_scipy(shape):
    low, best, high = shape
    width = high - low
    theirs = stats.beta(1 + 4 * (best - low) / width, 1 + 4 * (high - best) / width, low, width)
    x = np.linspace(low - 1, high + 1, 201)
    assert pert_cdf(x, *shape) == pytest.approx(theirs.cdf(x), abs=1e-12)
    assert pert_quantile(U, *shape) == pytest.approx(theirs.ppf(U), rel=1e-9)
    assert pert_mean(*shape) == pytest.approx(theirs.mean())


def test_equal_numbers_are_a_step():
    assert list(triangular_cdf([2.9, 3.0], 3, 3, 3)) == [0.0, 1.0]
    assert list(pert_cdf([2.9, 3.0], 3, 3, 3)) == [0.0, 1.0]
    assert list(pert_quantile(np.array([0.1, 0.9]), 3, 3, 3)) == [3.0, 3.0]
    assert list(lead_time_quantile(np.array([0.1, 0.9]), 3, 3, 3)) == [3.0, 3.0]
    assert list(remaining_months(np.array([0.1, 0.9]), 3, 3, 3, 1)) == [2.0, 2.0]


def test_time_spent_is_the_conditional_distribution():
    drawn = lead_time_quantile(U, 12, 24, 60)
    longer = drawn[drawn > 20] - 20
    left = remaining_months(U, 12, 24, 60, 20)
    assert left.mean() == pytest.approx(longer.mean(), rel=0.02)
    assert remaining_months(U, 12, 24, 60, 6) == pytest.approx(drawn - 6)


def test_a_late_stage_is_not_nearly_over():
    assert remaining_months(U, 12, 24, 60, 24) == pytest.approx(remaining_months(U, 12, 24, 60, 200))


def test_nothing_before_the_start():
    assert list(ramp([-5.0, 0.0])) == [0.0, 0.0]
    assert ramp(1e6) == pytest.approx(1.0)


def test_overrun_without_spread_is_its_median():
    assert list(overrun(np.array([0.01, 0.99]), 1.3, 0.0)) == [1.3, 1.3]


def test_price_or_floor_must_exceed_cost():
    assert list(runs([1.0, 1.0, 0.5, 0.9], [0.9, 1.0, 0.8, 1.2], [0.0, 0.0, 2.0, 1.1])) == [True, False, True, False]
