"""A balanced network for every draw: chain, estimates, balance, assembly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet
from ytterby.network.assemble import assemble
from ytterby.network.balance import BalancePlan, balance_by, balance_plan
from ytterby.network.chain import Chain
from ytterby.network.moved import Moved, moved_figures
from ytterby.network.program import build_program
from ytterby.network.supply import SupplyNetwork

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Built:
    """A network, and the reported figures its balance moved."""

    network: SupplyNetwork
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Blueprint:
    """What networks of any draws are built from."""

    chain: Chain
    estimates: EstimateSet
    plan: BalancePlan

    def moved(self) -> tuple[Moved, ...]:
        """Reported figures that the balance of the best values moved."""
        return tuple(moved_figures(self.plan.program, self.estimates, self.plan.best))


def blueprint(chain: Chain, estimates: EstimateSet) -> Blueprint:
    """Lay out a chain and balance the best values of its estimates.

    Raises
    ------
    Infeasible : estimates contradict each other beyond their ranges.
    """
    return Blueprint(chain, estimates, balance_plan(build_program(chain, estimates), estimates.best))


def network_of(plan: Blueprint, draws: Floats) -> SupplyNetwork:
    """Balance a chain for each draw of its estimates (conventions §4).

    Parameters
    ----------
    plan : of `blueprint`.
    draws : (draw, estimate) drawn values.

    Raises
    ------
    Infeasible : drawn values contradict each other beyond their ranges.
    """
    return assemble(plan.chain, plan.estimates, plan.plan.program, balance_by(plan.plan, draws), draws)


def build_network(chain: Chain, estimates: EstimateSet, draws: Floats) -> Built:
    """Lay out a chain and balance it for each draw (draw, estimate) at once.

    Raises
    ------
    Infeasible : estimates contradict each other beyond their ranges.
    """
    plan = blueprint(chain, estimates)
    return Built(network_of(plan, draws), plan.moved())
