"""The script that runs before anything is installed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "make_venv.py"


@pytest.fixture
def make_venv():
    spec = importlib.util.spec_from_file_location("make_venv", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_uses_the_standard_library_only(make_venv):
    import ast
    import sys

    tree = ast.parse(SCRIPT.read_text("utf-8"))
    modules = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    modules += [name.name for n in ast.walk(tree) if isinstance(n, ast.Import) for name in n.names]
    assert {name.split(".")[0] for name in modules} <= set(sys.stdlib_module_names)


def test_says_what_to_install_when_no_pip_can_be_had(make_venv, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(make_venv.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(make_venv, "_ways_to_pip", lambda python: [])
    assert make_venv.main(tmp_path / "venv") == 2
    assert "apt install python3.11-venv" in capsys.readouterr().err


def test_refuses_an_old_python(make_venv, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(make_venv, "OLDEST", (99, 0))
    assert make_venv.main(tmp_path / "venv") == 2
    assert "too old" in capsys.readouterr().err
    assert not (tmp_path / "venv").exists()
