"""Corridors, closures and what is left of a link."""

from __future__ import annotations

from datetime import date
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.domain.month import Month
from ytterby.errors import BadData, BadScenario
from ytterby.scenario.closures import closure_table
from ytterby.scenario.corridors import Closure, load_corridors

ALL = load_corridors()
START = Month(2026, 1)
PLACES = ("AUS", "CHN", "EUU", "DEU", "JPN", "KAZ", "LAO", "MMR", "IND", "MYS", "RUS", "USA", "XRW")


def network(*pairs: tuple[str, str]) -> SimpleNamespace:
    return SimpleNamespace(link_offer=np.arange(len(pairs)), link_places=lambda k: pairs[k])


EVERY = network(*product(PLACES, PLACES))


def closed(transit: str, from_: str = "2026-01-01", **named) -> Closure:
    return Closure(**{"id": f"close-{transit}", "transit": transit, "from": from_, "source": "a test", **named})


def test_before_anything_happens_everything_goes_its_usual_way():
    found = closure_table(ALL, (), EVERY, START, 3)
    assert np.all(found.flow == 1)
    assert np.all(found.lag == 0)
    assert np.all(found.cost == 1)


def test_the_caspian_route_is_what_is_left_without_russia():
    pair = network(("KAZ", "DEU"))
    found = closure_table(ALL, [closed("RUS")], pair, START, 1)
    assert found.routes[0] == ("rail-kazakhstan-russia", "caspian-central-asia")
    assert found.flow[0, 0] == pytest.approx(0.4)
    assert found.lag[0, 0] == pytest.approx(1.2 - 0.5)  # slower
    assert found.cost[0, 0] == pytest.approx(1.5)  # and dearer
    both = closure_table(ALL, [closed("RUS"), closed("caspian")], pair, START, 1)
    assert (both.flow[0, 0], both.lag[0, 0], both.cost[0, 0]) == (0.0, 0.0, 1.0)


def test_a_month_counts_by_its_days():
    half = closed("myanmar-china-border", "2026-01-17", until="2026-02-14")
    found = closure_table(ALL, [half], network(("MMR", "CHN")), START, 3)
    left = np.array([16 / 31, 0.5, 1.0])
    assert found.flow[:, 0] == pytest.approx(np.minimum(left + 0.1, 1.0))


def test_capacity_is_filled_from_the_cheapest():
    # Malacca closed: Lombok and Suez takes all; Suez closed too: Lombok and the Cape .8, rail through Russia the rest
    pair = network(("CHN", "DEU"))
    one = closure_table(ALL, [closed("malacca")], pair, START, 1)
    assert (one.flow[0, 0], one.cost[0, 0]) == (1.0, pytest.approx(1.1))
    two = closure_table(ALL, [closed("malacca"), closed("suez")], pair, START, 1)
    assert two.flow[0, 0] == pytest.approx(1.0)
    assert two.cost[0, 0] == pytest.approx(0.8 * 1.6 + 0.2 * 2.0)
    assert two.lag[0, 0] == pytest.approx(0.8 * 0.4 + 0.2 * (0.5 - 1.2))


def test_a_charge_is_paid_until_another_way_is_cheaper():
    pair = network(("CHN", "DEU"))
    small = closure_table(ALL, [closed("malacca", closed=0.0, charge=0.05)], pair, START, 1)
    large = closure_table(ALL, [closed("malacca", closed=0.0, charge=0.50)], pair, START, 1)
    assert (small.cost[0, 0], small.lag[0, 0]) == (pytest.approx(1.05), 0.0)
    assert (large.cost[0, 0], large.lag[0, 0]) == (pytest.approx(1.1), pytest.approx(0.1))


closures = st.lists(
    st.builds(
        lambda t, day, share, charge: closed(t, day.isoformat(), closed=share, charge=charge),
        st.sampled_from(ALL.transits), st.dates(date(2025, 6, 1), date(2026, 6, 30)), st.floats(0, 1), st.floats(0, 3),
    ),
    max_size=4,
)  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(closures, closures)
def test_more_closures_never_help(some, more):
    few, many = (closure_table(ALL, c, EVERY, START, 4) for c in (some, [*some, *more]))
    assert np.all(many.flow <= few.flow + 1e-12)
    assert np.all((few.flow >= 0) & (few.flow <= 1))
    assert np.all(few.cost >= 1 - 1e-12)
    domestic = [k for k in range(EVERY.link_offer.size) if len(set(EVERY.link_places(k))) == 1]
    assert np.all(many.flow[:, domestic] == 1)


def test_both_ways_and_any_pair():
    for a, b in product(PLACES, PLACES):
        assert [c.id for c in ALL.serving(a, b)] == [c.id for c in ALL.serving(b, a)]


def test_unknown_transits_are_told_at_once():
    with pytest.raises(BadScenario) as refused:
        closure_table(ALL, [closed("malaca"), closed("PAN")], EVERY, START, 1)
    assert len(refused.value.faults) == 2
    assert 'Did you mean "malacca"?' in str(refused.value)


def test_a_file_that_names_nothing_known(tmp_path):
    path = tmp_path / "corridors.yaml"
    one = "{id: x, low: 1, best: 1, high: 1, standing: assumption, source: x}"
    path.write_text(
        "regions: {north: [NOR]}\npassages: {}\ncorridors:\n"
        f"  - {{id: a, title: A, from: [south], transit: [moon], usual: true, capacity: {one}, cost: {one}, lag: {one},"
        " source: x, standing: assumption}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadData) as refused:
        load_corridors(str(path))
    assert all(word in str(refused.value) for word in ("south", "moon", "serves any pair"))


def test_a_closure_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        closed("suez", "2026-02-01", until="2026-01-01")


def test_times_against_the_sources():
    """World Bank (2023): Caspian three times Russia, about the sea; carriers: the Cape adds 7 to 14 days."""
    lag = {c.id: c.lag.best for c in ALL.corridors}
    assert 2.5 <= lag["rail-caspian"] / lag["rail-russia"] <= 3.5
    assert 0.75 <= lag["rail-caspian"] / lag["sea-malacca-suez"] <= 1.35
    assert 7 <= (lag["sea-cape"] - lag["sea-malacca-suez"]) * 365.25 / 12 <= 14


def test_every_range_has_an_id_of_its_own():
    ids = [j.id for c in ALL.corridors for j in (c.capacity, c.cost, c.lag)]
    assert len(set(ids)) == len(ids)
