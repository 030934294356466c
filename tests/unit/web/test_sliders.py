"""Sliders come from the scenario's own fields and change nothing where they stand."""

from __future__ import annotations

import pytest

from ytterby.baseline.yamlfile import bundled_names
from ytterby.errors import BadScenario
from ytterby.scenario.schema import Scenario
from ytterby.study import load_scenario
from ytterby.web.sliders import sliders_of, with_moved

NAMES = bundled_names("scenarios")


@pytest.mark.parametrize("name", NAMES)
def test_a_slider_that_is_not_moved_changes_nothing(name: str):
    scenario = load_scenario(name)
    sliders = sliders_of(scenario)
    assert len(sliders) >= 3
    assert len({s.id for s in sliders}) == len(sliders)
    assert all(s.least <= s.value <= s.most and s.step > 0 for s in sliders)
    assert with_moved(scenario, {s.id: s.value for s in sliders}) is scenario


@pytest.mark.parametrize("name", NAMES)
def test_every_end_of_every_slider_is_a_scenario(name: str):
    scenario = load_scenario(name)
    for slider in sliders_of(scenario):
        for value in {slider.least, slider.most} - {slider.value}:
            moved = with_moved(scenario, {slider.id: value})
            assert moved != scenario
            assert Scenario.model_validate(moved.model_dump(mode="json", by_alias=True)) == moved
            again = {s.id: s for s in sliders_of(moved)}[slider.id]
            assert again.value == pytest.approx(value)


def test_moving_does_what_it_says():
    slow, denied = load_scenario("japan-2026-slowdown"), load_scenario("japan-2026-civil-denial")
    law = with_moved(slow, {"licences-refused": 0.75}).levers.law
    assert law and law.practice[0].approval == 0.25
    later = with_moved(denied, {"control-starts": 6.0}).levers.measures[0]
    assert later.from_.isoformat() == "2026-07-06"
    half = with_moved(denied, {"held-back": 0.5}).levers.measures[0]
    assert (half.permission, half.volume) == ("quota", 0.5)
    stock = with_moved(denied, {"buyers-stock": 90.0}).levers.stocks
    assert [(s.place, s.days) for s in stock] == [("JPN", 90.0)]
    supply = with_moved(denied, {"alternative-supply": 0.2}).levers.third_country
    assert [(t.share, t.price_low, t.price_high) for t in supply] == [(0.2, 3.0, 5.0)]


def test_what_cannot_be_moved_is_refused_all_at_once():
    with pytest.raises(BadScenario) as refused:
        with_moved(load_scenario("japan-2026"), {"licences-refused": 1.5, "tariff": 0.1})
    assert len(refused.value.faults) == 2
    assert "licences-refused" in refused.value.faults[1].choices
