"""Numbers that cannot be are refused before a kernel sees them: NaN, infinite, negative, missing supply."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from twins import chain
from ytterby.errors import YtterbyError
from ytterby.scenario.law import permission_table
from ytterby.simulation.prepare import prepare

NETWORK_FIELDS = ("flow", "activity", "yields", "intake", "cover", "finished_cover", "utilisation", "switch")
LAW_FIELDS = ("link", "use", "demand", "extra_cover")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, -1.0])
@pytest.mark.parametrize("name", NETWORK_FIELDS)
def test_impossible_number_in_the_network(name: str, bad: float):
    network = chain.network(2)
    numbers = getattr(network, name).copy()
    numbers.flat[-1] = bad
    law = permission_table(chain.calm(), network, 2)
    with pytest.raises(YtterbyError, match=name.replace("_", ".")):
        prepare(dataclasses.replace(network, **{name: numbers}), law, 0.001, 0.5)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -1.0])
@pytest.mark.parametrize("name", LAW_FIELDS)
def test_impossible_number_in_the_law(name: str, bad: float):
    network = chain.network(2)
    law = permission_table(chain.calm(), network, 2)
    numbers = getattr(law, name).copy()
    numbers.flat[-1] = bad
    with pytest.raises(YtterbyError, match=name.replace("_", ".")):
        prepare(network, dataclasses.replace(law, **{name: numbers}), 0.001, 0.5)


@pytest.mark.parametrize(
    ("theta", "reshuffle"), [(0.0, 0.5), (-0.1, 0.5), (np.nan, 0.5), (0.001, 1.5), (0.001, np.nan)]
)
def test_impossible_threshold_or_steering(theta: float, reshuffle: float):
    """A threshold of zero has no largest unconditioned output: everything with an input would be conditioned."""
    network = chain.network(2)
    with pytest.raises(YtterbyError):
        prepare(network, permission_table(chain.calm(), network, 2), theta, reshuffle)
