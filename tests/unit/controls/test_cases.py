"""The named cases: outcome, branches, the rule that decides, what is missing, what would change it."""

from __future__ import annotations

import pytest
from asking import ask, cases, item

from ytterby.controls.docket import BRANCHES
from ytterby.controls.reasons import rule_object

ALL = cases()


def test_there_are_enough_cases_each_with_its_clause():
    assert len(ALL) >= 60
    assert len({c["name"] for c in ALL}) == len(ALL)
    assert [c["name"] for c in ALL if not c.get("clause")] == []


@pytest.mark.parametrize("case", ALL, ids=[c["name"] for c in ALL])
def test_case(case):
    screening = ask(case)
    judged = item(screening)
    answer = judged.answer
    assert answer.outcome == case["outcome"]
    at = screening.table["part"].to_list().index("item")
    assert screening.table["outcome"][at] == case["outcome"]
    if "branches" in case:
        assert [r.word for r in answer.branches] == [str(b) for b in case["branches"]]
    told = {r["id"]: r for r in (rule_object(f, judged.line, screening.query) for f in answer.findings)}
    assert set(told) == set(screening.law.library.entries)
    if "decides" in case:
        asked = BRANCHES.index(screening.query.branch) if screening.query.branch else 1
        assert case["decides"] in {
            f.entry.rule.id for f in answer.findings if f.branches[asked].most == answer.branches[asked].most
        }
    if "missing" in case:
        assert case["missing"] in {m for r in told.values() for m in r["missing"]}
    if "flips" in case:
        assert case["flips"].items() <= next(
            r["flips_at"].items() for r in told.values() if r["flips_at"] and r["flips_at"].get("date")
        )
    if "flagged" in case:
        assert told[case["flagged"]]["flags"]
        assert told[case["flagged"]]["outcome"] == "none"
    if case.get("no_clock"):
        assert told["CN-2026-12"]["clock"]["working_days"] is None
