"""Value objects of the project pipeline refuse what makes no sense."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ytterby.domain.month import Month
from ytterby.domain.project import Development, PipelineRules, Project, ProjectKind, StageOdds, TechnologyBan
from ytterby.domain.words import Standing

PLANT = Project(
    id="a/separation/ndpr",
    venture="a",
    place="AUS",
    process="separation/ndpr",
    kind=ProjectKind.PLANT,
    low=90.0,
    capacity=100.0,
    high=120.0,
    stage=Development.BUILD,
    unit_cost=0.9,
    standing=Standing.REPORTED,
    source="someone",
)
BUILD = StageOdds(ProjectKind.PLANT, Development.BUILD, 0.9, 12, 24, 60, Standing.ASSUMPTION, "ours")
RAMP = replace(BUILD, stage=Development.RAMP, low=0, best=3, high=12)


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": 0.0},
        {"low": 110.0},
        {"high": float("inf")},
        {"capacity": float("nan")},
        {"unit_cost": 0.0},
        {"floor": -1.0},
        {"stage": Development.OPERATING},
    ],
)
def test_project_refuses(wrong):
    with pytest.raises(ValueError, match="a/separation/ndpr"):
        replace(PLANT, **wrong)


def test_operating_needs_its_month():
    assert replace(PLANT, stage=Development.OPERATING, promised=Month(2025, 12)).promised == Month(2025, 12)


@pytest.mark.parametrize("wrong", [{"odds": 1.1}, {"odds": -0.1}, {"low": 30}, {"high": float("inf")}, {"low": -1}])
def test_stage_refuses(wrong):
    with pytest.raises(ValueError, match="plant/build"):
        replace(BUILD, **wrong)


@pytest.mark.parametrize(
    "numbers",
    [
        (12, 6, 36, 1, 1, 1),
        (-1, 6, 36, 1, 1, 1),
        (0, 0, 0, 0.9, 1, 1),
        (0, 0, 0, 1.5, 1.2, 2),
        (0, 0, float("inf"), 1, 1, 1),
    ],
)
def test_ban_refuses(numbers):
    with pytest.raises(ValueError, match="technology ban"):
        TechnologyBan(*numbers)


@pytest.mark.parametrize(
    "wrong",
    [
        {"overrun_median": 0.0},
        {"overrun_sigma": -1.0},
        {"capital_share": 1.2},
        {"country_loading": 0.8, "equipment_loading": 0.6},
        {"stages": (BUILD, BUILD)},
    ],
)
def test_rules_refuse(wrong):
    with pytest.raises(ValueError):
        PipelineRules(**({"stages": (BUILD, RAMP)} | wrong))


def test_stages_ahead_are_in_order():
    rules = PipelineRules((RAMP, BUILD))
    assert rules.ahead(ProjectKind.PLANT, Development.BUILD) == (BUILD, RAMP)
    assert rules.ahead(ProjectKind.PLANT, Development.RAMP) == (RAMP,)
    assert rules.ahead(ProjectKind.PLANT, Development.OPERATING) == ()
    with pytest.raises(ValueError, match="no odds for the stage build of a mine"):
        rules.ahead(ProjectKind.MINE, Development.BUILD)
