"""Ranks, acceptance, who went short."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.domain.words import DemandClass, Stage
from ytterby.errors import BadData
from ytterby.network.supply import Market
from ytterby.scenario.priority import PROPORTIONAL, Rank, acceptance, in_force, link_ranks, load_arrangements
from ytterby.scenario.shorted import shorted

CIVIL, DEFENCE = DemandClass.CIVIL, DemandClass.DEFENCE
ALL = load_arrangements()
US, JAPAN = 0, 1  # positions in ALL


def network(*links: tuple[str, str, DemandClass, Stage]) -> SimpleNamespace:
    """A network of one offer per supplier and one market per link."""
    suppliers = tuple(dict.fromkeys(s for s, *_ in links))
    return SimpleNamespace(
        offers=tuple(SimpleNamespace(place=s, commodity="magnet/ndfeb") for s in suppliers),
        markets=tuple(Market(to, "magnet/ndfeb", stage, c) for _, to, c, stage in links),
        link_offer=np.array([suppliers.index(s) for s, *_ in links]),
        link_market=np.arange(len(links)),
    )


FROM_USA = network(
    ("USA", "USA", DEFENCE, Stage.USE),
    ("USA", "JPN", DEFENCE, Stage.USE),
    ("USA", "USA", CIVIL, Stage.USE),
    ("USA", "CHN", CIVIL, Stage.USE),
    ("USA", "USA", CIVIL, Stage.UNREPORTED),
    ("CHN", "USA", DEFENCE, Stage.USE),
)


def test_ranks_and_grounds():
    found = link_ranks(ALL, FROM_USA, np.array([[True, True, True], [False, False, False]]))
    assert found.rank.dtype == np.int8
    assert found.rank[0].tolist() == [
        Rank.RATED,
        Rank.FOREIGN_RATED,
        Rank.ESSENTIAL,
        Rank.OTHER,
        Rank.OTHER,
        Rank.OTHER,
    ]
    assert found.rank[1].tolist() == [Rank.RATED] + [Rank.OTHER] * 5  # a binding one is honoured whatever was drawn
    assert found.text(0, 0) == ALL[US].title
    assert found.text(1, 1) == PROPORTIONAL
    assert found.ground[0, 1] == JAPAN


def test_the_premium_is_paid_where_the_market_is_the_ground():
    found = link_ranks(ALL, FROM_USA, np.array([[True, True, True]]))
    assert found.premium()[0].tolist() == [0, 0, 0.15, 0, 0, 0]
    assert found.premium(np.array([[0.0, 0.0, 0.2]]))[0].tolist() == [0, 0, 0.2, 0, 0, 0]


@settings(deadline=None)
@given(st.permutations(range(3)), st.lists(st.booleans(), min_size=3, max_size=3))
def test_the_order_of_arrangements_does_not_change_ranks(order, accepted):
    rank = link_ranks(ALL, FROM_USA, np.array([accepted])).rank
    turned = [ALL[k] for k in order]
    again = link_ranks(turned, FROM_USA, np.array([[accepted[k] for k in order]])).rank
    assert np.array_equal(rank, again)


def test_no_arrangement_leaves_everything_proportional():
    found = link_ranks((), FROM_USA, np.zeros((2, 0), dtype=bool))
    assert np.all(found.rank == Rank.OTHER)
    assert np.all(found.premium() == 0)


def test_acceptance_has_the_mean_of_its_range():
    rng = np.random.default_rng(5)
    found = acceptance(ALL, rng.random((40_000, 3)), rng.random((40_000, 3)))
    assert found[:, US].all()
    assert found[:, JAPAN].mean() == pytest.approx((0.2 + 0.5 + 0.8) / 3, abs=0.01)


def test_in_force():
    assert [a.id for a in in_force(ALL, date(2022, 1, 1))] == ["us-dpas", "trusted-buyers"]


def test_who_was_shorted_and_on_what_ground():
    ranks = link_ranks(ALL, FROM_USA, np.array([[True, True, True], [True, False, False]]))
    asked = np.full((2, 6), 10.0)
    given_ = np.array([[10, 10, 5, 0, 0, 3.0], [10, 4, 4, 4, 4, 3.0]])
    rows = {(r.place, r.demand_class, r.stage): r for r in shorted(ranks, FROM_USA, asked, given_)}
    china = rows["CHN", "civil", "first-use"]
    assert (china.missing, china.probability) == (8.0, 1.0)
    assert china.ahead == ("USA", "JPN")
    assert set(china.ground) == {a.title for a in ALL}
    japan = rows["JPN", "defence", "first-use"]
    assert (japan.missing, japan.probability, japan.ground) == (3.0, 0.5, (ALL[US].title,))
    assert "behind USA; ground: rated orders of the United States" in japan.sentence()
    assert ("USA", "defence", "first-use") not in rows  # nobody is ahead of it, wherever it buys


def test_nobody_is_shorted_by_proportional_rationing():
    ranks = link_ranks((), FROM_USA, np.zeros((1, 0), dtype=bool))
    assert shorted(ranks, FROM_USA, np.full((1, 6), 10.0), np.full((1, 6), 5.0)) == ()
    with pytest.raises(ValueError, match="one entry"):
        shorted(ranks, FROM_USA, np.ones((1, 5)), np.ones((1, 6)))


def test_every_fault_of_a_file_is_told(tmp_path):
    path, rest = tmp_path / "arrangements.yaml", "between: own, citation: x, source: x, standing: assumption"
    path.write_text(
        "arrangements:\n"
        f"  - {{id: a, title: A, members: [USA], rank: rated, binding: false, {rest}}}\n"
        f"  - {{id: b, title: B, members: [USX], rank: first, binding: true, {rest}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadData) as refused:
        load_arrangements(str(path))
    text = str(refused.value)
    assert all(word in text for word in ("odds of acceptance", "USX", "first"))
