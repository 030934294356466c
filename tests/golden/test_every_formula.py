"""Every formula of the conventions has a golden: the list is whole, its worked numbers stand in the tests it names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/explanation/conventions.md").read_text("utf-8")
LISTED: dict[str, dict[str, list[str]]] = YAML(typ="safe", pure=True).load(
    (ROOT / "tests/golden/formulas.yaml").read_text("utf-8")
)
PARAGRAPHS = {f"§{n}": text for n, text in re.findall(r"^## §(\d+) [^\n]*\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)}
CHECK = re.compile(r"\*\*Check\*\*(.*?)(?=\n\n|\n- \*\*|\Z)", re.S)
WITHOUT = {"§2": "axes", "§3": "stages"}
"""Paragraphs that are words and no formula."""
WORKED = re.compile(r"(?<![\w.])\d*\.\d{2,}(?!\w)")


def numbers_of(paragraph: str) -> set[float]:
    """Results and inputs of the worked examples with two decimals and more."""
    checks = [re.sub(r"doi:\S+", "", found) for found in CHECK.findall(PARAGRAPHS[paragraph])]
    return {float(n) for found in checks for n in WORKED.findall(found)}


def literals(path: Path) -> set[float]:
    tree = ast.parse(path.read_text("utf-8"))
    found = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    return {float(v) for v in found if isinstance(v, int | float) and not isinstance(v, bool)}


def files_of(paragraph: str) -> list[Path]:
    return [ROOT / "tests" / test.partition("::")[0] for tests in LISTED[paragraph].values() for test in tests]


def test_every_paragraph_is_listed():
    assert set(LISTED) | set(WITHOUT) == set(PARAGRAPHS)
    assert set(LISTED) & set(WITHOUT) == set()


@pytest.mark.parametrize("paragraph", LISTED)
def test_what_is_listed_is_there(paragraph):
    for formula, tests in LISTED[paragraph].items():
        assert tests, formula
        for test in tests:
            name, _, function = test.partition("::")
            tree = ast.parse((ROOT / "tests" / name).read_text("utf-8"))
            there = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
            assert not function or function in there, test


@pytest.mark.parametrize("paragraph", [p for p, text in PARAGRAPHS.items() if CHECK.search(text)])
def test_worked_numbers_stand_in_the_tests(paragraph):
    assert any(p.parent.name in {"golden", "assessment"} for p in files_of(paragraph)), "a worked number needs a golden"
    tested = {abs(v) for path in files_of(paragraph) for v in literals(path)}
    assert {n for n in numbers_of(paragraph) if not any(abs(n - v) <= 1e-12 for v in tested)} == set()
