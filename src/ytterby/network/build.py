"""A balanced network for every draw: chain, estimates, balance, assembly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet
from ytterby.network.assemble import assemble
from ytterby.network.balance import balance
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


def build_network(chain: Chain, estimates: EstimateSet, draws: Floats) -> Built:
    """Balance a chain for each draw of its estimates (conventions §4).

    Parameters
    ----------
    chain : structure.
    estimates : low, best and high of every figure.
    draws : (draw, estimate) drawn values.

    Raises
    ------
    Infeasible : estimates contradict each other beyond their ranges.
    """
    program = build_program(chain, estimates)
    with_best = balance(program, np.vstack([estimates.best, draws]), estimates.best)
    network = assemble(chain, estimates, program, with_best[1:], draws)
    return Built(network, tuple(moved_figures(program, estimates, with_best[0])))
