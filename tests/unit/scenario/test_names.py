"""What a chain does not have is refused; what has nothing to act on is said."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from twins import chain
from ytterby.baseline.yamlfile import bundled_names
from ytterby.errors import BadScenario
from ytterby.scenario.figures import figures_of
from ytterby.scenario.reach import idle
from ytterby.scenario.schema import Levers, Outcomes, Scenario, Uncertainties
from ytterby.simulation.question import Question, question_of
from ytterby.study import load_scenario

S: dict[str, Any] = {"source": "a test"}
JANUARY: dict[str, Any] = {"from": "2026-01-01", **S}
BAN: dict[str, Any] = {"id": "m", "citation": "c", "from": "2026-01-01", "origin": "CHN", "permission": "denied"}


def asked(
    levers: dict[str, Any] | None = None, unknown: dict[str, Any] | None = None, outcomes: dict[str, Any] | None = None
) -> Question:
    scenario = chain.calm().model_copy(
        update={
            "levers": Levers.model_validate(levers or {}),
            "uncertainties": Uncertainties.model_validate(unknown or {}),
            "outcomes": Outcomes.model_validate(outcomes or {}),
        }
    )
    found = figures_of(scenario)
    return question_of(found.scenario, found.chain, found.estimates, 12, 1)


def said(**entries: Any) -> list[str]:
    found = asked(**entries)
    return idle(found.scenario, found.reference, found.months, found.lists)


def test_every_misnamed_thing_is_told_at_once():
    third = {"id": "t", "commodity": "oxide/ndpx", "place": "XRW", "share": 0.3, "price_low": 1, "price_high": 2, **S}
    with pytest.raises(BadScenario) as caught:
        asked(
            {
                "measures": [{**BAN, "commodities": ["oxide/dy"]}],
                "tariffs": [{"id": "t", "importer": "JPN", "commodities": ["magnet/ndfb"], "rate": 1.0, **JANUARY}],
                "third_country": [third],
                "stocks": [{"id": "s", "place": "JPN", "stage": "intermediate", "days": 30}],
                "reserves": [{"id": "r", "place": "JPN", "stage": "first-use", "end_uses": ["ev"], "days": 30, **S}],
                "arrangements": ["us-dpaz"],
                "pipeline": {"projects": "bundled", "floors": {"mount-pass": 2.0}},
            },
            {
                "growth": [{"end_use": "ev-tracton", "per_year": 0.1, **S}],
                "surges": [{"id": "s", "end_use": "everything", "share": 0.1, **JANUARY}],
                "outages": [{"id": "o", "place": "JPN", "stage": "refining", "share": 0.1, **JANUARY}],
                "warnings": [
                    {"date": "2026-01-20", "strength": 1, "commodities": ["x"], "standing": "assumption", **S}
                ],
            },
            {"focus": ["JPN", "RUS"]},
        )
    where = {fault.where.removeprefix("japan-2026: ") for fault in caught.value.faults}
    assert where == {
        "levers.measures[0].commodities[0]", "levers.tariffs[0].commodities[0]", "levers.third_country[0].commodity",
        "levers.stocks[0].stage", "levers.reserves[0].end_uses[0]", "levers.arrangements[0]",
        "levers.pipeline.floors.mount-pass", "uncertainties.growth[0].end_use", "uncertainties.surges[0].end_use",
        "uncertainties.outages[0].stage", "uncertainties.warnings[0].commodities[0]", "outcomes.focus[1]",
    }  # fmt: skip
    assert 'Did you mean "ev-traction"?' in str(caught.value)


@cache
def bundled(name: str) -> Question:
    found = figures_of(load_scenario(name))
    return question_of(found.scenario, found.chain, found.estimates, found.scenario.months, 1)


@pytest.mark.parametrize("name", bundled_names("scenarios"))
def test_bundled_scenarios_name_what_there_is(name: str):
    found = bundled(name)
    assert idle(found.scenario, found.reference, found.months, found.lists) == []


@pytest.mark.parametrize("name", bundled_names("scenarios"))
def test_the_headline_can_speak_of_every_place_with_final_uses(name: str):
    network = bundled(name).reference
    users = {network.needs[n].place for n in network.sinks if network.needs[n].stage != "unreported"}
    found = load_scenario(name)
    for place in users:
        figures_of(found.model_copy(update={"outcomes": Outcomes(focus=(place,))}))


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"levers": {"stocks": [{"id": "s", "place": "AND", "stage": "metal", "days": 30}]}}, 'stock "s"'),
        ({"levers": {"reserves": [{"id": "r", "place": "AND", "stage": "metal", "days": 30, **S}]}}, 'reserve "r"'),
        ({"levers": {"recycling": [{"id": "r", "place": "AND", "by": "2027-01-01", "factor": 3, **S}]}}, "recycling"),
        ({"levers": {"tariffs": [{"id": "t", "importer": "AND", "rate": 1.0, **JANUARY}]}}, "to AND"),
        (
            {"levers": {"tariffs": [{"id": "t", "importer": "JPN", "rate": 1.0, "from": "2031-01-01", **S}]}},
            "outside the months",
        ),
        ({"levers": {"measures": [{**BAN, "destinations": ["AND"]}]}}, 'measure "m"'),
        ({"levers": {"measures": [{**BAN, "from": "2031-01-01"}]}}, "outside the months"),
        ({"levers": {"measures": [{**BAN, "origin": "AUS"}]}}, "controller: AUS"),
        (
            {"levers": {"closures": [{"id": "c", "transit": "suez", "closed": 0.0, "charge": 0.2, **JANUARY}]}},
            "freight and time",
        ),
        ({"levers": {"pipeline": {"technology_ban": True}}}, "projects: bundled"),
        ({"levers": {"pipeline": {"projects": "bundled", "permit_delay_months": {"AND": 3}}}}, "permit delay in AND"),
        ({"unknown": {"growth": [{"end_use": "wind", "places": ["AND"], "per_year": 0.1, **S}]}}, "growth"),
        ({"unknown": {"surges": [{"id": "s", "end_use": "all", "share": 1, "from": "2031-01-01", **S}]}}, 'surge "s"'),
        (
            {"unknown": {"outages": [{"id": "o", "place": "AND", "stage": "metal", "share": 1, **JANUARY}]}},
            "no metal in AND",
        ),
        (
            {"unknown": {"warnings": [{"date": "2031-01-01", "strength": 1, "standing": "assumption", **S}]}},
            "warning of 2031-01-01",
        ),
    ],
)
def test_what_changes_nothing_is_said(entries: dict[str, Any], words: str):
    (sentence,) = said(**entries)
    assert words in sentence


def test_what_acts_is_not_spoken_of():
    assert said(levers={"measures": [BAN], "arrangements": ["us-dpas"]}) == []


def test_an_arrangement_counts_from_its_day():
    early: Scenario = chain.calm().model_copy(
        update={"start": "2022-06", "levers": Levers.model_validate({"arrangements": ["sosa-us-jpn"]})}
    )
    found = question_of(early, chain.chain(), chain.estimates(), 6, 1)
    assert "does not hold yet" in idle(found.scenario, found.reference, 6, found.lists)[0]
