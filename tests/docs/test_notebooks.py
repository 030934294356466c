"""The notebooks run from top to bottom, and are kept without outputs.

Cells are executed in order in one namespace, the last expression of each shown as a notebook would. No Jupyter is
needed for that: the notebooks use no magics, and a kernel with its client would bring 25 packages (decision 0091).
"""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path

import pytest
from code_blocks import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def code_of(path: Path) -> list[str]:
    book = json.loads(path.read_text("utf-8"))
    return ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "code"]


def execute(source: str, where: str, space: dict) -> object:
    tree = ast.parse(source, where)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, where, "exec"), space)
    return eval(compile(ast.Expression(last.value), where, "eval"), space) if last else None


def show(value: object) -> str:
    as_page = getattr(value, "_repr_html_", None)
    return as_page() if callable(as_page) else repr(value)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_kept_clean(path):
    book = json.loads(path.read_text("utf-8"))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    assert len({c["id"] for c in book["cells"]}) == len(book["cells"])
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
            assert not any(line.startswith(("%", "!")) for line in cell["source"]), "no magics: any Python runs it"
    assert "DRAWS = 64" in "\n".join(code_of(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs(path, tmp_path, monkeypatch):
    monkeypatch.delenv("YTTERBY_WORKSPACE", raising=False)
    here, space = Path.cwd(), {"__name__": "notebook"}
    os.chdir(tmp_path)
    try:
        for n, source in enumerate(code_of(path)):
            small = source.replace("DRAWS = 64", "DRAWS = 8").replace("months=24", "months=9")
            assert show(execute(small, f"{path.name}, code cell {n}", space)) is not None
    finally:
        os.chdir(here)


def test_there_are_three():
    assert [p.stem for p in NOTEBOOKS] == ["add-a-mechanism", "bring-your-own-data", "first-steps"]
