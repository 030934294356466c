"""The kernels and the plain-Python twin tell the same story, step by step (conventions §5-§14)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from twins import chain, month
from twins.everything import everything
from twins.layout import prepared_of
from twins.lists import world_of
from twins.networks import Recipe, random_world
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
    priced=st.booleans(),
)
LEAST = {"replaced": 1.0}
"""Scale below which a quantity is compared absolutely; 1e-6 t, t/mo or times the price for the others."""


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
            "asked for": (state.asked_for, twin.asked_for),
            "used": (state.used, twin.used),
            "made": (state.made, twin.made),
            "overproduction": (state.overproduction, twin.overproduction),
            "shipped": (state.shipped, twin.shipped),
            "transit": (state.transit, twin.transit),
            "reserve": (state.reserve, twin.reserve),
            "replaced": (state.substitute, twin.replaced),
            "granted": (state.granted, twin.granted),
            "pending": (state.pending, twin.pending),
            "price": (state.price, twin.price),
        }
        for name, (ours, theirs) in pairs.items():
            other = np.array(theirs)
            largest[name] = float(np.max(np.abs(other), initial=largest.get(name, LEAST.get(name, 1e-4))))
            off = float(np.abs(ours - other).max(initial=0.0))
            assert off <= 1e-9 * largest[name], f"{name} differs by {off} in step {step}"


@pytest.mark.parametrize("name", chain.SCENARIOS)
@pytest.mark.parametrize("d", [0, 1])
def test_on_the_bundled_chain(name: str, d: int):
    compare(chain.ready(chain.scenario(name), MONTHS, 2), MONTHS, d)


@pytest.mark.parametrize("d", [0, 1])
def test_when_everything_happens(d: int):
    compare(chain.ready(everything(), MONTHS, 2), MONTHS, d)


@pytest.mark.nightly
@pytest.mark.parametrize("d", [0, 1])
def test_when_everything_happens_and_every_level_is_tested(d: int):
    compare(chain.ready(everything(content_reading="cascade", reshuffle=1.0), 48, 2), 48, d)


def test_everything_does_happen():
    """The scenario would prove little if its levers moved nothing: each leaves its mark in one of two draws."""
    ready = chain.laid_out(everything(), MONTHS, 2)
    prepared, seen = ready.prepared, set()
    for d in (0, 1):
        full = prepared.draws.reserve[d]
        late = (prepared.draws.start[d] > 0) & (prepared.draws.start[d] < MONTHS)
        fresh = (prepared.draws.fresh[d] > 0) & (prepared.draws.flow[d] == 0)
        for _, draw, state in walk(prepared, MONTHS, d):
            marks = {
                "reserve": np.any(state.reserve < full),
                "licence": np.any(state.granted > 0) and np.any(state.pending > 0),
                "project": np.any(state.made[late] > 0),
                "relation": np.any(state.shipped[fresh] > 0),
                "substitution": np.any(state.substitute > 0.01),
                "restraint": np.any(state.restraint < -0.01),
                "wedge": np.any(np.abs(state.price[0] / state.price[1] - 1) > 0.1),
                "ranks": len(np.unique(draw.rank)) > 2,
                "overproduction": np.any(state.overproduction > 1.05),
            }
            seen |= {mark for mark, found in marks.items() if found}
    happened = prepared.draws.hit.any(axis=0)
    moved = {
        "closure": prepared.course.passable.min() < 1, "tariff": prepared.course.pull.min() < 1,
        "warning": prepared.course.warning.max() > 0.5, "growth": prepared.course.demand.max() > 1,
        "recycling": prepared.course.capacity.max() > 1, "use": prepared.law.use.min() < 1,
        "quota": np.any((prepared.law.link > 0.5) & (prepared.law.link < 1)),
        "leak": np.any((prepared.law.link > 0) & (prepared.law.link < 0.1)),
    }  # fmt: skip
    assert set(marks) - seen == set()
    assert [name for name, found in moved.items() if not found] == []
    assert happened.all()


@settings(deadline=None, max_examples=30)
@example(Recipe(seed=138109999, width=1, theta=0.001, reshuffle=0.0, rules=0, priced=False))  # scrap goes round slowly
@given(RECIPES)
def test_on_random_networks(recipe: Recipe):
    compare(prepared_of(random_world(recipe), 10), 10)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@settings(deadline=None, max_examples=1500)
@given(RECIPES)
def test_on_many_random_networks(recipe: Recipe):
    compare(prepared_of(random_world(recipe), 18), 18)


@settings(deadline=None, max_examples=5)
@given(RECIPES)
def test_monthly_records_are_sums_of_the_twin(recipe: Recipe):
    months, world = 6, random_world(recipe)
    prepared = prepared_of(world, months)
    sinks = world.sinks()
    groups, links = np.arange(len(sinks)), np.arange(len(world.links))
    used, demand = np.zeros((1, len(sinks), months)), np.zeros((1, len(sinks), months))
    destroyed, sent = np.zeros((1, len(sinks))), np.zeros((1, len(links), months))
    price = np.zeros((1, 2, len(world.commodities), months))
    record = Record(groups, links, used, demand, destroyed, sent, price)
    simulate(prepared.topology, prepared.draws, prepared.law, prepared.course, prepared.behaviour, record, months)
    steps = month.run(world, months)
    whole = [steps[4 * m : 4 * m + 4] for m in range(months)]
    close = {"rtol": 1e-9, "atol": 1e-6}
    np.testing.assert_allclose(used[0].T, [sum(np.sum(x.used, axis=1)[sinks] for x in four) for four in whole], **close)
    asked = [sum(np.array(x.asked_for)[sinks] for x in four) / 4 for four in whole]
    np.testing.assert_allclose(demand[0].T, asked, **close)
    given_up = sum((np.array(x.asked_for) - np.array(x.wanted))[sinks] for x in steps) / 4
    np.testing.assert_allclose(destroyed[0], given_up, **close)
    by_link = in_network_order(prepared, sent[0]).T
    np.testing.assert_allclose(by_link, [sum(np.sum(x.shipped, axis=1) for x in four) for four in whole], **close)
    mean = np.moveaxis(price[0], -1, 0)
    np.testing.assert_allclose(mean, [sum(np.array(x.price) for x in four) / 4 for four in whole], rtol=1e-9)
