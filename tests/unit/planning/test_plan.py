"""A whole plan on the magnet chain, small: program, engine, frontier, and refusals."""

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
from markupsafe import escape

from ytterby.baseline.workspace import open_workspace, working_in
from ytterby.domain.regime import Branch
from ytterby.errors import BadData, Infeasible, UsageError
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.planning.aimless import refuse_aimless
from ytterby.planning.answer import answer
from ytterby.planning.apply import applied
from ytterby.planning.asked import Asked
from ytterby.planning.compact import compact
from ytterby.planning.engine import tried
from ytterby.planning.floors import below
from ytterby.planning.ladder import Ladder, Step, ladder_of
from ytterby.planning.lever_files import load_levers
from ytterby.planning.plan import plan_scenario
from ytterby.planning.recourse import Recourse
from ytterby.planning.situation import draw_luck, idle, situations
from ytterby.planning.worth import worth_of
from ytterby.report import plan_page
from ytterby.scenario.law import same_law
from ytterby.scenario.levers import Outage
from ytterby.simulation.ensemble import run_ensemble
from ytterby.simulation.prepare import prepare
from ytterby.study import load_scenario, plan

FUTURES = 4
STEPS = (
    {"id": "calm", "scenario": "japan-2026", "odds": 0.6},
    {"id": "denial", "scenario": "japan-2026-civil-denial", "odds": 0.4, "after_months": 24, "lasts_months": 18,
     "severe": True},
)  # fmt: skip
LADDER = Ladder.model_validate({
    "schema": "ytterby/escalations/1", "id": "made-up", "title": "two steps", "months": 60, "standing": "assumption",
    "source": "a test", "steps": STEPS,
})  # fmt: skip
SCENARIO = load_scenario("japan-2026")
BOOK = load_levers("magnet-rare-earths")
WORTH = worth_of(BOOK)
ASKED = Asked(budget=600.0, futures=FUTURES, tries=1, points=3, begin=(0, 1))


@pytest.fixture(scope="module")
def planned():
    return plan_scenario(SCENARIO, ASKED, BOOK, LADDER)


@pytest.fixture(scope="module")
def denied():
    return situations(LADDER.model_copy(update={"steps": LADDER.steps[1:]}), BOOK, SCENARIO, 2, 1)


def test_figures_of_the_workspace_count_here_too(tmp_path):
    first = chain_estimates(load_chain(SCENARIO.chain)).items[0]
    (tmp_path / "estimates").mkdir()
    (tmp_path / "estimates" / "own.csv").write_text(
        "chain,id,low,best,high,unit,standing,source,row\n"
        f"{SCENARIO.chain},{first.id},{first.low / 2},{first.low / 2},{first.low / 2},{first.unit},estimate,me,own\n"
    )
    calm = LADDER.model_copy(update={"steps": LADDER.steps[:1]})
    (packaged,) = situations(calm, BOOK, SCENARIO, 2, 1)
    with working_in(open_workspace(tmp_path)):
        (own,) = situations(calm, BOOK, SCENARIO, 2, 1)
    assert not np.array_equal(own.network.flow, packaged.network.flow)


def test_the_law_is_the_branch_the_scenario_names():
    question = load_scenario("content-rule-enters-force")
    step = Step.model_validate({"id": "in-force", "scenario": question.id, "odds": 1.0})
    (found,) = situations(LADDER.model_copy(update={"steps": (step,)}), BOOK, question, 2, 1)
    again = [
        prepare(found.scenario, idle(found), found.chance, LADDER.months, branch).permissions
        for branch in (Branch.REVIVE, Branch.EXTEND)
    ]
    assert [same_law(found.prepared.permissions, law) for law in again] == [True, False]


def test_the_object_holds_what_the_contract_names(planned):
    found = json.loads(json.dumps(answer(planned)))
    assert {"budget", "criteria", "portfolio", "bound", "gap", "simulated", "frontier", "evpi",
            "time_to_independence"} <= set(found)  # fmt: skip
    assert set(found["criteria"]) == {"expected", "cvar", "regret"}
    assert all({"lever", "amount", "unit", "start"} <= set(row) for row in found["portfolio"])
    assert set(found["time_to_independence"]) >= {"p05", "p50", "p95"}
    assert found["budget"] == 600e6


def test_bound_gap_and_budget(planned):
    proposal = planned.proposals["expected"]
    assert proposal.bound <= proposal.value + 1e-9
    assert proposal.gap <= 0.01
    assert planned.menu.keeps(proposal.amount)
    assert planned.menu.keeps(planned.chosen.amount)


def test_each_criterion_is_best_at_its_own(planned):
    odds = planned.program.model.odds
    costs = {name: float(p.cost @ odds) for name, p in planned.proposals.items()}
    assert costs["expected"] <= min(costs.values()) * 1.01
    worst = {name: float((p.cost - planned.best_known).max()) for name, p in planned.proposals.items()}
    assert worst["regret"] <= min(worst.values()) * 1.02 + 1.0


def test_the_chosen_plan_is_the_best_of_those_tried_and_better_than_nothing(planned):
    odds = planned.program.model.odds
    expected = [float(s.cost @ odds) for s in planned.tried]
    assert float(planned.chosen.cost @ odds) == min(expected)
    assert min(expected) <= expected[0]
    assert planned.tried[0].name == "nothing"


def test_knowing_is_worth_something_and_a_warning_no_more(planned):
    assert 0.0 <= planned.signal <= planned.evpi * 1.05 + 1.0


def test_more_money_never_costs_more(planned):
    values = [p.criteria.expected for p in planned.frontier]
    assert len(values) == 3
    assert all(b <= a * 1.011 for a, b in itertools.pairwise(values))


def test_the_page_shows_every_lever_of_the_plan(planned):
    found = answer(planned)
    page = plan_page(found)
    assert all(str(escape(row["title"])) in page for row in found["portfolio"])
    assert "<svg" in page


def test_independence_is_a_distribution_and_a_plan_never_lowers_it(planned):
    found = answer(planned)["time_to_independence"]
    assert [row["month"] for row in found["met_alone"]] == [12, 24, 36, 48, 60]
    for row in found["met_alone"]:
        assert 0.0 <= row["p05"] <= row["p50"] <= row["p95"] <= 1.0 + 1e-9
        assert row["p50"] >= row["without_plan"]["p50"] - 0.02
    assert 0.0 <= found["never"] <= 1.0


def test_stopping_in_the_search_keeps_the_verified_plan():
    def stop(part, done, whole):
        if (part, done) == ("frontier", 2):
            raise KeyboardInterrupt

    asked = replace(ASKED, tries=0, points=4)
    found = answer(plan_scenario(SCENARIO, asked, BOOK, LADDER, stop))
    assert found["stopped"] == "frontier"
    assert len(found["frontier"]) == 1
    assert found["signal"]["value"] is None and found["marginal"] == []
    assert found["portfolio"] and found["simulated"]["plan"]
    assert any("stopped in frontier" in text for text in found["warnings"])
    assert not any("was found that keeps every limit" in text for text in found["warnings"])
    assert "<svg" in plan_page(found)


def test_a_floor_holds_in_the_chosen_plan_and_the_engine_is_asked():
    asked = replace(ASKED, budget=3000.0, floor=0.5, floor_from=3, points=3)
    found = plan_scenario(SCENARIO, asked, BOOK, LADDER)
    told = answer(found)
    assert not below(Recourse(found.program.model, found.menu.options), found.chosen.amount).any()
    assert 0.0 <= told["simulated"]["fill"]["floor_kept"] <= 1.0
    assert all(row["expected"] < 1e11 for row in told["frontier"])  # no penalty in any point


def test_a_lever_comes_only_where_what_it_needs_comes():
    luck, at = draw_luck(BOOK, 512, 1), {lever.id: k for k, lever in enumerate(BOOK.levers)}
    feed, road = at["dong-pao-equipment"], at["dong-pao-road"]
    assert luck.came[:, road].mean() == pytest.approx(0.8, abs=0.02)
    assert luck.came[:, feed].mean() == pytest.approx(0.3 * 0.8, abs=0.04)
    assert np.all(luck.came[:, road] >= luck.came[:, feed])
    assert np.all(luck.lead[:, feed] >= luck.lead[:, road])


def test_places_count_in_full_where_none_is_in_focus(denied):
    price = (np.ones((2, len(denied[0].network.chain.commodities), denied[0].months)),)
    whole = compact(denied, price, (), np.array([12, 12, 12, 12, 12]), WORTH)
    assert whole.shape.in_focus.all()
    worth = whole.model.worth[: len(whole.shape.uses), 0]
    assert worth.max() == pytest.approx(WORTH.use * 1.03**-0.5)


def test_the_study_says_what_a_plan_stands_on():
    ladder = LADDER.model_copy(update={"steps": (LADDER.steps[1].model_copy(update={"odds": 1.0}),), "months": 36})
    asked = replace(ASKED, futures=2, tries=0, points=2, begin=(0,))
    found = plan(SCENARIO, asked, BOOK, ladder)
    assert found.result["as_of"]["data"] and found.result["version"]
    assert any("magnet" in name for name in found.result["inputs"])
    assert "<svg" in found._repr_html_()


def test_an_empty_plan_is_the_situation_itself(denied):
    base = denied[0].prepared
    again = applied(denied[0], {})
    for name in ("capacity", "start", "fresh", "opens", "reserve", "scalars"):
        np.testing.assert_array_equal(getattr(again.draws, name), getattr(base.draws, name))


def test_oxide_in_store_saves_nothing_on_the_engine_when_the_metal_step_is_cut():
    cut = Outage(
        **{"id": "no-metal-making", "from": "2026-01-01", "source": "a test"}, place="JPN", stage="metal", share=1.0
    )
    open_ = SCENARIO.uncertainties.model_copy(update={"outages": (cut,)})
    own = load_scenario("japan-2026-civil-denial").model_copy(update={"uncertainties": open_})
    here = situations(LADDER.model_copy(update={"steps": LADDER.steps[1:]}), BOOK, own, 2, 1)

    def short(choice):
        return tried(here, choice, ("JPN",), WORTH).short.mean()

    nothing, oxide, metal = short({}), short({("oxide-in-store", 0): 180.0}), short({("metal-in-store", 0): 180.0})
    assert oxide == pytest.approx(nothing, rel=0.005)
    assert metal < 0.9 * nothing


def test_stock_begun_under_a_denial_stays_nearly_empty(denied):
    from ytterby.planning.stores import filled

    lever = next(x for x in BOOK.levers if x.id == "metal-in-store")
    assert filled(denied[0], lever, 0) == pytest.approx(1.0)
    assert filled(denied[0], lever, 2) < 0.8


def test_a_plan_changes_only_what_it_touches(denied):
    prepared = applied(denied[0], {("heavy-metal-plant-japan", 0): 1.0})
    site = denied[0].sites["heavy-metal-plant-japan"]
    changed = np.flatnonzero((prepared.draws.capacity != denied[0].prepared.draws.capacity).any(axis=0))
    assert set(changed) <= {site}
    used = run_ensemble(denied[0].network, prepared, denied[0].months).used
    assert np.isfinite(used).all()


def test_a_budget_that_required_levers_do_not_fit_into_is_named():
    with pytest.raises(Infeasible, match="nolans-loan must be in the plan and costs 775 MUSD; the budget is 100 MUSD"):
        plan_scenario(SCENARIO, replace(ASKED, budget=100.0, required=("nolans-loan",)), BOOK, LADDER)


def test_a_floor_out_of_reach_names_what_binds():
    with pytest.raises(Infeasible, match="binds"):
        plan_scenario(SCENARIO, replace(ASKED, floor=1.0), BOOK, LADDER)


@pytest.mark.parametrize(
    ("lever", "effect", "message"),
    [
        ("metal-in-store", {"place": "AUS"}, "nothing in AUS buys at magnet"),
        ("magnets-for-defence", {"end_uses": ("spread-use",)}, "nothing in JPN buys at first-use for what it names"),
        ("recycling-japan", {"place": "AUS"}, "nothing is recycled in AUS"),
        ("traction-without-magnets", {"places": ("AUS",)}, "no ev-traction in AUS"),
    ],
)
def test_levers_that_aim_at_nothing_are_refused(denied, lever, effect, message):
    levers = tuple(
        x.model_copy(update={"effect": x.effect.model_copy(update=effect)}) if x.id == lever else x for x in BOOK.levers
    )
    with pytest.raises(BadData, match=message) as refused:
        refuse_aimless(BOOK.model_copy(update={"levers": levers}), denied[0].network)
    assert "JPN" in refused.value.faults[0].choices


@pytest.mark.parametrize(
    "wrong",
    [
        {"budget": -1.0},
        {"budget": float("inf")},
        {"budget": float("nan")},
        {"per_year": -1.0},
        {"floor": 1.5},
        {"floor": 0.5, "floor_from": 5},
        {"level": 1.0},
        {"begin": (7,)},
        {"criterion": "hope"},
        {"futures": 0},
        {"points": -1},
        {"met": 2.0},
        {"required": ("nolan-loan",)},
    ],
)
def test_nonsense_is_refused_before_any_work(wrong):
    with pytest.raises(UsageError):
        plan_scenario(SCENARIO, replace(ASKED, **wrong), BOOK, LADDER)


def test_a_scenario_without_a_ladder_is_its_own():
    ladder = ladder_of(load_scenario("total-stop"))
    assert ladder.steps == (Step(id="total-stop", scenario="total-stop", odds=1.0, severe=True),)
