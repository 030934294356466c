"""Sharing by a program against rationing, from the same state in the same step (conventions §6)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from test_kernel_equals_twin import RECIPES

from twins import chain
from twins.everything import everything
from twins.layout import prepared_of
from twins.networks import Recipe, random_world
from twins.walk import begin, copied
from ytterby.simulation.coordinated import compare_allocation, share_by_program
from ytterby.simulation.kernel.allocation import allocate, open_step
from ytterby.simulation.kernel.arrays import CAP, OPEN_BOUND, OPEN_FREE, STEPS, State
from ytterby.simulation.kernel.month import after_allocation, until_orders
from ytterby.simulation.prepare import Prepared

FINAL, MAKER = 10.0, 1.0


def shortage(prepared: Prepared, state: State) -> float:
    """Weighted tonnes asked and not given in a step."""
    t = prepared.topology
    final = t.market_need[t.market_start[:-1]] >= t.need_start[-1]
    return float(np.where(final, FINAL, MAKER) @ (state.ordered - state.given))


def check(prepared: Prepared, months: int, every: int, d: int = 0) -> float:
    """Share every so many steps both ways; return the largest part of the shortage that coordination avoids."""
    t, law, course, behaviour = prepared.topology, prepared.law, prepared.course, prepared.behaviour
    market = np.repeat(np.arange(len(t.link_start) - 1), np.diff(t.link_start).astype(int))
    draw, state = begin(prepared, d)
    most = 0.0
    for step in range(months * STEPS):
        until_orders(step, t, draw, law, course, behaviour, state)
        if step % every == 0:
            other = copied(state)
            open_step(step, t, draw, law, course, other)
            before = copied(other)
            share_by_program(prepared, draw, other)
            cap, allowance = before.book[:, CAP], before.book[:, OPEN_FREE : OPEN_BOUND + 1]
            size = max(float(before.left.sum()), 1.0)
            speck = 1e-7 * size
            sent = other.shipped.sum(axis=1)
            assert other.shipped.min() >= 0
            assert np.all(other.shipped <= np.maximum(allowance, 0) + speck), "more than the law lets through"
            assert np.all(other.shipped[allowance <= 0] == 0), "something moved where nothing may"
            assert np.all(sent <= cap + speck), "more than the relation carries"
            assert np.all(np.bincount(market, sent, len(other.ordered)) <= other.ordered + speck)
            for label in (0, 1):
                out = np.bincount(t.link_offer.astype(int), other.shipped[:, label], len(before.left))
                np.testing.assert_allclose(before.left[:, label] - out, other.left[:, label], atol=speck)
            allocate(step, t, draw, law, course, behaviour, state)
            rationed, coordinated = shortage(prepared, state), shortage(prepared, other)
            assert coordinated <= rationed + 10 * speck, f"step {step}"
            most = max(most, (rationed - coordinated) / max(rationed, 1.0))
        else:
            allocate(step, t, draw, law, course, behaviour, state)
        after_allocation(step, t, draw, law, behaviour, state)
    return most


@settings(deadline=None, max_examples=15)
@given(RECIPES)
def test_random_networks(recipe: Recipe):
    check(prepared_of(random_world(recipe), 6), 6, 3)


@pytest.mark.parametrize("name", [*chain.SCENARIOS, "everything"])
def test_bundled_chain(name: str):
    question = everything() if name == "everything" else chain.scenario(name)
    check(chain.ready(question, 12, 2), 12, 8)


def test_coordination_can_help():
    """Somewhere among networks under rules six rounds leave lots that a program places better."""
    worlds = [random_world(Recipe(seed, 2, 0.1, 0.0, rules=3)) for seed in range(8)]
    assert max(check(prepared_of(w, 4), 4, 2) for w in worlds) > 1e-3


def test_the_gap_is_reported():
    found = compare_allocation(chain.ready(chain.scenario("japan-2026-civil-denial"), 9, 2), 9)
    assert found.rationed.shape == found.coordinated.shape == (9,)
    for fill in (found.rationed, found.coordinated):
        assert np.all((fill >= 0) & (fill <= 1 + 1e-9))
    gap = (found.coordinated - found.rationed).mean()
    assert found.cost_of_not_coordinating == pytest.approx(float(gap), abs=1e-12)


def test_nothing_to_coordinate_where_nothing_is_short():
    found = compare_allocation(chain.ready(chain.calm(), 6, 2), 6)
    np.testing.assert_allclose(found.rationed, 1.0, atol=1e-6)
    np.testing.assert_allclose(found.coordinated, 1.0, atol=1e-6)
