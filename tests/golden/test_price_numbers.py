"""The worked numbers of conventions §13, and two that follow from them by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.scenario.prices import clearing_ratio, demand_response, tariff_effect, zone_prices


@pytest.mark.parametrize(
    ("demand", "supply", "cap", "ratio"),
    [
        (-0.3, 0.2, np.inf, 6.25),  # .4^(-1/.5)
        (-0.5, 1.0, np.inf, 0.4 ** (-1 / 1.5)),
        (-0.5, 1.0, 0.5, 4.0),  # a cap of 50 on a demand of 100: .5^(-1/.5)
    ],
)
def test_supply_cut_by_60_percent(demand, supply, cap, ratio):
    assert clearing_ratio(0.4, demand, supply, cap) == pytest.approx(ratio, rel=1e-12)


def test_the_second_ratio_as_printed():
    assert round(float(clearing_ratio(0.4, -0.5, 1.0)), 3) == 1.842


def test_demand_follows_a_fivefold_price():
    h = demand_response(np.full(60, 5.0), -0.40)
    assert [round(float(h[12 * years - 1]), 4) for years in (1, 2, 5)] == [0.8513, 0.7545, 0.6120]


def test_a_tariff_of_100_percent_on_all_that_is_used():
    # r = 2^(e_s / (e_s - e_d)) = 2^(.2/.5); foreign sellers keep half of it
    found = tariff_effect(1.0, 1.0, -0.3, 0.2)
    assert found.buyer == pytest.approx(2**0.4, rel=1e-12)
    assert found.foreign_seller == pytest.approx(2**-0.6, rel=1e-12)
    assert found.quantity == pytest.approx(2**-0.12, rel=1e-12)


def test_two_zones_by_hand():
    # Nothing leaves: outside 50 r^-.3 = 20 r^.2, so r = .4^-2; inside 50 r^-.3 = 80 r^.2, so r = 1.6^-2
    found = zone_prices((80.0, 50.0), (20.0, 50.0), 0.0, -0.3, 0.2)
    assert found.outside == pytest.approx(6.25, rel=1e-12)
    assert found.inside == pytest.approx(0.390625, rel=1e-12)
    assert found.wedge == pytest.approx(16.0, rel=1e-12)


def test_antimony_2024_is_overstated_inside():
    """The figures of docs/explanation/mechanisms/prices.md: right side of 1, wrong size inside."""
    found = zone_prices((0.52, 0.17), (0.48, 0.83), 0.075, -0.25, 0.15)
    assert round(float(found.outside), 2) == 2.88
    assert round(float(found.inside), 2) == 0.11
    wide = zone_prices((0.52, 0.17), (0.48, 0.83), 0.075, np.array([-0.40, -0.10]), np.array([0.25, 0.05]))
    assert wide.outside[0] < 59_000 / 25_270 < wide.outside[1]  # July 2025 over September 2024
    assert np.all(wide.inside < 0.895)  # observed -10.5 %: smelters cut their feed, which elasticities do not know
