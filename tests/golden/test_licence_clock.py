"""The worked numbers of conventions §8: working days of the clock, months of restart."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from ytterby.domain.calendar import after_working_days
from ytterby.domain.month import Month
from ytterby.scenario.licences import decision_steps, restart, tail_weights
from ytterby.scenario.steps import step_of

TRIO = [("2023-08-01", "2023-10-09"), ("2024-09-15", "2024-11-22"), ("2025-04-04", "2025-06-11")]


@pytest.mark.parametrize(("in_force", "ends"), TRIO)
def test_clock_of_45_working_days(in_force, ends):
    found = after_working_days(date.fromisoformat(in_force), 45, "CHN")
    assert (found.on.isoformat(), found.estimate) == (ends, False)


@pytest.mark.parametrize(("in_force", "ends"), TRIO)
def test_the_step_of_the_first_day_is_decided_in_the_step_of_the_worked_date(in_force, ends):
    first, start = date.fromisoformat(in_force), Month.parse(in_force[:7])
    decided = decision_steps("CHN", start, 1)
    assert decided[step_of(first, start)] == step_of(date.fromisoformat(ends), start)


@pytest.mark.parametrize(("in_force", "ends"), TRIO)
def test_observed_restarts(in_force, ends):
    """Exports came back in October 2023, November 2024 and June 2025."""
    found = restart("CHN", date.fromisoformat(in_force))
    assert found is not None
    assert (str(found.month), found.calendar, found.estimate) == (ends[:7], "chinesecalendar", False)


def test_an_exponential_tail_by_hand():
    # G(x) = e^-x for mean 1, so with dt = 1: w_0 = e^-1, w_k = e^(1-k) (1 - 1/e)^2, the rest in the last
    e = np.exp(-1.0)
    expected = [e, (1 - e) ** 2, (1 - e) ** 2 * e, (1 - e) * e**2]
    assert tail_weights(1.0, 1.0, 4, steps_per_month=1) == pytest.approx(expected, rel=1e-12)
