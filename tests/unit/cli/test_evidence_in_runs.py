"""Documents of a workspace in a run: one notion of a workspace, its marking, redaction, replay."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ytterby.cli.main import run

SCENARIO = """\
schema: ytterby/scenario/1
id: journey
title: A made-up question
question: Who runs short of gallium?
chain: gallium
start: 2026-01
months: 4
"""
TEXT = "2025-12-01\n\n日本のガリウム在庫は3カ月分だ。中国禁止向日本出口镓。"
STOCK = "cover/first-use/JPN"
RUN = ("run", "journey.yaml", "--draws", "4", "--json")


@pytest.fixture
def ask(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YTTERBY_WORKSPACE", raising=False)
    (tmp_path / "secret-folder").mkdir()
    (tmp_path / "secret-folder/note.txt").write_text(TEXT, "utf-8")
    (tmp_path / "journey.yaml").write_text(SCENARIO, "utf-8")

    def told(*arguments: str, code: int = 0):
        found = run(arguments)
        out, err = capsys.readouterr()
        assert found == code, out + err
        return json.loads(out) if "--json" in arguments else out + err

    return told


def vault(ask, marking: str = "confidential") -> None:
    ask("init", "vault", "--marking", marking, "--name", "Desk")
    ask("read", "secret-folder", "--workspace", "vault")


def test_everything_out_of_a_marked_workspace_is_marked(ask, tmp_path):
    vault(ask)
    run = ask(*RUN, "--evidence", "vault")
    assert run["marking"] == "confidential"
    assert ask("explain", run["run"], STOCK, "--json")["marking"] == "confidential"  # with no workspace in use
    assert ask("explain", run["run"], STOCK).startswith("CONFIDENTIAL\n")
    ask("report", run["run"], "--to", ".")
    assert "CONFIDENTIAL" in (tmp_path / "report.html").read_text("utf-8")
    ask("init", "open", "--marking", "public")
    assert ask("explain", run["run"], STOCK, "--workspace", "open", "--json")["marking"] == "confidential"
    assert ask("explain", run["run"], STOCK, "--workspace", "open").startswith("CONFIDENTIAL\n")
    (page,) = tmp_path.glob("ytterby-runs/*/report.html")
    assert "CONFIDENTIAL · Desk" in page.read_text("utf-8")
    assert ask("claims", "--store", "vault", "--json")["marking"] == "confidential"
    assert ask("claims", "--store", "vault/evidence.sqlite").startswith("CONFIDENTIAL · Desk\n")
    (tmp_path / "vault/deep").mkdir()
    shutil.copy(tmp_path / "vault/evidence.sqlite", tmp_path / "vault/deep")
    assert ask("claims", "--store", "vault/deep").startswith("CONFIDENTIAL · Desk\n")
    for line in ask("claims", "--workspace", "vault", "--export", "jsonl").splitlines():
        assert json.loads(line)["marking"] == "confidential"
    (entity, *_) = json.loads(ask("claims", "--workspace", "vault", "--export", "prov"))["entity"].values()
    assert entity["ytterby:marking"] == "confidential"
    assert json.loads(ask("claims", "--workspace", "vault", "--export", "annotation"))[0]["marking"] == "confidential"
    made = ask("drafts", "--workspace", "vault", "--json")
    assert made["marking"] == "confidential"
    assert all(Path(f).read_text("utf-8").startswith("# CONFIDENTIAL · Desk\n") for f in made["files"])


def test_claims_of_a_stricter_workspace_are_not_used_in_a_laxer_one(ask):
    vault(ask, "internal")
    ask("init")
    assert "--workspace vault" in ask(*RUN[:-1], "--evidence", "vault", code=2)
    assert "--workspace vault" in ask("claims", "--store", "vault", code=2)
    ask("init", "strict", "--marking", "confidential")
    assert ask(*RUN, "--evidence", "vault", "--workspace", "strict")["marking"] == "confidential"


def test_a_workspace_says_where_its_claims_are(ask, tmp_path):
    ask("read", "secret-folder", "--store", "elsewhere")
    ask("init", "vault")
    with (tmp_path / "vault/workspace.yaml").open("a") as file:
        file.write("evidence: ../elsewhere\n")
    found = ask(*RUN, "--evidence", "vault")
    assert [n["estimate"] for n in found["evidence"]["numbers"]] == [STOCK]


def test_a_figure_of_the_workspace_stands(ask, tmp_path):
    vault(ask)
    (tmp_path / "vault/estimates/own.csv").write_text(
        "chain,id,low,best,high,unit,standing,source,row\n"
        f"gallium,{STOCK.removesuffix('/JPN')},20,40,80,d,assumption,desk,1\n"
    )
    told = ask(*RUN, "--evidence", "vault")["evidence"]
    assert [(n["estimate"], n["before"]["best"]) for n in told["numbers"]] == [(STOCK, 40.0)]


def test_a_redacted_run_does_not_say_where_documents_lie(ask, tmp_path):
    vault(ask)
    told = ask(*RUN, "--evidence", "vault", "--redact")
    (page,) = tmp_path.glob("ytterby-runs/*/report-redacted.html")
    for text in (json.dumps(told, ensure_ascii=False), page.read_text("utf-8")):
        assert "secret-folder" not in text
        assert str(tmp_path) not in text
        assert "vault" not in text
    assert [q["path"] for q in told["evidence"]["quotes"]] == ["document 1"]


def test_a_run_is_replayed_on_what_the_documents_said_then(ask, tmp_path):
    ask("read", "secret-folder")
    first = ask(*RUN, "--evidence", "ytterby-workspace")
    assert first["inputs"].keys() >= {"evidence/claims.json"}
    assert ask(*RUN, "--evidence", "ytterby-workspace")["hash"] == first["hash"]
    (tmp_path / "more.txt").write_text("日本のガリウム在庫は1カ月分だ。", "utf-8")
    ask("read", "more.txt")
    second = ask(*RUN, "--evidence", "ytterby-workspace")
    assert second["hash"] != first["hash"]
    (tmp_path / "ytterby-workspace/evidence.sqlite").unlink()
    shutil.rmtree(tmp_path / "secret-folder")
    again = ask("run", first["run"], "--replay", "--json")
    assert again["replay"]["same_numbers"]
    assert again["evidence"]["numbers"] == first["evidence"]["numbers"]
    assert "leave it out" in ask("run", first["run"], "--replay", "--evidence", "ytterby-workspace", code=2)
    changed = ask("compare", first["run"], second["run"], "--json")["changed"]
    assert [(c["kind"], c["id"]) for c in changed] == [("data", "evidence/claims.json")]
    assert changed[0]["effect"]


@pytest.mark.parametrize("where", ["typo", "typo.sqlite", "journey.yaml", "mysql://x/y", "", "secret-folder"])
def test_what_is_no_evidence_is_refused_and_left_alone(ask, tmp_path, where):
    before = sorted(tmp_path.rglob("*"))
    ask(*RUN[:-1], "--evidence", where, code=2)
    assert sorted(tmp_path.rglob("*")) == before
