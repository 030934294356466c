import json

import numpy as np
import pytest

from ytterby.assessment.answers.sensitivity import Asked, checked_uses, sensitivity_object
from ytterby.assessment.sensitivity.inputs import inputs_of
from ytterby.assessment.sensitivity.results import results_of
from ytterby.assessment.world import redrawn, simulated, world_of
from ytterby.errors import BadData, NotFound
from ytterby.simulation.prepare import prepare
from ytterby.study import load_scenario


@pytest.fixture(scope="module")
def world():
    return world_of(load_scenario("gallium-germanium-2023"), 64, 18, 1)


def test_rows_lead_to_their_sources(world):
    found = sensitivity_object(world, Asked(flips=1))
    json.dumps(found, allow_nan=False)
    assert {r["result"] for r in found["rows"]} == {"first-short", "undelivered", "lowest-fill"}
    for r in found["rows"]:
        assert {"material", "stage", "place", "year", "value"} <= set(r)
        assert r["standing"] == "chance" or (r["source"] and r["input"] in world.estimates)
    assert len(found["flips"]) == 1 and found["flips"][0]["tried"]
    assert any("64 draws" in note for note in found["notes"])


def test_every_uncertain_estimate_is_an_input(world):
    inputs = inputs_of(world)
    live = {world.estimates.items[i].id for i in world.estimates.uncertain}
    assert {n for n in inputs.names if n in world.estimates} == live
    assert (np.ptp(inputs.values, axis=0) > 0).all()


def test_projects_count_as_luck():
    there = world_of(load_scenario("allied-buildout"), 16, 2, 1)
    names = inputs_of(there).names
    assert any(n.startswith("project/") and n.endswith("/start") for n in names)


def test_redrawing_with_nothing_fixed_changes_nothing(world):
    again = redrawn(world, {})
    for name, array in again.prepared.draws._asdict().items():
        assert np.array_equal(array, getattr(world.prepared.draws, name)), name


def test_redrawing_is_preparing_anew(world):
    id_ = "cover/first-use" if "cover/first-use" in world.estimates else world.estimates.items[0].id
    there = redrawn(world, {id_: float(world.estimates[id_].high)})
    whole = prepare(world.scenario, there.network, world.chance, world.months)
    for name, array in there.prepared.draws._asdict().items():
        assert np.array_equal(array, getattr(whole.draws, name)), name


def test_a_future_that_is_never_short_counts_as_the_length_of_the_run(world):
    results = results_of(world, simulated(world), (), ())
    assert results["first-short"].max() <= world.months
    assert np.isfinite(np.stack(list(results.values()))).all()


def test_faults_are_reported_together(world):
    with pytest.raises(NotFound) as refused:
        checked_uses(world, ["JPM", "ATA"], ["cars"])
    assert len(refused.value.faults) == 3 and 'Did you mean "JPN"' in refused.value.faults[0].fix
    few = world_of(load_scenario("gallium-germanium-2023"), 8, 2, 1)
    with pytest.raises(BadData, match="at least 50"):
        sensitivity_object(few, Asked())
