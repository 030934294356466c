"""What is decided by chance in a future, beside the estimates: projects, events, acceptances.

Luck goes with the name of what it decides: two scenarios share it wherever they share the thing (conventions §15).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.baseline.yamlfile import bundled_names
from ytterby.domain.month import Month
from ytterby.domain.project import PipelineRules, Project
from ytterby.domain.words import Stage
from ytterby.network.chain import Chain
from ytterby.network.extend import NewSite
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.priority import Arrangement, acceptance, in_force, link_ranks, load_arrangements
from ytterby.scenario.project_list import ProjectList, load_projects
from ytterby.scenario.projects import Effects, ProjectDraws, columns, draw_projects
from ytterby.scenario.sampling import uniforms
from ytterby.scenario.schema import Scenario
from ytterby.scenario.steps import first_day_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Luck = Callable[[Sequence[str]], Floats]
"""Names of columns -> uniform numbers (draw, name) in (0, 1)."""


@dataclass(frozen=True)
class Lists:
    """What may happen to a chain, as read from files once: who works on futures elsewhere reads none.

    Attributes
    ----------
    projects : project list of the chain, None where there is none.
    arrangements : priority arrangements.
    """

    projects: ProjectList | None
    arrangements: tuple[Arrangement, ...]


@dataclass(frozen=True)
class Chance:
    """The luck of each future, by the name of what it decides; and the lists of what may happen.

    Attributes
    ----------
    of : names of columns -> uniform numbers (draw, name).
    lists : as of `lists_of`.
    """

    of: Luck
    lists: Lists

    @property
    def projects(self) -> Floats:
        """Uniform numbers for the projects of the chain (draw, column), as `draw_projects` takes them."""
        return self.of(columns(self.lists.projects.projects()) if self.lists.projects else ())


def lists_of(chain: Chain) -> Lists:
    """Read what may happen to a chain."""
    return Lists(project_list(chain), tuple(load_arrangements()))


def draw_chance(chain: Chain, count: int, seed: int, first: int = 0, lists: Lists | None = None) -> Chance:
    """Draw the luck of futures, from number `first` on.

    Parameters
    ----------
    lists : of `lists_of`, where they have been read already.
    """
    return Chance(lambda names: uniforms(count, names, seed, first), lists or lists_of(chain))


def even_chance(lists: Lists) -> Chance:
    """One future in which every number is one half: it shows what there is, not how it goes."""
    return Chance(lambda names: np.full((1, len(names)), 0.5), lists)


def project_list(chain: Chain) -> ProjectList | None:
    """Project list bundled with a chain, None where there is none."""
    return load_projects(chain.id) if chain.id in bundled_names("projects") else None


def new_sites(scenario: Scenario, network: SupplyNetwork, chance: Chance) -> list[NewSite]:
    """Projects and third-country supply of a scenario, as sites that may come on stream."""
    return [*_projects(scenario, network, chance), *_third_country(scenario, network, chance)]


def _projects(scenario: Scenario, network: SupplyNetwork, chance: Chance) -> list[NewSite]:
    lever, pipeline = scenario.levers.pipeline, chance.lists.projects
    if lever.projects == "none" or pipeline is None:
        return []
    drawn = drawn_projects(scenario, pipeline, chance)
    return [_site(network, p, j, drawn, lever.floors) for j, p in enumerate(drawn.projects)]


def drawn_projects(
    scenario: Scenario, pipeline: ProjectList, chance: Chance, rules: PipelineRules | None = None
) -> ProjectDraws:
    """Draw a list of projects under a scenario's ban and delays.

    Parameters
    ----------
    scenario, pipeline, chance : the question, the list, and the luck of every future.
    rules : other odds and durations than the list's own; the luck stays the same.
    """
    lever = scenario.levers.pipeline
    begins = min((m.from_ for m in scenario.levers.measures), default=None)
    start = 0.0
    if begins is not None:
        start = float(Month.of(begins) - scenario.first_month)
    ban = pipeline.technology_ban.effect(start) if lever.technology_ban else None
    return draw_projects(
        pipeline.projects(), rules or pipeline.rules(), chance.projects, pipeline.month, scenario.first_month,
        Effects(ban, lever.permit_delay_months),
    )  # fmt: skip


def _site(network: SupplyNetwork, p: Project, j: int, drawn: ProjectDraws, floors: dict[str, float]) -> NewSite:
    process = network.chain.processes[p.process]
    floor = max(float(drawn.floor[j]), floors.get(p.venture, 0.0))
    return NewSite(
        id=p.id, place=p.place, stage=process.stage, output=process.output, inputs=dict(process.inputs),
        capacity=drawn.capacity[:, j] * drawn.success[:, j], start=drawn.start[:, j], cost=drawn.cost[:, j],
        floor=np.full(drawn.start.shape[0], floor), buyers=(),
        lag=network.chain.lags_months[process.output.split("/", maxsplit=1)[0]],
    )  # fmt: skip


def _third_country(scenario: Scenario, network: SupplyNetwork, chance: Chance) -> list[NewSite]:
    out = []
    luck = chance.of([f"third-country/{t.id}" for t in scenario.levers.third_country])
    for j, t in enumerate(scenario.levers.third_country):
        taken = sum(
            network.flow[:, network.link_market == k].sum(axis=1)
            for k, m in enumerate(network.markets)
            if m.commodity == t.commodity and m.stage != Stage.UNREPORTED and (not t.buyers or m.place in t.buyers)
        )
        draws = network.n_draws
        out.append(
            NewSite(
                id=t.id,
                place=t.place,
                stage=network.chain.stage_of(t.commodity),
                output=t.commodity,
                inputs={},
                capacity=t.share * taken * np.ones(draws),
                start=np.full(draws, t.ready_months),
                cost=t.price_low + luck[:, j] * (t.price_high - t.price_low),
                floor=np.zeros(draws),
                quality=t.quality,
                buyers=t.buyers,
                lag=t.lag_months,
            )
        )
    return out


def event_hits(scenario: Scenario, odds: Floats, chance: Chance) -> Floats:
    """1 where an event happens (draw, event): outages, then surges."""
    events = (*scenario.uncertainties.outages, *scenario.uncertainties.surges)
    return (chance.of([f"event/{e.id}" for e in events]) < odds).astype(np.float64)


def acceptances(scenario: Scenario, chance: Chance) -> tuple[list[Arrangement], Bools]:
    """Arrangements of a scenario that hold on its first day, and whether each is honoured (draw, arrangement)."""
    holding = in_force(chance.lists.arrangements, first_day_of(0, scenario.first_month))
    chosen = [a for a in holding if a.id in scenario.levers.arrangements]
    odds, luck = (chance.of([f"{what}/{a.id}" for a in chosen]) for what in ("acceptance-odds", "acceptance"))
    return chosen, acceptance(chosen, odds, luck)


def ranks(scenario: Scenario, network: SupplyNetwork, chance: Chance) -> Ints:
    """Priority rank of each buyer with each supplier (draw, link); all equal without an arrangement."""
    chosen, accepted = acceptances(scenario, chance)
    if not chosen:
        return np.zeros((network.n_draws, network.link_offer.size), dtype=np.int64)
    return link_ranks(chosen, network, accepted).rank.astype(np.int64)
