"""Episodes are closed: each scenario is as it could have been written, each figure is there."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.assessment.backtests.episodes import chosen, episodes, promises
from ytterby.assessment.backtests.history import Known, outcomes_after
from ytterby.assessment.backtests.promises import odds_of, odds_on_time
from ytterby.assessment.backtests.trade import restarted
from ytterby.controls.library import load_library
from ytterby.domain.words import Standing
from ytterby.errors import NotFound

ALL = episodes()


@pytest.mark.parametrize("episode", ALL, ids=lambda e: e.id)
def test_the_scenario_holds_nothing_measured_later(episode):
    scenario = episode.question()
    assert not scenario.levers.measures
    assert scenario.uncertainties.leakage == 0
    assert not scenario.uncertainties.overrides
    for practice in scenario.levers.law.practice:
        assert practice.approval == 1.0
        assert practice.volume is None
        assert practice.standing is Standing.ASSUMPTION


@pytest.mark.parametrize("episode", ALL, ids=lambda e: e.id)
def test_the_law_is_that_of_the_day(episode):
    """No rule announced after the effect of the measure is in the scenario."""
    law = episode.question().levers.law
    entries = load_library().entries
    for rule, entry in entries.items():
        if any(rule == i or rule.startswith(f"{i}.") for i in law.instruments):
            said = entry.rule.announced or entry.rule.effective
            assert said is None or said <= episode.effect


@pytest.mark.parametrize("episode", ALL, ids=lambda e: e.id)
def test_every_series_has_months_before_and_after(episode):
    for flow in episode.flows:
        assert Known(episode.until).monthly(flow.series)
        assert outcomes_after(flow.series, episode.until, flow.last)


def test_calibration_lies_before_what_it_is_tried_on():
    taught = [e for e in ALL if e.role == "calibration"]
    assert taught
    assert any(e.until >= max(t.effect for t in taught) for e in ALL if e.role == "scored")


def test_an_unknown_episode_is_refused_with_the_nearest():
    with pytest.raises(NotFound, match="antimony-2024"):
        chosen(("antimony-2042",))


def test_restart_by_hand():
    months = ("2023-07", "2023-08", "2023-09", "2023-10", "2023-11")
    assert restarted(np.array([1.5, 0.0, 0.0, 0.05, 0.3]), months, "2023-08") == 2.0
    assert restarted(np.array([1.5, 0.0, 0.0, 0.01, 0.3]), months, "2023-08") == 3.0


def test_odds_of_stages():
    assert odds_of("plant", ("ramp",), 12, 1) == pytest.approx(0.95, abs=0.01)
    assert odds_of("plant", ("build",), 11, 1) == 0.0  # the shortest takes 12 months
    assert odds_of("plant", ("build",), 61, 1) == pytest.approx(0.95)
    assert all(0 <= odds_on_time(p, 1) <= 1 for p in promises())
