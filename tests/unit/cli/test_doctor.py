"""The examination of a machine."""

from __future__ import annotations

import json
from importlib import metadata

from ytterby.cli import doctor, main


def test_shows_one_line_per_check(capsys):
    assert main.run(["doctor"]) == 0
    shown = capsys.readouterr().out
    for check in doctor.examine():
        assert check.name in shown


def test_json(capsys):
    assert main.run(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is True
    names = [check["name"] for check in found["checks"]]
    assert {"python", "cores", "memory", "packaged data", "kernel cache", "current folder"} <= set(names)


def test_names_what_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(metadata, "requires", lambda name: ["no-such-package>=1.0"])
    assert main.run(["doctor"]) == 1
    captured = capsys.readouterr()
    assert "no-such-package: not installed" in captured.err
    assert "pip install 'no-such-package>=1.0'" in captured.err


def test_missing_data_is_a_fault(monkeypatch, capsys):
    monkeypatch.setattr(doctor.util, "find_spec", lambda name: None)
    assert main.run(["doctor", "--json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert "packaged data" in {fault["where"] for fault in error["faults"]}


def test_a_folder_that_takes_no_files_is_a_warning(monkeypatch, tmp_path):
    gone = tmp_path / "gone"
    monkeypatch.setattr(doctor.Path, "cwd", lambda: gone)
    assert doctor._folder().state == "warning"
