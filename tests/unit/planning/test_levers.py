"""Levers, deals and ladders as data: what is bundled is whole, and nonsense is refused with its line."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ytterby.baseline.yamlfile import bundled
from ytterby.errors import BadData, BadScenario
from ytterby.planning.deals import load_deals
from ytterby.planning.ladder import Step, load_ladder, scenario_of
from ytterby.planning.lever_files import load_levers
from ytterby.planning.levers import KINDS

BUNDLED = Path(bundled("levers", "magnet-rare-earths")).read_text("utf-8")


def test_the_magnet_chain_has_levers_of_every_kind():
    book = load_levers("magnet-rare-earths")
    assert len(book.levers) >= 20
    assert set(Counter(lever.kind for lever in book.levers)) == set(KINDS)
    assert all(lever.source and lever.basis for lever in book.levers)


def test_every_deal_a_lever_follows_is_bundled():
    ids = {deal.id for deal in load_deals()}
    named = {d for lever in load_levers("magnet-rare-earths").levers for d in lever.deals}
    assert named and named <= ids


def test_deals_carry_the_figures_of_the_documents():
    deals = {deal.id: deal for deal in load_deals()}
    assert deals["mp-equity"].amount == 400e6 and deals["mp-equity"].stake_low == 0.15
    assert deals["mp-floor"].years == 10
    assert deals["mp-loan"].amount == 150e6
    assert (deals["thacker-pass"].stake_low, deals["thacker-pass"].stake_high) == (0.05, 0.10)
    assert deals["trilogy"].amount == 35.6e6 and deals["trilogy-warrants"].warrants == 0.075
    assert deals["us-australia"].amount == 8.5e9 and deals["minerals-fund"].amount == 5e9


def test_a_pledge_converts_with_stated_odds_and_a_payment_in_full():
    deals = {deal.id: deal for deal in load_deals()}
    assert deals["japan-kazakhstan"].expected == pytest.approx(3.7e9 * 0.2)
    assert deals["mp-equity"].expected == 400e6
    assert deals["mp-floor"].expected is None
    assert all(d.conversion for d in deals.values() if d.form in {"pledge", "fund", "national-plan"})


def line_with(text: str) -> int:
    return next(k for k, line in enumerate(BUNDLED.splitlines(), 1) if text in line)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("process: metal/dytb", "process: metall/dytb", "metall/dytb"),
        ("cost: 775 MUSD", "cost: -775 MUSD", "is not at least 0"),
        ("cost: 348 MUSD", "cost: 348 kt", "348 kt"),
        ("paid: [0.3, 0.4, 0.3]", "paid: [0.3, 0.4, 0.2]", "sums to 0.9"),
        ("odds: 0.15", "odds: 15", "15 is not at most 1"),
        ("lead_months: [84, 120, 180]", "lead_months: [84, 20, 180]", "must not fall"),
        ("end_use: ev-traction", "end_use: ev-tracktion", 'Did you mean "ev-traction"'),
        (
            "does: licences, factor: 1.25 }",
            "does: licences, factor: 1.25 }\n    whole: false",
            "only a stock is held in part",
        ),
        ("arrangement: sosa-us-jpn", "arrangement: sosa", "arrangement"),
        ("stage: metal, holder: state", "stage: mine, holder: state", "stage that buys"),
        ("factor: 2.0", "factor: 2.0, speed: 3", '"speed" is not a field'),
    ],
)
def test_nonsense_is_refused_with_its_line(tmp_path, right, wrong, message):
    assert BUNDLED.count(right) >= 1
    path = tmp_path / "mine.yaml"
    path.write_text(BUNDLED.replace(right, wrong, 1), "utf-8")
    with pytest.raises(BadData) as refused:
        load_levers(str(path))
    text = str(refused.value)
    assert message in text
    at = int(text.split("line ")[1].split(":", maxsplit=1)[0])
    entry = max(
        k for k, line in enumerate(BUNDLED.splitlines(), 1) if line.startswith("  - id:") and k <= line_with(right)
    )
    assert entry <= at <= line_with(right)


def test_all_faults_at_once_and_unknown_needs(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(BUNDLED.replace("odds: 0.15", "odds: 15").replace("cost: 775 MUSD", "cost: -1 USD"), "utf-8")
    with pytest.raises(BadData) as refused:
        load_levers(str(path))
    assert [f.where.split(": ")[-1] for f in refused.value.faults] == ["levers[5].cost", "levers[20].odds"]
    path.write_text(BUNDLED.replace("needs: [dong-pao-road]", "needs: [dong-pao-rail]"), "utf-8")
    with pytest.raises(BadData, match="dong-pao-rail"):
        load_levers(str(path))


def test_a_ladder_moves_measures_in_time():
    ladder = load_ladder("japan-2026")
    assert sum(s.odds for s in ladder.steps) == pytest.approx(1.0)
    half = next(s for s in ladder.steps if s.id == "half-a-year")
    measure = scenario_of(half).levers.measures[0]
    assert (measure.from_, measure.until) == (date(2028, 1, 6), date(2028, 7, 5))


def test_a_ladder_moves_practice_in_time():
    """Licences of `japan-2026-slowdown` are slow by practice from its start on, and it has no measures."""
    moved = scenario_of(Step(id="slow", scenario="japan-2026-slowdown", odds=1.0, after_months=24, lasts_months=6))
    practice = moved.levers.law.practice[0]
    assert (practice.from_, practice.until) == (date(2028, 1, 1), date(2028, 6, 30))
    assert practice.approval == 0.6
    still = scenario_of(Step(id="slow", scenario="japan-2026-slowdown", odds=1.0))
    assert still.levers.law.practice[0].from_ is None


def test_a_step_that_has_nothing_to_move_is_refused():
    step = Step(id="later", scenario="us-content-rules", odds=1.0, after_months=24)
    with pytest.raises(BadScenario, match="neither measures nor practice") as refused:
        scenario_of(step)
    assert "after_months" in refused.value.faults[0].where and refused.value.faults[0].fix
    assert scenario_of(step.model_copy(update={"after_months": 0})).id == "later"


def test_odds_of_a_ladder_sum_to_one(tmp_path):
    text = Path(bundled("escalations", "japan-2026")).read_text("utf-8")
    path = tmp_path / "ladder.yaml"
    path.write_text(text.replace("odds: 0.45", "odds: 0.5"), "utf-8")
    with pytest.raises(BadScenario, match="sum to 1"):
        load_ladder(str(path))


def test_levers_that_need_each_other_are_refused(tmp_path):
    path = tmp_path / "mine.yaml"
    road = "effect: { does: enable }\n    deals: [ambler-road]"
    ring = BUNDLED.replace(road, f"needs: [dong-pao-equipment]\n    {road}")
    assert ring != BUNDLED
    path.write_text(ring, "utf-8")
    with pytest.raises(BadData, match="need each other in a ring"):
        load_levers(str(path))


def test_a_lever_that_waits_for_a_pledge_has_the_odds_of_the_pledge():
    deals = {deal.id: deal for deal in load_deals()}
    feed = next(lever for lever in load_levers("magnet-rare-earths").levers if lever.id == "kazakhstan-feed")
    assert all(feed.odds == deals[d].conversion.best for d in feed.deals)


def test_a_book_without_levers_is_refused(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(BUNDLED.split("levers:")[0] + "levers: []\n", "utf-8")
    with pytest.raises(BadData, match="there is no lever in it"):
        load_levers(str(path))
