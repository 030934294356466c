"""Numbers that cannot be are refused before a kernel sees them: NaN, infinite, negative."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from twins import chain
from ytterby.errors import BadInput, YtterbyError
from ytterby.scenario.schema import Scenario, Uncertainties
from ytterby.simulation.prepare import prepare

FIELDS = ("flow", "activity", "yields", "intake", "cover", "finished_cover", "utilisation", "switch", "fresh", "added")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, -1.0])
@pytest.mark.parametrize("name", FIELDS)
def test_impossible_number_in_the_network(name: str, bad: float):
    network = chain.network(2)
    numbers = getattr(network, name).copy()
    numbers.flat[-1] = bad
    with pytest.raises(YtterbyError, match=name):
        prepare(chain.calm(), dataclasses.replace(network, **{name: numbers}), chain.chance(2), 2)


def test_all_faults_are_named_at_once():
    network = chain.network(2)
    bad = {name: np.full_like(getattr(network, name), np.nan) for name in ("flow", "cover")}
    with pytest.raises(YtterbyError) as caught:
        prepare(chain.calm(), dataclasses.replace(network, **bad), chain.chance(2), 2)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize("field", ["content_threshold", "reshuffle", "leakage"])
@pytest.mark.parametrize("value", [-0.1, 1.5, float("nan"), float("inf")])
def test_impossible_share_in_a_scenario(field: str, value: float):
    plain = chain.calm().model_dump(mode="json", by_alias=True)
    plain["uncertainties"] = {field: value}
    with pytest.raises(ValueError, match=field):
        Scenario.model_validate(plain)


def test_a_threshold_of_zero_has_no_largest_unconditioned_output():
    with pytest.raises(ValueError, match="content_threshold"):
        Uncertainties.model_validate({"content_threshold": 0.0})


def test_refusals_are_bad_input():
    assert BadInput.exit_code == 3
