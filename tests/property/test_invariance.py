"""What must not matter: the order of sites, the chunk size, the number of threads, the name of a state."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_kernel_equals_twin import RECIPES

from twins import chain
from twins.everything import everything
from twins.layout import prepared_of
from twins.networks import Recipe, random_world
from twins.shuffling import shuffled
from twins.walk import in_network_order, walk
from ytterby.baseline import table
from ytterby.baseline.yamlfile import bundled
from ytterby.domain.estimate import EstimateSet
from ytterby.network import affinity
from ytterby.network import estimates as estimates_module
from ytterby.network.build import build_network
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import Ensemble, run_ensemble
from ytterby.simulation.prepare import prepare


@settings(deadline=None, max_examples=20)
@given(RECIPES, st.integers(0, 2**32 - 1))
def test_permuting_sites_permutes_results(recipe: Recipe, seed: int):
    world = random_world(recipe)
    other, new = shuffled(world, np.random.default_rng(seed))
    ours, theirs = prepared_of(world, 10), prepared_of(other, 10)
    for (_, _, a), (_, _, b) in zip(walk(ours, 10), walk(theirs, 10), strict=True):
        sent = in_network_order(ours, a.shipped), in_network_order(theirs, b.shipped)[new.links]
        for name, x, y in [
            ("stock", a.stock, b.stock[new.needs]),
            ("finished", a.finished, b.finished[new.offers]),
            ("orders", a.received, b.received[new.offers]),
            ("made", a.made, b.made[new.sites]),
            ("used", a.used, b.used[new.needs]),
            ("shipped", *sent),
            ("reserve", a.reserve, b.reserve[new.needs]),
            ("price", a.price, b.price),
        ]:
            np.testing.assert_allclose(x, y, rtol=1e-12, atol=1e-12 * max(a.stock.max(), 1.0), err_msg=name)


def run(count: int = 6, months: int = 18) -> Ensemble:
    ready = chain.laid_out(everything(), months, count)
    return run_ensemble(ready.network, ready.prepared, months)


def same(a: Ensemble, b: Ensemble) -> None:
    assert (a.uses, a.flows) == (b.uses, b.flows)
    assert np.array_equal(a.used, b.used)
    assert np.array_equal(a.demand, b.demand)
    assert np.array_equal(a.destroyed, b.destroyed)
    assert np.array_equal(a.price, b.price)
    np.testing.assert_allclose(a.sent, b.sent, rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(a.before, b.before, rtol=1e-13)


def test_same_prepared_twice_gives_the_same():
    prepared = chain.ready(chain.scenario("japan-2026"), 12, 2)
    same(*(run_ensemble(chain.network(2), prepared, 12) for _ in range(2)))


def test_same_seed_gives_the_same_network():
    again = build_network(chain.chain(), chain.estimates(), draw_estimates(chain.estimates(), 4, chain.SEED)).network
    assert np.array_equal(again.flow, chain.network(4).flow)
    other = draw_estimates(chain.estimates(), 4, chain.SEED + 1)
    assert not np.array_equal(other, again.draws)


def test_more_draws_keep_the_first_ones():
    few, many = run(count=2), run(count=6)
    assert np.array_equal(few.used, many.used[:2])


SWAP = {"JPN": "KOR", "KOR": "JPN"}


def swapped(text: str) -> str:
    return text.replace("JPN", "@@@").replace("KOR", "JPN").replace("@@@", "KOR")


def swapped_table(name: str) -> pl.DataFrame:
    frame = table(name)
    texts = [c for c, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(pl.Series(c, [x and swapped(x) for x in frame[c]], dtype=pl.String) for c in texts)


def fill_by_use(network: SupplyNetwork, question: Scenario) -> dict[tuple[str, str, str], np.ndarray]:
    prepared = prepare(question, network, chain.chance(2), 24)
    done = run_ensemble(network, prepared, 24)
    return {use: done.used[:, i] for i, use in enumerate(done.uses)}


@pytest.mark.parametrize("name", ["japan-2026", "japan-2026-slowdown"])
def test_swapping_two_states_swaps_their_treatment(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Japan's data under Korea's name, and a rule that names Korea: Korea now gets what Japan got."""
    draws = draw_estimates(chain.estimates(), 2, chain.SEED)
    ours = fill_by_use(chain.network(2), chain.scenario(name))
    path = tmp_path / "swapped.yaml"
    path.write_text(swapped(bundled("chains", "magnet-rare-earths").read_text("utf-8")), "utf-8")
    for module in (estimates_module, affinity):
        monkeypatch.setattr(module, "table", swapped_table)
    affinity._affinity.cache_clear()
    try:
        other = load_chain(str(path))
        mirrored: EstimateSet = chain_estimates(other)
        network = build_network(other, mirrored, draws).network
    finally:
        affinity._affinity.cache_clear()
    question = Scenario.model_validate_json(swapped(chain.scenario(name).model_dump_json(by_alias=True)))
    theirs = fill_by_use(network, question)
    assert {(SWAP.get(p, p), u, c) for p, u, c in theirs} == set(ours)
    for (place, use, who), used in theirs.items():
        expected = ours[SWAP.get(place, place), use, who]
        np.testing.assert_allclose(used, expected, rtol=1e-6, atol=1e-6 * expected.max(), err_msg=f"{place} {use}")
