"""The direction of imports, the doors, and a command line that starts without the engine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "numba", "numpy", "pint", "polars", "pydantic", "xarray", "scipy", "pandas", "rich", "jinja2", "ruamel",
    "linopy", "highspy", "sqlalchemy", "dask", "fastapi",
}  # fmt: skip
PACKAGES = (
    "__init__", "errors", "units", "jit", "cli/__init__", "domain/__init__", "simulation/__init__",
    "simulation/kernel/__init__",
)  # fmt: skip
OWN_AT_START = {"ytterby", "ytterby.cli", "ytterby.cli.main", "ytterby.cli.failures", "ytterby.errors"}


def modules_after(arguments: list[str]) -> set[str]:
    code = (
        "import json, sys\n"
        "from ytterby.cli.main import run\n"
        f"run({arguments!r})\n"
        "print('\\n' + json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nonsense"], []])
def test_the_first_screen_imports_no_engine(arguments):
    loaded = modules_after(arguments)
    assert not {name.split(".")[0] for name in loaded} & HEAVY
    assert {name for name in loaded if name.split(".")[0] == "ytterby"} == OWN_AT_START


def test_the_probe_sees_what_a_verb_imports():
    assert "ytterby.cli.doctor" in modules_after(["doctor", "--help"])


def test_contracts_hold(root: Path, tmp_path: Path):
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--no-logo", "--cache-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("errors", "import ytterby.domain", "Imports go down this list only"),
        ("domain.stray", "import numba", "numba enters by ytterby.jit only"),
        ("domain.stray", "import pint", "pint enters by ytterby.units only"),
        ("domain.stray", "import sqlalchemy", "SQLAlchemy and sqlite3 enter by ytterby.evidence.store only"),
        (
            "simulation.kernel.stray",
            "import ytterby.units",
            "Kernels see arrays only: no names, no units, no files",
        ),
        ("drawer", "", "Imports go down this list only"),
    ],
)
def test_contracts_can_break(root: Path, tmp_path: Path, module, line, contract):
    package = tmp_path / "ytterby"
    for name in PACKAGES:
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / f"{name}.py").write_text("")
    (package / f"{module.replace('.', '/')}.py").write_text(line + "\n")
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--no-logo", "--no-cache", "--config", str(root / ".importlinter")]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contract} BROKEN" in done.stdout


def test_every_verb_prints_through_one_door(root: Path):
    """There the marking of a workspace is added and redacted names are masked; `main` and `failures` come before it."""
    verbs = [p for p in (root / "src/ytterby/cli").glob("*.py") if p.stem not in {"main", "failures", "output"}]
    free = {"doctor.py", "schema.py"}  # they tell of the installation, not of anybody's work
    assert [p.name for p in verbs if "click.echo(" in p.read_text("utf-8") and p.name not in free] == []
