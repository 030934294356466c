"""Money by hand."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from ytterby.baseline.value_added import Range, ValueAdded, load_value_added
from ytterby.network.chain import load_chain
from ytterby.outcomes.money import IN_ALL, Shortage, losses_of, money_rows, short_share

CHAIN = load_chain("magnet-rare-earths")
USES = (("JPN", "ev-traction", "civil"), ("JPN", "auto-other", "civil"), ("PRK", "other", "civil"))


def shortage(*fill: float, destroyed: float = 0.0) -> Shortage:
    demand = np.ones((2, len(USES), 12))
    used = demand * np.array(fill)[None, :, None]
    return Shortage(USES, used, demand, np.full((2, len(USES)), destroyed))


def certain() -> ValueAdded:
    """The file with every range at its best figure."""
    raw = load_value_added().model_dump(mode="json")

    def flat(node):
        if isinstance(node, dict) and {"low", "best", "high"} <= set(node):
            return {**node, "low": node["best"], "high": node["best"]}
        if isinstance(node, dict):
            return {k: flat(v) for k, v in node.items()}
        return node

    raw["places"], raw["multiplier"] = flat(raw["places"]), flat(raw["multiplier"])
    raw["lost_of_destroyed"] = flat(raw["lost_of_destroyed"])
    raw["exposed"]["chains"] = {
        c: {u: [r[1]] * 3 for u, r in uses.items()} for c, uses in raw["exposed"]["chains"].items()
    }
    return ValueAdded.model_validate(raw)


def test_one_use_by_hand():
    found = losses_of(CHAIN, shortage(0.5, 1.0, 1.0), "JPN", 1, certain())
    assert found is not None
    # 4.0e12 USD of product, 3 % of it cars, 30 % of them with the use, half of it short, for a year
    assert found.direct["cars"].sum(axis=1) == pytest.approx(4.0e12 * 0.03 * 0.30 * 0.5)
    assert found.product.sum(axis=1) == pytest.approx(4.0e12 * 0.03 * 0.30 * 0.5 * 1.6)


def test_two_uses_of_one_industry_do_not_count_twice():
    found = losses_of(CHAIN, shortage(0.0, 0.0, 1.0), "JPN", 1, certain())
    assert found is not None
    assert found.direct["cars"].sum(axis=1) == pytest.approx(4.0e12 * 0.03 * (1 - 0.70 * 0.75))


def test_nothing_short_nothing_lost():
    found = losses_of(CHAIN, shortage(1.0, 1.0, 1.0), "JPN", 1)
    assert found is not None
    assert float(found.product.sum()) == 0.0


def test_what_is_made_another_way_is_not_all_lost():
    half = shortage(0.5, 1.0, 1.0, destroyed=6.0)  # all that is missing was taken over by other designs
    assert short_share(half, 0, np.array([0.0, 1.0])).sum(axis=1) == pytest.approx([0.0, 6.0])


def test_rows_name_industries_and_the_published_band():
    rows = money_rows(CHAIN, shortage(0.5, 1.0, 1.0), ("JPN", "PRK"), 1)
    assert {r["place"] for r in rows} == {"JPN"}  # nothing is known of the other's industries: no row, no zero
    whole = next(r for r in rows if r["industry"] == IN_ALL)
    assert {p["id"] for p in whole["published"]} >= {"nri-3-months", "daiwa-12-months"}
    assert whole["p05"] <= whole["p50"] <= whole["p95"]


def test_the_length_of_a_run_does_not_thin_what_stands_beside_the_published_band():
    """Published losses are of one year's product: the same stop in a run of five years is the same figure."""
    one = shortage(0.5, 1.0, 1.0)
    idle = np.zeros((2, len(USES), 48))
    five = Shortage(
        USES,
        np.concatenate([one.used, idle + 1], axis=2),
        np.concatenate([one.demand, idle + 1], axis=2),
        one.destroyed,
    )
    short, long = (next(r for r in money_rows(CHAIN, s, ("JPN",), 1) if r["industry"] == IN_ALL) for s in (one, five))
    assert long["share_of_a_years_gdp"] == short["share_of_a_years_gdp"] == short["share_of_gdp"]
    assert long["share_of_gdp"]["p50"] == pytest.approx(short["share_of_gdp"]["p50"] / 5, abs=1e-6)


def test_a_range_that_falls_is_refused():
    with pytest.raises(ValidationError):
        Range(low=2.0, best=1.0, high=3.0, standing="assumption", source="x")


def test_every_use_of_every_chain_has_an_exposed_share():
    exposed = load_value_added().exposed.chains
    for chain, shares in exposed.items():
        assert {u.end_use for u in load_chain(chain).uses} == set(shares)
