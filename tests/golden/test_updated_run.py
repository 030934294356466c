"""Twelve made-up months and a rule arrive: the old run replays, the two are named, a number leads to its file."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from ytterby.cli.main import run

OFFICIAL = Path(__file__).parents[1] / "fixtures" / "official"
RULE = """id: CN-2026-99
issuer: CHN
body: made up
title: Made-up extension of a suspension
citation: made up
issued: 2026-11-09
checked_on: 2026-11-21
standing: assumption
sources: [made up for a test]
rules:
  - id: CN-2026-99
    role: suspension
    clause: made up
    summary: Keeps four rules suspended for another year.
    announced: 2026-11-09
    effective: 2026-11-09
acts:
  - action: suspend
    on: [CN-2025-57, CN-2025-61.1, CN-2025-61.2, CN-2025-61.3]
    since: 2026-11-11
    to: 2027-11-10
"""
SCENARIO = """schema: ytterby/scenario/1
id: lapsing
title: The suspension lapses
question: What if the suspension of November 2025 is not kept up?
start: 2026-09
months: 12
levers:
  law:
    instruments: [CN-ECL-2020, CN-DUR-2024, CN-2025-18, CN-2025-57, CN-2025-61, CN-2025-70, CN-2026-1]
    branch: revive
    practice:
      - { rule: CN-2025-61.1, approval: 0.2, source: made up for a test }
"""
NUMBER = "flow/ndpr/magnet/CHN-JPN"


@pytest.fixture
def ask(tmp_path: Path, monkeypatch, capsys):
    """The command line in a folder of its own: arguments -> the object of --json."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YTTERBY_WORKSPACE", raising=False)
    (tmp_path / "s.yaml").write_text(SCENARIO)
    for name in ("estat.csv", "magnets.yaml"):
        shutil.copy(OFFICIAL / name, tmp_path)

    def call(*arguments: str):
        code = run([*arguments, "--json"])
        shown = capsys.readouterr()
        assert code == 0, shown.out + shown.err
        return json.loads(shown.out)

    return call


def test_what_came_in_is_named_and_the_old_run_stays(ask, tmp_path):
    ask("init", "--marking", "internal")
    size = ("--draws", "16", "--seed", "3")
    old = ask("run", "s.yaml", *size)
    imported = ask("data", "import", "estat.csv", "--source", "estat", "--mapping", "magnets.yaml")
    assert imported["figures_of"] == "2025-01 to 2025-12" and NUMBER in imported["figures"]
    (tmp_path / "ytterby-workspace/regimes/CN-2026-99.yaml").write_text(RULE)
    new = ask("run", "s.yaml", *size)
    assert new["hash"] != old["hash"] and new["marking"] == "internal"

    again = ask("run", "--replay", old["run"])
    assert again["hash"] == old["hash"]
    assert again["replay"]["same_numbers"] and again["replay"]["same_hash"]
    assert again["fill_rate"] == old["fill_rate"]

    compared = ask("compare", old["run"], new["run"])
    assert [(c["kind"], c["id"]) for c in compared["changed"]] == [
        ("data", "estimates/estat-magnets.csv"),
        ("rule", "regimes/CN-2026-99.yaml"),
    ]
    for change in compared["changed"]:
        assert change["before"] is None and len(change["after"]) == 64
        assert change["effect"]["most"]["p50"] != 0.0
    assert {row["p_b_better"] for row in compared["paired"]} != {0.0}

    key = sha256((tmp_path / "estat.csv").read_bytes()).hexdigest()
    trace = ask("explain", new["run"], NUMBER)
    assert {"step": "read", "id": f"sha256:{key}"}.items() <= trace["path"][-1].items()
    assert trace["sources"][0]["claim or row"] == f"estat.csv sha256:{key}"
    kept = tmp_path / "ytterby-workspace/revisions" / key[:2] / key
    assert kept.read_bytes() == (tmp_path / "estat.csv").read_bytes()


def test_the_same_runs_have_nothing_to_explain(ask):
    first = ask("run", "s.yaml", "--draws", "8")
    same = ask("compare", first["run"], "s.yaml")
    assert same["changed"] == [] and {row["p50"] for row in same["paired"]} == {0.0}
