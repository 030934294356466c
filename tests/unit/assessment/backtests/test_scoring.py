"""Scores against slow twins and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.assessment.backtests.naive import monthly, persistence
from ytterby.assessment.backtests.rows import Case, Told, scored
from ytterby.assessment.backtests.scoring import brier, crps, quantiles, skill

NUMBERS = st.floats(-1e3, 1e3, allow_nan=False)


def slow_crps(sample, observed, weights):
    """The definition: two sums over draws."""
    total = sum(weights)
    away = sum(w * abs(x - observed) for x, w in zip(sample, weights, strict=True)) / total
    apart = sum(
        v * w * abs(x - y) for x, v in zip(sample, weights, strict=True) for y, w in zip(sample, weights, strict=True)
    )
    return away - apart / total**2 / 2


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(NUMBERS, st.floats(0.01, 10)), min_size=1, max_size=12), NUMBERS)
def test_crps_equals_its_definition(pairs, observed):
    sample, weights = zip(*pairs, strict=True)
    assert crps(sample, observed, weights) == pytest.approx(slow_crps(sample, observed, weights), abs=1e-8)


def test_crps_of_a_point_is_its_error_and_a_sharp_hit_is_zero():
    assert crps([3.0], 1.0) == 2.0
    assert crps([2.0, 2.0], 2.0) == 0.0


def test_crps_of_a_normal_sample_is_near_the_closed_form():
    x = np.random.default_rng(0).standard_normal(20_000)
    # sigma (2 phi(0) - 1/sqrt(pi)) at the mean
    assert crps(x, 0.0) == pytest.approx(2 / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi), abs=0.01)


def test_a_weight_counts_as_that_many_draws():
    assert crps([1.0, 4.0], 2.0, [3, 1]) == pytest.approx(crps([1.0, 1.0, 1.0, 4.0], 2.0))
    assert quantiles([1.0, 9.0], [99, 1]) == (1.0, 1.0, 1.0)


def test_skill_and_brier_by_hand():
    assert skill(0.5, 1.0) == 0.5
    assert skill(2.0, 1.0) == -1.0
    assert brier([1.0, 0.0], [True, True]) == 0.5


def test_the_best_naive_forecast_is_the_baseline_and_a_miss_is_negative():
    naive = {"bad": np.array([9.0]), "good": np.array([1.5])}
    row = scored(Told("e", "q", "2020-01-01"), [Case(np.array([3.0]), 1.0, naive)])
    assert (row["baseline_name"], row["baseline"], row["value"], row["skill"]) == ("good", 0.5, 2.0, -3.0)
    assert set(row) >= {"id", "quantity", "score", "value", "baseline", "skill", "inputs_until"}


def test_a_change_over_many_months_is_not_taken_for_one_of_a_month():
    assert persistence([1.0, 3.0], 1, [4.0]).tolist() == [4.0, 2.0]
    assert persistence([1.0, 3.0], 4).tolist() == [7.0, 0.0]
    found = monthly({"2023-02": 1.0, "2023-06": 3.0}, 1.0, "2023-07")
    assert found["persistence"].tolist() == [4.0, 2.0]
