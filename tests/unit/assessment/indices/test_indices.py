import numpy as np
import pytest

from ytterby.assessment.indices import concentration, eu, geopolrisk, n_minus_one, treatment, usgs
from ytterby.errors import BadData, UsageError


def test_nothing_supplied_is_unknown_not_zero():
    assert np.isnan(concentration.hhi([0, 0]))
    assert np.isnan(concentration.import_reliance(0, 0, 0))
    assert np.isnan(n_minus_one.n_minus_one([0, 0], [0, 0]).gross)


def test_unknown_stays_unknown():
    found = concentration.hhi([[1, np.nan], [1, 1]])
    assert np.isnan(found[0]) and found[1] == 0.5
    assert n_minus_one.n_minus_one([1, np.nan], [1, 1]).supplier == -1
    assert concentration.largest_share([1, np.nan]).supplier == -1


def test_negative_amounts_are_refused_with_the_place():
    with pytest.raises(BadData, match=r"supply\[1, 0\]"):
        concentration.hhi([[1, 2], [-1, 3]])


def test_percent_is_refused_where_fractions_belong():
    with pytest.raises(BadData, match="divide percent by 100"):
        usgs.supply_risk_2020(65, 0.9, 0.35)


@pytest.mark.parametrize(
    ("mirror", "value"), [("net", -2.0), ("net-floored", 0.0), ("gross", 10 / 70), ("consumption", 0.5)]
)
def test_mirrors_of_reliance_for_a_net_exporter(mirror, value):
    assert float(concentration.import_reliance(60, 10, 50, mirror=mirror)) == pytest.approx(value)


def test_unknown_mirror_names_the_choices():
    with pytest.raises(UsageError, match="net-floored"):
        concentration.import_reliance(1, 1, 1, mirror="inverse")


def test_home_suppliers_are_no_third_country():
    found = concentration.largest_share([70, 20, 10], home=[True, False, False])
    assert int(found.supplier) == 1 and float(found.share) == pytest.approx(0.2)


def test_eu_scopes():
    arguments = (4.0, 2.0, 1.0, 0.5, 1.0)
    assert float(eu.supply_risk(*arguments)) == 1.5
    assert float(eu.supply_risk(*arguments, scope="global")) == 2.0
    assert float(eu.supply_risk(*arguments, scope="eu")) == 1.0
    with pytest.raises(UsageError):
        eu.supply_risk(*arguments, scope="world")


def test_the_riskier_stage_is_kept():
    found = eu.riskier_stage([[1.0, 2.0], [np.nan, 0.5], [np.nan, np.nan]])
    assert found.stage.tolist() == [1, 1, -1]
    assert found.value[:2].tolist() == [2.0, 0.5] and np.isnan(found.value[2])


def test_governance_scale_ends():
    assert eu.governance_0_10([-2.5, 0, 2.5, 3]).tolist() == [10, 5, 0, 0]


def test_switches_are_all_refused_at_once():
    with pytest.raises(UsageError) as refused:
        treatment.switched(treatment.Treatment(), ("gaz=tonnes", "gas=litres"))
    assert len(refused.value.faults) == 2 and 'Did you mean "gas"' in str(refused.value)


def world(**change):
    one = np.array
    rows = geopolrisk.Imports(
        material=one([0, 0, 0]),
        year=one([0, 0, 0]),
        origin=one([1, 2, 0]),
        buyer=one([0, 0, 1]),
        tonnes=one([30.0, 10.0, 5.0]),
        value=one([60.0, 20.0, 5.0]),
    )
    parts = {
        "materials": ("x",),
        "years": (2020,),
        "places": ("AUT", "DEU", "CHN"),
        "names": ("Austria", "Germany", "China"),
        "concentration": one([[0.5]]),
        "production": one([[[10.0, 0, 0]]]),
        "governance": one([[0.1, 0.2, 0.8]]),
        "imports": rows,
        "unions": {"EUU": one([True, True, False])},
    }
    return geopolrisk.World(**{**parts, **change})


def test_scores_of_places_by_hand():
    found = geopolrisk.assess(world())
    assert found.import_risk[0, 0, 0] == pytest.approx((30 * 0.2 + 10 * 0.8) / 50)
    assert found.score[0, 0, 0] == pytest.approx(0.5 * (30 * 0.2 + 10 * 0.8) / 50)
    assert found.price[0, 0, 0] == pytest.approx(2.0)
    assert np.isnan(found.score[0, 0, 2])


def test_a_union_does_not_import_from_itself():
    ours = geopolrisk.assess(world())
    published = geopolrisk.assess(world(), treatment.AS_PUBLISHED)
    assert ours.import_risk[0, 0, 3] == pytest.approx(10 * 0.8 / 20)
    assert published.import_risk[0, 0, 3] == pytest.approx(10 * 0.8 / 55)
    assert published.score[0, 0, 2] == 0


def test_unweighed_trade_is_left_out_of_the_price():
    rows = world().imports
    light = geopolrisk.Imports(rows.material, rows.year, rows.origin, rows.buyer, np.array([30, np.nan, 5]), rows.value)
    assert geopolrisk.assess(world(imports=light)).price[0, 0, 0] == pytest.approx(2)
    counted = geopolrisk.assess(world(imports=light), treatment.AS_PUBLISHED).price[0, 0, 0]
    assert counted == pytest.approx(80 / 30)
