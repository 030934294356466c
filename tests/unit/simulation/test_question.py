"""Blocks of futures: who makes them, and in how many parts, does not matter."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from twins import chain, minerals
from twins.everything import everything
from ytterby.domain.regime import Branch
from ytterby.errors import BadData
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import gathered, run_ensemble, simulate_block
from ytterby.simulation.prepare import draws_of
from ytterby.simulation.question import LEAST, MOST, Block, Question, futures_of, question_of

ARRAYS = (
    "activity", "yields", "intake", "flow", "cover", "finished_cover", "utilisation", "switch", "qualification",
    "added", "start", "cost", "floor", "fresh", "opens", "draws",
)  # fmt: skip


@pytest.fixture(scope="module")
def magnets() -> Question:
    """Every mechanism at once: projects, third-country supply, arrangements, events."""
    return question_of(everything(), chain.chain(), chain.estimates(), 12, 5)


@pytest.fixture(scope="module")
def gallium() -> Question:
    name = "gallium"
    from ytterby.network.chain import load_chain

    return question_of(minerals.question(name, stop=True), load_chain(name), minerals.estimates(name), 6, 1)


def joined(parts: list[SupplyNetwork], name: str) -> np.ndarray:
    return np.concatenate([getattr(part, name) for part in parts])


def test_futures_made_in_parts_are_those_made_at_once(magnets: Question):
    whole, luck = futures_of(magnets, Block(0, 24))
    parts = [futures_of(magnets, Block(first, 8)) for first in (0, 8, 16)]
    for name in ARRAYS:
        np.testing.assert_array_equal(joined([p for p, _ in parts], name), getattr(whole, name), err_msg=name)
    np.testing.assert_array_equal(np.concatenate([c.projects for _, c in parts]), luck.projects)
    named = ("event/strike", "acceptance/JPN")
    np.testing.assert_array_equal(np.concatenate([c.of(named) for _, c in parts]), luck.of(named))


def test_a_future_does_not_know_of_others(magnets: Question):
    alone, _ = futures_of(magnets, Block(11, 2))
    whole, _ = futures_of(magnets, Block(0, 16))
    for name in ("fresh", "flow", "added"):
        np.testing.assert_allclose(getattr(alone, name), getattr(whole, name)[11:13], rtol=1e-13, err_msg=name)


def test_a_new_maker_divides_its_flow_by_what_buyers_take_in_the_same_future(magnets: Question):
    network, _ = futures_of(magnets, Block(0, 8))
    first = int(np.flatnonzero(network.added[0] > 0)[0])
    offers = [k for k, o in enumerate(network.offers) if o.site == first]
    old = [k for k in np.flatnonzero(np.isin(network.link_offer, offers)) if network.fresh[:, k].any()]
    sold = network.fresh[:, old].sum(axis=1)
    assert sold.size
    assert np.all(sold > 0) or np.all(network.added[sold == 0, first] == 0)


def test_blocks_cover_every_draw_once(gallium: Question):
    for draws in (1, 7, gallium.block_size, gallium.block_size + 1, 100_000):
        blocks = gallium.blocks(draws)
        assert [b.first for b in blocks] == [0, *np.cumsum([b.count for b in blocks])[:-1]]
        assert sum(b.count for b in blocks) == draws
        assert sorted(b.name for b in blocks) == [b.name for b in blocks]


def test_a_block_is_about_as_much_work_whatever_the_question(gallium: Question):
    assert LEAST <= gallium.block_size <= MOST
    longer = replace(gallium, months=gallium.months * 64)
    assert longer.block_size <= max(gallium.block_size // 4, LEAST)


def test_what_workers_need_can_be_sent(magnets: Question):
    again = pickle.loads(pickle.dumps(magnets))
    block = Block(8, 8)
    assert simulate_block(again, block).equals(simulate_block(magnets, block))
    assert len(pickle.dumps(block)) < 200


def test_blocks_put_together_are_the_ensemble_of_all(gallium: Question):
    network, luck = futures_of(gallium, Block(0, 24))
    (frame,) = gallium.frames.values()
    prepared = frame.with_draws(draws_of(gallium.scenario, network, frame, luck))
    whole = run_ensemble(network, prepared, gallium.months)
    parts = [simulate_block(gallium, Block(first, 8)) for first in (0, 8, 16)]
    found = gathered(gallium, parts, 24, Branch.EXTEND)
    assert (found.uses, found.flows, found.commodities) == (whole.uses, whole.flows, whole.commodities)
    for name in ("used", "demand", "destroyed", "price"):
        np.testing.assert_array_equal(getattr(found, name), getattr(whole, name).astype(np.float32), err_msg=name)
    for name in ("sent", "before", "cover", "intake", "flow"):
        np.testing.assert_allclose(getattr(found, name), getattr(whole, name), rtol=1e-12, err_msg=name)


def test_relations_that_come_and_go_with_the_draw_are_refused(gallium: Question, magnets: Question):
    wrong = replace(gallium, reference=magnets.reference)
    with pytest.raises(BadData, match="draws 8 to 15 have other relations than the chain"):
        futures_of(wrong, Block(8, 8))


def test_unknown_law_is_asked_in_every_way_that_differs():
    from ytterby.baseline.yamlfile import bundled, load_model

    scenario = load_model(Scenario, bundled("scenarios", "japan-2026"))
    question = question_of(scenario, chain.chain(), chain.estimates(), 6, 1)
    assert next(iter(question.frames)) is Branch.EXTEND
    table = simulate_block(question, Block(0, 8))
    assert {c.split(".")[0] for c in table.columns if c.endswith(".used")} == {str(b) for b in question.frames}
