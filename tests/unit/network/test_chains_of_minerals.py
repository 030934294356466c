"""The chains beside the magnet chain: files, balance of every draw, shares, outflows, runs (conventions §3, §4)."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from twins import minerals
from ytterby.baseline import table
from ytterby.domain.words import Stage, Standing
from ytterby.network.chain import load_chain
from ytterby.network.supply import SINK, SupplyNetwork
from ytterby.study import run_scenario

STAGES = ("host", "mine", "refining", "metal", "intermediate")
USE_PLACES = {"CHN", "JPN", "EUU", "USA", "KOR", "XRW"}
POINTS = 0.02
each_chain = pytest.mark.parametrize("name", minerals.NAMES)


@each_chain
def test_a_chain_hangs_together(name: str):
    here = load_chain(name)
    assert (here.id, here.controller) == (name, minerals.CONTROLLERS[name])
    assert {str(u.class_) for u in here.uses} == {"civil", "defence"}
    for c, x in here.commodities.items():
        assert sum(x.content.values()) == pytest.approx(1.0), c
        assert c.split("/")[0] in here.lags_months, c
    for process, p in here.processes.items():
        assert {p.output, *p.inputs, *p.by_products} <= set(here.commodities), process
        assert not p.inputs or 1.0 + sum(p.by_products.values()) <= sum(p.inputs.values()) + 1e-9, process
    for c, routes in here.routes.items():
        assert c in here.commodities
        assert all(len(r.split("-")) == 2 for r in routes), c


@each_chain
def test_every_figure_says_who_says_so(name: str):
    for row in table(f"chain_{name}").iter_rows(named=True):
        assert row["source"]
        assert row["source_row"]
        assert row["low"] <= row["best"] <= row["high"], row["id"]
        assert Standing(row["standing"])
    demand = [e for e in minerals.estimates(name).items if e.id.startswith("demand/") and "/first-use/" in e.id]
    assert {e.id.split("/")[3] for e in demand} == USE_PLACES | {"WLD"}
    assert any(e.id.endswith("/defence") and e.standing == Standing.ASSUMPTION for e in demand)


@each_chain
def test_a_network_is_balanced_in_every_draw(name: str):
    n = minerals.built(name).network
    assert n.n_draws == minerals.DRAWS
    made = n.yields * n.activity[:, [o.site for o in n.offers]]
    owner = np.array([x.site for x in n.needs])
    taken = np.where(owner == SINK, n.intake, n.intake * n.activity[:, np.maximum(owner, 0)])
    for d in range(n.n_draws):
        np.testing.assert_allclose(np.bincount(n.link_offer, n.flow[d], len(n.offers)), made[d], rtol=1e-8)
        asked = np.bincount(n.need_market, taken[d], len(n.markets))
        np.testing.assert_allclose(np.bincount(n.link_market, n.flow[d], len(n.markets)), asked, rtol=1e-8)
    assert n.flow.min() > 0


def reported(name: str, stage: str) -> dict[str, float]:
    prefix = f"supply/{load_chain(name).materials[0]}/{stage}/"
    found = {e.id.removeprefix(prefix): e.best for e in minerals.estimates(name).items if e.id.startswith(prefix)}
    whole = sum(found.values())
    return {place: best / whole for place, best in found.items()}


def made_by(network: SupplyNetwork, stage: str) -> dict[str, np.ndarray]:
    total: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(network.n_draws))
    for s, site in enumerate(network.sites):
        if site.stage == stage:
            total[site.place] += network.activity[:, s]
    whole = sum(total.values())
    return {place: x / whole for place, x in total.items()}


@each_chain
def test_stage_shares_are_within_two_points_of_their_sources(name: str):
    checked = 0
    for stage in STAGES:
        expected, shares = reported(name, stage), made_by(minerals.at_best(name).network, stage)
        off = {p: round(float(shares[p][0]) - e, 4) for p, e in expected.items()}
        assert {p: x for p, x in off.items() if abs(x) > POINTS} == {}, stage
        checked += len(expected)
    assert checked >= 10


@each_chain
def test_ranges_of_the_draws_hold_the_best_balance(name: str):
    best, drawn = minerals.at_best(name).network, minerals.built(name).network
    inside = (drawn.activity.min(axis=0) <= best.activity[0]) & (best.activity[0] <= drawn.activity.max(axis=0))
    assert inside.all(), [drawn.sites[s] for s in np.flatnonzero(~inside)]


@each_chain
def test_three_calm_years_leave_nobody_short(name: str):
    result = run_scenario(minerals.question(name), draws=16).result
    assert result["controller"] == minerals.CONTROLLERS[name]
    assert result["programmes"] == []
    assert result["embodied"] == []
    assert len({row["month"] for row in result["fill_rate"]}) == 36
    lowest = min(row[key] for row in result["fill_rate"] for key in ("p05", "p50"))
    assert lowest == pytest.approx(1.0, abs=1e-6)


def worst(name: str) -> dict[str, float]:
    """Lowest median fill rate of each place in three years of a total stop."""
    out: dict[str, float] = defaultdict(lambda: 1.0)
    for row in run_scenario(minerals.question(name, stop=True), draws=16).result["fill_rate"]:
        assert 0.0 <= row["p05"] <= row["p50"] <= 1.0
        out[row["place"]] = min(out[row["place"]], row["p50"])
    return out


@pytest.mark.parametrize(
    ("name", "shorter", "spared"),
    [
        ("gallium", ["JPN", "USA", "EUU", "KOR"], "CHN"),
        ("germanium", ["JPN", "EUU", "KOR"], "CHN"),
        ("antimony", ["USA", "JPN", "EUU"], "CHN"),
        ("tungsten", ["JPN", "EUU", "KOR", "USA"], "CHN"),
        ("dichlorosilane", ["CHN", "KOR"], "JPN"),
    ],
)
def test_a_total_stop_hurts_others_more_than_the_controller(name: str, shorter: list[str], spared: str):
    fill = worst(name)
    assert all(fill[place] < 0.95 for place in shorter)
    assert all(fill[place] < fill[spared] for place in shorter)


def test_a_stop_of_congo_hurts_every_user_of_cobalt():
    assert all(x < 0.6 for x in worst("cobalt").values())


def outflow(name: str, commodity: str, place: str) -> np.ndarray:
    n = minerals.built(name).network
    found = [
        k for k, x in enumerate(n.needs) if (x.stage, x.commodity, x.place) == (Stage.UNREPORTED, commodity, place)
    ]
    return 12.0 * n.intake[:, found].sum(axis=1)


def test_gallium_nobody_is_known_to_use_has_a_name():
    assert 350 < np.median(outflow("gallium", "metal/ga", "CHN")) < 800
    assert outflow("gallium", "metal/ga", "JPN").sum() == 0


def test_chinese_exports_of_gallium_stay_near_the_reported_sixty_tonnes():
    n = minerals.at_best("gallium").network
    out = [
        k
        for k in range(len(n.link_offer))
        if n.offers[n.link_offer[k]].commodity == "metal/ga"
        and n.offers[n.link_offer[k]].place == "CHN"
        and n.markets[n.link_market[k]].place != "CHN"
    ]
    assert 12.0 * n.flow[0, out].sum() == pytest.approx(60.9, rel=0.12)


def test_russian_antimony_without_a_smelter_has_a_name():
    assert np.median(outflow("antimony", "feed/sb", "RUS")) > 20_000


def test_the_cobalt_surplus_of_2024_has_a_name():
    assert 20_000 < np.median(outflow("cobalt", "feed/co", "COD")) < 60_000


def test_tungsten_for_steel_is_a_spread_use_of_apt():
    n = minerals.at_best("tungsten").network
    steel = [x for x in n.needs if x.stage == Stage.SPREAD]
    assert {x.commodity for x in steel} == {"apt/w"}
    assert {x.place for x in steel} == USE_PLACES


def test_japan_sends_seven_tenths_of_chinas_dichlorosilane():
    n = minerals.at_best("dichlorosilane").network
    by: dict[str, float] = defaultdict(float)
    for k in range(len(n.link_offer)):
        offer, market = n.offers[n.link_offer[k]], n.markets[n.link_market[k]]
        if offer.commodity == "gas/dcs" and market.place == "CHN":
            by[offer.place] += n.flow[0, k]
    assert by["JPN"] / sum(by.values()) == pytest.approx(0.72, abs=0.03)


def test_uses_of_one_material_take_their_own_commodity():
    n = minerals.at_best("antimony").network
    taken = {(x.end_use, x.commodity) for x in n.needs if x.stage == Stage.USE}
    assert ("flame-retardants", "oxide/sb") in taken
    assert ("lead-batteries-and-alloys", "metal/sb") in taken
    assert len(taken) == len({end_use for end_use, _ in taken})
