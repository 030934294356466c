"""Nothing of after the day can be read: the loader raises."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.assessment.backtests.history import Known, last_day, outcome, outcomes_after, published
from ytterby.assessment.backtests.origins import BUYER, CODES, past_of
from ytterby.errors import BadData, BadInput, LookAhead

GALLIUM = "exports/ga/CHN-WLD/kg/"


def test_a_figure_of_after_the_day_raises():
    known = Known(date(2023, 7, 2))
    assert known.figure(f"{GALLIUM}2023-05") == 5697.0
    with pytest.raises(LookAhead) as refused:
        known.figure(f"{GALLIUM}2023-06")
    assert issubclass(LookAhead, BadInput)
    assert refused.value.exit_code == 3
    assert "was not known on 2023-07-02" in str(refused.value)


def test_a_month_is_known_when_customs_have_published_it():
    assert "2023-06" in Known(date(2023, 7, 31)).monthly(GALLIUM)
    assert "2023-06" not in Known(date(2023, 7, 30)).monthly(GALLIUM)


def test_a_unit_value_of_a_running_year_raises():
    with pytest.raises(LookAhead):
        Known(date(2011, 1, 30)).unit_value(2010, "CHN", BUYER, CODES)


@settings(deadline=None, max_examples=40)
@given(st.dates(date(2022, 1, 1), date(2026, 6, 30)))
def test_no_door_lets_a_later_month_through(day):
    known = Known(day)
    assert all(published(p) <= day for p in known.monthly(GALLIUM))
    assert all(published(str(y)) <= day for y in known.yearly(BUYER, CODES))
    assert not set(known.monthly(GALLIUM)) & set(outcomes_after(GALLIUM, day, "2099-12"))


def test_the_past_of_a_year_holds_no_later_year():
    past = past_of(2010)
    assert max(past.tonnes) == max(past.price) == 2010


def test_periods():
    assert last_day("2025-H1") == date(2025, 6, 30)
    assert last_day("2025-Q3") == date(2025, 9, 30)
    assert last_day("2025-04-03") == date(2025, 4, 3)
    with pytest.raises(BadData):
        last_day("spring")


def test_figures_from_memory_and_unknown_ones_are_refused():
    with pytest.raises(BadData, match="memory"):
        outcome("export-quota/rare-earths/CHN/t-gross/2005")
    with pytest.raises(BadData, match="not in the table"):
        outcome("nothing")
