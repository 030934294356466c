"""A damaged run is bad data, told by one message, and is run again rather than read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ytterby.errors import BadData
from ytterby.runs.damage import damage
from ytterby.runs.folder import StoredRun, find_run, read_run

RUN_JSON = {
    "cut short": lambda text: text[: len(text) // 2],
    "empty": lambda text: "",
    "a number": lambda text: "5",
    "a list": lambda text: "[]",
    "a wrong type inside": lambda text: json.dumps({**json.loads(text), "draws": "many"}),
    "a changed figure of the same length": lambda text: text.replace('"p50": 0.', '"p50": 1.', 1),
}


@pytest.fixture
def copy(stored: StoredRun, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stored.path, tmp_path / "runs" / stored.path.name))


@pytest.mark.parametrize("how", RUN_JSON)
def test_a_damaged_object_is_bad_data(copy: Path, how: str):
    path = copy / "run.json"
    before = path.read_text("utf-8")
    path.write_text(RUN_JSON[how](before), "utf-8")
    assert path.read_text("utf-8") != before
    with pytest.raises(BadData) as caught:
        read_run(str(copy))
    (fault,) = caught.value.faults
    assert caught.value.exit_code == 3
    assert fault.where == str(path) and fault.what and "run the scenario again" in fault.fix


@pytest.mark.parametrize("name", ["manifest.json", "datapackage.json", "draws.parquet", "scenario.yaml"])
def test_every_file_counts(copy: Path, name: str):
    assert damage(copy) == []
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[:-9])
    assert [f.where for f in damage(copy)] == [str(copy / name)]
    (copy / name).unlink()
    assert [f.what for f in damage(copy)] == ["the file is missing: this is not a whole run"]


def test_a_damaged_run_is_asked_again(copy: Path, stored: StoredRun):
    address = stored.manifest.address
    assert find_run(copy.parent, copy.name, address) is not None
    (copy / "run.json").write_text("{", "utf-8")
    assert find_run(copy.parent, copy.name, address) is None
