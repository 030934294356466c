"""Statements become questions; the answer is about the statement."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from ytterby.assessment.claims import book as b
from ytterby.assessment.claims import data_checks
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


def test_what_nobody_knows_is_not_another_legal_status():
    """The suspension of the content rule ended on 10 November 2026 with no later act."""
    found = data_checks.law(LawCheck(kind="law", rule="CN-2025-61.1", on="2026-11-22"))
    assert (found.outcome, found.probability) == (Outcome.OPEN, None)
    assert "not known" in found.why


def share_of(place):
    asked = {
        "chain": "magnet-rare-earths",
        "stage": "separation",
        "materials": ("dytb",),
        "stated": Within(at_most=0.02),
    }
    return data_checks.share(b.ShareCheck(kind="share", place=place, **asked))


def test_a_place_without_a_row_is_unknown_and_not_zero():
    assert share_of("JPN").outcome is Outcome.CONSISTENT  # a row of zero
    assert share_of("NOR").outcome is Outcome.OPEN
    assert share_of("NOR").probability is None


def test_a_condition_that_lies_ahead_is_not_tested_by_the_past():
    assert ROWS["002-088"]["outcome"] == "not testable"


def test_a_date_of_adoption_is_not_tested_by_being_in_force():
    assert ROWS["002-119"]["outcome"] == "not testable"


def test_the_price_of_rare_earths_is_that_of_rare_earths():
    statement = next(s for s in STATEMENTS if s.id == "000-016")
    assert not any(m in r.what for r in statement.check.records for m in ("gallium", "antimony"))
    assert ROWS["000-016"]["probability"] == 0.75


def test_rank_counts_those_with_output():
    asked = {"kind": "rank", "material": "rare-earths", "year": 2024}
    first = data_checks.rank(b.RankCheck(**asked, place="CHN", stated=Within(at_most=1)))
    assert (first.outcome, first.range) == (Outcome.CONSISTENT, (1.0,))
    assert data_checks.rank(b.RankCheck(**asked, place="KAZ", stated=Within(at_most=99))).probability == 0.0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (b.TradeCheck(kind="trade", hs=("999999",), years=(2022,), exporter="CHN", importer="JPN",
                      stated=Within(at_least=0.2)), "HS 999999"),
        (b.SourcedCheck(kind="sourced", chain="gallium", stage="magnet", place="JPN", origin="CHN",
                        stated=Within(at_least=0.2)), "takes nothing of magnet"),
        (b.FigureCheck(kind="figure", over=("exports/ga/CHN-WLD/kg/2023-07", "exports/ga/CHN-WLD/kg/2023-08"),
                       stated=Within(at_least=0.2)), "is zero"),
        (b.FutureShareCheck(kind="future-share", scenario="allied-buildout", stage="separaton", place="CHN",
                            month="2027-10", stated=Within(at_most=0.5)), "separation"),
        (b.FutureShareCheck(kind="future-share", scenario="allied-buildout", stage="separation", place="CHN",
                            month="2020-10", stated=Within(at_most=0.5)), "before the scenario begins"),
        (b.PromiseCheck(kind="promise", made="2025-10", due="2029-12",
                        parts=(b.Passage(project="mine", ahead=("biuld",)),)), "build"),
        (b.PromiseCheck(kind="promise", made="2025-10", due="2029-12",
                        parts=(b.Passage(project="mine", ahead=()),)), "no stage is ahead"),
    ],
    ids=lambda x: x if isinstance(x, str) else x.kind,
)  # fmt: skip
def test_a_question_about_nothing_is_refused_and_not_answered(asked, said):
    """A slip in one's own file of statements must not come back as odds of 0 or 1."""
    statement = STATEMENTS[0].model_copy(update={"check": asked})
    with pytest.raises(BadData) as refused:
        check(statement, no_runs)
    fault = refused.value.faults[0]
    assert said in f"{fault.what} {fault.fix}"


def test_a_range_that_nothing_can_meet_is_refused():
    with pytest.raises(ValidationError, match="no figure could meet it"):
        Within(at_least=0.9, at_most=0.2)
