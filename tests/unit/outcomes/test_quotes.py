"""From a number to the quote: what a run keeps of its documents, and what it says when the workspace is gone."""

import json
import shutil
from io import StringIO

import pytest
from rich.console import Console

from twins import minerals, sayings
from ytterby.evidence.documents.build import build
from ytterby.evidence.ingest import take
from ytterby.evidence.store import Store
from ytterby.outcomes.documents import document_rows
from ytterby.outcomes.explanation import explain_number
from ytterby.outcomes.quotes import quotes_of
from ytterby.report.trace import print_trace
from ytterby.runs.folder import StoredRun

CHINA = "supply/ga/refining/CHN"
TEXTS = ("2025-11-01\n\n中国占全球镓产量的93%。价格上涨了3倍。", "China produces 70% of the world's gallium.")


@pytest.fixture
def place(tmp_path):
    with Store(tmp_path / "work") as store:
        for i, text in enumerate(TEXTS):
            t = take(build(text, f"{i}.txt", "2025-11-01"))
            store.add(t.document, t.claims, t.sketch)
    return tmp_path / "work"


def stored(place, texts=TEXTS) -> StoredRun:
    known = sayings.known("gallium", minerals.question("gallium"), sayings.kept(place))
    sources = [
        {"id": e.id, "low": e.low, "best": e.best, "high": e.high, "unit": e.unit, "standing": str(e.standing),
         "source": e.source, "row": e.row}
        for e in known.estimates.items
    ]  # fmt: skip
    result = {**document_rows(known), "sources": sources, "moved": [], "measures": []}
    return StoredRun(place, json.loads(json.dumps(result)), None)


def test_a_run_says_what_moved_by_which_claims_and_what_did_not(place):
    found = stored(place).result["evidence"]
    (number,) = found["numbers"]
    assert (number["estimate"], number["moved"], number["sources"]) == (CHINA, True, 2)
    assert number["before"]["best"] == minerals.estimates("gallium")[CHINA].best != number["after"]["best"]
    assert sorted(number["claims"]) == sorted(q["claim"] for q in found["quotes"])
    assert found["claims"] == found["used"] + sum(u["claims"] for u in found["unused"]) == 3


def test_explain_ends_at_the_quotes(place):
    trace = explain_number(stored(place), CHINA)
    quotes = {s["quote"] for s in trace["sources"]}
    assert quotes == {"中国占全球镓产量的93%", "China produces 70% of the world's gallium"}
    assert {s["says"] for s in trace["sources"]} == {"93 %", "70 %"}
    assert all(set(s) >= {"claim or row", "source", "standing", "quote"} for s in trace["sources"])
    assert f"{minerals.estimates('gallium')[CHINA].best:g}" in trace["path"][0]["detail"]
    assert "every quote stands" in trace["workspace"]


def test_quotes_outlive_a_moved_document_and_a_lost_workspace(place):
    run = stored(place)
    shutil.rmtree(place)
    trace = explain_number(run, CHINA)
    assert {s["quote"][:2] for s in trace["sources"]} == {"中国", "Ch"}
    assert "cannot be read any more" in trace["workspace"]
    assert not place.exists()


def test_a_quote_that_no_longer_stands_is_named(place):
    run = stored(place)
    run.result["evidence"]["quotes"][0]["start"] += 1
    note = quotes_of(run.result, {CHINA}).note
    assert "no longer holds" in note
    assert run.result["evidence"]["quotes"][0]["claim"][3:15] in note


def test_a_database_is_not_asked_again_without_its_password(place):
    run = stored(place)
    run.result["evidence"]["workspace"] = "postgresql://...@127.0.0.1:1/x"
    assert "keeps no password" in explain_number(run, CHINA)["workspace"]


def test_a_number_without_claims_keeps_its_row(place):
    trace = explain_number(stored(place), "supply/ga/refining/JPN")
    assert ["quote" in s for s in trace["sources"]] == [False]
    assert "workspace" not in trace


def test_a_bound_stands_beside_the_packaged_row(tmp_path):
    with Store(tmp_path / "w") as store:
        t = take(build("中国占全球镓产量的50%以上。", "a.txt", "2025-11-01"))
        store.add(t.document, t.claims, t.sketch)
    sources = explain_number(stored(tmp_path / "w"), CHINA)["sources"]
    assert ["quote" in s for s in sources] == [False, True]
    assert sources[0]["source"].startswith("USGS")


def test_the_terminal_marks_the_quote_in_its_own_script(place):
    out = StringIO()
    print_trace(explain_number(stored(place), CHINA), Console(file=out, width=200))
    assert "»中国占全球镓产量的93%«。价格上涨了3倍" in out.getvalue()


def test_a_hostile_quote_stays_text(place):
    run = stored(place)
    run.result["evidence"]["quotes"][0] |= {"quote": "[bold]x[/] \u202e\x1b[31m", "path": "[red]a.txt"}
    out = StringIO()
    print_trace(explain_number(run, CHINA), Console(file=out, width=200))
    shown = out.getvalue()
    assert "[bold]x[/]" in shown
    assert "[red]a.txt" in shown
    assert "\u202e" not in shown
    assert "\x1b" not in shown


def test_kept_text_is_short(tmp_path):
    long = "中国占全球镓产量的93%而且" + "镓" * 500 + "。"
    with Store(tmp_path / "w") as store:
        t = take(build(long, "a.txt", "2025-11-01"))
        store.add(t.document, t.claims, t.sketch)
    for q in stored(tmp_path / "w").result["evidence"]["quotes"]:
        assert len(q["before"] + q["quote"] + q["after"]) <= 200


def test_ids_are_never_cut_nor_broken(place):
    run = stored(place)
    long = "demand/ga/first-use/JPN/" + "a-very-long-name-of-an-end-use" * 2
    run.result["sources"][0]["id"] = long
    for width in (60, 100):
        out = StringIO()
        print_trace(explain_number(run, long), Console(file=out, width=width))
        assert f"  {long}  " in out.getvalue()
