import json

import numpy as np
import pytest

from ytterby.assessment.answers.contingency import dynamic_object, static_object
from ytterby.assessment.contingency import dynamic
from ytterby.assessment.contingency.dynamic import Asked, address, plan, run
from ytterby.assessment.contingency.findings import finding
from ytterby.assessment.contingency.journal import Journal
from ytterby.assessment.contingency.removals import Member, name_of, sites_of
from ytterby.assessment.contingency.value import prices
from ytterby.assessment.world import closed, simulated, undisturbed, world_of


@pytest.fixture(scope="module")
def world():
    return world_of(undisturbed("gallium"), 16, 12, 1)


class Memory:
    def __init__(self):
        self.done = {}

    def add(self, task, result):
        self.done[task] = result


def test_a_removal_is_a_column_of_zeros_and_the_world_stays(world):
    hit = sites_of(world.network, (Member("refining", "CHN"),))
    before = world.prepared.course.capacity.copy()
    after = closed(world, hit).course.capacity
    assert hit.any() and (after[:, hit] == 0).all() and (after[:, ~hit] == before[:, ~hit]).all()
    assert (world.prepared.course.capacity == before).all()


def test_taking_nothing_away_loses_nothing(world):
    found = finding(simulated(world), dynamic._yardstick(world, ()))
    assert found["lost"] == [0.0, 0.0, 0.0] and found["first"] == [None] * 3
    assert found["fill"] == pytest.approx([1.0] * len(found["fill"]), abs=1e-6)


def test_the_largest_maker_is_missed_most(world):
    how, memory = plan(world, Asked(audited=0)), Memory()
    assert run(world, how.tasks, (), memory)
    found = dynamic_object(world, Asked(), how, memory.done, "j", True)
    json.dumps(found, allow_nan=False)
    first = found["ranking"][0]
    assert first["removed"] in (["refining/CHN"], ["host/CHN"]) and first["rank"] == 1 and first["rank_by_value"] <= 2
    assert first["first_short_p50"] and first["lost_usd"]["p50"] > 0
    assert {tuple(r["removed"]) for r in found["ranking"]} == {tuple(map(str, r)) for r in how.asked}
    assert {"removed", "place", "end_use", "fill_rate_p50", "first_short_p50"} <= set(found["rows"][0])
    value = prices(world.network)["ga"] * 1e3
    assert first["lost_usd"]["p50"] == pytest.approx(first["lost_t"]["p50"] * value, rel=1e-3)


def test_what_was_stopped_goes_on_and_gives_the_same(world, tmp_path, monkeypatch):
    how, path, home = plan(world, Asked(order=2, audited=2)), tmp_path / "j.jsonl", address(world, ())
    tasks, simulate, calls = how.tasks[:6], dynamic.simulated, []

    def stopped(*args):
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return simulate(*args)

    monkeypatch.setattr(dynamic, "simulated", stopped)
    journal = Journal(path, home)
    assert not run(world, tasks, (), journal)
    assert list(journal.done) == [name_of(t) for t in tasks[:2]]
    monkeypatch.setattr(dynamic, "simulated", simulate)
    told = []
    again = Journal(path, home)
    assert run(world, tasks, (), again, lambda done, whole: told.append((done, whole)))
    whole = Memory()
    run(world, tasks, (), whole)
    assert again.done == whole.done and told[-1] == (6, 6)


def test_the_address_knows_what_results_depend_on(world):
    other = world_of(undisturbed("gallium"), 16, 12, 2)
    assert len({address(world, ()), address(other, ()), address(world, ("JPN",))}) == 3


def test_what_is_left_out_is_said_and_audited(world):
    everything = plan(world, Asked(order=2, least=0.0, least_of_use=0.0))
    some = plan(world, Asked(order=2, least=0.05, least_of_use=0.3, audited=4))
    assert not everything.audit and len(everything.simulated) == len(everything.asked) + len(everything.screen.world)
    assert some.screen.small and len(some.audit) == 4 and len(some.simulated) < len(everything.simulated)
    memory = Memory()
    run(world, some.tasks, (), memory)
    found = dynamic_object(world, Asked(order=2), some, memory.done, "j", False)
    left = [r for r in found["ranking"] if not r["simulated"]]
    assert left and all("rank" not in r and r["and_at_most_share"] > 0 for r in left)
    assert found["audit"]["simulated"] == 4 and found["audit"]["largest_fill_error"] < 0.3
    assert any("interrupted" in note for note in found["notes"])


def test_static_answer_covers_every_pair(world):
    found = static_object(world.network, Asked(order=2))
    json.dumps(found, allow_nan=False)
    n = len(plan(world, Asked()).asked)
    assert len(found["ranking"]) == n * (n - 1) // 2
    assert [r["fill_rate"] for r in found["ranking"]] == sorted(r["fill_rate"] for r in found["ranking"])
    assert np.isfinite([r["gross"] for r in found["ranking"]]).all()


@pytest.mark.parametrize("changed", [{"ytterby": "9.9.9+000000000000"}, {"numpy": "0.0.1"}])
def test_results_of_other_code_or_libraries_have_another_address(world, monkeypatch, changed):
    there = dynamic.stamp()
    before = address(world, ())
    monkeypatch.setattr(dynamic, "stamp", lambda: {**there, **changed})
    assert address(world, ()) != before
    assert {"ytterby", "numpy"} <= set(there)
