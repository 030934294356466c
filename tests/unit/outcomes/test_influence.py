"""Who moves an outcome: found by rank, and shared out between what is known and what is assumed."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.domain.estimate import Estimate, EstimateSet
from ytterby.domain.words import Standing
from ytterby.outcomes.influence import assumption_share, influences
from ytterby.scenario.sampling import draw_estimates

KNOWN, ASSUMED = 60, 170
"""About as many as the magnet chain has."""


def estimates() -> EstimateSet:
    standing = [Standing.VERIFIED] * KNOWN + [Standing.ASSUMPTION] * ASSUMED
    return EstimateSet(Estimate(f"x/{k}", 0.0, 1.0, 2.0, "1", s, "test") for k, s in enumerate(standing))


def outcome(draws, weights: dict[int, float]):
    return sum(w * draws[:, k] for k, w in weights.items())


@pytest.mark.parametrize(
    ("weights", "expected", "within"),
    [
        ({0: 3.0, 1: 2.0, 2: 1.0}, 0.0, 0.05),
        ({0: 2.0, KNOWN: 2.0}, 0.5, 0.05),
        ({KNOWN + 3: 1.0}, 1.0, 0.05),
        ({0: 1.6, **{KNOWN + k: 0.3 for k in range(30)}}, 0.513, 0.1),
    ],
)
def test_the_share_of_assumptions_is_not_biased(weights, expected, within):
    """Mean over seeds, 200 draws: chance lifts some of hundreds of inputs that do nothing, and hides small ones."""
    known = estimates()
    found = []
    for seed in range(12):
        draws = draw_estimates(known, 200, seed)
        found.append(assumption_share(draws, known, outcome(draws, weights)))
    assert np.mean(found) == pytest.approx(expected, abs=within)


def test_nothing_is_said_of_what_no_input_moves():
    known = estimates()
    draws = draw_estimates(known, 200, 1)
    said = [assumption_share(draws, known, np.random.default_rng(s).random(200)) for s in range(40)]
    assert sum(x is None for x in said) >= 36
    assert assumption_share(draws, known, np.ones(200)) is None
    assert assumption_share(draws[:20], known, draws[:20, 0]) is None
    certain = EstimateSet([Estimate("c", 1.0, 1.0, 1.0, "1", Standing.VERIFIED, "test")])
    assert assumption_share(np.ones((50, 1)), certain, np.arange(50.0)) is None


def test_infinite_is_later_than_everything():
    known = estimates()
    draws = draw_estimates(known, 200, 1)
    late = np.where(draws[:, 5] > 1.2, np.inf, draws[:, 5])
    share = influences(draws, known.uncertain, late)
    assert share.argmax() == 5 and share[5] > 0.8
    assert np.delete(share, 5).max() < 0.12
