"""Episodes are closed: each scenario is as it could have been written, each figure is there."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.assessment.backtests.episodes import as_known, chosen, episodes, promises
from ytterby.assessment.backtests.history import outcomes_after
from ytterby.assessment.backtests.promises import odds_of, odds_on_time
from ytterby.assessment.backtests.trade import clock_alone, flow_rows, known_of, path_of, restarted
from ytterby.controls.library import load_library
from ytterby.domain.words import Standing
from ytterby.errors import NotFound

ALL = episodes()


@pytest.mark.parametrize("episode", ALL, ids=lambda e: e.id)
def test_the_scenario_holds_nothing_measured_later(episode):
    scenario = as_known(episode.scenario)
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
            assert not [s.by for s in entry.spans if s.by and s.by not in law.instruments]  # nor changed by a later act


@pytest.mark.parametrize("episode", ALL, ids=lambda e: e.id)
def test_every_series_has_months_before_and_after(episode):
    for flow in episode.flows:
        assert known_of(episode, flow)
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


class Still:
    """Futures in which exports stay as they are but for one empty month."""

    months = tuple(f"{2023 + m // 12}-{m % 12 + 1:02d}" for m in range(4, 24))

    def exports(self, stages, to=""):
        path = np.ones((2, len(self.months)))
        path[:, self.months.index("2024-03")] = 0.0
        return path


def test_the_lowest_month_is_not_chosen_by_what_came():
    """The model empties another month than the one that was empty: the lowest it names is right all the same."""
    gallium = next(e for e in ALL if e.id == "gallium-2023")
    flow = gallium.flows[0]
    rows = {r["quantity"]: r for r in flow_rows(gallium, flow, path_of(gallium, flow, Still()), None, "prior")}
    lowest = rows["gallium leaving China: lowest month"]
    assert (lowest["observed"], lowest["p50"], lowest["value"]) == (0.0, 0.0, 0.0)
    assert lowest["baselines"]["constant"] > 0
    assert lowest["baselines"]["the clock alone"] == 0.0  # a halt that the law announces is no feat of the model
    assert lowest["skill"] is None


@pytest.mark.parametrize("name", ["gallium-2023", "germanium-2023", "antimony-2024", "heavy-rare-earths-2025"])
def test_the_clock_alone_names_the_month_of_the_first_licences(name):
    """Conventions §8: October 2023, November 2024, June 2025: two months from the effect, each time."""
    assert clock_alone(next(e for e in ALL if e.id == name)) == 2.0


def test_odds_of_stages():
    assert odds_of("plant", ("ramp",), 12, 1) == pytest.approx(0.95, abs=0.01)
    assert odds_of("plant", ("build",), 11, 1) == 0.0  # the shortest takes 12 months
    assert odds_of("plant", ("build",), 61, 1) == pytest.approx(0.95)
    assert all(0 <= odds_on_time(p, 1) <= 1 for p in promises())
