"""A scenario made ready to be simulated again and again, each time with something changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ytterby.domain.estimate import EstimateSet
from ytterby.jit import Bools, Floats
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


def world_of(
    scenario: Scenario, draws: int, months: int | None, seed: int, fixed: Mapping[str, float] | None = None
) -> World:
    """Draw, balance and prepare a scenario.

    Parameters
    ----------
    scenario : the question.
    draws, seed : size of the ensemble and scrambling of its sequence (conventions §15).
    months : length of the run; the scenario's own if None.
    fixed : estimate -> one value for it in every draw; everything else is drawn as ever.

    Raises
    ------
    BadScenario : the scenario names things the chain does not have.
    Infeasible : estimates contradict each other beyond their ranges.
    """
    chain = controlled_by(load_chain(scenario.chain), scenario.controller)
    estimates = overridden(chain_estimates(chain), scenario)
    values = draw_estimates(estimates, draws, seed)
    for id_, value in (fixed or {}).items():
        values[:, estimates.index[id_]] = value
    chance = draw_chance(chain, draws, seed)
    built = build_network(chain, estimates, values).network
    network = extended(built, new_sites(scenario, built, chance))
    length = months or scenario.months
    prepared = prepare(scenario, network, chance, length)
    return World(scenario, estimates, values, chance, network, prepared, length)


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
    prepared = world.prepared
    capacity = np.where(sites[None, :], 0.0, prepared.course.capacity)
    return Prepared(
        **{**vars(prepared), "course": prepared.course._replace(capacity=np.ascontiguousarray(capacity))},
    )


def _chunk(world: World) -> int:
    """A quarter of the draws at a time: enough parts for the cores, few enough calls."""
    return max(-(-world.network.n_draws // 4), 16)
