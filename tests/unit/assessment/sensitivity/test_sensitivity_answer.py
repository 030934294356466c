import json
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from ytterby.assessment.answers.sensitivity import Asked, _claims, _odds, checked_uses, sensitivity_object
from ytterby.assessment.sensitivity.inputs import inputs_of
from ytterby.assessment.sensitivity.results import results_of
from ytterby.assessment.sensitivity.sayings import Saying, answers, sayings_of
from ytterby.assessment.world import redrawn, simulated, world_of
from ytterby.baseline.shelf import Item, Shelf, current, using
from ytterby.errors import BadData, Fault, Infeasible, NotFound
from ytterby.evidence.documents.build import build
from ytterby.evidence.extract import extract
from ytterby.evidence.snapshot import NAME, packed
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


TEXTS = ("China produces 93% of the world's gallium.", "China produces 70% of the world's gallium.")


@pytest.fixture
def told():
    """A world that two documents speak of, and disagree about."""
    content = packed("made-up", *zip_claims(*TEXTS))
    shelf = Shelf(MappingProxyType({**current().files, NAME: Item(NAME, Path(NAME), "store", content)}))
    with using(shelf):
        yield world_of(load_scenario("gallium-germanium-2023"), 64, 18, 1)


def zip_claims(*texts):
    documents = [build(t, f"{i}.txt", "2024-05-01") for i, t in enumerate(texts)]
    return [c for d in documents for c in extract(d)], documents


def test_an_input_leads_to_its_claims_and_their_quotes(told):
    found = sensitivity_object(told, Asked(flips=0))
    json.dumps(found, allow_nan=False)
    number = next(n for n in told.known.numbers if n.after.id == "supply/ga/refining/CHN")
    assert set(number.fused.claims) == {s.claim for s in sayings_of(told.known, number.after.id)}
    for r in found["rows"]:
        assert bool(r["claims"]) == (r["input"] == number.after.id)
    shown = {key for r in found["rows"] for key in r["claims"]}
    assert {q["claim"] for q in found["evidence"]["quotes"]} == shown
    assert found["evidence"]["used"] == 2


def test_the_answer_if_a_claim_is_right(told):
    number = next(n for n in told.known.numbers if n.after.id == "supply/ga/refining/CHN")
    rows = _claims(told, Asked(), told.estimates[number.after.id])
    world = number.after.best / ((0.93 + 0.70) / 2)
    assert sorted(r["says"] for r in rows) == pytest.approx([0.70 * world, 0.93 * world], rel=0.02)
    for r in rows:
        assert r["unit"] == number.after.unit and r["bound"] is None
        assert r["short"] == pytest.approx(_odds(told, Asked(), number.after.id, r["says"]))
        assert r["answer"] == ("short" if r["short"] >= 0.5 else "not short")


def test_bounds_say_so_and_what_does_not_balance_is_unknown():
    assert [answers((Saying("a", 1.0, "least"),), odds)[0][1] for odds in (lambda v: v / 4, refusing)] == [0.25, None]
    many = tuple(Saying(str(k), float(k), "") for k in range(9))
    assert [short is None for _, short in answers(many, lambda v: v)] == [False] * 6 + [True] * 3


def refusing(value):
    raise Infeasible(Fault("no", "here"))


def test_without_documents_no_row_has_claims(world):
    found = sensitivity_object(world, Asked(flips=0))
    assert "evidence" not in found and not any(r["claims"] for r in found["rows"])
