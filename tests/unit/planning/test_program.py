"""The two-stage program on a chain small enough to check by hand."""

import itertools

import numpy as np
import pytest
from toy import METAL, chain_levers, lever, toy

from ytterby.errors import Infeasible
from ytterby.planning.choice import menu
from ytterby.planning.decompose import Effort, solve
from ytterby.planning.master import Goal
from ytterby.planning.recourse import Cuts, Recourse
from ytterby.planning.whole import solve_whole

EXACT = Effort(gap=1e-6)


def solved(model, options, budget=1e6, goal=None, **limits):
    choices = menu(options, budget, **limits)
    goal = goal or Goal("expected", model.odds)
    plan = solve(Recourse(model, options), choices, goal, Cuts(), EXACT)
    return plan, {o.lever: a for o, a in zip(options, plan.amount, strict=True) if a > 0}, choices


def test_cost_of_doing_nothing_by_hand():
    model = toy()
    cost, _, _ = Recourse(model, ()).solve(np.zeros(0))
    np.testing.assert_allclose(cost, [0.0, 4 * 50.0, 4 * 90.0])  # own metal 10 a period closes a part


def test_money_does_not_go_to_mines_while_metal_making_is_the_bottleneck():
    model = toy(mine=30.0, metal=10.0)
    plan, chosen, _ = solved(model, chain_levers(model), budget=20.0)
    assert chosen == {"metal": 1.0}
    mined, chosen, _ = solved(model, chain_levers(model)[:1], budget=20.0)
    assert chosen == {}
    assert mined.value > plan.value


def test_a_mine_is_bought_once_metal_making_is_wide():
    model = toy(mine=5.0, metal=80.0)
    _, chosen, _ = solved(model, chain_levers(model), budget=10.0)
    assert chosen == {"mine": 1.0}


def test_oxide_in_store_is_worth_nothing_when_the_metal_step_is_cut():
    model = toy(mine=30.0, metal=0.0)
    options = chain_levers(model)
    recourse = Recourse(model, options)
    without, _, slope = recourse.solve(np.zeros(4))
    stocked, _, _ = recourse.solve(np.array([0.0, 0.0, 1.0, 0.0]))
    np.testing.assert_allclose(stocked, without)
    assert slope[:, 2] == pytest.approx(0.0)
    held, _, _ = recourse.solve(np.array([0.0, 0.0, 0.0, 1.0]))
    np.testing.assert_allclose(without - held, [0.0, 100.0, 100.0])  # metal in store replaces metal


@pytest.mark.parametrize("budget", [0.0, 10.0, 25.0, 45.0, 100.0])
@pytest.mark.parametrize("criterion", ["expected", "cvar", "regret"])
def test_equal_to_trying_every_plan(budget, criterion):
    model = toy(mine=5.0, metal=10.0)
    options = (*chain_levers(model)[:3], lever(model, "imports", "limit", 2, 30.0, 22.0))
    choices, recourse = menu(options, budget), Recourse(model, options)
    plans = [np.array(p) for p in itertools.product([0.0, 1.0], repeat=4)]
    plans = [p for p in plans if choices.keeps(p)]
    cost = np.array([recourse.solve(p)[0] + choices.net @ p for p in plans])
    free = menu(options, 1e6)
    best = np.min([recourse.solve(np.array(p))[0] + free.net @ np.array(p)
                   for p in itertools.product([0.0, 1.0], repeat=4)], axis=0)  # fmt: skip
    goal = Goal(criterion, model.odds, level=0.8, best=best)
    plan = solve(recourse, choices, goal, Cuts(), EXACT)
    assert plan.value == pytest.approx(min(goal.value(c) for c in cost), rel=1e-5, abs=1e-6)
    assert plan.bound == pytest.approx(plan.value, rel=1e-4, abs=1e-4)


def test_equal_to_the_program_in_one_piece():
    model = toy(mine=25.0, metal=15.0, store=30.0)
    plan, _, choices = solved(model, chain_levers(model), budget=33.0)
    whole = solve_whole(model, choices, 1e-7, 20.0)
    assert plan.value == pytest.approx(whole.objective, rel=1e-5)


def test_a_bound_holds_for_every_plan():
    model = toy(mine=25.0, metal=15.0, store=30.0)
    options = chain_levers(model)
    recourse = Recourse(model, options)
    random = np.random.default_rng(1)
    _, level, slope = recourse.solve(np.array([1.0, 0.0, 0.0, 0.3]))
    for _ in range(30):
        amount = random.random(4)
        assert np.all(recourse.solve(amount)[0] >= level + slope @ amount - 1e-6)


def test_limits_on_choosing():
    model = toy(mine=5.0, metal=10.0)
    options = chain_levers(model)
    _, chosen, _ = solved(model, options, needs={"metal": ("mine",)})
    assert chosen.get("mine", 0.0) >= chosen.get("metal", 0.0)
    _, chosen, _ = solved(model, options, exclusive=(("mine", "metal", "metal-stock"),))
    assert sum(chosen.get(k, 0.0) for k in ("mine", "metal", "metal-stock")) <= 1.0 + 1e-9
    _, chosen, _ = solved(model, options, required=("oxide-stock",))
    assert chosen["oxide-stock"] == 1.0
    with pytest.raises(Infeasible):
        solved(model, options, budget=1.0, required=("metal",))


def test_a_year_without_money_puts_a_lever_off():
    model = toy(mine=30.0, metal=10.0)
    options = (
        lever(model, "metal", "capacity", METAL, 20.0, 10.0, year=0),
        lever(model, "metal", "capacity", METAL, 20.0, 9.5, year=1, first=1),
    )
    plan, _, _ = solved(model, options, per_year=np.array([0.0, 20.0, 20.0]))
    assert plan.amount.tolist() == [0.0, 1.0]


def test_a_floor_is_paid_for_before_anything_else():
    from dataclasses import replace

    model = toy(mine=30.0, metal=10.0, worth=0.01)
    _plan, chosen, _ = solved(model, chain_levers(model))
    assert chosen == {}
    held = replace(model, floor=np.full((1, 4), 0.2))
    _, chosen, _ = solved(held, chain_levers(held))
    assert "metal" in chosen


def test_the_newest_bounds_in_whole_rounds():
    cuts = Cuts()
    assert cuts.newest(10).count == 0
    for size in (3, 3, 2):
        cuts.add(np.arange(size), np.full(size, float(size)), np.zeros((size, 4)))
    assert cuts.newest(100).count == 8
    assert cuts.newest(5).count == 5 and cuts.newest(4).count == 2
    assert cuts.newest(1).count == 2  # one round is always there
    kept = cuts.newest(2)
    kept.add(np.arange(3), np.zeros(3), np.zeros((3, 4)))
    assert cuts.count == 8  # what is added to it stays its own


def test_few_bounds_from_before_lead_to_the_same_plan(monkeypatch):
    from ytterby.planning import decompose

    model = toy(mine=25.0, metal=15.0, store=30.0)
    options, cuts = chain_levers(model), Cuts()
    recourse = Recourse(model, options)
    goal = Goal("expected", model.odds)
    whole = [solve(recourse, menu(options, b), goal, cuts, EXACT).value for b in (40.0, 33.0, 20.0, 9.0)]
    monkeypatch.setattr(decompose, "_MOST", 3)
    few = [solve(recourse, menu(options, b), goal, cuts, EXACT).value for b in (40.0, 33.0, 20.0, 9.0)]
    np.testing.assert_allclose(few, whole, rtol=1e-5)
