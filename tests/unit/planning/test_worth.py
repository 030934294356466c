"""What a tonne not delivered costs: from the levers file of the chain, never another's."""

from pathlib import Path

import pytest

from ytterby.baseline.yamlfile import bundled
from ytterby.errors import BadData
from ytterby.planning.asked import Asked
from ytterby.planning.lever_files import load_levers
from ytterby.planning.plan import plan_scenario
from ytterby.planning.worth import worth_of
from ytterby.study import load_scenario

BUNDLED = Path(bundled("levers", "magnet-rare-earths")).read_text("utf-8")
GALLIUM = """
schema: ytterby/levers/1
id: ga
title: gallium
chain: gallium
{worth}
levers:
  - id: stock
    title: stock
    kind: stockpile
    cost: 1 MUSD
    whole: false
    most: 180
    lead_months: [1, 2, 3]
    odds: 1
    effect: {{ does: stock, place: JPN, stage: first-use }}
    standing: assumption
    source: ours
    basis: ours
"""
FIGURE = "{ a_tonne: 2 MUSD, standing: assumption, source: a test, basis: a test }"


def gallium(tmp_path, worth=""):
    path = tmp_path / "ga.yaml"
    path.write_text(GALLIUM.format(worth=worth), "utf-8")
    return load_levers(str(path))


def test_a_chain_of_which_nothing_says_what_a_tonne_costs_is_not_planned(tmp_path):
    asked = Asked(budget=100.0, futures=1, tries=0, points=1)
    with pytest.raises(BadData, match="nothing says what a tonne of gallium not delivered costs") as refused:
        plan_scenario(load_scenario("gallium-germanium-2023"), asked, gallium(tmp_path))
    assert refused.value.faults[0].fix


def test_worth_is_that_of_the_file(tmp_path):
    block = f"worth: {{ needed: {FIGURE}, given_up: {FIGURE}, at_price: {FIGURE}, at_price_uses: [solar-and-other] }}"
    found = worth_of(gallium(tmp_path, block))
    assert (found.use, found.given_up, found.other, found.others) == (2.0, 2.0, 2.0, {"solar-and-other"})


def test_a_file_without_worth_takes_that_of_its_chain(tmp_path):
    book = load_levers("magnet-rare-earths")
    assert worth_of(book.model_copy(update={"worth": None})) == worth_of(book)
    assert (worth_of(book).use, worth_of(book).given_up, worth_of(book).other) == (4.5, 0.5, 0.055)


def test_a_use_the_chain_does_not_have_is_refused(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(BUNDLED.replace("at_price_uses: [non-magnet]", "at_price_uses: [non-magnets]"), "utf-8")
    with pytest.raises(BadData, match='no end use "non-magnets"'):
        load_levers(str(path))
