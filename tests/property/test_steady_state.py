"""Nothing changes while nothing happens, small shocks fade, and orders do not swing (conventions §5)."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twins import chain
from twins.layout import prepared_of
from twins.networks import Recipe, random_world
from twins.walk import begin, copied, walk
from twins.world import DT
from ytterby.network.extend import extended
from ytterby.scenario.chance import new_sites
from ytterby.scenario.schema import Levers, Uncertainties
from ytterby.simulation.kernel.arrays import State
from ytterby.simulation.prepare import Prepared, prepare

DRAWS = 4
STAGES = ("mine", "separation", "recycling", "metal", "magnet")
LARGEST_RESPONSE = 2.5


def drift(prepared: Prepared, months: int, d: int = 0) -> dict[str, float]:
    """Largest move of each quantity from the start, at any step; relative where it starts at more than nothing."""
    first = copied(begin(prepared, d)[1])
    largest: dict[str, float] = {}
    for _, _, now in walk(prepared, months, d):
        for name in ("stock", "finished"):
            a, b = getattr(now, name), getattr(first, name)
            there = b.sum(axis=1) > 0  # sites to come hold nothing
            assert np.all(a[~there] == 0)
            a, b = a[there], b[there]
            total = b.sum(axis=1)
            scale = np.where(total > 0, total, 1.0)
            moved = np.abs(a.sum(axis=1) - total) / scale
            mixed = np.abs(a - b).max(axis=1) / scale
            largest[name] = max(largest.get(name, 0.0), float(moved.max()))
            largest[f"labels of {name}"] = max(largest.get(f"labels of {name}", 0.0), float(mixed.max()))
        for name in ("received", "transit", "wanted_slow", "overproduction", "price", "reserve"):
            a, b = getattr(now, name), getattr(first, name)
            moved = np.abs(a - b) / np.where(b > 0, b, 1.0)
            largest[name] = max(largest.get(name, 0.0), float(moved.max()))
        for name in ("substitute", "restraint"):
            largest[name] = max(largest.get(name, 0.0), float(np.abs(getattr(now, name)).max()))
    return largest


@pytest.mark.parametrize("d", range(DRAWS))
def test_chain_stays_put_for_ten_years(d: int):
    moved = drift(chain.ready(chain.calm(), 120, DRAWS), 120, d)
    assert {name: by for name, by in moved.items() if by > 1e-6} == {}


def nothing_happens() -> Prepared:
    """Every mechanism is in place; projects never come, events do not hit, rules are for later, relations for never."""
    source = {"source": "a test"}
    later = {"from": "2036-06-01", **source}
    levers = {
        "reserves": [{"id": "r", "place": "JPN", "stage": "first-use", "days": 60, "holder": "firm", **source}],
        "tariffs": [{"id": "t", "importer": "USA", "rate": 0.5, **later}],
        "closures": [{"id": "c", "transit": "malacca", **later}],
        "recycling": [{"id": "y", "place": "JPN", "by": "2030-01-01", "factor": 1.0, **source}],
        "pipeline": {"projects": "bundled", "technology_ban": True},
        "arrangements": ["us-dpas", "sosa-us-jpn", "trusted-buyers"],
        "measures": [
            {"id": "m", "citation": "c", "from": "2036-06-01", "origin": "CHN", "permission": "denied", "reach": "use"}
        ],
    }
    unsure = {
        "surges": [{"id": "s", "end_use": "all", "share": 0.5, "odds": 0.0, "from": "2026-01-01", **source}],
        "outages": [
            {"id": "o", "place": "CHN", "stage": "metal", "share": 0.5, "odds": 0.0, "from": "2026-01-01", **source}
        ],
    }
    question = chain.calm().model_copy(
        update={"levers": Levers.model_validate(levers), "uncertainties": Uncertainties.model_validate(unsure)}
    )
    sites = new_sites(question, chain.network(DRAWS), chain.chance(DRAWS))
    never = [dataclasses.replace(s, start=np.full_like(s.start, np.inf)) for s in sites]
    return prepare(question, extended(chain.network(DRAWS), never), chain.chance(DRAWS), 120)


@pytest.mark.parametrize("d", range(DRAWS))
def test_mechanisms_that_wait_move_nothing(d: int):
    moved = drift(nothing_happens(), 120, d)
    assert {name: by for name, by in moved.items() if by > 1e-6} == {}


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.sampled_from([0.001, 0.25]), st.sampled_from([0.0, 0.5, 1.0]))
def test_random_networks_stay_put(seed: int, width: int, theta: float, reshuffle: float):
    world = random_world(Recipe(seed, width, theta, reshuffle, rules=0, happens=False))
    moved = drift(prepared_of(world, 120), 120)
    assert {name: by for name, by in moved.items() if by > 1e-6} == {}


def test_a_standing_licence_regime_that_approves_everything_moves_little():
    """The clock counts working days, so volumes wait a little longer or shorter; no named use runs short for that."""
    prepared = chain.ready(chain.scenario("japan-2026").model_copy(update={"levers": _standing()}), 60, DRAWS)
    prepared = dataclasses.replace(prepared, behaviour=prepared.behaviour._replace(priced=0.0))  # they would wander
    named = [n for n in chain.network(DRAWS).sinks if chain.network(DRAWS).needs[n].end_use != "unreported"]
    for d in range(DRAWS):
        first = begin(prepared, d)[1].stock[named].sum(axis=1)
        for _, _, state in walk(prepared, 60, d):
            assert np.all(state.used[named].sum(axis=1) >= 0.999 * state.asked_for[named] * DT)
            assert np.abs(state.stock[named].sum(axis=1) / first - 1).max() < 0.25


def _standing() -> Levers:
    return Levers(measures=tuple(m for m in chain.scenario("japan-2026").levers.measures if m.permission == "licence"))


def after_stock_shock(d: int, years: int) -> np.ndarray:
    """Lower all input stocks by 20 %; return (year, need) their distance from the baseline."""
    prepared = chain.ready(chain.calm(), 12 * years, DRAWS)
    before = begin(prepared, d)[1].stock.sum(axis=1)

    def shock(state: State) -> None:
        state.stock[:] *= 0.8

    steps = [s.stock.sum(axis=1) / before - 1 for i, _, s in walk(prepared, 12 * years, d, shock) if i % 48 == 47]
    return np.abs(np.array(steps))


def stages_of_needs() -> np.ndarray:
    return np.array([str(n.stage) for n in chain.network(DRAWS).needs])


@pytest.mark.parametrize("d", range(DRAWS))
def test_chain_returns_after_a_stock_shock(d: int):
    """After three years the stocks of each stage together are within 1 % of the baseline."""
    prepared = chain.ready(chain.calm(), 1, DRAWS)
    size = begin(prepared, d)[1].stock.sum(axis=1)
    off = after_stock_shock(d, 3)[-1]
    stages = stages_of_needs()
    left = {s: float((off * size)[stages == s].sum() / size[stages == s].sum()) for s in (*STAGES[1:], "first-use")}
    assert {s: x for s, x in left.items() if x > 0.01} == {}


@pytest.mark.parametrize("d", range(DRAWS))
def test_every_stock_comes_back(d: int):
    """Made inputs within 1 % in four years, every one in five: scrap refills slowest, nobody makes more of it."""
    off = after_stock_shock(d, 5)
    scrap = np.array([n.commodity.startswith("scrap/") for n in chain.network(DRAWS).needs])
    assert off[3][~scrap].max() <= 0.01
    assert off[4].max() <= 0.01


def with_demand(prepared: Prepared, times: float) -> Prepared:
    """Raise demand from the second month on; prices stay where they are, or they would take part of it away."""
    demand = prepared.course.demand.copy()
    demand[1:] *= times
    return dataclasses.replace(
        prepared, course=prepared.course._replace(demand=demand), behaviour=prepared.behaviour._replace(priced=0.0)
    )


def response(d: int) -> dict[str, float]:
    """Peak of the orders each stage hears over the baseline, per 10 % more demand from the second month on."""
    prepared = with_demand(chain.ready(chain.calm(), 96, DRAWS), 1.1)
    network = chain.network(DRAWS)
    stages = np.array([str(network.sites[o.site].stage) for o in network.offers])
    before = begin(prepared, d)[1].received.copy()
    heard = np.array([s.received.copy() for _, _, s in walk(prepared, 96, d)])
    total = {s: heard[:, stages == s].sum(axis=1) / before[stages == s].sum() - 1 for s in STAGES}
    out = {s: float(x.max()) / 0.1 for s, x in total.items()}
    return out | {f"{s} in the end": float(x[-1]) / 0.1 for s, x in total.items()}


@pytest.mark.parametrize("d", range(DRAWS))
def test_orders_answer_a_demand_step_without_swinging(d: int):
    measured = response(d)
    assert {s: x for s, x in measured.items() if x > LARGEST_RESPONSE} == {}
    settled = {s: x for s, x in measured.items() if s.endswith("in the end")}
    assert settled == pytest.approx(dict.fromkeys(settled, 1.0), abs=0.05)


def test_makers_asked_for_more_than_capacity_overproduce():
    """zeta = (d - y)/d: orders beyond capacity are a shortage, also where no input is short (conventions §5.1)."""
    prepared = with_demand(chain.ready(chain.calm(), 24, DRAWS), 1.4)
    mines = [s for s, site in enumerate(chain.network(DRAWS).sites) if site.stage == "mine"]
    for _, draw, state in walk(prepared, 24):
        last = (state.made / draw.capacity)[mines], state.overproduction[mines]
    assert last[0].max() >= 1 - 1e-9
    assert last[1].max() > 1.01
