"""The public API is a list: pinned, at most 40 names, each found, documented, and free until it is used."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ytterby

MOST = 40
PINNED = tuple((Path(__file__).parent / "public_names.txt").read_text("utf-8").split())
CALLED = [name for name in PINNED if name != "__version__"]


def test_the_list_is_pinned():
    assert sorted(ytterby.__all__) == sorted(PINNED)
    assert len(PINNED) <= MOST
    assert dir(ytterby) == sorted(ytterby.__all__)


def test_the_stub_tells_type_checkers_the_same(root: Path):
    tree = ast.parse((root / "src/ytterby/__init__.pyi").read_text("utf-8"))
    told = {
        alias.asname or alias.name: f"{node.module}:{alias.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == {name: f"ytterby.{home}" for name, home in ytterby._HOMES.items()}
    exported = next(node.value for node in tree.body if isinstance(node, ast.Assign))
    assert sorted(ast.literal_eval(exported)) == sorted(PINNED)


def test_a_name_that_is_not_there_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'simulate_everything'"):
        ytterby.simulate_everything  # noqa: B018


def test_importing_costs_nothing():
    code = "import json, sys, ytterby; print(json.dumps([m for m in sys.modules if m.startswith('ytterby')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["ytterby"]


def test_python_dash_m_is_the_command():
    done = subprocess.run([sys.executable, "-m", "ytterby", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"ytterby {ytterby.__version__}\n"


@pytest.mark.parametrize("name", CALLED)
def test_each_name_has_a_docstring_in_the_house_form(name):
    found = getattr(ytterby, name)
    text = inspect.getdoc(found) or ""
    first = text.split("\n\n")[0]
    assert first.endswith((".", ":", "?")), f"{name}: the first line is a sentence"
    if inspect.isclass(found):
        return
    parameters = list(inspect.signature(found).parameters)
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\w+\n-+\n|\Z)", text, re.MULTILINE | re.DOTALL)
    assert bool(section) == bool(parameters), f"{name} has {parameters}"
    if section:
        written = {w.strip() for line in re.findall(r"^([\w, ]+) :", section[1], re.MULTILINE) for w in line.split(",")}
        assert set(parameters) == written
