"""`ytterby run` and `ytterby export` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ytterby.cli import main

RUN = ["run", "gallium-germanium-2023", "--draws", "8", "--months", "3", "--json"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    assert main.run([*RUN, "--out", str(folder), "--note", "the first"]) == 0
    return folder


def manifest(store: Path) -> dict[str, dict[str, str]]:
    (path,) = store.glob("*/manifest.json")
    found: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8"))
    return found


def test_the_second_time_it_is_read(store: Path, capsys):
    (report,) = store.glob("*/report.html")
    before = report.stat().st_mtime_ns
    capsys.readouterr()
    assert main.run([*RUN, "--out", str(store)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["run"] == report.parent.name
    assert report.stat().st_mtime_ns == before
    assert main.run([*RUN[:-1], "--out", str(store)]) == 0
    assert "answered from" in capsys.readouterr().out


def test_a_reviewer_is_added_to_a_stored_run(store: Path):
    assert main.run([*RUN, "--out", str(store), "--reviewer", "a colleague"]) == 0
    remarks = manifest(store)["remarks"]
    assert (remarks["note"], remarks["reviewer"]) == ("the first", "a colleague")


@pytest.mark.parametrize("place", ["local", "cluster:2", "8786"])
def test_a_place_nobody_knows_is_refused_before_any_work(place: str, tmp_path: Path, capsys):
    assert main.run([*RUN, "--seed", "7", "--out", str(tmp_path), "--cluster", place]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["where"] == "--cluster"
    assert "local:N" in error["choices"]


def test_export(store: Path, tmp_path: Path, capsys):
    out = tmp_path / "numbers.csv"
    run = manifest(store)["run"]
    capsys.readouterr()
    assert main.run(["export", str(run), "--runs", str(store), "--format", "csv", "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"run": run, "format": "csv", "path": str(out)}
    assert out.read_text("utf-8").startswith("quantity,")


def test_an_unknown_form_is_refused_with_the_choices(store: Path, capsys):
    assert main.run(["export", "x", "--format", "excel", "--json"]) == 2
    assert "iamc" in capsys.readouterr().out
