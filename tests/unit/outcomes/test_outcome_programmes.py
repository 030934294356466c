"""Programmes against a run: rows by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.baseline.programmes import load_programmes
from ytterby.domain.programme import ProgrammeBook
from ytterby.outcomes.programmes import Supply, outcome, programme_estimates, programme_rows, supplies

BOOK = load_programmes()
ONE = np.ones(1)


def named(id_):
    return next(p for p in BOOK.programmes if p.id == id_)


def supply(fill, barred=None, price=None, **grades):
    fill = np.array([fill], dtype=float)
    fills = {name: np.array([g], dtype=float) for name, g in grades.items()} or {"magnet/ndfeb-dy": fill}
    price = np.ones_like(fill) if price is None else np.array([price], dtype=float)
    return Supply(fills, np.zeros(fill.shape[1]) if barred is None else np.array(barred), price)


def test_delivery_under_shortage_and_requalification():
    # plan 10 a month; nothing in months 2 and 3, then 3 months of requalification: 5 months lost
    given = supply([1, 1, 0, 0, 1, 1, 1, 1, 1, 1], [1.0] * 10)
    found = outcome(named("f-35-jpn"), given, 10 * ONE, 3 * ONE, 0 * ONE, 0.95)
    assert found.share[0].tolist() == [1, 1, 0, 0, 0, 0, 0, 1, 1, 1]
    assert found.lost[0] == 50
    assert found.delay[0].tolist() == [0, 0, 1, 2, 3, 4, 5, 5, 5, 5]


def test_a_trace_of_barred_supply_does_not_ask_for_requalification():
    given = supply([1, 0, 1, 1], [0.005] * 4)
    assert outcome(named("f-35-jpn"), given, ONE, 3 * ONE, 0 * ONE, 0.95).lost[0] == 1


def test_development_slips_although_deliveries_go_on():
    given = supply([1.0] * 8, [0, 0, 1, 1, 1, 1, 1, 1])
    found = outcome(named("hypersonic-missile-jpn"), given, ONE, 4.5 * ONE, 0 * ONE, 0.95)
    assert found.lost[0] == 0
    assert found.delay[0].tolist() == [0, 0, 1, 2, 3, 4, 4.5, 4.5]
    part = supply([1.0] * 8, [0.49] * 8)
    assert outcome(named("hypersonic-missile-jpn"), part, ONE, 4.5 * ONE, 0 * ONE, 0.95).delay[0, -1] == 0


def test_a_budget_and_a_shortage_do_not_add_up():
    # 1/(1 + .5 (3 - 1)) = .5 of the units can be paid; where supply is scarcer, it decides
    given = supply([1, 0.2, 1], price=[3, 3, 1])
    found = outcome(named("direct-drive-wind-euu"), given, 100 * ONE, 0 * ONE, 0.5 * ONE, 0.95)
    assert found.share[0] == pytest.approx([0.5, 0.2, 1.0])
    assert found.lost[0] == pytest.approx(130)


def test_the_scarcest_grade_decides():
    both = {"magnet/ndfeb": [1, 1, 1], "magnet/ndfeb-dy": [1, 0.5, 1]}
    assert outcome(named("f-35-jpn"), supply([1, 1, 1], **both), ONE, 0 * ONE, 0 * ONE, 0.9).lost[0] == 0.5


def test_before_the_start_nothing_is_late():
    late = named("f-15j-upgrade-jpn")
    found = outcome(late, supply([0.0] * 14), ONE, 0 * ONE, 0 * ONE, 0.95)
    assert late.start_month == 12
    assert found.share[0].tolist() == [1] * 12 + [0, 0]
    assert (found.delay[0, 11], found.delay[0, 13], found.lost[0]) == (0, 2, 2)


def rows(fill, barred=None, ids=("f-35-jpn",)):
    few = ProgrammeBook(conversions=BOOK.conversions, programmes=tuple(named(i) for i in ids))
    estimates = programme_estimates(few)
    uses = [("JPN", "defence", "defence")]
    served = supplies(few, uses, fill, barred or {})
    return programme_rows(few, served, estimates, np.repeat(estimates.best[None], len(fill), axis=0), 0.95)


def test_a_row_of_the_contract():
    fill = np.repeat(np.array([[[1.0, 1.0, 0.0, 0.0, 1.0, 1.0]]]), 20, axis=0)
    fill[15:] = 1.0
    (row,) = rows(fill)
    assert {k: row[k] for k in ("id", "place", "end_use", "class", "kind")} == {
        "id": "f-35-jpn", "place": "JPN", "end_use": "defence", "class": "defence", "kind": "delivery",
    }  # fmt: skip
    assert row["delay_months"] == {"p05": 0.0, "p50": 2.0, "p95": 2.0}
    assert row["lost_units"] == {"p05": 0.0, "p50": pytest.approx(1.2), "p95": pytest.approx(1.2)}
    assert row["time_to_survive"] == {"p05": 2.0, "p50": 2.0, "p95": None}
    assert row["time_to_recover"] == {"p05": 0.0, "p50": 2.0, "p95": 2.0}
    assert row["still_short"] == 0.0
    assert row["content_g"] == {
        "low": 2896.0, "best": 5068.0, "high": 7240.0, "contested": True, "basis": "contained oxide",
    }  # fmt: skip
    assert row["standing"] == "memory_unverified"


def test_what_is_barred_reaches_the_row():
    fill = np.repeat(np.array([[[1.0, 0.0, 1.0, 1.0]]]), 4, axis=0)
    (row,) = rows(fill, {("JPN", "defence", "defence"): np.ones(4)})
    assert row["delay_months"]["p50"] == 3.0  # 18 months of requalification outlast the run
    assert row["still_short"] == 1.0


def test_programmes_of_other_places_are_left_out():
    fill = np.ones((2, 1, 3))
    assert [r["id"] for r in rows(fill, ids=("f-35-usa", "f-35-jpn", "direct-drive-wind-euu"))] == ["f-35-jpn"]


def test_estimates_are_named_for_the_programme():
    estimates = programme_estimates(BOOK)
    assert len(estimates) == 3 * len(BOOK.programmes)
    found = estimates["programme/direct-drive-wind-euu/cost-share"]
    assert (found.low, found.best, found.high, found.unit, str(found.standing)) == (
        0.02, 0.03, 0.05, "share", "assumption",
    )  # fmt: skip
