"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

import ast
from pathlib import Path

LONGEST_FILE, LONGEST_FUNCTION, MOST_METHODS = 400, 60, 15
DRAWERS = {"utils", "util", "common", "helpers", "core", "base", "manager", "misc"}


def definitions(path: Path):
    return ast.walk(ast.parse(path.read_text("utf-8")))


def test_files(python_files: list[Path]):
    lines = {str(path): len(path.read_text("utf-8").splitlines()) for path in python_files}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_functions(python_files: list[Path]):
    long = {
        f"{path}:{node.name}": node.end_lineno - node.lineno + 1
        for path in python_files
        for node in definitions(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == {}


def test_classes(python_files: list[Path]):
    for path in python_files:
        for node in definitions(path):
            if isinstance(node, ast.ClassDef):
                methods = [n.name for n in node.body if isinstance(n, ast.FunctionDef)]
                public = [name for name in methods if not name.startswith("_")]
                assert len(public) <= MOST_METHODS, f"{path}:{node.name}"


def test_no_drawers(python_files: list[Path]):
    assert [str(path) for path in python_files if {path.stem, path.parent.name} & DRAWERS] == []


def test_no_star_import_and_no_bare_except(python_files: list[Path]):
    for path in python_files:
        for node in definitions(path):
            star = isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names)
            bare = isinstance(node, ast.ExceptHandler) and node.type is None
            assert not star and not bare, f"{path}:{node.lineno}"
