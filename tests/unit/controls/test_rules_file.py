"""Every rule of the shared reading is encoded, with the same dates and standing."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from ytterby.controls.library import load_library

READING = Path(__file__).parents[4] / "shared" / "rules" / "control_rules.csv"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    if not READING.is_file():
        pytest.skip(f"the shared reading is not beside the checkout: {READING.name}")
    with READING.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text[:4].isdigit() else None


def test_every_rule_is_there(rows):
    known = load_library().entries
    assert [r["id"] for r in rows if r["id"] not in known] == []
    assert len(rows) == 35


def test_dates_and_standing_agree(rows):
    for row in rows:
        entry = load_library().entries[row["id"]]
        assert entry.rule.effective == day(row["effective_from"]), row["id"]
        assert entry.rule.announced == day(row["issued"]), row["id"]
        assert (entry.rule.standing or entry.instrument.standing) == row["status"], row["id"]
        assert entry.instrument.checked_on >= date(2026, 11, 21), row["id"]


def test_suspensions_agree(rows):
    for row in rows:
        spans = load_library().entries[row["id"]].spans
        found = [(s.since, s.to) for s in spans if s.state.value == "suspended"]
        expected = [(day(row["suspended_from"]), day(row["suspended_to"]))] if row["suspended_from"] else []
        assert found == expected, row["id"]


def test_customs_codes_agree(rows):
    for row in rows:
        codes = {c for c in row["codes"].replace("HS ", "").split(";") if c.isdigit()}
        own = {h for x in load_library().entries[row["id"]].listed for h in x.hs}
        assert codes <= own, row["id"]


def test_clocks_agree(rows):
    stated = [r["id"] for r in rows if r["clock"].startswith("45 working days")]
    assert len(stated) > 10
    for rule in stated:
        clock = load_library().entries[rule].rule.clock
        assert clock is not None, rule
        assert clock.working_days == 45, rule


def test_standing_law_has_no_dates_and_dated_law_has(rows):
    for row in rows:
        rule = load_library().entries[row["id"]].rule
        assert (rule.effective is None) == (row["effective_from"] == "standing"), row["id"]


def test_content_threshold_and_affiliate_share_agree(rows):
    by_id = {r["id"]: r for r in rows}
    content = load_library().entries["CN-2025-61.1"].rule.content
    assert ">= 0.1%" in by_id["CN-2025-61.1"]["content_test"]
    assert (content.threshold, content.comparator) == (0.001, "at-least")
    for rule in ("CN-2025-61.1", "US-50pct"):
        assert "50%" in by_id[rule]["affiliate_test"]
        tests = [t.parties.affiliates for t in load_library().entries[rule].rule.treatments if t.parties]
        assert [(a.share, a.aggregated, a.indirect) for a in tests] == [(0.5, True, True)]
