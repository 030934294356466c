"""Worlds: the same futures as a run, with something changed."""

import numpy as np
import pytest

from ytterby.assessment.futures import behaviour_draws, futures_of
from ytterby.assessment.world import drawn, simulated, under, undisturbed, world_of
from ytterby.baseline.workspace import open_workspace, working_in
from ytterby.domain.regime import Branch
from ytterby.scenario.law import same_law
from ytterby.simulation.prepare import prepare
from ytterby.study import load_scenario, run_scenario

NAME = "gallium-germanium-2023"
HEAD = "chain,id,low,best,high,unit,standing,source,row\n"


def test_the_futures_are_those_of_a_run():
    world, done = world_of(load_scenario(NAME), 12, 12, 1), run_scenario(load_scenario(NAME), 12, 12, 1)
    assert np.array_equal(world.values, done.drawn)
    ours = simulated(world)
    assert ours.uses == done.ensemble.uses and ours.flows == done.ensemble.flows
    np.testing.assert_allclose(ours.used, done.ensemble.used, rtol=1e-6)
    np.testing.assert_allclose(ours.sent, done.ensemble.sent, rtol=1e-9)


def test_the_law_is_the_branch_the_scenario_names():
    """The 0.1 % rule was suspended: in force again is another law than suspended on."""
    question = load_scenario("content-rule-enters-force")
    law = question.levers.law
    assert law is not None and law.branch is Branch.REVIVE
    levers = question.levers.model_copy(update={"law": law.model_copy(update={"branch": Branch.EXTEND})})
    other = question.model_copy(update={"levers": levers})
    revived, extended = (world_of(q, 2, 24, 1) for q in (question, other))
    assert not same_law(revived.prepared.permissions, extended.prepared.permissions)
    whole = prepare(question, revived.network, revived.chance, 24, Branch.REVIVE).permissions
    assert same_law(revived.prepared.permissions, whole)


def test_figures_of_the_workspace_count_here_too(tmp_path):
    question = load_scenario(NAME)
    e = drawn(question, 2, 1).estimates.items[0]
    (tmp_path / "estimates").mkdir()
    row = f"{question.chain},{e.id},{e.low / 2},{e.low / 2},{e.low / 2},{e.unit},estimate,me,own\n"
    (tmp_path / "estimates" / "own.csv").write_text(HEAD + row)
    with working_in(open_workspace(tmp_path)):
        own = drawn(question, 2, 1)
    assert own.estimates[e.id].best == e.low / 2 and (own.values[:, own.estimates.index[e.id]] == e.low / 2).all()


def test_given_values_take_the_place_of_draws():
    column = np.array([1.0, 2.0, 3.0])
    world = drawn(undisturbed("gallium"), 3, 1, {"behaviour/kappa": column})
    at = world.estimates.index["behaviour/kappa"]
    plain = drawn(undisturbed("gallium"), 3, 1)
    assert np.array_equal(world.values[:, at], column)
    assert np.array_equal(np.delete(world.values, at, axis=1), np.delete(plain.values, at, axis=1))
    with pytest.raises(KeyError):
        drawn(undisturbed("gallium"), 3, 1, {"behaviour/kapa": column})


def test_the_same_draws_under_another_law():
    world = world_of(load_scenario(NAME), 4, 12, 1)
    calm = world.scenario.model_copy(update={"levers": undisturbed(world.scenario.chain).levers})
    other = under(world, calm)
    assert np.array_equal(other.network.flow, world.network.flow)
    assert not np.array_equal(simulated(other).used, simulated(world).used)


def test_futures_hold_what_leaves_the_controller():
    question = load_scenario(NAME)
    world, found = world_of(question, 6, 12, 1), futures_of(question.model_copy(update={"months": 12}), 6, 1)
    whole, home = simulated(world), world.network.chain.controller
    assert found.sent.shape == (6, len(found.groups), 12)
    for k, (stage, to) in enumerate(found.groups):
        flows = [n for n, f in enumerate(whole.flows) if f[:3] == (stage, home, to)]
        np.testing.assert_allclose(found.sent[:, k].mean(axis=0), whole.sent[flows].sum(axis=0), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(found.before[:, k].mean(), whole.before[flows].sum(), rtol=1e-9)
    assert np.array_equal(found.used, whole.used) and found.months[0] == "2023-05"


def test_futures_of_several_leakages_stay_in_the_order_of_their_draws():
    question = load_scenario("total-stop").model_copy(update={"months": 12})
    behaviour = behaviour_draws(7, 1)
    mixed = futures_of(question, 7, 1, behaviour)
    tight = futures_of(question, 7, 1, behaviour | {"leakage": np.zeros(7)})
    same = behaviour["leakage"] == 0
    assert np.array_equal(mixed.used[same], tight.used[same]) and np.array_equal(mixed.sent[same], tight.sent[same])
    assert (mixed.sent[~same] != tight.sent[~same]).any()
