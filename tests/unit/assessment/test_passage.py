import numpy as np
import pytest

from twins.small import Builder, by_shares
from ytterby.assessment import dependence
from ytterby.assessment.passage import enabled, kept, relations, touched

PLACES = ["CHN", "MMR", "AUS", "XRW"]
OXIDE = (0.719, 0.154, 0.060, 0.067)
MINES = [(0.65, 0.25, 0.05, 0.05), (0.60, 0.10, 0, 0.30), (0.50, 0, 0.30, 0.20), (0, 0, 0.8, 0.2)]


def of_place(network, place):
    return np.array([s.place == place for s in network.sites])[:, None]


def test_the_worked_numbers_of_17_on_a_network():
    network = by_shares(OXIDE, MINES, PLACES)
    of, there = relations(network), of_place(network, "CHN")
    user = len(network.markets) - 1
    assert (of.bought @ there.astype(float))[user, 0] == pytest.approx(0.719)
    origin = [touched(of, of_place(network, p) & of.makes_from_nothing[:, None])[user, 0] for p in PLACES]
    assert origin == pytest.approx([0.58975, 0.19515, 0.10755, 0.10755], abs=1e-12)
    assert touched(of, there)[user, 0] == pytest.approx(0.8414, abs=1e-12)
    assert 1 - kept(of, there, 1.0, 1.0)[user, 0] == pytest.approx(0.8414, abs=1e-12)
    assert 1 - kept(of, there, 1.5, 1.5)[user, 0] == pytest.approx(1 - 0.1379 - 0.1005 + 0.0005, abs=2e-3)


@pytest.mark.parametrize("seed", range(5))
def test_walks_equal_the_absorbing_chain(seed):
    rng = np.random.default_rng(seed)
    oxide, mines = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(4), 4)
    network = by_shares(oxide, mines.tolist(), PLACES, stretch=1.4)
    of, there = relations(network), of_place(network, "AUS")
    found = dependence.dependence([oxide], dependence.sourcing([mines]), 2, switch=1.4)
    user = len(network.markets) - 1
    assert touched(of, there)[user, 0] == pytest.approx(found.touched[0])
    assert 1 - min(kept(of, there, 1.4, 1.4)[user, 0], 1) == pytest.approx(found.no_alternative[0])


def magnet_of_two():
    """A magnet of nine parts of one metal and one of another, each from two places; a tenth of scrap goes round."""
    b = Builder(stretch=1.5, utilisation=1 / 1.5)
    for stage in ("mine", "metal"):
        for place in ("AAA", "BBB"):
            b.site(stage, place)
    b.site("magnet", "CCC", mine=9.0, metal=1.0)
    b.use("CCC", "magnet", 10.0)
    b.flow("mine", "AAA", "magnet", "CCC", 9.0)
    b.flow("mine", "BBB", "magnet", "CCC", 0.0)
    b.flow("metal", "AAA", "magnet", "CCC", 0.5)
    b.flow("metal", "BBB", "magnet", "CCC", 0.5)
    b.flow("magnet", "CCC", "first-use", "CCC", 10.0)
    return b.network()


def test_a_little_of_a_metal_holds_up_the_whole_magnet():
    network = magnet_of_two()
    of = relations(network)
    metal = np.array([str(s.stage) == "metal" and s.place == "BBB" for s in network.sites])[:, None]
    user = len(network.markets) - 1
    assert touched(of, metal)[user, 0] == pytest.approx(0.05)
    assert enabled(of, metal)[user, 0] == pytest.approx(0.5)
    assert kept(of, metal, 1.5, 1.5)[user, 0] == pytest.approx(0.75)


def test_what_goes_round_is_followed_to_its_mine():
    b = Builder()
    b.site("mine", "AAA")
    b.site("recycling", "BBB", magnet=2.0)
    b.site("magnet", "BBB", mine=10.0, recycling=2.0)
    b.use("BBB", "magnet", 10.0)
    b.flow("mine", "AAA", "magnet", "BBB", 10.0)
    b.flow("recycling", "BBB", "magnet", "BBB", 2.0)
    b.flow("magnet", "BBB", "recycling", "BBB", 2.0)
    b.flow("magnet", "BBB", "first-use", "BBB", 10.0)
    network = b.network()
    of = relations(network)
    mine = np.array([s.place == "AAA" for s in network.sites])[:, None]
    assert touched(of, mine)[-1, 0] == pytest.approx(1.0)
    assert kept(of, mine, 1.5, 1.5)[-1, 0] == pytest.approx(0.0, abs=1e-6)
