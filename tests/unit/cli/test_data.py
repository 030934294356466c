"""`ytterby data`: one object with --json, exit code 3 for a faulty table."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from ytterby import baseline
from ytterby.cli.data import data
from ytterby.errors import BadData, NotFound, UsageError


def run(*arguments: str):
    return CliRunner().invoke(data, list(arguments))


def test_list_json_is_one_object():
    shown = json.loads(run("list", "--json").stdout)
    assert [r["name"] for r in shown["resources"]] == list(baseline.resources())
    assert all(r["licences"] and r["sources"] and r["rows"] for r in shown["resources"])


@pytest.mark.parametrize("columns", ["30", "80", "200"])
def test_list_shows_every_table_whole_at_any_width(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    heads = [line.split(" ")[0] for line in run("list").stdout.splitlines()]
    assert set(baseline.resources()) <= set(heads)


def test_check_packaged():
    done = run("check", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"checked": list(baseline.resources()), "faults": []}


def test_check_own_file(tmp_path):
    path = tmp_path / "baskets.csv"
    baseline.table("baskets").write_csv(path)
    assert "no fault" in run("check", str(path)).stdout
    path.write_text(path.read_text().replace(",CHN,", ",CHX,"))
    error = run("check", str(path)).exception
    assert isinstance(error, BadData) and error.exit_code == 3
    assert len(error.faults) == 5 and all("CHX" in f.what for f in error.faults)


def test_file_of_another_name_needs_the_table(tmp_path):
    path = tmp_path / "mine.csv"
    baseline.table("baskets").write_csv(path)
    assert isinstance(run("check", str(path)).exception, UsageError)
    assert run("check", str(path), "--table", "baskets").exit_code == 0


@pytest.mark.parametrize("arguments", [("check", "--table", "nonsense"), ("check", "x.csv", "--table", "nonsense")])
def test_unknown_table(arguments):
    assert isinstance(run(*arguments).exception, NotFound)
