"""Measure the house: length of files and functions, cycles of imports, definitions that nothing else names.

Run ``python tools/house.py``; tests/architecture hold the limits, this shows how far away they are.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "ytterby"


def main() -> None:
    files = sorted(SOURCE.rglob("*.py"))
    trees = {path: ast.parse(path.read_text("utf-8")) for path in files}
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    functions = {
        f"{path.relative_to(SOURCE)}:{f.name}": length(f) for path, t in trees.items() for f in functions_of(t)
    }
    print(told("files", lines.values(), (120, 250, 400)))
    print("  longest: " + ", ".join(f"{p.relative_to(SOURCE)} {n}" for p, n in longest(lines)))
    print(told("functions", functions.values(), (25, 60)))
    print("  longest: " + ", ".join(f"{name} {n}" for name, n in longest(functions)))
    edges = imports_of(trees)
    print(f"imports: {sum(map(len, edges.values()))} among {len(edges)} modules, {len(cycles(edges))} cycles")
    for ring in cycles(edges):
        print("  " + " -> ".join(ring))
    print("named nowhere else: " + (", ".join(unnamed(trees)) or "nothing"))


def told(what: str, values: Sequence[int] | object, limits: Sequence[int]) -> str:
    """Median, nine in ten, most, and the share below each limit."""
    rows = sorted(values)  # type: ignore[call-overload]
    nine, half = rows[min(int(0.9 * len(rows)), len(rows) - 1)], rows[len(rows) // 2]
    within = ", ".join(f"{100 * sum(r <= limit for r in rows) / len(rows):.1f} % within {limit}" for limit in limits)
    return f"{len(rows)} {what}: half within {half}, nine in ten within {nine}, longest {rows[-1]} lines; {within}"


def longest(lengths: dict[Path, int] | dict[str, int]) -> list[tuple[object, int]]:
    """The five longest."""
    return sorted(lengths.items(), key=lambda kv: -kv[1])[:5]  # type: ignore[return-value]


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without its docstring, and of the signature."""
    body = node.end_lineno - node.lineno + 1  # type: ignore[operator]
    first = node.body[0]
    is_text = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return body - (first.end_lineno - first.lineno + 1 if is_text else 0)  # type: ignore[operator]


def module_of(path: Path) -> str:
    """Dotted name of a file."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(trees: dict[Path, ast.Module]) -> dict[str, set[str]]:
    """Module -> modules of the package it imports, inside functions too; types apart."""
    known = {module_of(path) for path in trees}
    edges: dict[str, set[str]] = {}
    for path, tree in trees.items():
        name = module_of(path)
        found = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ytterby"):
                inner = {f"{node.module}.{a.name}" for a in node.names} & known
                found |= inner or {node.module} & known
        edges[name] = found - {name, "ytterby"}
    return edges


def cycles(edges: dict[str, set[str]]) -> list[list[str]]:
    """Rings of imports, by depth-first search; one for each way back."""
    rings, state, path = [], dict.fromkeys(edges, 0), list[str]()

    def visit(name: str) -> None:
        state[name] = 1
        path.append(name)
        for other in sorted(edges.get(name, ())):
            if state.get(other) == 1:
                rings.append([*path[path.index(other) :], other])
            elif state.get(other) == 0:
                visit(other)
        path.pop()
        state[name] = 2

    for name in sorted(edges):
        if state[name] == 0:
            visit(name)
    return rings


def unnamed(trees: dict[Path, ast.Module]) -> list[str]:
    """Definitions at the top of a file whose name stands nowhere else in code, tests, tools or benchmarks."""
    folders = ("src", "tests", "tools", "benchmarks")
    texts = [p.read_text("utf-8") for f in folders for p in (ROOT / f).rglob("*.py*") if p.suffix in {".py", ".pyi"}]
    words = Counter(word for text in texts for word in re.findall(r"[A-Za-z_]\w+", text))
    return [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and words[node.name] == 1
    ]


if __name__ == "__main__":
    main()
