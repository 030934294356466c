"""The archive of the tables: every table as the descriptor says, and the same bytes from the same tables."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from ytterby.baseline.tables import FOLDER

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import data_package


def test_the_archive_holds_every_table_and_is_the_same_each_time(tmp_path):
    first, second = data_package.write(tmp_path / "a"), data_package.write(tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        package = json.loads(archive.read(f"{first.stem}/datapackage.json"))
        assert first.name == f"ytterby-baseline-{package['version']}.zip"
        for entry in package["resources"]:
            content = archive.read(f"{first.stem}/{entry['path']}")
            assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry["sha256"], entry["bytes"])
        assert len(archive.namelist()) == len(package["resources"]) + 1


def test_a_table_that_is_not_what_the_descriptor_says_is_refused(tmp_path):
    shutil.copytree(FOLDER / "tables", tmp_path / "baseline/tables")
    shutil.copy(FOLDER / "datapackage.json", tmp_path / "baseline")
    table = tmp_path / "baseline/tables/baskets.csv"
    table.write_bytes(table.read_bytes() + b"\n")
    with pytest.raises(SystemExit, match=r"baskets\.csv"):
        data_package.write(tmp_path, tmp_path / "baseline")


def test_the_version_is_a_day_no_earlier_than_what_the_tables_hold():
    package = json.loads((FOLDER / "datapackage.json").read_text("utf-8"))
    days = [
        e["vintage"].replace("-", ".") for e in package["resources"] if re.fullmatch(r"\d{4}-\d\d-\d\d", e["vintage"])
    ]
    assert re.fullmatch(r"\d{4}\.\d\d\.\d\d", package["version"])
    assert package["version"] >= max(days)
