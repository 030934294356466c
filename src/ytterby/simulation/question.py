"""A question made ready to be asked of any futures, anywhere: plain data that can be sent once to every worker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet
from ytterby.domain.regime import Branch
from ytterby.errors import BadData, Fault
from ytterby.network.build import Blueprint, blueprint, network_of
from ytterby.network.chain import Chain
from ytterby.network.extend import extended
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.chance import Chance, Lists, draw_chance, even_chance, lists_of, new_sites
from ytterby.scenario.law import same_law
from ytterby.scenario.sampling import draw_estimates, middle
from ytterby.scenario.schema import Scenario
from ytterby.simulation.prepare import Frame, draws_of, frame_of

Floats = NDArray[np.float64]

LINK_MONTHS = 1 << 21
"""Work in a block: links times months times branches times draws; about a second of one core."""
LEAST, MOST = 8, 1024


@dataclass(frozen=True)
class Block:
    """Futures that are made and simulated together.

    Attributes
    ----------
    first, count : number of the first draw, and how many.
    """

    first: int
    count: int

    @property
    def name(self) -> str:
        """Sorts as the draws do."""
        return f"{self.first:09d}-{self.first + self.count:09d}"

    @property
    def words(self) -> str:
        """The draws, counted from 0."""
        return f"draws {self.first} to {self.first + self.count - 1}"


@dataclass(frozen=True)
class Question:
    """What every block needs.

    Attributes
    ----------
    scenario, months, seed : the question, and the sequence its futures are drawn from.
    plan : the chain, ready to be balanced.
    lists : projects and arrangements that may matter.
    reference : one future, all ranges and luck at their middle: names and structure of every block.
    frames : what is the same in every future, for each branch of unknown law that differs; the first is the run's own.
    """

    scenario: Scenario
    months: int
    seed: int
    plan: Blueprint
    lists: Lists
    reference: SupplyNetwork
    frames: dict[Branch, Frame]

    @property
    def block_size(self) -> int:
        """Draws in a block: a power of two that depends on the question alone, never on who works on it."""
        work = self.reference.link_offer.size * self.months * len(self.frames)
        return int(np.clip(1 << max((LINK_MONTHS // max(work, 1)).bit_length() - 1, 0), LEAST, MOST))

    def blocks(self, draws: int) -> list[Block]:
        """Cut the draws into blocks."""
        size = self.block_size
        return [Block(first, min(size, draws - first)) for first in range(0, draws, size)]

    def estimates_drawn(self, block: Block) -> Floats:
        """Values of the estimates (draw, estimate) in the futures of a block."""
        return draw_estimates(self.plan.estimates, block.count, self.seed, block.first)


def question_of(scenario: Scenario, chain: Chain, estimates: EstimateSet, months: int, seed: int) -> Question:
    """Work out everything about a scenario that is the same in every future.

    Raises
    ------
    BadScenario : the scenario names things the chain does not have.
    BadData : numbers of the network that are not finite, or negative.
    Infeasible : estimates contradict each other beyond their ranges.
    """
    plan, lists = blueprint(chain, estimates), lists_of(chain)
    luck = even_chance(lists)
    reference = _network(scenario, plan, middle(estimates), luck)
    frames = _frames(scenario, reference, months)
    draws_of(scenario, reference, next(iter(frames.values())), luck)
    return Question(scenario, months, seed, plan, lists, reference, frames)


def futures_of(question: Question, block: Block) -> tuple[SupplyNetwork, Chance]:
    """Make the futures of a block: draw, balance, add what may come.

    Raises
    ------
    BadData : a drawn value is so far out that it adds or removes a relation.
    Infeasible : drawn values contradict each other beyond their ranges.
    """
    luck = draw_chance(question.plan.chain, block.count, question.seed, block.first, question.lists)
    network = _network(question.scenario, question.plan, question.estimates_drawn(block), luck)
    if not network.same_structure(question.reference):
        raise BadData(
            Fault(
                f"{block.words} have other relations than the chain", question.plan.chain.id,
                "a range may change how much is made, not who makes it", fix="raise the lower ends that touch zero",
            )
        )  # fmt: skip
    return network, luck


def _network(scenario: Scenario, plan: Blueprint, drawn: Floats, luck: Chance) -> SupplyNetwork:
    built = network_of(plan, drawn)
    return extended(built, new_sites(scenario, built, luck))


def asked_branches(scenario: Scenario) -> tuple[Branch, ...]:
    """Ways in which law of unknown standing may have gone on that a scenario asks about; the first is the run's own."""
    law = scenario.levers.law
    if law and not law.branch:
        return (Branch.EXTEND, Branch.LAPSE, Branch.REVIVE)
    return (law.branch if law and law.branch else Branch.EXTEND,)


def _frames(scenario: Scenario, network: SupplyNetwork, months: int) -> dict[Branch, Frame]:
    """Frames of each branch whose law differs from that of the first."""
    first, *others = ((b, frame_of(scenario, network, months, b)) for b in asked_branches(scenario))
    return dict([first, *((b, f) for b, f in others if not same_law(f.permissions, first[1].permissions))])
