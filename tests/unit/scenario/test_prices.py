"""Clearing, lagged demand, tariffs, two zones."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.scenario.prices import clearing_ratio, demand_response, tariff_effect, zone_prices

FALL, RISE, SHARE = st.floats(-2, -0.05), st.floats(0, 2), st.floats(0.01, 3)


@settings(deadline=None)
@given(SHARE, FALL, RISE)
def test_one_supplier_has_a_closed_form(share, fall, rise):
    assert clearing_ratio(share, fall, rise) == pytest.approx(share ** (-1 / (rise - fall)), rel=1e-9)


@settings(deadline=None)
@given(st.lists(st.tuples(SHARE, RISE, st.floats(0.01, 2)), min_size=1, max_size=5), FALL)
def test_demand_meets_supply(suppliers, fall):
    share, rise, cap = (np.array(column) for column in zip(*suppliers, strict=True))
    r = float(clearing_ratio(share, fall, rise, cap))
    assert np.minimum(share * r**rise, cap).sum() == pytest.approx(r**fall, rel=1e-6)


@settings(deadline=None)
@given(SHARE, st.floats(0.1, 0.9), FALL, RISE)
def test_less_supply_is_never_cheaper(share, cut, fall, rise):
    assert clearing_ratio(share * cut, fall, rise) > clearing_ratio(share, fall, rise)


def test_arrays_broadcast():
    found = clearing_ratio(np.array([[0.4], [1.0]]), np.array([-0.3, -0.3]), 0.2)
    assert found == pytest.approx([6.25, 1.0], rel=1e-12)


def test_nothing_on_offer_has_no_price():
    assert clearing_ratio(0.0, -0.3, 0.2) == math.inf
    assert clearing_ratio(0.4, -0.3, 0.2, 0.0) == math.inf


@pytest.mark.parametrize(
    ("share", "fall", "rise", "cap"),
    [(-0.1, -0.3, 0.2, 1), (0.4, 0.3, 0.2, 1), (0.4, -0.3, -0.2, 1), (math.nan, -0.3, 0.2, 1),
     (0.4, math.nan, 0.2, 1), (0.4, -0.3, 0.2, math.nan), (math.inf, -0.3, 0.2, 1)],
)  # fmt: skip
def test_clearing_refuses(share, fall, rise, cap):
    with pytest.raises(ValueError, match="must be"):
        clearing_ratio(share, fall, rise, cap)


@settings(deadline=None)
@given(st.lists(st.floats(0.2, 10), min_size=1, max_size=40), st.floats(-1, 0), st.floats(0, 0.99))
def test_demand_response_twin(prices, elasticity, retention):
    level, out = 0.0, []
    for p in prices:
        level = retention * level + (1 - retention) * elasticity * math.log(p)
        out.append(math.exp(level))
    assert demand_response(prices, elasticity, retention) == pytest.approx(out, rel=1e-12)


def test_demand_response_ends_at_the_long_run_and_comes_back():
    path = np.concatenate([np.full(600, 5.0), np.ones(600)])
    h = demand_response(np.stack([path, path]), np.array([-0.4, 0.0]))
    assert h[0, 599] == pytest.approx(5**-0.4, rel=1e-6)
    assert h[0, -1] == pytest.approx(1.0, rel=1e-6)
    assert np.all(h[1] == 1.0)


@pytest.mark.parametrize(("price", "elasticity", "retention"), [(0.0, -0.4, 0.9), (1.0, 0.4, 0.9), (1.0, -0.4, 1.1)])
def test_demand_response_refuses(price, elasticity, retention):
    with pytest.raises(ValueError, match="positive and finite"):
        demand_response([price], elasticity, retention)


@settings(deadline=None)
@given(st.floats(0, 3), st.floats(0, 1), FALL, RISE)
def test_a_tariff_is_shared(tariff, imported, fall, rise):
    found = tariff_effect(tariff, imported, fall, rise)
    assert 1 - 1e-12 <= found.buyer <= 1 + tariff + 1e-12
    assert found.foreign_seller == pytest.approx(found.buyer / (1 + tariff), rel=1e-12)
    supplied = (1 - imported) * found.buyer**rise + imported * found.imported
    assert supplied == pytest.approx(found.quantity, rel=1e-9)


def test_tariff_refuses():
    with pytest.raises(ValueError, match="tariff"):
        tariff_effect(-0.1, 0.5, -0.3, 0.2)


ZONES = st.tuples(SHARE, SHARE)


@settings(deadline=None)
@given(ZONES, ZONES, st.floats(0, 2), FALL, st.floats(0.05, 2))
def test_two_zones(inside, outside, allowed, fall, rise):
    found = zone_prices(inside, outside, allowed, fall, rise)
    assert found.wedge >= 1 - 1e-9
    assert 0 <= found.exports <= allowed
    if found.wedge > 1 + 1e-6:
        assert found.exports == pytest.approx(allowed)
        left = outside[0] * found.outside**rise + allowed
        assert left == pytest.approx(outside[1] * found.outside**fall, rel=1e-6)


def test_a_limit_that_does_not_bind_makes_one_market():
    found = zone_prices((80.0, 50.0), (20.0, 50.0), 30.0, -0.3, 0.2)
    assert (found.inside, found.outside, found.wedge) == (pytest.approx(1.0), pytest.approx(1.0), 1.0)
    assert found.exports == pytest.approx(30.0)


@settings(deadline=None)
@given(st.floats(0, 29), st.floats(0.1, 0.9))
def test_the_tighter_the_limit_the_wider_the_wedge(allowed, cut):
    wide, tight = (zone_prices((80.0, 50.0), (20.0, 50.0), x, -0.3, 0.2) for x in (allowed + 0.5, allowed * cut))
    assert tight.outside > wide.outside
    assert tight.inside < wide.inside


def test_zones_refuse():
    with pytest.raises(ValueError, match="demand above 0"):
        zone_prices((1.0, 0.0), (1.0, 1.0), 1.0, -0.3, 0.2)
    with pytest.raises(ValueError, match="not negative"):
        zone_prices((1.0, 1.0), (-1.0, 1.0), 1.0, -0.3, 0.2)
