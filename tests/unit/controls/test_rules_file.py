"""Every rule of the shared reading is encoded, with the same dates and standing."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from ytterby.controls.library import load_library

READING = Path(__file__).parents[4] / "shared" / "rules" / "control_rules.csv"
SUSPENDED_TO = {"CN-2025-55", "CN-2025-56", "CN-2025-57", "CN-2025-58", "CN-2025-61.1", "CN-2025-61.2"}


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
        assert entry.instrument.checked_on == date(2026, 11, 21)


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
