"""Frontier and local search on the chain that can be checked by hand."""

from dataclasses import replace

import numpy as np
import pytest
from toy import METAL, chain_levers, lever, toy

from ytterby.planning.choice import menu
from ytterby.planning.clock import Clock
from ytterby.planning.decompose import Effort, solve
from ytterby.planning.engine import Trial
from ytterby.planning.frontier import frontier
from ytterby.planning.master import Goal
from ytterby.planning.recourse import Cuts, Recourse
from ytterby.planning.search import searched, seen
from ytterby.planning.worth_knowing import best_of_each, marginal_values, signal_worth

MODEL = toy(mine=30.0, metal=10.0)
OPTIONS = chain_levers(MODEL)
GOAL = Goal("expected", MODEL.odds)


def test_points_fall_with_the_budget_and_cost_rises():
    points = list(frontier(Recourse(MODEL, OPTIONS), menu(OPTIONS, 60.0), GOAL, Cuts(), 60.0, 4))
    assert points[0].budget == 60.0 and points[-1].budget == 0.0
    spent = menu(OPTIONS, 60.0).spent(points[0].plan.amount)
    assert [p.budget for p in points[1:]] == pytest.approx([spent * 2 / 3, spent / 3, 0.0])
    values = [p.plan.value for p in points]
    assert values == sorted(values)
    assert values[-1] == pytest.approx(0.2 * 200 + 0.1 * 360)


def test_no_point_below_what_must_be_in_the_plan():
    points = list(frontier(Recourse(MODEL, OPTIONS), menu(OPTIONS, 60.0, required=("mine",)), GOAL, Cuts(), 60.0, 13))
    assert min(p.budget for p in points) >= 10.0
    assert all(p.plan.amount[0] == 1.0 for p in points)


def test_no_point_below_what_a_floor_needs():
    held = replace(MODEL, floor=np.full((1, 4), 0.2))
    options = chain_levers(held)
    points = list(frontier(Recourse(held, options), menu(options, 60.0), GOAL, Cuts(), 60.0, 7))
    assert points and all(p.plan.amount[1] == 1.0 or p.plan.amount[3] > 0 for p in points)
    assert min(p.budget for p in points) >= 10.0
    assert max(p.plan.value for p in points) < 200.0  # what a floor below costs is not in any point


def test_stopping_keeps_finished_points():
    def stop(done, whole):
        if done == 3:
            raise KeyboardInterrupt

    clock = Clock(None)
    points = clock.gathered(
        "frontier", frontier(Recourse(MODEL, OPTIONS), menu(OPTIONS, 60.0), GOAL, Cuts(), 60.0, 4, stop)
    )
    assert len(points) == 2
    assert clock.stopped == "frontier"
    assert clock.spared("later", None, lambda: 1) is None
    assert clock.gathered("later", iter([1])) == []


def test_stopping_through_whoever_is_told_keeps_finished_points():
    def tell(part, done, whole):
        if part == "frontier" and done == 3:
            stopping.append(part)
        if stopping:
            raise KeyboardInterrupt

    stopping: list[str] = []
    clock = Clock(tell)
    found = frontier(Recourse(MODEL, OPTIONS), menu(OPTIONS, 60.0), GOAL, Cuts(), 60.0, 4, clock.part("frontier"))
    assert len(clock.gathered("frontier", found)) == 2
    assert (clock.stopped, list(clock.seconds)) == ("frontier", ["frontier"])


def test_a_stop_at_the_end_of_a_part_keeps_the_part():
    def tell(part, done, whole):
        raise KeyboardInterrupt

    for collect in (lambda clock: clock.spared("one", 0, lambda: 7), lambda clock: clock.gathered("one", iter([7]))[0]):
        clock = Clock(tell)
        assert collect(clock) == 7
        assert clock.stopped == "one"
    with pytest.raises(KeyboardInterrupt):  # nothing is there yet that could be kept
        Clock(tell).done("futures")


def test_perfect_information_and_warning_by_trying_every_plan():
    choices, recourse, cuts = menu(OPTIONS[:3], 60.0), Recourse(MODEL, OPTIONS[:3]), Cuts()
    plan = solve(recourse, choices, GOAL, cuts, Effort(gap=1e-6))
    plans = np.array(np.meshgrid(*[[0.0, 1.0]] * 3)).reshape(3, -1).T
    cost = np.array([recourse.solve(p)[0] + choices.net @ p for p in plans])
    best = best_of_each(recourse, choices, cuts)
    np.testing.assert_allclose(best, cost.min(axis=0), rtol=0.01, atol=1e-6)
    from ytterby.planning.criteria import warning_signal

    severe = np.array([False, True, True])
    found = signal_worth(recourse, choices, cuts, plan, severe, 0.8, 0.9)
    assert found == pytest.approx(warning_signal(cost, MODEL.odds, severe, 0.8, 0.9), abs=0.01 * plan.value)


def test_marginal_value_of_a_chosen_lever_is_what_its_absence_costs():
    choices, recourse = menu(OPTIONS, 60.0), Recourse(MODEL, OPTIONS)
    plan = solve(recourse, choices, GOAL, Cuts(), Effort(gap=1e-6))
    rows = {m.lever: m for m in marginal_values(recourse, choices, plan)}
    less = plan.amount.copy()
    less[1] = 0.0
    without = float(recourse.solve(less)[0] @ MODEL.odds + choices.net @ less)
    assert rows["metal"].chosen
    assert rows["metal"].value == pytest.approx(without - plan.value)
    assert not rows["mine"].chosen and rows["mine"].value < 0


def test_a_lever_that_others_need_is_worth_what_they_do():
    """Metal making (10) needs a road (5): without the road it would be money for nothing."""
    road = replace(lever(MODEL, "road", "capacity", METAL, 0.0, 5.0), columns=np.zeros(0, int), change=np.zeros((3, 0)))
    options = (OPTIONS[1], road)
    choices, recourse = menu(options, 15.0, needs={"metal": ("road",)}), Recourse(MODEL, options)
    plan = solve(recourse, choices, GOAL, Cuts(), Effort(gap=1e-6))
    np.testing.assert_array_equal(plan.amount, 1.0)
    rows = {m.lever: m.value for m in marginal_values(recourse, choices, plan)}
    nothing = float(recourse.solve(np.zeros(2))[0] @ MODEL.odds)
    assert rows["road"] == pytest.approx(nothing - plan.value) and rows["road"] > 0
    assert rows["metal"] == pytest.approx(nothing + 5.0 - plan.value)


def test_search_corrects_a_program_that_is_wrong():
    """An engine on which the mine is what helps: the search leaves the proposal for it."""
    choices = menu(OPTIONS, 20.0)

    def run(choice):
        cost = np.full(3, 100.0) - 60.0 * (("mine", 0) in choice)
        return Trial(cost, np.zeros(3), np.ones((3, 1)), ())

    first = seen("proposal", choices, np.array([0.0, 1.0, 0.0, 0.0]), run)
    found = [first, *searched(choices, first, GOAL, np.zeros(4), run, 12, choices.keeps)]
    best = min(found, key=lambda s: GOAL.value(s.cost))
    assert best.amount[0] == 1.0
    assert len(found) <= 13
    assert all(choices.keeps(s.amount) for s in found)
