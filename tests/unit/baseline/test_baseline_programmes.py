"""The bundled programmes: whole, neutral, and inside what the chain can serve."""

from __future__ import annotations

import re

import pytest

from ytterby.baseline import table
from ytterby.baseline.programmes import BUNDLED, load_programmes
from ytterby.errors import BadData
from ytterby.network.chain import load_chain

BOOK = load_programmes()
CHAIN = load_chain("magnet-rare-earths")


def test_each_is_served_by_a_use_of_the_chain():
    uses = {(u.end_use, str(u.class_)): set(u.commodities) for u in CHAIN.uses}
    for p in BOOK.programmes:
        assert {c.commodity for c in p.content} <= uses[p.end_use, str(p.class_)], p.id


def test_together_they_need_no_more_than_the_chain_gives_their_use():
    """By NdPr, of which every grade holds about the same; arms against the upper end, since all is contested there."""
    rows = {r["id"]: r for r in table(CHAIN.table).iter_rows(named=True)}
    factor = {(c.commodity, c.basis): c.factor for c in BOOK.conversions}
    need: dict[tuple[str, str], float] = {}
    for p in BOOK.programmes:
        for c in p.content:
            grams = c.best * factor[c.commodity, c.basis] * CHAIN.commodities[c.commodity].content["ndpr"]
            tonnes = grams * p.units_per_month.best * 12 / 1e6
            need[p.place, p.end_use] = need.get((p.place, p.end_use), 0.0) + tonnes
    assert len(need) == 11
    for (place, use), tonnes in need.items():
        end = "high" if use == "defence" else "best"
        assert tonnes <= 1.01 * rows[f"demand/ndpr/first-use/{place}/{use}/2024"][end], (place, use, tonnes)


def test_weapons_have_contested_intervals_and_figures_that_count_something_else_are_kept_apart():
    arms = [p for p in BOOK.programmes if str(p.class_) == "defence"]
    assert len(arms) >= 8
    assert all(p.contested and all(c.contested and c.low < c.high for c in p.content) for p in arms)
    jet = next(p for p in BOOK.programmes if p.id == "f-35-jpn")
    assert {(f.low, f.high) for f in jet.other_figures} == {(11e3, 20e3), (23e3, 23e3), (417e3, 417e3)}
    # The chain's share of an F-35, as oxide: 14 kg x .362, between the 3 and 6 kg of element its source gives.
    assert BOOK.contained(jet)[1] == pytest.approx(5068.0)


def test_a_delay_that_is_claimed_is_no_input():
    claimed = [p for p in BOOK.programmes if "delay" in p.source or "longer development" in p.source]
    assert {p.id for p in claimed} >= {"f-35-jpn", "f-15j-upgrade-jpn", "hypersonic-missile-jpn", "next-fighter-jpn"}
    assert all("not used" in p.source for p in claimed)
    assert not re.search(r"\b(?:threat|enemy|hostile|regime's|aggress\w+|retaliat\w+)\b", BUNDLED.read_text("utf-8"))


def test_every_range_names_its_source():
    for p in BOOK.programmes:
        for j in (p.units_per_month, p.requalification_months, p.material_cost_share, *p.content):
            assert j.source.strip()
            assert j.standing != "assumption" or re.match(r"ours|own balance", j.source), (p.id, j.source)


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    text = BUNDLED.read_text("utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("place: JPN", "place: JPX").replace("place: EUU", "place: EUX"), encoding="utf-8")
    with pytest.raises(BadData) as bad:
        load_programmes(file)
    assert len(bad.value.faults) == sum(p.place in {"JPN", "EUU"} for p in BOOK.programmes)
    assert 'no such place "JPX"' in str(bad.value)
