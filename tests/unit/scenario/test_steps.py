"""Days and internal steps."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.domain.month import Month
from ytterby.scenario.steps import first_day_of, middle_of, share_of_month, step_of

START = Month(2024, 1)


@settings(deadline=None)
@given(st.integers(-200, 400), st.sampled_from([1, 2, 4, 8]))
def test_the_first_day_of_a_step_lies_in_it_and_the_day_before_does_not(step, per_month):
    first = first_day_of(step, START, per_month)
    assert step_of(first, START, per_month) == step
    assert step_of(date.fromordinal(first.toordinal() - 1), START, per_month) == step - 1
    assert step_of(middle_of(step, START, per_month), START, per_month) == step


def test_share_of_month():
    assert share_of_month(Month(2026, 1), date(2026, 1, 6), None) == 26 / 31
    assert share_of_month(Month(2026, 1), date(2025, 1, 6), date(2026, 1, 1)) == 1 / 31
    assert share_of_month(Month(2026, 2), date(2025, 1, 6), date(2026, 1, 31)) == 0.0
    assert share_of_month(Month(2026, 2), date(2026, 2, 1), date(2026, 2, 28)) == 1.0
