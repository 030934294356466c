"""The kernels and the plain-Python twin tell the same story, step by step (conventions §5-§7)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twins import chain, month
from twins.networks import Recipe, prepared_of, random_world, world_of
from twins.walk import in_network_order, walk
from ytterby.simulation.kernel.arrays import Record
from ytterby.simulation.kernel.month import simulate
from ytterby.simulation.prepare import Prepared

MONTHS = 24
RECIPES = st.builds(
    Recipe,
    seed=st.integers(0, 2**32 - 1),
    width=st.integers(1, 3),
    theta=st.sampled_from([0.001, 0.1, 0.25, 0.6]),
    reshuffle=st.sampled_from([0.0, 0.5, 1.0]),
    rules=st.integers(0, 4),
)


def compare(prepared: Prepared, months: int, d: int = 0) -> None:
    """Compare every quantity of every step on the scale of its largest value so far."""
    future = month.start(world_of(prepared, d))
    largest: dict[str, float] = {}
    for step, _, state in walk(prepared, months, d):
        twin = month.live(future, step)
        pairs = {
            "stock": (state.stock, twin.stock),
            "finished": (state.finished, twin.finished),
            "order": (state.order, twin.order),
            "heard": (state.received, twin.heard),
            "wanted": (state.wanted, twin.wanted),
            "used": (state.used, twin.used),
            "made": (state.made, twin.made),
            "overproduction": (state.overproduction, twin.overproduction),
            "shipped": (state.shipped, twin.shipped),
            "transit": (state.transit, twin.transit),
        }
        for name, (ours, theirs) in pairs.items():
            largest[name] = max(largest.get(name, 0.0), float(np.max(theirs)))
            off = float(np.abs(ours - np.array(theirs)).max())
            assert off <= 1e-9 * largest[name], f"{name} differs by {off} in step {step}"


@pytest.mark.parametrize("name", chain.SCENARIOS)
@pytest.mark.parametrize("d", [0, 1])
def test_on_the_bundled_chain(name: str, d: int):
    compare(chain.ready(chain.scenario(name), MONTHS, 2), MONTHS, d)


@settings(deadline=None, max_examples=25)
@given(RECIPES)
def test_on_random_networks(recipe: Recipe):
    compare(prepared_of(random_world(recipe), 10), 10)


@pytest.mark.nightly
@settings(deadline=None, max_examples=1500)
@given(RECIPES)
def test_on_many_random_networks(recipe: Recipe):
    compare(prepared_of(random_world(recipe), 14), 14)


@settings(deadline=None, max_examples=5)
@given(RECIPES)
def test_monthly_records_are_sums_of_the_twin(recipe: Recipe):
    months, world = 6, random_world(recipe)
    prepared = prepared_of(world, months)
    sinks = [n for n, need in enumerate(world.needs) if need.site is None]
    groups, links = np.arange(len(sinks)), np.arange(len(world.links))
    used, demand = np.zeros((1, len(sinks), months)), np.zeros((1, len(sinks), months))
    sent = np.zeros((1, len(links), months))
    record = Record(groups, links, used, demand, sent)
    simulate(prepared.topology, prepared.draws, prepared.law, prepared.behaviour, record, months)
    steps = month.run(world, months)
    sums = np.zeros((3, months, max(len(sinks), len(links))))
    for i, x in enumerate(steps):
        sums[0, i // 4, : len(sinks)] += np.sum(x.used, axis=1)[sinks]
        sums[1, i // 4, : len(sinks)] += np.array(x.wanted)[sinks] / 4
        sums[2, i // 4, : len(links)] += np.sum(x.shipped, axis=1)
    np.testing.assert_allclose(used[0].T, sums[0][:, : len(sinks)], rtol=1e-9, atol=1e-9 * sums[0].max())
    np.testing.assert_allclose(demand[0].T, sums[1][:, : len(sinks)], rtol=1e-9)
    by_link = in_network_order(prepared, sent[0]).T
    np.testing.assert_allclose(by_link, sums[2][:, : len(links)], rtol=1e-9, atol=1e-9 * sums[2].max())
