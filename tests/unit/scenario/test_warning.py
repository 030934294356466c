"""The warning pulse."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ytterby.domain.month import Month
from ytterby.domain.words import Stage
from ytterby.network.supply import SINK, Need
from ytterby.scenario.warning import WarningEvent, warning_pulse, warning_table

START = Month(2026, 1)


def event(day: str, strength: float = 1.0, **named) -> WarningEvent:
    return WarningEvent(date=day, strength=strength, source="a test", standing="assumption", **named)


events = st.lists(
    st.builds(
        lambda ordinal, strength: event(date.fromordinal(ordinal).isoformat(), strength),
        st.integers(date(2025, 1, 1).toordinal(), date(2027, 12, 31).toordinal()),
        st.floats(0, 1),
    ),
    max_size=5,
)


def test_jumps_and_halves():
    pulse = warning_pulse([event("2026-02-01", 0.8)], START, 6, half_life=2.0)
    assert np.all(pulse[:4] == 0)
    assert pulse[[4, 12, 20]] == pytest.approx([0.8, 0.4, 0.2], rel=1e-12)


def test_what_was_heard_before_the_start_is_remembered():
    assert warning_pulse([event("2025-11-01")], START, 1, half_life=2.0)[0] == pytest.approx(0.5, rel=1e-12)


def test_a_repeated_report_adds_nothing_but_renews():
    one = warning_pulse([event("2026-01-01")], START, 6, 2.0)
    again = warning_pulse([event("2026-01-01"), event("2026-03-01")], START, 6, 2.0)
    assert np.all(again[:8] == one[:8])
    assert again[8] == 1.0


@settings(deadline=None)
@given(events, st.floats(0.1, 24), st.randoms())
def test_bounded_and_in_any_order(found, half_life, random):
    pulse = warning_pulse(found, START, 24, half_life)
    assert np.all((pulse >= 0) & (pulse <= max((e.strength for e in found), default=0.0)))
    shuffled = random.sample(found, len(found))
    assert np.array_equal(pulse, warning_pulse(shuffled, START, 24, half_life))


@settings(deadline=None)
@given(events, st.floats(0.1, 24))
def test_twin_step_by_step(found, half_life):
    level, out = 0.0, []
    heard = sorted(found, key=lambda e: e.date)
    for step in range(-48, 96):
        level *= 0.5 ** (0.25 / half_life)
        month = START + step // 4
        for e in heard:
            length = (date((month + 1).year, (month + 1).month, 1) - date(month.year, month.month, 1)).days
            if Month.of(e.date) == month and (e.date.day - 1) * 4 // length == step % 4:
                level = max(level, e.strength)
        out.append(level)
    assert warning_pulse(found, START, 24, half_life) == pytest.approx(out[48:], abs=1e-9)


def test_only_those_concerned():
    needs = [
        Need(SINK, "magnet/ndfeb-dy", "JPN", Stage.USE, "wind"),
        Need(SINK, "magnet/ndfeb", "JPN", Stage.USE, "wind"),
        Need(SINK, "magnet/ndfeb-dy", "CHN", Stage.USE, "wind"),
        Need(SINK, "magnet/ndfeb-dy", "USA", Stage.USE, "wind"),
        Need(SINK, "magnet/ndfeb-dy", "JPN", Stage.UNREPORTED, "unreported"),
    ]
    wide = event("2026-01-01", 0.3, origin="CHN")
    narrow = event("2026-01-01", 0.9, origin="CHN", destinations=("JPN",), commodities=("magnet/ndfeb-dy",))
    table = warning_table([wide, narrow], needs, START, 1, 2.0)
    assert table.shape == (4, 5)
    assert table[0].tolist() == [0.9, 0.3, 0.0, 0.3, 0.0]


@pytest.mark.parametrize("half_life", [0.0, -1.0, float("nan"), float("inf")])
def test_bad_half_life(half_life):
    with pytest.raises(ValueError, match="half-life"):
        warning_pulse([], START, 1, half_life)


@pytest.mark.parametrize("named", [{"strength": 1.2}, {"destinations": ("JPX",)}, {"reach": "all"}])
def test_bad_events(named):
    with pytest.raises(ValidationError):
        event("2026-01-01", **named)
