"""The worked numbers of conventions §16, computed independently of this code."""

import numpy as np
import pytest

from ytterby.assessment.indices import concentration, eu, geopolrisk, n_minus_one, usgs

SHARES = (0.92, 0.05, 0.01, 0.02)


def test_hhi():
    assert float(concentration.hhi(SHARES)) == pytest.approx(0.8494, abs=1e-12)
    assert float(concentration.effective_suppliers(SHARES)) == pytest.approx(1.1773, abs=5e-5)


def test_import_reliance():
    assert float(concentration.import_reliance(10, 100, 30)) == pytest.approx(0.875, abs=1e-12)


def test_geopolrisk():
    risk = geopolrisk.import_risk((0.58, 0.50, 0.46, 0.50), (0.719, 0.154, 0.060, 0.067), 0)
    score = geopolrisk.geopolrisk(concentration.hhi(SHARES), risk)
    assert float(risk) == pytest.approx(0.55512, abs=1e-9)
    assert float(score) == pytest.approx(0.47152, abs=5e-6)
    assert float(score) * 60 == pytest.approx(28.291, abs=5e-4)


def test_eu_supply_risk():
    world = eu.weighted_concentration(SHARES, (5.6, 3.9, 1.8, 5.0), (1.1, 1, 0.8, 1))
    union = eu.weighted_concentration((0.80, 0.15, 0.05), (5.6, 3.9, 1.8), (1.1, 1, 0.8))
    assert float(world) == pytest.approx(5.22572, abs=5e-6)
    assert float(union) == pytest.approx(4.03375, abs=5e-6)
    assert float(eu.supply_risk(world, union, 1, 0.01, 0.95)) == pytest.approx(4.3543, abs=5e-5)
    assert float(eu.supply_risk(world, union, 0.6, 0.01, 0.95)) == pytest.approx(4.1301, abs=5e-5)


def test_eu_economic_importance():
    importance = eu.economic_importance((0.4, 0.35, 0.25), (120, 80, 60), 200, 0.9)
    assert float(importance) == pytest.approx(4.095, abs=1e-12)
    assert bool(eu.critical(1.0, 2.8)) and not bool(eu.critical(0.99, 2.8)) and not bool(eu.critical(1, 2.79))


def test_usgs_2020():
    assert float(usgs.supply_risk_2020(0.65, 0.90, 0.35)) == pytest.approx(0.5894, abs=5e-5)


def test_usgs_2025_sums_over_scenarios_and_keeps_the_published_targets():
    assert float(usgs.expected_loss_2025((0.5, 0.25), (-4.0, -2.0))) == pytest.approx(-2.5, abs=1e-12)
    published = {p.material: p for p in usgs.PUBLISHED_2025}
    gallium, germanium = published["gallium"], published["germanium"]
    assert (gallium.loss_busd, gallium.low_busd, gallium.high_busd) == (-3.1, -8.2, -1.7)
    assert (gallium.price_rise, germanium.loss_busd, germanium.price_rise) == (1.50, -0.4, 0.26)


def test_price_under_a_cut():
    assert float(usgs.implied_price(0.6, -0.3, 0.2)) == pytest.approx(6.25, abs=1e-9)
    assert float(usgs.implied_price(0.6, -0.5, 1.0)) == pytest.approx(1.842, abs=5e-4)


def test_n_minus_one():
    left = n_minus_one.n_minus_one((80, 10, 6, 4), (60, 40, 0, 0))
    assert (float(left.gross), float(left.net), int(left.supplier)) == (0.20, 0.50, 0)


def test_largest_share_at_the_limit_passes():
    test = concentration.largest_share(np.array([[0.65, 0.35], [0.66, 0.34]]))
    assert test.above.tolist() == [False, True]
    assert concentration.CRMA_LIMIT == 0.65
