"""Working days: the worked dates of conventions §8, and what is an estimate."""

from __future__ import annotations

from datetime import date

import pytest

from ytterby.domain.calendar import after_working_days


@pytest.mark.parametrize(
    ("start", "end"),
    [("2023-08-01", "2023-10-09"), ("2024-09-15", "2024-11-22"), ("2025-04-04", "2025-06-11")],
)
def test_worked_dates(start, end):
    found = after_working_days(date.fromisoformat(start), 45, "CHN")
    assert found.on == date.fromisoformat(end)
    assert (found.calendar, found.estimate) == ("chinesecalendar", False)


def test_make_up_days_count():
    # 2025-01-26 was a Sunday worked for the spring festival
    assert after_working_days(date(2025, 1, 25), 1, "CHN").on == date(2025, 1, 26)


def test_beyond_the_published_schedule_it_is_an_estimate():
    found = after_working_days(date(2026, 11, 21), 45, "CHN")
    assert (found.calendar, found.estimate) == ("holidays", True)


def test_other_places_and_unknown_ones():
    assert after_working_days(date(2026, 1, 1), 1, "JPN").on == date(2026, 1, 2)
    assert after_working_days(date(2026, 1, 2), 1, "XRW").on == date(2026, 1, 5)
    assert after_working_days(date(2026, 1, 2), 0, "USA").on == date(2026, 1, 2)


def test_negative_days_are_refused():
    with pytest.raises(ValueError, match="not negative"):
        after_working_days(date(2026, 1, 2), -1, "USA")
