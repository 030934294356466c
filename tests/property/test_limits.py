"""Delivery stays within order, supply, relation and law; use within demand and permission (conventions §6-§8)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from test_kernel_equals_twin import RECIPES

from twins import chain
from twins.layout import prepared_of
from twins.networks import Recipe, random_world
from twins.walk import begin, copied, walk
from ytterby.outcomes.fill import fill_rate
from ytterby.simulation.ensemble import run_ensemble
from ytterby.simulation.kernel.arrays import DT
from ytterby.simulation.prepare import Prepared


def excess(amount: np.ndarray, limit: np.ndarray) -> float:
    return float(np.max(amount - limit, initial=0.0))


def check_limits(prepared: Prepared, months: int, d: int = 0) -> None:
    topology, law = prepared.topology, prepared.law
    market = np.repeat(np.arange(len(topology.link_start) - 1), np.diff(topology.link_start))
    market_of_need = np.empty(len(topology.value), dtype=np.int64)
    market_of_need[topology.market_need] = np.repeat(np.arange(market.max() + 1), np.diff(topology.market_start))
    site = np.repeat(np.arange(len(topology.controlled)), np.diff(topology.offer_start))
    first_sink = topology.need_start[-1]
    old = copied(begin(prepared, d)[1])
    speck = 1e-10 * max(float(old.stock.max()), 1.0)
    for step, draw, state in walk(prepared, months, d):
        sent = state.shipped.sum(axis=1)
        volume = np.maximum(draw.flow, state.weight) * DT
        carried = (draw.switch * draw.flow + np.maximum(state.weight - draw.flow, 0.0)) * DT
        assert min(state.stock.min(), state.finished.min(), state.shipped.min() + speck) >= 0
        asked = np.bincount(market_of_need, state.order) * DT
        assert excess(np.bincount(market, sent), asked) <= speck, "more than was ordered"
        assert excess(sent, carried) <= speck, "more than the relation carries"
        allowed = law.link[step] * volume[:, None]
        assert np.all(state.shipped[allowed == 0] == 0), "something moved where nothing may"
        assert excess(state.shipped, allowed) <= speck, "more than the law lets through"
        assert excess(state.used.sum(axis=1), state.wanted * DT) <= speck, "more than was wanted"
        barred = law.use[step, first_sink:] == 0
        assert np.all(state.used[first_sink:][barred] == 0), "a barred lot was used"
        offered = old.finished.sum(axis=1) + draw.yields * state.made[site] * DT
        assert excess(np.bincount(topology.link_offer, sent, len(offered)), offered) <= speck, "more than there was"
        assert excess(state.made, old.overproduction * state.running) <= speck, "more than capacity"
        old = copied(state)


def check_qualification(prepared: Prepared, months: int, d: int = 0) -> None:
    """While the law holds conditioned lots back, others grow by `switch` at most until they are qualified."""
    law, topology = prepared.law, prepared.topology
    speck = 1e-10 * max(float(begin(prepared, d)[1].stock.max()), 1.0)
    for step, draw, state in walk(prepared, months, d):
        since = law.since[step]
        waiting = (since >= 0) & (since < draw.qualification)
        limit = draw.switch * draw.flow * DT * draw.free_share[topology.link_offer]
        assert excess(state.shipped[waiting, 0], limit[waiting]) <= speck, f"not yet qualified in step {step}"


@settings(deadline=None, max_examples=40)
@given(RECIPES)
def test_random_networks_keep_to_their_limits(recipe: Recipe):
    check_limits(prepared_of(random_world(recipe), 10), 10)


@settings(deadline=None, max_examples=40)
@given(RECIPES)
def test_random_networks_wait_for_qualification(recipe: Recipe):
    check_qualification(prepared_of(random_world(recipe), 10), 10)


@pytest.mark.nightly
@settings(deadline=None, max_examples=2000)
@given(RECIPES)
def test_many_random_networks_keep_to_their_limits(recipe: Recipe):
    check_limits(prepared_of(random_world(recipe), 16), 16)


@pytest.mark.parametrize("name", chain.SCENARIOS)
@pytest.mark.parametrize("d", [0, 1])
def test_chain_keeps_to_its_limits(name: str, d: int):
    check_limits(chain.ready(chain.scenario(name), 36, 2), 36, d)


@pytest.mark.parametrize("name", chain.SCENARIOS)
def test_chain_waits_for_qualification(name: str):
    check_qualification(chain.ready(chain.scenario(name), 36, 2), 36)


@pytest.mark.parametrize("name", chain.SCENARIOS)
def test_fill_rate_is_a_share(name: str):
    done = run_ensemble(chain.network(4), chain.ready(chain.scenario(name), 36, 4), 36)
    fill = fill_rate(done.used, done.demand)
    assert np.all(np.isfinite(fill))
    assert fill.min() >= 0
    assert fill.max() <= 1 + 1e-12


def test_nothing_leaves_under_a_total_stop():
    """After the first month no flow group crosses the controller's border."""
    done = run_ensemble(chain.network(2), chain.ready(chain.scenario("total-stop"), 12, 2), 12)
    leaving = [i for i, (_, i_, j, _) in enumerate(done.flows) if i_ == "CHN" and j != "CHN"]
    assert leaving
    assert done.sent[leaving].max() == 0
    assert done.before[leaving].min() > 0
