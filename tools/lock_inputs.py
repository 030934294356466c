"""Print every requirement that requirements.lock must resolve: to run, to develop and to build."""

from __future__ import annotations

import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
EDITABLE_BUILD = ["editables"]  # what hatchling asks for at `pip install --editable`


def requirements(text: str) -> list[str]:
    """Return the sorted requirements named by the text of a pyproject.toml."""
    project = tomllib.loads(text)
    run = project["project"]["dependencies"]
    extras = [r for extra in project["project"].get("optional-dependencies", {}).values() for r in extra]
    develop = [*(r for group in project["dependency-groups"].values() for r in group), *extras]
    build = project["build-system"]["requires"]
    return sorted({*run, *develop, *build, *EDITABLE_BUILD})


if __name__ == "__main__":
    print(*requirements(PYPROJECT.read_text("utf-8")), sep="\n")
