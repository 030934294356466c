"""Statements become questions; the answer is about the statement."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from ytterby.assessment.claims.answer import check, claim_rows, quote
from ytterby.assessment.claims.book import FILE, LawCheck, OpenCheck, Span, Within, chosen, load_statements
from ytterby.assessment.claims.finding import Outcome, below, judged, of_bands, of_draws, of_number
from ytterby.errors import BadData, NotFound

SEEDS = Path(__file__).parents[5] / "shared" / "seeds"
STATEMENTS = load_statements()
QUICK = tuple(s for s in STATEMENTS if not hasattr(s.check, "scenario"))


def no_runs(name):
    raise AssertionError(f"{name} was asked for")


ROWS = {r["id"]: r for r in claim_rows(QUICK, no_runs)}


def test_there_are_enough_and_each_has_a_definition():
    assert len(STATEMENTS) >= 25
    assert len({s.id for s in STATEMENTS}) == len(STATEMENTS)
    assert all(s.definition and s.speaker and s.claim for s in STATEMENTS)


def test_the_named_ones_are_among_them():
    by_id = {s.id: s for s in STATEMENTS}
    assert "two years" in by_id["002-109"].claim
    assert "three to five times" in by_id["000-016"].claim
    assert "two years" in by_id["000-011"].claim
    assert "0.1 %" in by_id["000-025"].claim
    assert "before 2030" in by_id["002-130"].claim


def test_the_content_rule_has_another_legal_status():
    assert ROWS["000-025"]["outcome"] == "legal status differs"
    assert "suspended by CN-2025-70" in ROWS["000-025"]["why"]


def test_words_are_those_of_the_contract():
    allowed = {"consistent", "in tension", "not supported", "not testable", "superseded", "legal status differs"}
    assert {str(o) for o in Outcome} == allowed
    assert {r["outcome"] for r in ROWS.values()} <= allowed
    assert set(next(iter(ROWS.values()))) >= {
        "claim", "quote", "speaker", "date", "definition", "scenario", "outcome", "probability", "range", "why",
    }  # fmt: skip


def test_the_answer_does_not_depend_on_who_speaks():
    law = next(s for s in STATEMENTS if s.id == "000-025")
    other = law.model_copy(update={"speaker": ("somebody else",)})
    assert check(law, no_runs) == check(other, no_runs)


def test_a_statement_made_before_the_turn_is_not_superseded():
    late = next(s for s in STATEMENTS if s.id == "000-034")
    assert check(late, no_runs).outcome is Outcome.SUPERSEDED
    early = late.model_copy(update={"date": late.later.since.replace(year=2024)})
    assert check(early, no_runs).outcome is not Outcome.SUPERSEDED


def test_odds_become_words():
    assert [str(judged(p)) for p in (0.5, 0.49, 0.1, 0.09)] == [
        "consistent",
        "in tension",
        "in tension",
        "not supported",
    ]
    assert of_draws([1, 2, 3, 4], Within(at_least=2, at_most=3), "").probability == 0.5
    assert of_number(0.83, Within(at_least=0.85), "").outcome is Outcome.TENSION
    assert of_number(0.5, Within(at_least=0.85), "").outcome is Outcome.UNSUPPORTED


def test_odds_from_three_quantiles():
    row = {"p05": 0.0, "p50": 10.0, "p95": 20.0}
    assert of_bands(row, Within(at_least=10), "").probability == pytest.approx(0.5)
    assert of_bands(row, Within(at_least=0, at_most=20), "").probability == pytest.approx(0.9)
    assert below((0.0, 10.0, 20.0), -1) == 0.02


def test_the_file_holds_no_text_of_documents():
    text = FILE.read_text("utf-8")
    assert not re.search(r"[぀-ヿ一-鿿가-힯]", text)


def test_a_quote_is_cut_from_your_copy_and_a_changed_copy_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("nine years it takes", "utf-8")
    digest = hashlib.sha256(b"nine years").hexdigest()[:16]
    where = Span(document="a.txt", start=0, end=10, digest=digest)
    assert quote(where, tmp_path) == "nine years"
    assert quote(where, None) is None
    (tmp_path / "a.txt").write_text("ten years it takes!", "utf-8")
    with pytest.raises(BadData, match="not the text"):
        quote(where, tmp_path)


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"SKIPPED: the sample documents are not at {SEEDS}")
def test_every_quote_is_found_in_the_sample_documents():
    assert all(quote(s.where, SEEDS) for s in STATEMENTS)


def test_an_unknown_rule_and_an_unknown_statement_are_refused():
    with pytest.raises(NotFound):
        chosen(STATEMENTS, ("999-999",))
    law = next(s for s in STATEMENTS if isinstance(s.check, LawCheck))
    wrong = law.model_copy(update={"check": law.check.model_copy(update={"rule": "CN-1900-1"})})
    with pytest.raises(BadData, match="CN-1900-1"):
        check(wrong, no_runs)


def test_an_open_statement_says_why():
    opened = [r for s in QUICK if isinstance(s.check, OpenCheck) and (r := ROWS[s.id])]
    assert all(r["why"] for r in opened)
