"""Workspaces on the command line: imports, bundles, markings, redaction, refusals."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from ytterby.baseline.yamlfile import bundled
from ytterby.cli.main import run

OFFICIAL = Path(__file__).parents[2] / "fixtures" / "official"
BILL = (
    "line,parent,part,quantity,material,mass_g,value_usd,origin,technology,hs,maker\n"
    "1,,Secret Gyro,1,,,250,JPN,,,Hidden Works\nSG-2,1,Secret magnet,1,ndfeb with dy,8,0.30,CHN,CHN,8505111000,\n"
    "1.3,1,Secret core,1,secretium,8,0.30,CHN,CHN,,\n"
)


@pytest.fixture
def ask(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YTTERBY_WORKSPACE", raising=False)
    for file in OFFICIAL.iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "bill.csv").write_text(BILL)

    def call(*arguments: str, code: int = 0):
        got = run(list(arguments))
        shown = capsys.readouterr()
        assert got == code, shown.out + shown.err
        if "--json" in arguments:
            return json.loads(shown.out)
        return shown.out + shown.err

    return call


IMPORT = ("data", "import", "estat.csv", "--source", "estat", "--mapping", "magnets.yaml")
SCREEN = ("screen", "bill.csv", "--to", "JPN", "--on", "2026-01-10", "--end-user", "Buyer KK")


def test_an_import_makes_a_workspace_and_never_touches_the_package(ask, tmp_path):
    told = ask(*IMPORT, "--json")
    assert [r["before"] is None for r in told["replaces"]].count(True) == 2  # the two from a place without makers
    assert (tmp_path / "ytterby-workspace/estimates/estat-magnets.csv").is_file()
    listed = ask("data", "list", "--json")
    assert listed["imports"][0]["sha256"] == told["sha256"] and listed["imports"][0]["last"] == "2025-12"
    assert listed["rules"]["instruments"] > 40
    assert any("estat estat.csv (2025-12)" in w or "more" in w for w in listed["warnings"])


def test_a_newer_vintage_replaces_the_figures_and_both_are_kept(ask, tmp_path):
    first = ask(*IMPORT, "--json")
    (tmp_path / "estat.csv").write_text((tmp_path / "estat.csv").read_text().replace("'850511000'", "'850511100'"))
    second = ask(*IMPORT, "--json")
    assert first["sha256"] != second["sha256"]
    records = [json.loads(p.read_text()) for p in (tmp_path / "ytterby-workspace/imports").glob("*.json")]
    kept = tmp_path / "ytterby-workspace/revisions"
    keys = [r[k] for r in records for k in ("sha256", "mapping_sha256", "estimates_sha256")]
    assert all((kept / k[:2] / k).is_file() for k in keys)
    assert len(list((tmp_path / "ytterby-workspace/estimates").iterdir())) == 1


def test_a_refused_import_writes_nothing(ask, tmp_path):
    (tmp_path / "estat.csv").write_text((tmp_path / "estat.csv").read_text().replace(",601,", ",999,"))
    assert 'nobody knows the place "999"' in ask(*IMPORT, code=3)
    assert "is no material" in mapped(ask, tmp_path, "ndpr:", "lead:")
    assert "is no commodity" in mapped(ask, tmp_path, "commodity: magnet", "commodity: widget")
    assert not (tmp_path / "ytterby-workspace").exists()
    check = ("data", "import", "gacc.csv", "--source", "gacc", "--mapping", "magnets.yaml", "--check")
    assert "Nothing was written" in ask(*check)
    assert not (tmp_path / "ytterby-workspace").exists()


def mapped(ask, tmp_path: Path, old: str, new: str) -> str:
    text = (OFFICIAL / "magnets.yaml").read_text()
    (tmp_path / "other.yaml").write_text(text.replace(old, new, 1))
    return ask("data", "import", "gacc.csv", "--source", "gacc", "--mapping", "other.yaml", code=3)


def test_every_source_is_named_when_a_wrong_one_is(ask):
    out = ask("data", "import", "estat.csv", "--source", "japan", "--mapping", "magnets.yaml", code=2)
    assert all(name in out for name in ("baci", "comtrade", "usgs", "estat", "gacc", "comext", "uscensus"))


def test_a_run_is_needed_to_stand_beside(ask):
    assert "there is no run of the chain" in ask("data", "against", *IMPORT[2:], code=2)
    usgs = ("data", "against", "usgs.csv", "--source", "usgs", "--mapping", "magnets.yaml")
    assert "not production" in ask(*usgs, code=2)


@pytest.mark.parametrize("marking", ["public", "internal", "confidential"])
def test_the_marking_stands_on_every_output(ask, tmp_path, marking):
    ask("init", "--marking", marking, "--name", "Desk")
    assert ask("data", "list", "--json")["marking"] == marking
    assert ask("data", "list").startswith(f"{marking.upper()} · Desk\n")
    assert ask(*SCREEN, "--html", "s.html", "--csv", "s.csv").startswith(marking.upper())
    assert f"<strong>{marking.upper()} · Desk</strong>" in (tmp_path / "s.html").read_text()
    rows = list(csv.DictReader(io.StringIO((tmp_path / "s.csv").read_text())))
    assert {r["marking"] for r in rows} == {marking}
    assert ask("screen", "--calendar", "--json")["marking"] == marking
    assert ask("assess", "hhi", "--material", "co", "--json")["marking"] == marking
    (tmp_path / "note.txt").write_text("China exported 100 tonnes of gallium in 2024.")
    assert ask("read", "note.txt", "--json")["marking"] == marking
    assert ask("claims", "--json")["marking"] == marking
    assert (tmp_path / "ytterby-workspace/evidence.sqlite").is_file()


def test_without_a_workspace_there_is_no_marking(ask):
    assert "marking" not in ask("data", "list", "--json")
    assert "marking" not in ask(*SCREEN, "--json")


def test_redacted_screening_names_nobody(ask, tmp_path):
    ask("init", "--marking", "confidential")
    told = ask(*SCREEN, "--redact", "--json", "--html", "s.html", "--csv", "s.csv")
    shown = [x["part"] for x in (*told["lines"], *told["unresolved"])]
    assert sorted(shown) == ["part 1", "part 2", "part 3"]
    text = (
        json.dumps(told) + "".join((tmp_path / n).read_text() for n in ("s.html", "s.csv")) + ask(*SCREEN, "--redact")
    )
    assert re.search(r"secret|hidden works|buyer kk|sg-2|bill\.csv", text, re.IGNORECASE) is None
    assert told["query"]["end_user"].startswith("firm ")
    again = ask(*SCREEN, "--redact", "--json")
    assert [x["part"] for x in again["lines"]] == [x["part"] for x in told["lines"]]
    open_ = ask(*SCREEN, "--json")
    outcomes = [(x["outcome"], x["branches"]) for x in open_["lines"]]
    assert outcomes == [(x["outcome"], x["branches"]) for x in told["lines"]]
    assert any("Secret" in x["part"] for x in open_["lines"])


@pytest.mark.parametrize(
    "cell", ["Secret Gyro,many,", "Secret Gyro,1,1,1,1,1,1,1,1,1,1,1", '"Secret Gyro', "Secret Gyro,1,,,,,,QQQ"]
)
def test_a_refusal_of_a_redacted_bill_names_nobody(ask, tmp_path, cell):
    (tmp_path / "secret-plan.csv").write_text(f"line,part,quantity,parent,material,mass_g,value_usd,origin\n1,{cell}\n")
    out = ask("screen", "secret-plan.csv", "--to", "JPN", "--redact", code=3)
    assert "secret" not in out.casefold()


@pytest.mark.parametrize(
    "arguments",
    [
        ("read", "note.txt", "--model-url", "http://192.0.2.7/v1"),
        ("read", "note.txt", "--store", "postgresql://u:word@192.0.2.8/claims"),
        ("claims", "--store", "postgresql://u:word@db.example/claims"),
    ],
)
def test_a_confidential_workspace_opens_nothing_outside(ask, tmp_path, arguments):
    (tmp_path / "note.txt").write_text("China exported 100 tonnes of gallium in 2024.")
    ask("init", "--marking", "confidential")
    out = ask(*arguments, code=2)
    assert "is confidential" in out and "word" not in out.replace("words", "")


def test_bundles_travel_by_the_command_line(ask, tmp_path):
    pytest.importorskip("cryptography", reason="SKIPPED: signed bundles need the extra bundles")
    ask(*IMPORT)
    ask("data", "key", "desk.pem")
    made = ask("data", "bundle", "b.zip", "--key", "desk.pem", "--json")
    got = ask("data", "unpack", "b.zip", "--workspace", "closed", "--trust", "desk.pub.pem", "--json")
    assert got["files"] == made["files"] == len(got["changed"])
    assert ask("data", "list", "--workspace", "closed", "--json")["imports"][0]["file"] == "estat.csv"
    assert "no key is trusted" in ask("data", "unpack", "b.zip", "--workspace", "closed", code=2)


def test_a_workspace_is_a_folder_that_exists(ask):
    assert "no workspace nowhere" in ask("data", "list", "--workspace", "nowhere", code=2)
    assert "not a database" in ask("claims", "--workspace", "postgresql://here/x", code=2)
    ask("init", "here")
    assert "there already" in ask("init", "here", code=2)


def test_a_redacted_comparison_masks_the_names_of_every_side_and_its_refusals(ask, tmp_path):
    text = bundled("scenarios", "japan-2026").read_text("utf-8")
    stocks = "  stocks:\n    - { id: vault-nine, place: PLACE, stage: first-use, days: 42 d }\n"
    for name, place in (("ours", "JPN"), ("wrong", "XYZ")):
        one = text.replace("id: japan-2026", f"id: {name}")
        (tmp_path / f"{name}.yaml").write_text(one.replace("levers:\n", "levers:\n" + stocks.replace("PLACE", place)))
    small = ("--draws", "8", "--months", "3", "--redact")
    told = ask("compare", "ours.yaml", "japan-2026", *small, "--no-effects", "--json")
    assert "vault-nine" not in json.dumps(told) and "42" not in json.dumps(told["changed"])
    assert told["redacted"]
    assert "vault-nine" not in ask("compare", "ours.yaml", "japan-2026", *small)
    assert "vault-nine" not in ask("compare", "wrong.yaml", "japan-2026", *small, code=3)
