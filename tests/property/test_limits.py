"""Delivery stays within order, supply, relation and law; use within demand and permission (conventions §6-§8)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from test_kernel_equals_twin import RECIPES

from twins import chain
from twins.everything import everything
from twins.layout import prepared_of
from twins.networks import Recipe, random_world
from twins.walk import begin, copied, walk
from twins.world import DT
from ytterby.outcomes.fill import fill_rate
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import run_ensemble
from ytterby.simulation.kernel.arrays import STEPS, Draw
from ytterby.simulation.prepare import Prepared

EVERY = [*chain.SCENARIOS, "everything"]


def question(name: str) -> Scenario:
    return everything() if name == "everything" else chain.scenario(name)


def excess(amount: np.ndarray, limit: np.ndarray) -> float:
    return float(np.max(amount - limit, initial=0.0))


def carries(prepared: Prepared, draw: Draw, month: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the weight of each relation, and what it can carry in a step [t]."""
    opened = np.clip((month - draw.opens) / 6, 0, 1)
    weight = (draw.flow + draw.fresh * opened) * prepared.course.pull[month]
    room = draw.switch * draw.flow + np.maximum(weight - draw.flow, 0)
    passes = prepared.course.passable[month]
    return weight, np.where(passes < 1, np.minimum(room, passes * np.maximum(draw.flow, weight)), room) * DT


def check_limits(prepared: Prepared, months: int, d: int = 0) -> None:
    topology, law = prepared.topology, prepared.law
    market = np.repeat(np.arange(len(topology.link_start) - 1), np.diff(topology.link_start).astype(int))
    site = np.repeat(np.arange(len(topology.controlled)), np.diff(topology.offer_start))
    first_sink, markets = topology.need_start[-1], len(topology.link_start) - 1
    old = copied(begin(prepared, d)[1])
    speck = 1e-10 * max(float(old.stock.max()), 1.0)
    for step, draw, state in walk(prepared, months, d):
        sent = state.shipped.sum(axis=1)
        assert min(state.stock.min(), state.finished.min(), state.reserve.min(), state.shipped.min() + speck) >= 0
        asked = np.bincount(topology.need_market, state.order, markets) * DT
        assert excess(np.bincount(market, sent, markets), asked) <= speck, "more than was ordered"
        weight, room = carries(prepared, draw, step // STEPS)
        assert excess(sent, room) <= speck, "more than the relation carries"
        allowed = law.link[step] * np.maximum(draw.flow, weight)[:, None] * DT
        assert np.all(state.shipped[allowed == 0] == 0), "something moved where nothing may"
        assert excess(state.shipped, allowed) <= speck, "more than the law lets through"
        assert excess(state.used.sum(axis=1), state.wanted * DT) <= speck, "more than was wanted"
        assert excess(state.wanted[first_sink:], state.asked_for[first_sink:] * 4) <= speck
        barred = law.use[step, first_sink:] == 0
        assert np.all(state.used[first_sink:][barred] == 0), "a barred lot was used"
        offered = old.finished.sum(axis=1) + draw.yields * state.made[site] * DT
        assert excess(np.bincount(topology.link_offer.astype(int), sent, len(offered)), offered) <= speck, (
            "more than there was"
        )
        assert excess(state.made, old.overproduction * state.running) <= speck, "more than capacity"
        most = draw.capacity * prepared.course.capacity[step // STEPS]
        assert excess(state.running, most) <= speck, "capacity out of nothing"
        old = copied(state)


def check_qualification(prepared: Prepared, months: int, d: int = 0) -> None:
    """While the law holds conditioned lots back, others grow by `switch` at most until they are qualified."""
    law, topology = prepared.law, prepared.topology
    speck = 1e-10 * max(float(begin(prepared, d)[1].stock.max()), 1.0)
    for step, draw, state in walk(prepared, months, d):
        waiting = (law.since[step] >= 0) & (law.since[step] < draw.qualification)
        limit = carries(prepared, draw, step // STEPS)[1] * draw.free_share[topology.link_offer]
        assert excess(state.shipped[waiting, 0], limit[waiting]) <= speck, f"not yet qualified in step {step}"


def check_licences(prepared: Prepared, months: int, d: int = 0) -> None:
    """A lot under licence was applied for, decided, approved, and has not lapsed."""
    law = prepared.law
    before = copied(begin(prepared, d)[1])
    volume, speck = before.granted.copy(), 1e-9 * max(float(before.stock.max()), 1.0)
    for step, draw, state in walk(prepared, months, d):
        decided = before.due[:, step % before.due.shape[1]]
        share = np.minimum(np.maximum(law.approval[step], 0) * draw.approval, 1)
        volume = np.where(law.approval[step] > -1, (volume + share * decided) * (1 - DT / law.validity), 0.0)
        sent = np.where(law.binding[step], state.shipped[law.licensed, 1], 0.0)
        assert excess(sent, volume) <= speck, f"more than was granted in step {step}"
        volume = np.maximum(volume - sent, 0)
        np.testing.assert_allclose(state.granted, volume, atol=speck)
        assert min(state.granted.min(initial=0), state.pending.min(initial=0), state.due.min(initial=0)) >= 0
        np.testing.assert_allclose(state.pending, state.due.sum(axis=1), atol=speck)
        before = copied(state)


def check_reserves(prepared: Prepared, months: int, d: int = 0) -> None:
    """A reserve never grows, falls only for a low stock, at most at its rate, and keeps what may not be released."""
    behaviour, course = prepared.behaviour, prepared.course
    before = copied(begin(prepared, d)[1])
    slot = before.arriving.shape[1]
    for step, draw, state in walk(prepared, months, d):
        given = before.reserve - state.reserve
        assert given.min() >= 0 and state.reserve.min() >= 0
        to_come = course.to_come[step // STEPS]
        assert excess(given, behaviour.release_rate * draw.reserve * (1 - to_come) * DT) <= 1e-9
        here = before.stock.sum(axis=1) + before.arriving[:, step % slot].sum(axis=1)
        low = behaviour.release_below * draw.cover * before.wanted_slow - here
        assert excess(given, np.maximum(low, 0)) <= 1e-9
        assert excess(draw.reserve * to_come, state.reserve) <= 1e-9
        before = copied(state)


@settings(deadline=None, max_examples=40)
@given(RECIPES)
def test_random_networks_keep_to_their_limits(recipe: Recipe):
    prepared = prepared_of(random_world(recipe), 10)
    for check in (check_limits, check_qualification, check_licences, check_reserves):
        check(prepared, 10)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@settings(deadline=None, max_examples=2000)
@given(RECIPES)
def test_many_random_networks_keep_to_their_limits(recipe: Recipe):
    prepared = prepared_of(random_world(recipe), 24)
    for check in (check_limits, check_qualification, check_licences, check_reserves):
        check(prepared, 24)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("d", [0, 1])
def test_chain_keeps_to_its_limits(name: str, d: int):
    prepared = chain.ready(question(name), 36, 2)
    for check in (check_limits, check_qualification, check_licences, check_reserves):
        check(prepared, 36, d)


@pytest.mark.parametrize("name", EVERY)
def test_fill_rate_is_a_share(name: str):
    ready = chain.laid_out(question(name), 36, 4)
    done = run_ensemble(ready.network, ready.prepared, 36)
    fill = fill_rate(done.used, done.demand)
    assert np.all(np.isfinite(fill))
    assert fill.min() >= 0
    assert fill.max() <= 1 + 1e-12
    assert np.all(done.destroyed <= done.demand.sum(axis=2))
    assert np.all(np.isfinite(done.price))
    assert done.price.min() > 0


def test_nothing_leaves_under_a_total_stop():
    """From the first day no flow group crosses the controller's border."""
    done = run_ensemble(chain.network(2), chain.ready(chain.scenario("total-stop"), 12, 2), 12)
    leaving = [i for i, (_, i_, j, _) in enumerate(done.flows) if i_ == "CHN" and j != "CHN"]
    assert leaving
    assert done.sent[leaving].max() == 0
    assert done.before[leaving].min() > 0
