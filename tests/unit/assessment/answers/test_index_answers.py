import json

import numpy as np
import polars as pl
import pytest

from ytterby.assessment.answers import chokepoints, dependence, eve, form, production, reliance, traded, usgs
from ytterby.errors import BadData, NotFound, UsageError


def test_rows_follow_the_contract():
    for answer in (production.hhi(), reliance.import_reliance(), chokepoints.n_minus_one(), eve.eve()):
        assert answer.rows and answer.sources
        for r in answer.rows:
            assert list(r)[:5] == ["material", "stage", "place", "year", "value"]
        json.dumps(answer.as_object(), allow_nan=False)


def test_unknown_becomes_null():
    answer = form.Answer("x", (form.row("a", "b", "c", 2024, float("nan"), part=np.float64(1)),), ())
    assert answer.as_object()["rows"][0] == {
        "material": "a",
        "stage": "b",
        "place": "c",
        "year": 2024,
        "value": None,
        "part": 1.0,
    }


def test_editions_are_not_mixed_within_a_year():
    frame = production.latest()
    editions = frame.group_by("material", "stage", "year").agg(pl.col("edition").n_unique())
    assert editions["edition"].max() == 1
    assert production.latest(2023)["edition"].max() == 2023


def test_gallium_is_nearly_a_monopoly():
    (found,) = production.hhi().only(material=["ga"], year=[2022]).rows
    assert found["largest"] == "CHN" and found["above_65_percent"]
    assert 0.9 < found["low"] <= found["value"] <= 1


def test_own_table(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("material,stage,place,year,amount\nx,mine,AAA,2024,3\nx,mine,XRW,2024,1\n", encoding="utf-8")
    (found,) = production.hhi(own=path).rows
    assert found["value"] == pytest.approx(0.625) and found["low"] == pytest.approx(0.5625)
    assert found["largest"] == "AAA" and found["unnamed_share"] == 0.25


def test_faults_of_an_own_table_are_all_reported(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("material,stage,place,year,amount\nx,m,AAA,2024,-3\nx,m,BBB,20x4,much\n", encoding="utf-8")
    with pytest.raises(BadData) as refused:
        production.hhi(own=path)
    assert [f.where.rsplit(", ", 2)[1:] for f in refused.value.faults] == [
        ["row 3", "year"],
        ["row 2", "amount"],
        ["row 3", "amount"],
    ]
    path.write_text("material,stage\nx,m\n", encoding="utf-8")
    with pytest.raises(BadData) as refused:
        production.hhi(own=path)
    assert len(refused.value.faults) == 3


def test_reliance_of_the_chain_and_of_ones_own(tmp_path):
    rows = reliance.import_reliance().only(material=["ndpr"], place=["JPN"]).rows
    assert rows[0]["value"] == pytest.approx((rows[0]["use"] - rows[0]["production"]) / rows[0]["use"])
    with pytest.raises(UsageError, match="--own FILE"):
        reliance.import_reliance(mirror="gross")
    path = tmp_path / "own.csv"
    path.write_text(
        "material,stage,place,year,production,imports,exports\nx,mine,AAA,2024,10,100,30\n", encoding="utf-8"
    )
    assert reliance.import_reliance(path).rows[0]["value"] == pytest.approx(0.875)


def test_usgs_on_own_inputs(tmp_path):
    path = tmp_path / "own.csv"
    head = "material,stage,place,year,"
    path.write_text(
        head + "disruption_potential,trade_exposure,economic_vulnerability\nx,mine,USA,2020,.65,.90,.35\n",
        encoding="utf-8",
    )
    assert usgs.risk_2020(path).rows[0]["value"] == pytest.approx(0.5894, abs=5e-5)
    path.write_text(head + "probability,loss_busd\nx,mine,USA,2025,.5,4\nx,mine,USA,2025,.25,2\n", encoding="utf-8")
    (found,) = usgs.loss_2025(path).rows
    assert found["value"] == pytest.approx(-2.5) and found["scenarios"] == 2


def test_published_losses_and_the_cut_they_imply():
    rows = {r["material"]: r for r in usgs.targets_2025().rows}
    assert rows["gallium"]["price_rise"] == pytest.approx(1.5)
    assert rows["gallium"]["implied_cut"] == pytest.approx(1 - 2.5**-0.5)


def test_gallium_was_lowest_three_years_before_its_control():
    rows = [r for r in eve.eve().rows if r["material"] == "gallium" and r["reading"] == "eu-supply-risk"]
    (lowest,) = [r for r in rows if r["lowest"]]
    assert (lowest["value"], lowest["year"], lowest["lead_years"]) == (1.3, 2020, 3)
    assert rows[-1]["last"] and rows[-1]["value"] == 3.9


def test_nothing_is_read_that_was_published_after_the_control():
    for r in eve.eve().rows:
        assert r["published"] < r["control"]


def test_hidden_dependence_is_above_what_is_bought():
    rows = dependence.dependence_on("CHN").rows
    assert {r["material"] for r in rows} == {"ndpr", "dytb"} and "CHN" not in {r["place"] for r in rows}
    for r in rows:
        assert r["touched"] >= max(r["direct"], r["mine_origin"]) - 1e-12
        assert r["no_alternative"] <= r["touched"] + 1e-12
    japan = next(r for r in rows if r["place"] == "JPN" and r["material"] == "dytb")
    assert japan["touched"] > japan["direct"] + 0.5


def test_any_place_can_be_the_controller():
    rows = dependence.dependence_on("JPN", ["ndpr"]).rows
    assert any(r["place"] == "CHN" for r in rows)
    with pytest.raises(NotFound):
        dependence.dependence_on("ATA")
    with pytest.raises(NotFound) as refused:
        dependence.dependence_on("CHX", ["ndp"])
    assert len(refused.value.faults) == 2 and refused.value.faults[0].fix == 'Did you mean "ndpr"?'


def test_without_a_name_the_largest_supplier_is_asked_about():
    assert dependence.dependence_on().rows == dependence.dependence_on("CHN").rows
    assert chokepoints.chokepoint_without().rows == chokepoints.chokepoint_without("CHN").rows
    assert {r["controller"] for r in traded.traded(None, "850511", [2024]).rows} == {"CHN"}


@pytest.mark.parametrize("chain", ["gallium", "cobalt", "dichlorosilane"])
def test_every_chain_answers_about_any_place(chain):
    for controller in (None, "JPN"):
        rows = dependence.dependence_on(controller, chain=chain).rows
        assert rows and all(0 <= r[k] <= 1 + 1e-9 for r in rows for k in ("direct", "mine_origin", "touched"))
        assert [r["rank"] for r in rows] == list(range(1, len(rows) + 1))


def test_a_row_for_each_use_adds_up_to_the_place():
    whole = {r["place"]: r for r in dependence.dependence_on("CHN", ["ga"], chain="gallium").rows}
    parts = dependence.dependence_on("CHN", ["ga"], chain="gallium", by_use=True).rows
    for place, r in whole.items():
        of = [p for p in parts if p["place"] == place]
        assert sum(p["use_t"] for p in of) == pytest.approx(r["use_t"])
        assert sum(p["use_t"] * p["touched"] for p in of) == pytest.approx(r["use_t"] * r["touched"])


def test_trade_by_year_with_hubs_seen_through():
    rows = traded.traded("CHN", "850511", [2010, 2024]).rows
    assert {r["year"] for r in rows} == {2010, 2024}
    assert all(r["hidden"] == pytest.approx(r["value"] - r["direct"]) for r in rows)
    japan = [r for r in rows if r["place"] == "JPN" and r["year"] == 2010]
    assert japan[0]["value"] >= japan[0]["direct"]
    for r in rows:
        assert r["touched"] >= r["made"] >= 0 and 0 <= r["no_alternative"] <= r["made"] + 1e-12
    plain = traded.traded("CHN", "850511", [2010], hubs=()).rows
    assert all(r["hidden"] == pytest.approx(0) for r in plain)
    with pytest.raises(NotFound, match="850511"):
        traded.traded("CHN", "999999")
    with pytest.raises(NotFound, match="these years"):
        traded.traded("CHN", "850511", [1901])


def test_the_stage_that_matters_without_the_controller():
    rows = chokepoints.chokepoint_without("CHN").rows
    tight = {r["material"]: r["stage"] for r in rows if r["tight"]}
    assert tight == {"ndpr": "metal", "dytb": "separation"}
    for r in rows:
        assert (r["next_gain"] > 0) == r["tight"]
        assert 0 < r["cover"] < 1
