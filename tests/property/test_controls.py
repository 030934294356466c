"""The evaluator against its batch, its slow twin, its own law and a world with names swapped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ytterby.controls.answers import as_object
from ytterby.controls.batch import screen_many
from ytterby.controls.bill import COLUMNS, OPTIONAL, check_bill
from ytterby.controls.docket import BRANCHES, docket
from ytterby.controls.evaluate import evaluate
from ytterby.controls.facts import Holding, Line, Query, Share
from ytterby.controls.library import Library, link, load_library
from ytterby.controls.parties import owned_by, plain
from ytterby.controls.permissions import STATUS, Law, Passage, permissions
from ytterby.controls.prepare import prepare
from ytterby.controls.screening import screen
from ytterby.controls.vocabulary import goods_named
from ytterby.domain.regime import AffiliateTest, Branch, Instrument, Outcome, Reading
from ytterby.domain.words import DemandClass, Label

LIBRARY = load_library()
GOODS = [
    "", "ndfeb", "ndfeb with dy", "smco", "oxide/dytb", "oxide/ndpr", "metal/dytb", "holmium oxide",
    "gallium", "flake graphite", "artificial graphite", "copper", "electronics", "dichlorosilane",
    "licence-produced missile", "cobalt hydroxide", "weapon", "dysprosium target", "antimony trioxide",
    "nonsense",
]  # fmt: skip
PLACES = ["", "CHN", "JPN", "USA", "DEU", "COD", "VNM", "IRN"]
NAMES = [
    "",
    "NEC",
    "JAXA",
    "Subaru",
    "IHI Aerospace",
    "Mitsui E&S",
    "Fujitsu Unit",
    "MP Materials",
    "Nobody Ltd",
    "First Layer",
]
QUICK = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(deadline=None, max_examples=1500, suppress_health_check=[HealthCheck.too_slow])

values = st.sampled_from(["", "0", "0.3", "1", "25", "250", "0.2..0.4", "100..5000", "1000000"])
days = st.one_of(
    st.dates(date(2023, 6, 1), date(2027, 12, 31)),
    st.sampled_from([date(2025, 10, 31), date(2025, 12, 15), date(2026, 11, 10), date(2026, 11, 21)]),
)


@st.composite
def tables(draw, most: int = 12) -> pl.DataFrame:
    n = draw(st.integers(1, most))
    rows = []
    for i in range(n):
        parent = draw(st.integers(-1, i - 1))
        properties = draw(st.sampled_from(["", "purity=0.9999", "purity=0.5 density=1.8 flexural_strength=40"]))
        rows.append(
            {
                "line": str(i),
                "parent": "" if parent < 0 else str(parent),
                "part": "p",
                "quantity": draw(st.sampled_from(["", "0", "1", "2", "10", "1..3"])),
                "material": draw(st.sampled_from(GOODS)),
                "value_usd": draw(values),
                "origin": draw(st.sampled_from(PLACES)),
                "technology": draw(st.sampled_from(["", "none", "CHN", "USA", "JPN;CHN"])),
                "hs": draw(st.sampled_from(["", "8505111000", "8544110000"])),
                "maker": draw(st.sampled_from(NAMES)),
                "code": draw(st.sampled_from(["", "", "USA:EAR99", "USA:3A001", "CHN:1C905.a", "CHN:none"])),
                "properties": properties,
            }
        )
    names = (*COLUMNS, *OPTIONAL)
    frame = pl.DataFrame({k: [r.get(k, "") for r in rows] for k in names}, schema=dict.fromkeys(names, pl.String))
    return frame.with_columns(pl.int_range(2, n + 2, dtype=pl.UInt32, eager=True).alias("row"))


@st.composite
def queries(draw) -> Query:
    return Query(
        to=draw(st.sampled_from([p for p in PLACES if p])),
        on=draw(days),
        end_use=draw(st.sampled_from([None, "civil", "military"])),
        end_user=draw(st.sampled_from(NAMES)),
        uses=draw(st.sampled_from([(), (("logic-chip", 14.0),), (("logic-chip", None),), (("humanitarian", None),)])),
        holdings=draw(st.sampled_from([(), (Holding("JAXA", "First Layer", 0.5),)])),
        branch=draw(st.sampled_from([None, *Branch])),
        reading=draw(st.sampled_from([None, *Reading])),
        assumed=draw(st.sampled_from([frozenset(), frozenset(["CN-RUMOUR-2026-JP"])])),
    )


def batch_equals_scalar(frame: pl.DataFrame, query: Query, start: str) -> None:
    law = docket(LIBRARY, query.on, query.assumed)
    bill = check_bill(frame, "b")
    prepared = prepare(bill, LIBRARY, query, start)
    found = screen_many(law, prepared, query)
    assert found.equals(screen_many(law, prepare(bill, LIBRARY, query, start, brief=True), query))
    many = found.to_dicts()
    for i, row in enumerate(many):
        answer = evaluate(law, prepared.line(i), query)
        assert row["outcome"] == answer.outcome
        for branch, r in zip(BRANCHES, answer.branches, strict=True):
            assert (row[f"{branch.value}_least"], row[f"{branch.value}_most"]) == tuple(r)
        asked = range(3) if query.branch is None else [BRANCHES.index(query.branch)]
        most = max(answer.branches[b].most for b in asked)
        first = [f.entry.rule.id for f in answer.findings if max(f.branches[b].most for b in asked) == most]
        assert row["decided_by"] == (first[0] if most else "")


@QUICK
@given(tables(), queries(), st.sampled_from(["", "CHN", "DEU", "JPN"]))
def test_batch_equals_scalar(frame, query, start):
    batch_equals_scalar(frame, query, start)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@LONG
@given(tables(40), queries(), st.sampled_from(["", "CHN", "DEU", "JPN"]))
def test_batch_equals_scalar_for_long(frame, query, start):
    batch_equals_scalar(frame, query, start)


def slow_share(rows, tree, i, kind, origin, outside, bound, at_least, cascade) -> tuple[float, float]:
    """Content below line i by recursion: (least, greatest) value; the oracle of `content.shares`."""
    low = high = 0.0
    for j in tree.get(i, []):
        r = rows[j]
        v_low, v_high = r["v"]
        in_low, in_high = slow_share(rows, tree, j, kind, origin, outside, bound, at_least, cascade)
        sure, maybe = min(kind[j], origin[j]) == 2, min(kind[j], origin[j]) >= 1
        own_low, own_high = (v_low if sure else in_low), (v_high if maybe else in_high)
        if cascade:
            meets = (lambda s: s >= bound) if at_least else (lambda s: s > bound)
            if outside[j] == 2 and meets(ratio(in_low, v_high)):
                own_low = max(own_low, v_low)
            if outside[j] >= 1 and meets(ratio(in_high, v_low)):
                own_high = max(own_high, v_high)
        low += r["q"][0] * own_low
        high += 0.0 if r["q"][1] == 0 else r["q"][1] * own_high
    return low, high


def ratio(part: float, whole: float) -> float:
    if part == 0:
        return 0.0
    if whole <= 0 or (part == float("inf") and whole == float("inf")):
        return 1.0
    return min(1.0, part / whole)


@QUICK
@given(tables(), queries())
def test_shares_equal_their_slow_twin(frame, query):
    from ytterby.controls.scope import counted, threshold

    bill = check_bill(frame, "b")
    p = prepare(bill, LIBRARY, query)
    tree: dict[int, list[int]] = {}
    for i, up in enumerate(bill.parent.tolist()):
        tree.setdefault(up, []).append(i)
    f = bill.frame
    bounds = lambda c, low, high: [  # noqa: E731
        (low if a is None else a, high if b is None else b)
        for a, b in zip(f[f"{c}_low"].to_list(), f[f"{c}_high"].to_list(), strict=True)
    ]
    v, q = bounds("value_usd", 0.0, float("inf")), bounds("quantity", 1.0, 1.0)
    rows = [{"v": a, "q": b} for a, b in zip(v, q, strict=True)]
    for entry in LIBRARY.content_rules():
        rule = entry.rule
        origins = [p.origins[k] for k in p.origin_at]
        kind = [counted(entry, p.goods[k]) for k in p.goods_at]
        origin = [1 if not o else 2 if o in rule.nexus.places else 0 for o in origins]
        outside = [1 if not o else 0 if o in rule.nexus.made_outside else 2 for o in origins]
        bound, at_least = threshold(rule.content, query.to), rule.content.comparator == "at-least"
        for reading in Reading:
            got = p.content[rule.id, reading]
            for i in range(len(rows)):
                cascade = reading is Reading.CASCADE
                low, high = slow_share(rows, tree, i, kind, origin, outside, bound, at_least, cascade)
                assert np.isclose(got.counted_low[i], low)
                assert got.counted_high[i] == high or np.isclose(got.counted_high[i], high)
                if i in tree:
                    assert np.isclose(got.low[i], ratio(low, v[i][1]))
                    assert np.isclose(got.high[i], ratio(high, v[i][0]))


def swapped(value, a: str, b: str):
    """The same structure with two place codes exchanged wherever they stand."""
    if isinstance(value, str):
        return re.sub(rf"\b({a}|{b})\b", lambda m: b if m[1] == a else a, value)
    if isinstance(value, dict):
        return {k: swapped(v, a, b) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [swapped(v, a, b) for v in value]
    return value


def swapped_library(a: str, b: str) -> Library:
    raw = [swapped(i.model_dump(mode="json"), a, b) for i in LIBRARY.instruments]
    return link(tuple(Instrument.model_validate(r) for r in raw))


PAIRS = [("CHN", "JPN"), ("CHN", "USA"), ("USA", "DEU"), ("COD", "JPN")]
SWAPPED = {pair: swapped_library(*pair) for pair in PAIRS}


def told(library: Library, frame: pl.DataFrame, query: Query) -> dict:
    found = as_object(screen(library, check_bill(frame, "b"), query))
    for line in found["lines"]:
        for rule in line["rules"]:
            rule.pop("clock")  # calendars of two states do differ
    return found


@settings(QUICK, max_examples=25)
@given(tables(6), queries(), st.sampled_from(PAIRS))
def test_swapping_two_states_changes_no_wording_and_no_treatment(frame, query, pair):
    a, b = pair
    cells = {c: [swapped(x, a, b) for x in frame[c].to_list()] for c in frame.columns if c != "row"}
    other = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)).with_columns(frame["row"])
    expected = swapped(told(LIBRARY, frame, query), a, b)
    got = told(SWAPPED[pair], other, replace(query, to=swapped(query.to, a, b)))
    assert swapped(swapped(got, a, b), a, b) == expected


@QUICK
@given(tables(6), queries())
def test_more_law_never_frees_goods(frame, query):
    fewer = link(tuple(i for i in LIBRARY.instruments if i.id not in {"CN-2026-1", "CN-2026-11", "CN-2025-10"}))
    a = screen(LIBRARY, check_bill(frame, "b"), query)
    b = screen(fewer, check_bill(frame, "b"), query)
    for x, y in zip(a.judged, b.judged, strict=True):
        for more, less in zip(x.answer.branches, y.answer.branches, strict=True):
            assert more.least >= less.least
            assert more.most >= less.most


@given(st.sampled_from(sorted(LIBRARY.entries)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
@settings(deadline=None)
def test_timelines_have_no_gaps_and_no_overlap(rule, day):
    spans = LIBRARY.entries[rule].spans
    assert spans[0].since is None
    assert spans[-1].to is None
    for one, two in pairwise(spans):
        assert two.since - one.to == timedelta(days=1)
    assert sum((s.since or date.min) <= day <= (s.to or date.max) for s in spans) == 1


names = st.sampled_from("abcdef")


@given(st.lists(st.tuples(names, names, st.floats(0.01, 1)), max_size=15), st.sets(names, max_size=2))
@settings(deadline=None)
def test_ownership_ends_and_never_shrinks(edges, seeds):
    test = AffiliateTest(share=0.5, aggregated=True, indirect=True)
    holdings = [Holding(*e) for e in edges]
    found = owned_by(dict.fromkeys(seeds, 2), holdings, test)
    assert set(found) >= seeds
    shuffled = owned_by(dict.fromkeys(seeds, 2), holdings[::-1], test)
    assert found == shuffled
    for name in set(found) - seeds:
        held = sum(h.share for h in holdings if plain(h.owned) == name and plain(h.owner) in found)
        assert held >= 0.5 - 1e-7


@QUICK
@given(
    st.sampled_from(["oxide/ndpr", "oxide/dytb", "metal/dytb", "magnet/ndfeb", "magnet/ndfeb-dy"]),
    st.sampled_from(["CHN", "JPN", "USA", "VNM", "DEU"]),
    st.sampled_from(["CHN", "JPN", "USA", "VNM", "DEU"]),
    st.sampled_from(list(DemandClass)),
    st.sampled_from(list(Label)),
    st.sampled_from(["origin", "content", "technology"]),
    st.sampled_from(list(Branch)),
    st.sampled_from(list(Reading)),
)
def test_permissions_agree_with_the_evaluator(commodity, start, to, demand, label, tie, branch, reading):
    passage = Passage(commodity, start, to, demand, label, "CHN", tie)
    days = [date(2025, 1, 15) + timedelta(days=29 * m) for m in range(26)]
    table = permissions(LIBRARY, [passage], days, Law(branch, reading))
    reached = label is Label.CONDITIONED and start != "CHN"
    made = "CHN" if start == "CHN" or (reached and tie == "origin") else start
    keys = [(e.rule.id, r) for e in LIBRARY.content_rules() for r in Reading]
    share = dict.fromkeys(keys, Share(0.0, 0.0))
    if reached and tie == "content":
        share |= {("CN-2025-61.1", r): Share(0.002, 0.002, pointed=True) for r in Reading}
    known = ("CHN",) if made == "CHN" or (reached and tie == "technology") else ()
    line = Line("x", goods_named(commodity).goods, made, known, start, (), share)
    for day, row in zip(days, table, strict=True):
        query = Query(to, day, "military" if demand is DemandClass.DEFENCE else "civil")
        answer = evaluate(docket(LIBRARY, query.on), line, replace(query, branch=branch, reading=reading))
        assert row[0].outcome == answer.outcome
        assert row[0].status is STATUS[Outcome.of(answer.outcome)]
