"""Numbers that cannot be are refused before a kernel sees them: NaN, infinite, negative."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from pydantic import ValidationError

from twins import chain
from ytterby.errors import YtterbyError
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.schema import Uncertainties
from ytterby.simulation.prepare import prepare

NOT_NEGATIVE = (
    "flow", "activity", "yields", "intake", "cover", "finished_cover", "qualification", "utilisation", "switch",
    "added", "fresh", "cost", "floor", "link_lag",
)  # fmt: skip


def refused(network: SupplyNetwork, name: str) -> None:
    with pytest.raises(YtterbyError, match=name.replace("_", ".")):
        prepare(chain.calm(), network, chain.chance(2), 2)


def with_one(name: str, bad: float) -> SupplyNetwork:
    network = chain.network(2)
    numbers = getattr(network, name).copy()
    numbers.flat[-1] = bad
    return dataclasses.replace(network, **{name: numbers})


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, -1.0])
@pytest.mark.parametrize("name", NOT_NEGATIVE)
def test_impossible_number_in_the_network(name: str, bad: float):
    refused(with_one(name, bad), name)


@pytest.mark.parametrize("name", ["start", "opens"])
def test_a_month_may_be_never_but_not_unknown(name: str):
    refused(with_one(name, np.nan), name)
    prepare(chain.calm(), with_one(name, np.inf), chain.chance(2), 2)


@pytest.mark.parametrize("name", ["kappa", "demand_elasticity", "supply_elasticity", "long_run_elasticity"])
def test_unknown_behaviour(name: str):
    network = chain.network(2)
    draws = network.draws.copy()
    draws[1, network.estimates.index[network.chain.behaviour[name].id]] = np.nan
    refused(dataclasses.replace(network, draws=draws), name)


def test_a_supply_that_does_not_react_to_a_demand_that_does_not():
    """No price clears a market in which neither side reacts: 1/(e_d - e_s) would be infinite."""
    network = chain.network(2)
    draws = network.draws.copy()
    for name in ("demand_elasticity", "supply_elasticity"):
        draws[0, network.estimates.index[network.chain.behaviour[name].id]] = 0.0
    refused(dataclasses.replace(network, draws=draws), "elasticity")


def test_all_faults_are_told_at_once():
    network = dataclasses.replace(with_one("flow", np.nan), cover=-chain.network(2).cover)
    with pytest.raises(YtterbyError) as caught:
        prepare(chain.calm(), network, chain.chance(2), 2)
    assert "flow" in str(caught.value) and "cover" in str(caught.value)


@pytest.mark.parametrize("theta", [0.0, -0.1, np.nan, 1.5])
def test_impossible_threshold(theta: float):
    """A threshold of zero has no largest unconditioned output: everything with an input would be conditioned."""
    with pytest.raises(ValidationError):
        Uncertainties(content_threshold=theta)
    question = chain.calm().model_copy(
        update={"uncertainties": Uncertainties().model_copy(update={"content_threshold": theta})}
    )
    with pytest.raises(YtterbyError, match="content_threshold"):
        prepare(question, chain.network(2), chain.chance(2), 2)


@pytest.mark.parametrize("reshuffle", [-0.1, 1.5, np.nan])
def test_impossible_steering(reshuffle: float):
    with pytest.raises(ValidationError):
        Uncertainties(reshuffle=reshuffle)
