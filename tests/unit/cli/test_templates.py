"""`ytterby init`: every template loads as it is, and its schema takes it as an editor would."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from ytterby.cli.main import run
from ytterby.cli.schema import MODELS

SCHEMA_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@pytest.fixture
def workspace(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YTTERBY_WORKSPACE", raising=False)
    assert run(["init"]) == 0
    capsys.readouterr()
    return tmp_path / "ytterby-workspace"


def copied(workspace: Path) -> dict[str, Path]:
    """Copy every template where its README says."""
    out = {}
    for line in (workspace / "templates" / "README.md").read_text("utf-8").splitlines():
        cells = [c.strip() for c in line.split("|")[1:-1]]
        if len(cells) == 4 and "." in cells[0]:
            sources = cells[0].split(", ")
            targets = cells[1].split(", ") if cells[1] != "anywhere" else sources
            for source, target in zip(sources, targets, strict=True):
                shutil.copy(workspace / "templates" / source, workspace / target)
                out[source] = workspace / target
    return out


def asked(capsys, *arguments: str) -> str:
    assert run(list(arguments)) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_the_readme_places_every_template(workspace):
    there = {p.name for p in (workspace / "templates").iterdir()} - {"README.md"}
    assert set(copied(workspace)) == there


@pytest.mark.parametrize("name", ["chain", "scenario", "regime", "programme", "own", "mapping"])
def test_an_editor_takes_it_and_sees_a_typing_error(workspace, name):
    path = workspace / "templates" / f"{name}.yaml"
    text = path.read_text("utf-8")
    schema = json.loads((path.parent / SCHEMA_LINE.match(text)[1]).read_text("utf-8"))
    # an editor reads days as text
    raw = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))
    jsonschema.Draft202012Validator(schema).validate(raw)
    with pytest.raises(jsonschema.ValidationError, match="stat"):
        jsonschema.Draft202012Validator(schema).validate({**raw, "stat": 1})


def test_schemas_are_those_the_verb_prints(workspace, capsys):
    for name in MODELS:
        assert (workspace / "schemas" / f"{name}.schema.json").read_text("utf-8") == asked(capsys, "schema", name)


def test_templates_count_for_nothing_until_they_are_copied(workspace, capsys):
    from ytterby.baseline.shelf import bundled_shelf
    from ytterby.baseline.workspace import open_workspace

    assert open_workspace(workspace).shelf.fingerprint() == bundled_shelf().fingerprint()
    copied(workspace)
    assert open_workspace(workspace).shelf.fingerprint() != bundled_shelf().fingerprint()


def test_every_template_loads_in_its_place(workspace, capsys):
    files = copied(workspace)
    assert "no fault" in asked(capsys, "data", "check", str(files["table.csv"]))
    assert "NOR-2026-1" in asked(capsys, "schema", "regime") + asked(
        capsys, "screen", "semiconductor-gas", "--to", "JPN", "--json", "--on", "2026-04-01"
    )
    told = json.loads(asked(capsys, "run", "example-ban", "--draws", "8", "--months", "12", "--json"))
    lowest = {r["end_use"]: r["p50"] for r in told["fill_rate"] if r["place"] == "JPN" and r["month"] == "2026-12"}
    assert lowest["batteries"] < 0.95
    told = json.loads(asked(capsys, "run", "japan-2026", "--draws", "8", "--months", "6", "--json"))
    assert "our-actuator" in {p["id"] for p in told["programmes"]}
    assert any(s["id"] == "supply/ndpr/magnet/JPN" and s["best"] == 3400 for s in told["sources"])
    mapping, trade = str(files["mapping.yaml"]), str(files["trade.csv"])
    asked(capsys, "data", "import", trade, "--source", "comtrade", "--mapping", mapping, "--check")
    assert json.loads(asked(capsys, "read", str(files["document.txt"]), "--json"))["claims"]


def test_what_is_there_stays(workspace, capsys):
    mine = workspace / "templates" / "chain.yaml"
    mine.write_text("mine\n", "utf-8")
    (workspace / "workspace.yaml").unlink()
    asked(capsys, "init")
    assert mine.read_text("utf-8") == "mine\n"


def test_every_command_of_the_readme_works_as_written_in_the_workspace(workspace, monkeypatch, capsys):
    copied(workspace)
    monkeypatch.chdir(workspace)
    text = (workspace / "templates" / "README.md").read_text("utf-8")
    commands = list(dict.fromkeys(re.findall(r"`ytterby ([^`]+)`", text)))
    assert len(commands) >= 7
    out = {command: asked(capsys, *command.split()) for command in commands}
    assert "Run example-ban-" in out["run example-ban --draws 20"]
    assert "no fault" in out["data check tables/chain_example.csv"]
    assert "NOR-2026-1" in out["screen --calendar --on 2026-01-01"]
    assert not (workspace / "ytterby-workspace").exists()
