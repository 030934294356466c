"""How much of the baseline supply the law bars, on a chain of three places reckoned by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from ytterby.domain.words import DemandClass, Stage
from ytterby.network.supply import SINK, Market, Need, Offer, Site
from ytterby.outcomes.final_use import first_use_dependence
from ytterby.outcomes.sourcing import barred_share
from ytterby.scenario.law import UNLIMITED
from ytterby.scenario.steps import STEPS_PER_MONTH

USE = ("JPN", "wind", "civil")


FLOW = np.array([50.0, 60.0, 40.0, 50.0, 50.0, 30.0, 70.0])


def network():
    """Metal from C and A to J's magnet maker (60:40); J's user takes half its magnets from J, half from C.

    J's maker also needs an alloy, of which C gives 30 of 100 and A the rest.
    """
    sites = tuple(Site((n,), s, p) for n, s, p in [
        ("metal", Stage.METAL, "CHN"), ("metal", Stage.METAL, "AUS"),
        ("magnet", Stage.MAGNET, "CHN"), ("magnet", Stage.MAGNET, "JPN"),
        ("alloy", Stage.METAL, "CHN"), ("alloy", Stage.METAL, "AUS"),
    ])  # fmt: skip
    offers = tuple(Offer(i, s.processes[0], s.place) for i, s in enumerate(sites))
    needs = (
        Need(2, "metal", "CHN", Stage.MAGNET),
        Need(3, "metal", "JPN", Stage.MAGNET),
        Need(3, "alloy", "JPN", Stage.MAGNET),
        Need(SINK, "magnet", "JPN", Stage.USE, "wind"),
    )
    markets = tuple(Market(n.place, n.commodity, n.stage, DemandClass.CIVIL) for n in needs)
    return SimpleNamespace(
        chain=SimpleNamespace(controller="CHN"), sites=sites, offers=offers, needs=needs, markets=markets,
        need_market=np.arange(4), link_offer=np.array([0, 0, 1, 3, 2, 4, 5]),
        link_market=np.array([0, 1, 1, 3, 3, 2, 2]),
        flow=FLOW[None], intake=np.array([[1.0, 1.0, 1.0, 100.0]]),
    )  # fmt: skip


def barred(*months):
    link = np.full((len(months), 7, 2), UNLIMITED)
    for m, allowed in enumerate(months):
        for k, share in allowed.items():
            link[m, k, 1] = share
    by_step = np.repeat(link, STEPS_PER_MONTH, axis=0)
    return barred_share(network(), FLOW, SimpleNamespace(link=by_step))[USE]


def test_nothing_is_barred_without_law():
    assert barred({}, {}).tolist() == [0, 0]


def test_a_ban_on_magnets_bars_their_share():
    assert barred({}, {4: 0.0}, {4: 0.7}) == pytest.approx([0, 0.5, 0.15])


def test_a_ban_further_up_is_seen_at_the_use():
    # six tenths of the metal of J's maker, which gives half the magnets
    assert barred({1: 0.0}) == pytest.approx([0.3])
    assert barred({1: 0.0, 4: 0.0}) == pytest.approx([0.8])


def test_a_maker_loses_as_much_as_the_worst_of_its_inputs():
    assert barred({5: 0.0}, {1: 0.0, 5: 0.0}) == pytest.approx([0.15, 0.3])


def test_a_rule_that_reaches_lots_made_elsewhere_bars_what_stems_from_the_controller_once():
    assert barred({3: 0.0}) == pytest.approx([0.3])
    assert barred({1: 0.0, 3: 0.0, 4: 0.0}) == pytest.approx([0.8])


def test_metal_of_others_is_not_reached():
    assert barred({2: 0.0}) == pytest.approx([0.0])


def test_dependence_at_first_use_counts_what_comes_straight_from_the_controller():
    assert first_use_dependence(network()) == {("JPN", "wind"): pytest.approx([0.5])}
