"""A scenario made ready to be simulated again and again, each time with something changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ytterby.assessment.indices.arrays import Bools, Floats
from ytterby.domain.estimate import EstimateSet
from ytterby.execution import Progress
from ytterby.jit import threads
from ytterby.network.build import build_network
from ytterby.network.chain import controlled_by, load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.extend import extended
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.chance import Chance, draw_chance, new_sites
from ytterby.scenario.overrides import overridden
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import Ensemble, run_ensemble
from ytterby.simulation.prepare import Prepared, prepare

START = "2026-01"
_BY_DRAW = ("used", "demand", "destroyed", "price", "cover")


@dataclass(frozen=True)
class World:
    """A scenario on its network, every draw of it, with its arrays.

    Attributes
    ----------
    scenario : the question.
    estimates : every uncertain quantity behind the network.
    values : (draw, estimate) what was drawn of each.
    chance : the luck of every future.
    network, prepared : what the simulation takes.
    months : length of a run.
    """

    scenario: Scenario
    estimates: EstimateSet
    values: Floats
    chance: Chance
    network: SupplyNetwork
    prepared: Prepared
    months: int


def undisturbed(chain: str) -> Scenario:
    """Return the scenario in which nothing happens to a chain: no law, no lever, no event."""
    return Scenario.model_validate(
        {
            "schema": "ytterby/scenario/1",
            "id": "undisturbed",
            "title": "Nothing happens",
            "question": "What does the chain do if nothing happens to it?",
            "chain": chain,
            "start": START,
        }
    )


def world_of(scenario: Scenario, draws: int, months: int | None, seed: int, *, independent: bool = False) -> World:
    """Draw, balance and prepare a scenario.

    Parameters
    ----------
    scenario : the question.
    draws, seed : size of the ensemble and scrambling of its sequence (conventions §15).
    months : length of the run; the scenario's own if None.
    independent : shuffle each input by itself, so that no two of them go together by accident: a Latin hypercube. In
        hundreds of dimensions the first few hundred points of a Sobol sequence do not tell its inputs apart.

    Raises
    ------
    BadScenario : the scenario names things the chain does not have.
    Infeasible : estimates contradict each other beyond their ranges.
    """
    chain = controlled_by(load_chain(scenario.chain), scenario.controller)
    estimates = overridden(chain_estimates(chain), scenario)
    values, chance = draw_estimates(estimates, draws, seed), draw_chance(chain, draws, seed)
    if independent:
        values, chance = _shuffled(values, chance, seed)
    built = build_network(chain, estimates, values).network
    network = extended(built, new_sites(scenario, built, chance))
    length = months or scenario.months
    prepared = prepare(scenario, network, chance, length)
    return World(scenario, estimates, values, chance, network, prepared, length)


def redrawn(world: World, fixed: Mapping[str, float]) -> World:
    """Return a world with one value for some estimates in every draw; its law and its course stay as they are.

    Raises
    ------
    Infeasible : the chain does not balance with these values.
    """
    values = world.values.copy()
    for id_, value in fixed.items():
        values[:, world.estimates.index[id_]] = value
    built = build_network(world.network.chain, world.estimates, values).network
    network = extended(built, new_sites(world.scenario, built, world.chance))
    if network.needs != world.network.needs or not np.array_equal(network.link_offer, world.network.link_offer):
        prepared = prepare(world.scenario, network, world.chance, world.months)
        return replace(world, values=values, network=network, prepared=prepared)
    # What a draw holds does not depend on the law, and the law takes most of the time.
    lawless = world.scenario.levers.model_copy(update={"law": None, "measures": ()})
    light = world.scenario.model_copy(update={"levers": lawless})
    draws = prepare(light, network, world.chance, world.months).draws
    return replace(world, values=values, network=network, prepared=replace(world.prepared, draws=draws))


def _shuffled(values: Floats, chance: Chance, seed: int) -> tuple[Floats, Chance]:
    """Shuffle each column by itself: every input keeps its own values, and loses those beside it."""
    lot = np.random.default_rng(seed)
    mixed: dict[str, Any] = {
        name: lot.permuted(getattr(chance, name), axis=0) for name in ("projects", "events", "prices", "acceptances")
    }
    return lot.permuted(values, axis=0), replace(chance, **mixed)


def simulated(world: World, prepared: Prepared | None = None, progress: Progress | None = None) -> Ensemble:
    """Run every draw of a world, or of its arrays with something changed; a part of the draws on each thread."""
    arrays, count = prepared or world.prepared, world.network.n_draws
    size = max(-(-count // (2 * threads())), 16)
    parts = [slice(first, min(first + size, count)) for first in range(0, count, size)]

    def work(here: slice) -> Ensemble:
        draws = arrays.draws._replace(**{name: a[here] for name, a in arrays.draws._asdict().items()})
        return run_ensemble(world.network, replace(arrays, draws=draws), world.months)

    done: list[Ensemble] = []
    with ThreadPoolExecutor(min(threads(), len(parts))) as pool:
        for here, ensemble in zip(parts, pool.map(work, parts), strict=True):
            done.append(ensemble)
            if progress:
                progress(here.stop, count)
    return _joined(done)


def _joined(parts: Sequence[Ensemble]) -> Ensemble:
    """Put the draws of several ensembles one after another; means over draws by their number."""
    weight = np.array([len(p.used) for p in parts], dtype=np.float64)
    rows: dict[str, Any] = {n: np.concatenate([getattr(p, n) for p in parts]) for n in _BY_DRAW}
    means: dict[str, Any] = {
        n: np.average([getattr(p, n) for p in parts], axis=0, weights=weight) for n in ("sent", "before", "flow")
    }
    return replace(parts[0], **rows, **means)


def closed(world: World, sites: Bools) -> Prepared:
    """Return a world's arrays with these sites (site,) closed from the first month on."""
    course = world.prepared.course
    capacity = np.where(sites[None, :], 0.0, course.capacity)
    return replace(world.prepared, course=course._replace(capacity=capacity))
