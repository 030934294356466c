import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.assessment import chokepoints, dependence
from ytterby.assessment.indices import concentration, geopolrisk
from ytterby.assessment.indices.treatment import Treatment

SEEDS = st.integers(0, 2**32 - 1)


def shares(rng, rows, columns):
    return rng.dirichlet(np.ones(columns), size=rows)


def touched_slowly(buyers, steps, controller):
    """Enumerate every path from buyer to mine."""
    out = []
    for row in buyers:
        total = 0.0
        for path in itertools.product(range(buyers.shape[1]), repeat=len(steps) + 1):
            weight = row[path[0]]
            for n, step in enumerate(reversed(steps)):
                weight *= step[path[n], path[n + 1]]
            total += weight if controller in path else 0.0
        out.append(total)
    return np.array(out)


@settings(deadline=None)
@given(SEEDS, st.integers(1, 3), st.integers(2, 4))
def test_touched_equals_the_sum_over_all_paths(seed, steps, places):
    rng = np.random.default_rng(seed)
    buyers, chain = shares(rng, 2, places), [shares(rng, places, places) for _ in range(steps)]
    found = dependence.dependence(buyers, dependence.sourcing(chain), 0, switch=1.0)
    assert found.touched == pytest.approx(touched_slowly(buyers, chain, 0))
    assert found.origin.sum(axis=1) == pytest.approx(1)


@settings(deadline=None)
@given(SEEDS, st.integers(2, 4), st.floats(1, 4))
def test_order_of_the_four_numbers(seed, places, switch):
    rng = np.random.default_rng(seed)
    buyers, chain = shares(rng, 3, places), dependence.sourcing([shares(rng, places, places)])
    found = dependence.dependence(buyers, chain, 0, switch=switch)
    assert (found.touched >= np.maximum(found.direct, found.mine_origin) - 1e-12).all()
    assert (found.no_alternative <= found.touched + 1e-12).all()
    assert (found.no_alternative >= -1e-12).all()


@settings(deadline=None)
@given(SEEDS, st.integers(2, 6))
def test_seeing_through_entrepots_loses_nothing(seed, places):
    rng = np.random.default_rng(seed)
    trade, made = rng.uniform(0, 10, (places, places)), rng.uniform(1, 50, places)
    found = dependence.without_entrepots(trade, made)
    np.fill_diagonal(trade, 0)
    assert found.supply.sum(axis=1) == pytest.approx(made + found.unexplained)
    kept = made + found.unexplained + trade.sum(axis=0) - trade.sum(axis=1)
    assert found.supply.sum(axis=0) == pytest.approx(kept, abs=1e-9)


def cut_slowly(capacity, links):
    """Weigh every set of nodes that holds the source: the least weight is the minimum cut."""
    stages, places = capacity.shape
    nodes = [(s, p) for s in range(stages) for p in range(places)]
    best = np.inf
    for sides in itertools.product((0, 1, 2), repeat=len(nodes)):
        # 0: before the node, 1: between its entry and its exit (its capacity is cut), 2: passed
        state = dict(zip(nodes, sides, strict=True))
        weight = 0.0
        for s, p in nodes:
            weight += capacity[s, p] if state[s, p] == 1 else 0.0
            if s == 0 and state[s, p] == 0:
                weight = np.inf
            if s == stages - 1 and state[s, p] == 2:
                weight = np.inf
            if s + 1 < stages and state[s, p] == 2:
                weight += sum(links[s, p, q] for q in range(places) if state[s + 1, q] == 0)
        best = min(best, weight)
    return best


@settings(deadline=None, max_examples=25)
@given(SEEDS)
def test_deliverable_is_the_minimum_cut(seed):
    rng = np.random.default_rng(seed)
    capacity, links = rng.integers(0, 9, (3, 2)).astype(float), rng.integers(0, 6, (2, 2, 2)).astype(float)
    found = chokepoints.chokepoint(chokepoints.chain(capacity, "abc", "xy", links=links))
    assert found.deliverable == pytest.approx(cut_slowly(capacity, links))
    worth = (found.price * capacity).sum() + sum(links[at] for at in found.cut_links)
    assert worth == pytest.approx(found.deliverable)


@settings(deadline=None)
@given(SEEDS, st.integers(2, 8))
def test_hhi_lies_between_equal_shares_and_monopoly(seed, suppliers):
    supply = np.random.default_rng(seed).uniform(0.1, 5, (4, 3, suppliers))
    found = concentration.hhi(supply)
    assert found.shape == (4, 3)
    assert ((found >= 1 / suppliers - 1e-12) & (found <= 1 + 1e-12)).all()


@settings(deadline=None)
@given(SEEDS, st.integers(2, 4), st.sampled_from(("excluded", "counted")))
def test_geopolrisk_at_once_equals_place_by_place(seed, places, intra_union):
    rng = np.random.default_rng(seed)
    shape = (2, 3, places)
    rows = {name: rng.integers(0, n, 40) for name, n in zip(("material", "year"), shape[:2], strict=True)}
    rows |= {name: rng.integers(0, places, 40) for name in ("origin", "buyer")}
    rows |= {"tonnes": rng.uniform(0, 9, 40), "value": rng.uniform(0, 9, 40)}
    governance, made = rng.uniform(0, 1, shape[1:]), rng.uniform(1, 5, shape)
    concentrated, members = rng.uniform(0, 1, shape[:2]), np.arange(places) < 2
    axes = [tuple(map(str, range(n))) for n in (2, 3, places, places)]
    world = geopolrisk.World(*axes, concentrated, made, governance, geopolrisk.Imports(**rows), {"EUU": members})
    found = geopolrisk.assess(world, Treatment(intra_union=intra_union))
    for m, y in itertools.product(range(2), range(3)):
        for p in range(places + 1):
            group = members if p == places else np.arange(places) == p
            risked = total = 0.0
            for n in range(40):
                if (rows["material"][n], rows["year"][n]) != (m, y) or not group[rows["buyer"][n]]:
                    continue
                inside = group[rows["origin"][n]]
                if inside and intra_union == "excluded":
                    continue
                total += rows["tonnes"][n]
                risked += 0.0 if inside else rows["tonnes"][n] * governance[y, rows["origin"][n]]
            expected = concentrated[m, y] * risked / (total + made[m, y, group].sum())
            assert found.score[m, y, p] == pytest.approx(expected)
