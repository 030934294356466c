"""Nothing is made from nothing: mass by commodity, by material and by label, step by step (conventions §5, §7)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_kernel_equals_twin import RECIPES

from twins import chain
from twins.everything import everything
from twins.layout import prepared_of
from twins.networks import Recipe, random_world
from twins.walk import begin, copied, walk
from twins.world import DT
from ytterby.simulation.kernel.arrays import State
from ytterby.simulation.prepare import Prepared

EXACT = 1e-9


def held(state: State, of_need: np.ndarray, of_offer: np.ndarray) -> float:
    """Mass in input stocks, reserves, under way and in finished stocks, weighted by content."""
    inputs = state.stock.sum(axis=1) + state.reserve + state.transit
    return float(of_need @ inputs + of_offer @ state.finished.sum(axis=1))


def check_mass(prepared: Prepared, months: int, of_need: np.ndarray, of_offer: np.ndarray, d: int = 0) -> None:
    """Sources = uses + named losses + stock change, for one material with these contents."""
    topology, first_sink = prepared.topology, prepared.topology.need_start[-1]
    site_of_offer = np.repeat(np.arange(len(topology.controlled)), np.diff(topology.offer_start))
    before = held(begin(prepared, d)[1], of_need, of_offer)
    is_source = np.diff(topology.need_start) == 0
    total = 0.0
    for _, draw, state in walk(prepared, months, d):
        made = of_offer * draw.yields * state.made[site_of_offer] * DT
        used = of_need * state.used.sum(axis=1)
        sources = made[is_source[site_of_offer]].sum()
        losses = used[:first_sink].sum() - made[~is_source[site_of_offer]].sum()
        after = held(state, of_need, of_offer)
        total += sources
        assert sources == pytest.approx(
            used[first_sink:].sum() + losses + after - before, rel=EXACT, abs=EXACT * (total + after)
        )
        assert losses >= -EXACT * total
        before = after


@pytest.mark.parametrize("name", [*chain.SCENARIOS, "everything"])
@pytest.mark.parametrize("material", ["ndpr", "dytb"])
def test_materials_of_the_chain(name: str, material: str):
    question = everything() if name == "everything" else chain.scenario(name)
    ready = chain.laid_out(question, 36, 2)
    content = {c: x.content.get(material, 0.0) for c, x in ready.network.chain.commodities.items()}
    of_need = np.array([content[n.commodity] for n in ready.network.needs])
    of_offer = np.array([content[o.commodity] for o in ready.network.offers])
    for d in (0, 1):
        check_mass(ready.prepared, 36, of_need, of_offer, d)


@settings(deadline=None, max_examples=15)
@given(RECIPES)
def test_commodities_and_sites_of_random_networks(recipe: Recipe):
    """Each commodity: made = taken + change; each site takes its inputs in proportion to what it makes."""
    world = random_world(recipe)
    prepared = prepared_of(world, 10)
    at_need = np.array([[n.commodity == c for n in world.needs] for c in world.commodities], dtype=float)
    at_offer = np.array([[o.commodity == c for o in world.offers] for c in world.commodities], dtype=float)
    before = [held(begin(prepared)[1], a, b) for a, b in zip(at_need, at_offer, strict=True)]
    size = sum(before)
    sites = np.array([o.site for o in world.offers])
    inner = [n for n, need in enumerate(world.needs) if need.site is not None]
    owner = [world.needs[n].site for n in inner]
    for _, draw, state in walk(prepared, 10):
        made = draw.yields * state.made[sites] * DT
        used = state.used.sum(axis=1)
        np.testing.assert_allclose(
            used[inner], (draw.intake[inner] * state.made[owner]) * DT, rtol=1e-9, atol=1e-12 * size
        )
        for i, (a, b) in enumerate(zip(at_need, at_offer, strict=True)):
            after = held(state, a, b)
            assert b @ made - a @ used == pytest.approx(after - before[i], rel=EXACT, abs=EXACT * size)
            before[i] = after


@settings(deadline=None, max_examples=20)
@given(RECIPES)
def test_unconditioned_output_needs_unconditioned_input(recipe: Recipe):
    """What leaves a site without the label holds less than theta of conditioned value; controlled sites make none."""
    world = random_world(recipe)
    prepared = prepared_of(world, 10)
    old = copied(begin(prepared)[1])
    size = float(old.stock.sum())
    order = prepared.order
    for _, draw, state in walk(prepared, 10):
        sent = np.zeros_like(old.finished)
        np.add.at(sent, [world.links[k].offer for k in order], state.shipped)
        output = state.finished + sent - old.finished
        for s, site in enumerate(world.sites):
            o = max(site.offers, key=lambda o: draw.yields[o])
            made, free = output[o].sum(), output[o, 0]
            if made <= 1e-9 * size:
                continue
            if site.controlled:
                assert free <= EXACT * size
                continue
            q = free / made
            content = sum(
                world.needs[n].value * max(0.0, 1 - state.used[n, 0] / (state.used[n].sum() * q))
                for n in site.needs
                if q > 1e-6
            )
            assert content <= world.theta + 1e-6, (s, q)
        old = copied(state)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_unconditioned_lots_come_from_uncontrolled_sources_only(seed: int):
    """If every source is the controller's, no reserve is free and nothing is diluted, no unconditioned lot exists."""
    world = random_world(Recipe(seed, 2, 0.0001, 0.5, rules=2))
    for site in world.sites:
        site.controlled = site.controlled or not site.needs
    for need in world.needs:
        need.reserve = 0.0
    prepared = prepared_of(world, 8)
    for _, _, state in walk(prepared, 8):
        assert state.stock[:, 0].sum() <= 1e-12 * state.stock.sum()
        assert state.finished[:, 0].sum() <= 1e-12 * max(state.finished.sum(), 1.0)
