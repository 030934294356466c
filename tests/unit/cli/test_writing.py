"""Every verb that writes a file where it is told makes a missing folder and says so; none writes where it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ytterby.cli import main

RUN = ["run", "gallium-germanium-2023", "--draws", "8", "--months", "3", "--json"]
VERBS = {
    "brief": ("brief", "{run}", "--format", "md", "--out", "{at}/b.md"),
    "export": ("export", "{run}", "--format", "csv", "--out", "{at}/b.csv"),
    "report": ("report", "{run}", "--to", "{at}"),
    "screen --html": ("screen", "actuator", "--to", "JPN", "--html", "{at}/p.html"),
    "screen --csv": ("screen", "actuator", "--to", "JPN", "--csv", "{at}/p.csv"),
    "assess": ("assess", "dependence", "--out", "{at}/d.html"),
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    assert main.run([*RUN, "--out", str(folder)]) == 0
    return next(p for p in folder.iterdir() if not p.name.startswith("."))


def call(verb: str, stored: Path, at: Path) -> list[str]:
    return [part.format(run=stored, at=at) for part in VERBS[verb]]


@pytest.mark.parametrize("verb", VERBS)
def test_a_missing_folder_is_made_and_said(verb: str, stored: Path, tmp_path: Path, capsys):
    at = tmp_path / "not" / "there yet"
    assert main.run(call(verb, stored, at)) == 0
    assert f"Made the folder {at}" in capsys.readouterr().err
    assert [p.is_file() for p in at.iterdir()] == [True]
    assert main.run(call(verb, stored, at)) == 0
    assert "Made the folder" not in capsys.readouterr().err


@pytest.mark.parametrize("verb", VERBS)
def test_a_file_in_the_way_is_refused_and_nothing_is_made(verb: str, stored: Path, tmp_path: Path, capsys):
    (tmp_path / "file").write_text("x")
    capsys.readouterr()
    assert main.run([*call(verb, stored, tmp_path / "file" / "deeper"), "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert "is a file, not a folder" in error["what"] and error["where"].startswith("--") and error["fix"]
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
