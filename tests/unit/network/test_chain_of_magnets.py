"""The bundled chain: its file, its estimates, its network, and the shares of its stages (conventions §3, §4)."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from twins import chain
from ytterby.baseline import table
from ytterby.errors import BadData, NotFound
from ytterby.network.build import build_network
from ytterby.network.chain import load_chain
from ytterby.network.supply import SINK

STAGES = ("mine", "separation", "metal", "magnet")
DRAWS = 32
POINTS = 0.02


def test_chain_loads_and_hangs_together():
    here = chain.chain()
    assert here.controller == "CHN"
    for name, x in here.commodities.items():
        assert sum(x.content.values()) == pytest.approx(1.0), name
        assert set(x.content) <= set(here.materials)
        assert all(code.isdigit() and len(code) == 6 for code in x.hs)
    for name, p in here.processes.items():
        assert {p.output, *p.inputs, *p.by_products} <= set(here.commodities), name
    assert {c for use in here.uses for c in use.commodities} <= set(here.commodities)
    assert {str(u.class_) for u in here.uses} == {"civil", "defence"}


def test_no_process_makes_material_from_nothing():
    here = chain.chain()
    for name, p in here.processes.items():
        for m in here.materials:
            made = {p.output: 1.0, **p.by_products}
            out = sum(q * here.commodities[c].content.get(m, 0.0) for c, q in made.items())
            into = sum(q * here.commodities[c].content.get(m, 0.0) for c, q in p.inputs.items())
            assert not p.inputs or out <= into + 1e-9, (name, m)


def test_unknown_chain_names_the_choices():
    with pytest.raises(NotFound, match="magnet-rare-earths"):
        load_chain("magnet-rare-earth")


def test_chain_file_with_two_faults_tells_both(tmp_path):
    path = tmp_path / "chain.yaml"
    path.write_text("id: x\nyeer: 2024\n", "utf-8")
    with pytest.raises(BadData) as caught:
        load_chain(str(path))
    assert "yeer" in str(caught.value)
    assert "controller" in str(caught.value)


def test_estimates_carry_what_a_reader_needs():
    estimates = chain.estimates()
    assert len(estimates) > 200
    for e in estimates.items:
        assert "/2024" not in e.id
        assert e.source
        assert e.row
        assert 0 <= e.low <= e.best <= e.high, e.id
    for id_ in ("supply/ndpr/mine/CHN", "supply/dytb/magnet/JPN", "demand/ndpr/first-use/JPN/all", "cover/first-use"):
        assert id_ in estimates
    assert estimates["cover/first-use"].unit == "d"
    assert estimates["supply/ndpr/mine/CHN"].unit == "t/a"


def test_estimates_equal_the_table():
    rows = table(chain.chain().table).filter(table(chain.chain().table)["id"] == "supply/ndpr/mine/CHN/2024")
    (row,) = rows.iter_rows(named=True)
    e = chain.estimates()["supply/ndpr/mine/CHN"]
    assert (e.low, e.best, e.high) == (row["low"], row["best"], row["high"])


def test_replacing_an_unknown_estimate_is_refused():
    with pytest.raises(KeyError):
        chain.estimates().replaced({"supply/ndpr/mine/XXX": chain.estimates().items[0]})


def test_network_is_balanced_in_every_draw():
    """What a site makes equals what leaves it, what a market takes equals what arrives (1e-9)."""
    n = chain.network(DRAWS)
    site = np.array([o.site for o in n.offers])
    made = n.yields * n.activity[:, site]
    owner = np.array([x.site for x in n.needs])
    taken = np.where(owner == SINK, n.intake, n.intake * n.activity[:, np.maximum(owner, 0)])
    for d in range(DRAWS):
        out = np.bincount(n.link_offer, n.flow[d], len(n.offers))
        into = np.bincount(n.link_market, n.flow[d], len(n.markets))
        asked = np.bincount(n.need_market, taken[d], len(n.markets))
        np.testing.assert_allclose(out, made[d], rtol=1e-8)
        np.testing.assert_allclose(into, asked, rtol=1e-8)
    assert n.flow.min() > 0
    assert len(n.places) >= 18


def reported_shares(material: str, stage: str) -> dict[str, float]:
    prefix = f"supply/{material}/{stage}/"
    found = {e.id.removeprefix(prefix): e.best for e in chain.estimates().items if e.id.startswith(prefix)}
    found.pop("WLD", None)
    total = sum(found.values())
    return {place: best / total for place, best in found.items()}


def shares_of(network, material: str, stage: str) -> dict[str, np.ndarray]:
    """Share of each place in the main output of a stage, by draw; by-products and outflows do not count."""
    total: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(network.n_draws))
    main = {p.output for p in network.chain.processes.values() if p.stage == stage}
    for o, offer in enumerate(network.offers):
        if network.sites[offer.site].stage == stage and offer.commodity in main:
            content = network.chain.commodities[offer.commodity].content.get(material, 0.0)
            total[offer.place] += content * network.yields[:, o] * network.activity[:, offer.site]
    whole = sum(total.values())
    return {place: x / whole for place, x in total.items()}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("material", ["ndpr", "dytb"])
def test_stage_shares_are_within_two_points_of_their_sources(material: str, stage: str):
    best = build_network(chain.chain(), chain.estimates(), chain.estimates().best[None, :]).network
    expected = reported_shares(material, stage)
    assert len(expected) >= 3
    for network in (best, chain.network(DRAWS)):
        shares = shares_of(network, material, stage)
        median = {p: float(np.median(shares[p])) if p in shares else 0.0 for p in expected}
        off = {p: round(median[p] - expected[p], 4) for p in expected}
        assert {p: x for p, x in off.items() if abs(x) > POINTS} == {}


def test_links_join_the_same_commodity():
    n = chain.network(2)
    for o, m in zip(n.link_offer, n.link_market, strict=True):
        assert n.offers[o].commodity == n.markets[m].commodity
    for k, need in enumerate(n.needs):
        market = n.markets[n.need_market[k]]
        assert (market.place, market.commodity, market.stage, market.demand_class) == (
            need.place, need.commodity, need.stage, need.demand_class,
        )  # fmt: skip


def test_feed_moves_by_named_routes_only():
    n = chain.network(2)
    routes = {c: {tuple(r.split("-")) for r in named} for c, named in n.chain.routes.items()}
    for k in range(len(n.link_offer)):
        c, market = n.offers[n.link_offer[k]].commodity, n.markets[n.link_market[k]]
        if c in routes and market.stage != "unreported":
            assert n.link_places(k) in routes[c] or c.startswith("scrap/"), (c, n.link_places(k))
