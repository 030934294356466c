"""What the architecture tests look at: the files of the checkout that belong to the project."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("src", "tests", "docs", "tools", "benchmarks", "changelog.d", ".ci")


def project_files() -> list[Path]:
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    files = [path for path in (*ROOT.iterdir(), *inside) if path.is_file() and path.name != ".git"]
    return sorted(path for path in files if "__pycache__" not in path.parts and ".egg-info" not in str(path))


def read_text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None  # Parquet, pictures


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    found = {path.relative_to(ROOT).as_posix(): read_text(path) for path in project_files()}
    return {name: text for name, text in found.items() if text is not None}


@pytest.fixture(scope="session")
def python_files() -> list[Path]:
    return [path for path in project_files() if path.suffix == ".py"]
