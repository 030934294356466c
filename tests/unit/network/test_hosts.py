"""A by-product is bounded by its host (conventions §3)."""

from __future__ import annotations

import pytest

from twins import minerals
from ytterby.domain.words import Standing
from ytterby.network.chain import load_chain
from ytterby.network.hosts import couplings
from ytterby.study import run_scenario

COUPLED = ("gallium", "germanium", "cobalt", "dichlorosilane")


def test_gallium_hangs_on_alumina():
    by_place = {c.place: c for c in couplings(load_chain("gallium"))}
    china = by_place["CHN"]
    assert set(by_place) == {"CHN", "RUS"}
    assert (china.host_output, china.capacity[1]) == (82_000_000.0, 1_600.0)
    assert china.per_t == pytest.approx(19.51e-6, rel=1e-3)
    assert china.ceiling(0.5) == pytest.approx(0.5 * china.ceiling())
    assert china.standing == Standing.ESTIMATE


def test_a_host_figure_of_another_chain_is_not_read():
    assert couplings(load_chain("tungsten")) == ()
    assert {c.metal for c in couplings(load_chain("cobalt"))} == {"copper", "nickel"}


@pytest.mark.parametrize("name", COUPLED)
def test_no_draw_asks_more_of_a_host_than_it_carries(name: str):
    n = minerals.built(name).network
    found = couplings(n.chain)
    assert found
    for c in found:
        sites = [k for k, s in enumerate(n.sites) if c.process in s.processes and s.place == c.place]
        assert len(sites) == 1, c.place
        assert 12.0 * n.activity[:, sites[0]].max() <= c.ceiling(), c.place


@pytest.mark.parametrize(("name", "stage"), [("gallium", "host"), ("germanium", "host"), ("cobalt", "mine")])
def test_when_the_host_fails_the_by_product_fails_with_it(name: str, stage: str):
    place = minerals.CONTROLLERS[name]
    outage = {
        "id": "fire",
        "place": place,
        "stage": stage,
        "share": 0.9,
        "from": "2026-03-01",
        "standing": "assumption",
        "source": "test",
    }
    calm = run_scenario(minerals.question(name), draws=4).result
    hit = run_scenario(minerals.question(name, outage=outage), draws=4).result

    def lowest(result: dict) -> float:
        return min(row["p50"] for row in result["fill_rate"])

    assert lowest(calm) == pytest.approx(1.0, abs=1e-6)
    assert lowest(hit) < 0.9
