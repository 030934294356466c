"""What is decided by chance in a future, beside the estimates: projects, events, acceptances.

The layout of the columns depends on the chain alone, so that two scenarios share their luck (conventions §15).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.baseline.yamlfile import bundled_names
from ytterby.domain.project import PipelineRules, Project
from ytterby.network.chain import Chain
from ytterby.network.extend import NewSite
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.priority import Arrangement, acceptance, link_ranks, load_arrangements
from ytterby.scenario.project_list import ProjectList, load_projects
from ytterby.scenario.projects import Effects, ProjectDraws, columns, draw_projects
from ytterby.scenario.sampling import uniforms
from ytterby.scenario.schema import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_OTHERS = 64
"""Columns for events, third-country prices and acceptances, in this order: 24, 16, 24."""
_ARRANGEMENTS = 12


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

    @property
    def columns(self) -> int:
        """Columns of luck that projects take."""
        return columns(self.projects.projects()) if self.projects else 0


@dataclass(frozen=True)
class Chance:
    """Uniform numbers of each future: (draw, column) for projects, and for the rest; and what they decide."""

    projects: Floats
    events: Floats
    prices: Floats
    acceptances: Floats
    lists: Lists


def lists_of(chain: Chain) -> Lists:
    """Read what may happen to a chain."""
    return Lists(project_list(chain), tuple(load_arrangements()))


def draw_chance(chain: Chain, count: int, seed: int, first: int = 0, lists: Lists | None = None) -> Chance:
    """Draw the luck of futures, from number `first` on, from a sequence of its own.

    Parameters
    ----------
    lists : of `lists_of`, where they have been read already.
    """
    lists = lists or lists_of(chain)
    return _laid_out(uniforms(count, lists.columns + _OTHERS, seed + 1, first), lists)


def even_chance(lists: Lists) -> Chance:
    """One future in which every number is one half: it shows what there is, not how it goes."""
    return _laid_out(np.full((1, lists.columns + _OTHERS), 0.5), lists)


def _laid_out(u: Floats, lists: Lists) -> Chance:
    first = lists.columns
    return Chance(u[:, :first], u[:, first : first + 24], u[:, first + 24 : first + 40], u[:, first + 40 :], lists)


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
        start = float((begins.year - scenario.first_month.year) * 12 + begins.month - scenario.first_month.month)
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
    for j, t in enumerate(scenario.levers.third_country):
        taken = sum(
            network.flow[:, network.link_market == k].sum(axis=1)
            for k, m in enumerate(network.markets)
            if m.commodity == t.commodity and (not t.buyers or m.place in t.buyers)
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
                cost=t.price_low + chance.prices[:, j] * (t.price_high - t.price_low),
                floor=np.zeros(draws),
                quality=t.quality,
                buyers=t.buyers,
                lag=t.lag_months,
            )
        )
    return out


def event_hits(odds: Floats, chance: Chance) -> Floats:
    """1 where an event happens (draw, event)."""
    return (chance.events[:, : odds.size] < odds).astype(np.float64)


def ranks(scenario: Scenario, network: SupplyNetwork, chance: Chance) -> Ints:
    """Priority rank of each buyer with each supplier (draw, link); all equal without an arrangement."""
    chosen = [a for a in chance.lists.arrangements if a.id in scenario.levers.arrangements]
    if not chosen:
        return np.zeros((network.n_draws, network.link_offer.size), dtype=np.int64)
    n = len(chosen)
    accepted = acceptance(chosen, chance.acceptances[:, :n], chance.acceptances[:, _ARRANGEMENTS : _ARRANGEMENTS + n])
    return link_ranks(chosen, network, accepted).rank.astype(np.int64)
