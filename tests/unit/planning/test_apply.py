"""A plan on the engine: when what it does begins, and how much of it is there."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from ytterby.planning.apply import applied, arranged_from
from ytterby.planning.engine import tried
from ytterby.planning.ladder import Ladder
from ytterby.planning.lever_files import load_levers
from ytterby.planning.situation import situations
from ytterby.planning.stores import filled
from ytterby.planning.ventures import course_with
from ytterby.planning.worth import worth_of
from ytterby.study import load_scenario

BOOK = load_levers("magnet-rare-earths")
SURE = BOOK.model_copy(update={"levers": tuple(x.model_copy(update={"odds": 1.0}) for x in BOOK.levers)})
SCENARIO = load_scenario("japan-2026")
FOCUS = ("JPN",)
WORTH = worth_of(BOOK)


def ladder(**step):
    return Ladder.model_validate({
        "schema": "ytterby/escalations/1", "id": "one", "title": "one step", "months": 60, "standing": "assumption",
        "source": "a test", "steps": [{"id": "step", "scenario": "total-stop", "odds": 1.0, **step}],
    })  # fmt: skip


@pytest.fixture(scope="module")
def stopped():
    """A full stop of exports from the third year to the fifth, every lever sure to come."""
    return situations(ladder(after_months=24, lasts_months=30), SURE, SCENARIO, 4, 1)


def lever(name):
    return next(x for x in BOOK.levers if x.id == name)


def test_an_arrangement_does_nothing_before_it_is_signed_and_its_lead_time_has_passed(stopped):
    def fill(choice):
        return tried(stopped, choice, FOCUS, WORTH).fill

    nothing, now, late = fill({}), fill({("trusted-buyers-market", 0): 1.0}), fill({("trusted-buyers-market", 2): 1.0})
    assert np.abs(now - nothing).max() > 1e-6
    np.testing.assert_array_equal(now[:, :24], nothing[:, :24])  # lead time of 24 months
    np.testing.assert_array_equal(late[:, :48], nothing[:, :48])
    np.testing.assert_array_equal(late[:, 48:], now[:, 48:])


def test_an_arrangement_signed_later_helps_no_more(stopped):
    """Cost of shortage moves only for the months in which it is honoured."""
    nothing, *signed = (
        tried(stopped, c, FOCUS, WORTH).cost.mean()
        for c in ({}, *({("trusted-buyers-market", y): 1.0} for y in (0, 1, 2, 3)))
    )
    moved = [abs(cost - nothing) for cost in signed]
    assert moved[0] > 0 and moved[3] == 0.0  # in year 3 it is honoured from month 60 on: the plan has ended
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(moved))


def test_parts_of_a_plan_by_what_is_honoured(stopped):
    metal = ("metal-in-store", 0)
    choice = {metal: 60.0, ("sosa-priority", 1): 1.0, ("trusted-buyers-market", 0): 1.0}
    assert arranged_from(stopped[0], choice) == [
        (0, {metal: 60.0}), (15, {metal: 60.0, ("sosa-priority", 1): 1.0}), (24, choice),
    ]  # fmt: skip
    assert arranged_from(stopped[0], {metal: 60.0}) == [(0, {metal: 60.0})]


def test_of_two_arrangements_a_buyer_keeps_the_better_rank(stopped):
    one, other = {("sosa-priority", 0): 1.0}, {("trusted-buyers-market", 0): 1.0}
    ranks = [applied(stopped[0], c).draws.rank for c in (one, other, {**one, **other})]
    np.testing.assert_array_equal(ranks[2], np.minimum(ranks[0], ranks[1]))
    assert all((ranks[2] != rank).any() for rank in ranks[:2])


def stocks(choice, stopped):
    """Days of use at first use in Japan that may be released, from the month on from which they may, for every need."""
    there = stopped[0]
    prepared = applied(there, choice)
    at = [n for n, x in enumerate(there.network.needs) if (x.place, x.stage) == ("JPN", "first-use")]
    days = prepared.draws.reserve[0, at] / prepared.draws.use[0, at] * 365.25 / 12.0
    held = np.round(days * (1.0 - prepared.course.to_come[:, at]), 3)
    assert np.all(held == held[:, :1])
    months = np.flatnonzero(np.diff(held[:, 0], prepend=0.0))
    return {int(m): float(held[m, 0]) for m in months}


def test_no_part_of_a_stock_is_released_before_it_is_bought(stopped):
    magnets = "magnets-in-store"
    assert stocks({(magnets, 0): 60.0}, stopped) == {26: 60.0}
    late = stocks({(magnets, 3): 60.0}, stopped)
    assert list(late) == [48]
    assert 0 < late[48] < 60.0


def test_stocks_of_several_years_are_released_each_from_its_own_day(stopped):
    magnets = "magnets-in-store"
    late = stocks({(magnets, 3): 60.0}, stopped)[48]
    both = stocks({(magnets, 0): 30.0, (magnets, 3): 60.0}, stopped)
    assert both == {26: 30.0, 48: pytest.approx(30.0 + late, abs=0.002)}


def test_a_stock_bought_before_a_licence_regime_is_full():
    """Nobody needs a licence before the regime: what is approved then says nothing."""
    own = load_scenario("japan-2026-civil-denial")
    licence = own.levers.measures[0].model_copy(update={"permission": "licence", "approval": 0.5})
    own = own.model_copy(update={"levers": own.levers.model_copy(update={"measures": (licence,), "law": None})})
    step = ladder(scenario=own.id, after_months=36, lasts_months=12)
    there = situations(step, BOOK, own, 2, 1)[0]
    assert filled(there, lever("metal-in-store"), 0) == 1.0
    assert filled(there, lever("metal-in-store"), 3) < 1.0


def test_a_venture_helped_by_permits_waits_for_their_lead_time(stopped):
    k = next(k for k, x in enumerate(BOOK.levers) if x.id == "permits-australia")
    now, later = course_with(stopped[0], k, 0), course_with(stopped[0], k, 1)
    old = stopped[0].network.start[:, now.sites]
    lead = np.arange(1.0, 5.0)
    slow = replace(stopped[0].luck, lead=np.tile(lead[:, None], (1, len(BOOK.levers))))
    none = replace(stopped[0].luck, lead=np.zeros_like(slow.lead))
    begun, waited = (course_with(replace(stopped[0], luck=luck), k, 0).start for luck in (none, slow))
    np.testing.assert_allclose(waited, np.minimum(old, begun + lead[:, None]))
    assert (waited > begun).any()
    assert np.all(later.start >= now.start) and np.all(later.start <= old)


def test_a_stock_that_takes_years_is_not_released_before_it_is_full(stopped):
    slow = lever("metal-in-store").model_copy(update={"lead_months": (90.0, 100.0, 110.0)})
    book = SURE.model_copy(update={"levers": (slow,)})
    there = situations(ladder().model_copy(update={"months": 120}), book, SCENARIO, 2, 1)[0]
    at = [n for n, x in enumerate(there.network.needs) if (x.place, x.stage) == ("JPN", "magnet")]
    to_come = applied(there, {(slow.id, 0): 60.0}).course.to_come[:, at]
    assert np.all(to_come[:100] == 1.0) and np.all(to_come[100:] == 0.0)
