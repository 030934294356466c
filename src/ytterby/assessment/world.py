"""A scenario made ready to be simulated again and again, each time with something changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ytterby.assessment.indices.arrays import Bools, Floats
from ytterby.domain.estimate import EstimateSet
from ytterby.network.build import build_network
from ytterby.network.chain import controlled_by, load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.extend import extended
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.chance import Chance, draw_chance, new_sites
from ytterby.scenario.overrides import overridden
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import Ensemble, Progress, run_ensemble
from ytterby.simulation.prepare import Prepared, prepare

START = "2026-01"


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
    parts = (chance.projects, chance.events, chance.prices, chance.acceptances)
    return lot.permuted(values, axis=0), Chance(*(lot.permuted(part, axis=0) for part in parts))


def simulated(world: World, prepared: Prepared | None = None, progress: Progress | None = None) -> Ensemble:
    """Run every draw of a world, or of its arrays with something changed.

    Raises
    ------
    KeyboardInterrupt : interrupted before all draws were finished: a part of them answers nothing.
    """
    arrays = prepared or world.prepared
    ensemble = run_ensemble(world.network, arrays, world.months, chunk=_chunk(world), progress=progress)
    if len(ensemble.used) < world.network.n_draws:
        raise KeyboardInterrupt
    return ensemble


def closed(world: World, sites: Bools) -> Prepared:
    """Return a world's arrays with these sites (site,) closed from the first month on."""
    course = world.prepared.course
    capacity = np.where(sites[None, :], 0.0, course.capacity)
    return replace(world.prepared, course=course._replace(capacity=capacity))


def _chunk(world: World) -> int:
    """A quarter of the draws at a time: enough parts for the cores, few enough calls."""
    return max(-(-world.network.n_draws // 4), 16)
