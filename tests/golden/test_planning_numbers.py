"""The worked numbers of conventions §19."""

import numpy as np
import pytest

from ytterby.planning.criteria import (
    conditional_value_at_risk,
    days_to_hold,
    expected_cost,
    measure,
    perfect_information,
    regret,
    warning_signal,
)

# rows none, stock, mine; columns calm, six-month ban, two-year ban
COST = np.array([[0.0, 60.0, 300.0], [8.0, 20.0, 220.0], [25.0, 55.0, 90.0]])
ODDS = np.array([0.7, 0.2, 0.1])
BAN = np.array([False, True, True])


def test_the_three_criteria_choose_differently():
    np.testing.assert_allclose(expected_cost(COST, ODDS), [42.0, 31.6, 37.5])
    np.testing.assert_allclose(conditional_value_at_risk(COST, ODDS, 0.8), [180.0, 120.0, 72.5])
    np.testing.assert_allclose(regret(COST).max(axis=1), [210.0, 130.0, 35.0])
    found = measure(COST, ODDS, 0.8)
    assert [m.expected for m in found] == pytest.approx([42.0, 31.6, 37.5])
    assert min(range(3), key=lambda k: found[k].expected) == 1
    assert min(range(3), key=lambda k: found[k].cvar) == min(range(3), key=lambda k: found[k].regret) == 2


def test_perfect_information_is_worth_18_6():
    assert perfect_information(COST, ODDS) == pytest.approx(18.6)


def test_the_signal_is_worth_5_45():
    assert warning_signal(COST, ODDS, BAN, 0.8, 0.9) == pytest.approx(5.45)


def test_a_signal_that_says_nothing_is_worth_nothing_and_a_sure_one_at_most_perfect_information():
    assert warning_signal(COST, ODDS, BAN, 0.5, 0.5) == pytest.approx(0.0)
    assert 5.45 < warning_signal(COST, ODDS, BAN, 1.0, 1.0) <= 18.6


def test_the_stock_rule_holds_207_2_days():
    assert days_to_hold(90.0, 0.1, 10.0, 0.1) == pytest.approx(207.2, abs=0.05)
    assert days_to_hold(90.0, 0.1, 0.5, 0.1) == 0.0


@pytest.mark.parametrize("level", [0.0, 0.3, 0.8, 0.95])
def test_cvar_by_the_other_formula(level):
    """min over t of t + E[(c - t)+]/(1 - level), tried at every cost (Rockafellar and Uryasev)."""
    for row, found in zip(COST, conditional_value_at_risk(COST, ODDS, level), strict=True):
        tried = [t + float(np.maximum(row - t, 0) @ ODDS) / (1 - level) for t in row]
        assert found == pytest.approx(min(tried))


@pytest.mark.parametrize(("level", "odds"), [(1.0, ODDS), (-0.1, ODDS), (0.8, ODDS * 2), (0.8, ODDS[:2])])
def test_nonsense_is_refused(level, odds):
    with pytest.raises(ValueError, match=r"level|odds"):
        conditional_value_at_risk(COST, odds, level)
