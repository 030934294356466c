"""One number's journey: a sentence in a document becomes a number of a run, and the number leads back to it."""

import json
import shutil

import pytest
from click.testing import CliRunner

from twins import minerals
from ytterby.cli.explain import explain
from ytterby.cli.read import read
from ytterby.cli.run import run
from ytterby.errors import NotFound

SCENARIO = """\
schema: ytterby/scenario/1
id: journey
title: A made-up question
question: Who runs short of gallium?
chain: gallium
start: 2026-01
months: 4
"""
STOCK = "日本のガリウム在庫は3カ月分だ"


@pytest.fixture
def there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(f"2025年12月1日\n\n{STOCK}。価格は2倍になった。", "utf-8")
    (tmp_path / "journey.yaml").write_text(SCENARIO, "utf-8")
    return tmp_path


def ask(command, *args):
    done = CliRunner().invoke(command, args, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_from_a_sentence_to_a_number_and_back(there):
    ask(read, "in", "--store", "work")
    with_documents = json.loads(ask(run, "journey.yaml", "--draws", "4", "--evidence", "work", "--json"))
    without = json.loads(ask(run, "journey.yaml", "--draws", "4", "--json"))

    (number,) = with_documents["evidence"]["numbers"]
    assert (number["estimate"], number["before"]["id"]) == ("cover/first-use/JPN", "cover/first-use")
    assert number["before"]["best"] == minerals.estimates("gallium")["cover/first-use"].best != 91.3125
    assert number["after"]["best"] == 91.3125  # three months of 365.25/12 days
    assert with_documents["evidence"]["unused"][0]["reason"] == "a price is an outcome of the model, not an input"
    assert "evidence" not in without
    assert with_documents["hash"] != without["hash"]

    covers = {(r["place"], r["end_use"]): r["p50"] for r in with_documents["cover_days"] if r["stage"] == "first-use"}
    before = {(r["place"], r["end_use"]): r["p50"] for r in without["cover_days"] if r["stage"] == "first-use"}
    moved = {place for (place, use), days in covers.items() if abs(days - before[place, use]) > 10}
    assert moved == {"JPN"}

    shutil.rmtree(there / "in")  # the document is moved: its text is in the workspace
    name = f"cover_days/JPN/{next(use for place, use in covers if place == 'JPN' and use != 'defence')}/first-use"
    trace = json.loads(ask(explain, with_documents["run"], name, "--json"))
    (source,) = trace["sources"]
    assert (source["quote"], source["says"], source["language"]) == (STOCK, "3 month", "ja")
    assert "every quote stands" in trace["workspace"]
    page = (there / "ytterby-runs" / with_documents["run"] / "report.html").read_text("utf-8")
    assert f"<mark>{STOCK}</mark>" in page

    shutil.rmtree(there / "work")
    trace = json.loads(ask(explain, with_documents["run"], name, "--json"))
    assert trace["sources"][0]["quote"] == STOCK
    assert "cannot be read any more" in trace["workspace"]


def test_a_workspace_that_is_not_there_is_refused_and_not_made(there):
    with pytest.raises(NotFound, match="no evidence store"):
        ask(run, "journey.yaml", "--evidence", "typo")
    assert not (there / "typo").exists()
