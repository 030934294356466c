"""The worked numbers of conventions §17."""

import numpy as np
import pytest

from ytterby.assessment import chokepoints, dependence

OXIDE = [(0.719, 0.154, 0.060, 0.067)]
MINES = [(0.65, 0.25, 0.05, 0.05), (0.60, 0.10, 0, 0.30), (0.50, 0, 0.30, 0.20), (0, 0, 0.8, 0.2)]
ORIGIN = (0.58975, 0.19515, 0.10755, 0.10755)
STAGES = ("mine", "separation", "metal", "magnet")


def test_four_numbers():
    numbers = dependence.dependence(OXIDE, dependence.sourcing([MINES]), 0, switch=1.0)
    assert numbers.origin[0] == pytest.approx(ORIGIN, abs=1e-12)
    assert float(numbers.direct[0]) == pytest.approx(0.719, abs=1e-12)
    assert float(numbers.mine_origin[0]) == pytest.approx(0.58975, abs=1e-12)
    assert float(numbers.touched[0]) == pytest.approx(0.8414, abs=1e-12)
    assert float(numbers.no_alternative[0]) == pytest.approx(0.8414, abs=1e-12)


def test_stretching_relations_by_half_by_hand():
    # oxide .154/.060/.067 outside; each can make min(1.5, 1.5 x clean mine share): .6, .75, 1.5
    kept = 0.154 * 0.6 + 0.060 * 0.75 + 0.067 * 1.5
    numbers = dependence.dependence(OXIDE, dependence.sourcing([MINES]), 0, switch=1.5)
    assert float(numbers.no_alternative[0]) == pytest.approx(1 - kept, abs=1e-12)


def test_absorbing_chain_without_loops_is_the_same():
    q, r = np.zeros((5, 5)), np.zeros((5, 4))
    q[0, 1:], r[1:] = OXIDE[0], MINES
    assert dependence.absorbing_origin(q, r)[0] == pytest.approx(ORIGIN, abs=1e-12)


def test_chokepoint_and_its_dual():
    found = chokepoints.chokepoint(chokepoints.chain([[100], [8], [3], [15]], STAGES, ["XRW"]))
    assert found.deliverable == pytest.approx(3)
    assert found.price[:, 0] == pytest.approx([0, 0, 1, 0])
    assert found.cut == ((2, 0),)
    assert found.next_gain == pytest.approx([0, 0, 1, 0])


def test_adding_a_mine_leaves_it_at_three():
    more = chokepoints.chain([[1100], [8], [3], [15]], STAGES, ["XRW"])
    assert chokepoints.chokepoint(more).deliverable == pytest.approx(3)


def test_without_the_controller():
    both = chokepoints.chain([[100, 250], [8, 300], [3, 300], [15, 280]], STAGES, ["XRW", "CHN"])
    assert chokepoints.chokepoint(chokepoints.without(both, ["CHN"])).deliverable == pytest.approx(3)
