"""Decision steps, restarts, tails."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.domain.month import Month
from ytterby.scenario.licences import NEVER, NO_CLOCK, decision_steps, restart, tail_weights


def test_no_clock_for_the_watch_listed():
    assert np.all(decision_steps("CHN", Month(2025, 4), 3, NO_CLOCK) == NEVER)
    assert restart("CHN", date(2025, 4, 4), NO_CLOCK) is None


def test_no_time_at_all():
    assert decision_steps("CHN", Month(2025, 4), 2, 0).tolist() == list(range(8))


def test_the_calendar_is_the_issuers():
    # the long holidays of October stretch one calendar and not the other
    chn = decision_steps("CHN", Month(2025, 9), 1, 5)
    usa = decision_steps("USA", Month(2025, 9), 1, 5)
    assert np.all(chn >= usa)
    assert chn[3] > usa[3]


def test_beyond_the_published_schedules_it_says_so():
    found = restart("CHN", date(2031, 9, 1))
    assert found is not None
    assert (found.estimate, found.calendar) == (True, "holidays")


@pytest.mark.parametrize("days", [-1, 1.5, math.nan, -math.inf])
def test_a_clock_is_a_number_of_days(days):
    with pytest.raises(ValueError, match="whole number"):
        decision_steps("CHN", Month(2025, 4), 1, days)


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(["CHN", "USA", "JPN", "COD"]), st.integers(0, 90), st.integers(0, 140))
def test_later_applications_are_not_decided_earlier(issuer, days, offset):
    decided = decision_steps(issuer, Month(2015, 1) + offset, 6, days)
    assert np.all(np.diff(decided) >= 0)
    assert np.all(decided >= np.arange(24))


@settings(deadline=None)
@given(st.floats(0, 24), st.floats(0.2, 40), st.integers(1, 400), st.sampled_from([1, 4, 8]))
def test_tails_are_shares(mean, shape, steps, per_month):
    weights = tail_weights(mean, shape, steps, per_month)
    assert weights.shape == (steps,)
    assert np.all(weights >= 0)
    assert weights.sum() == pytest.approx(1.0, abs=1e-12)
    # what falls into the last step comes later in truth: the mean may lose, never gain
    assert weights @ np.arange(steps) / per_month <= mean * (1 + 1e-9)


@pytest.mark.parametrize(("mean", "shape"), [(0.1, 2.0), (0.5, 1.0), (1.0, 4.0), (3.0, 2.0)])
def test_the_mean_of_a_long_tail_is_kept(mean, shape):
    weights = tail_weights(mean, shape, 400)
    assert weights @ np.arange(400) / 4 == pytest.approx(mean, rel=1e-6)


def test_against_a_histogram_of_draws():
    times = np.random.default_rng(3).gamma(2.0, 0.5, 400_000)
    low = np.floor(times * 4).astype(int)
    part = times * 4 - low
    found = np.bincount(low, 1 - part, 80)[:80] + np.bincount(low + 1, part, 80)[:80]
    assert tail_weights(1.0, 2.0, 80) == pytest.approx(found / times.size, abs=2e-3)


@pytest.mark.parametrize(("mean", "shape", "steps"), [(-1, 1, 4), (math.nan, 1, 4), (1, 0, 4), (1, 1, 0)])
def test_bad_tails_are_refused(mean, shape, steps):
    with pytest.raises(ValueError, match="a tail needs"):
        tail_weights(mean, shape, steps)
