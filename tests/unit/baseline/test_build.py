"""The packaged tables are what the tool builds from the shared material, byte for byte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ytterby.baseline.tables import FOLDER

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
TOOL = ROOT / "tools" / "build_baseline.py"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"SKIPPED: the shared material is not at {SHARED}")


def build(folder: Path) -> None:
    pytest.importorskip("babel", reason="SKIPPED: Babel, which names the places, is not installed")
    command = [
        sys.executable,
        str(TOOL),
        "--shared",
        str(SHARED),
        "--out",
        str(folder),
        "--page",
        str(folder / "data.md"),
    ]
    subprocess.run(command, check=True, capture_output=True)


@needs_shared
def test_the_build_is_reproducible(tmp_path):
    build(tmp_path)
    built = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    page = built.pop("data.md")
    assert built.pop("datapackage.json") == (FOLDER / "datapackage.json").read_bytes()
    assert sorted(built) == sorted(f"tables/{p.name}" for p in (FOLDER / "tables").iterdir())
    different = [name for name, content in built.items() if content != (FOLDER / name).read_bytes()]
    assert different == []
    assert page == (ROOT / "docs" / "reference" / "data.md").read_bytes()


def test_the_page_lists_every_table():
    page = (ROOT / "docs" / "reference" / "data.md").read_text("utf-8")
    package = json.loads((FOLDER / "datapackage.json").read_text("utf-8"))
    for entry in package["resources"]:
        assert f"## {entry['name']}\n" in page
        assert all(licence["title"] in page for licence in entry["licenses"])
