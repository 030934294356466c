"""A run's folder: whole, described, and read back bit for bit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from ytterby.errors import NotFound, YtterbyError
from ytterby.runs.dataset import stored_arrays, to_dataset
from ytterby.runs.folder import StoredRun, read_run, remark
from ytterby.runs.manifest import MATTERS, Manifest, Remarks
from ytterby.scenario.schema import Scenario
from ytterby.study import Run, load_scenario


def test_it_is_read_back(done: Run, stored: StoredRun):
    again = read_run(str(stored.path))
    assert again.result == done.result
    assert again.manifest == stored.manifest
    assert (again.manifest.remarks.who, again.manifest.remarks.note) == ("somebody", "for the desk")
    by_hash = read_run(done.manifest.address[:8], stored.path.parent)
    assert by_hash.path == stored.path


def test_the_long_table_holds_every_number(done: Run, stored: StoredRun):
    e = done.ensemble
    table = read_run(str(stored.path)).fill
    assert table.columns == ["draw", "place", "end_use", "class", "month", "used_t", "demand_t", "fill_rate"]
    assert table.height == e.used.size
    for name, values in (("used_t", e.used), ("demand_t", e.demand), ("fill_rate", done.findings.fill)):
        np.testing.assert_array_equal(table[name].to_numpy(), values.reshape(-1), err_msg=name)
    draw, use, month = 3, 1, 2
    row = table.row((draw * len(e.uses) + use) * len(done.findings.months) + month, named=True)
    assert (row["draw"], row["month"]) == (draw, done.findings.months[month])
    assert (row["place"], row["end_use"], row["class"]) == e.uses[use]


def test_the_descriptor_tells_every_file(stored: StoredRun):
    package = json.loads((stored.path / "datapackage.json").read_text("utf-8"))
    assert package["id"] == stored.manifest.address
    assert package["description"] == "for the desk"
    assert package["contributors"] == [{"title": "somebody", "role": "author"}]
    names = {r["path"] for r in package["resources"]}
    assert names == {
        "draws.parquet",
        "fill_rate.parquet",
        "flows.parquet",
        "prices.parquet",
        "run.json",
        "scenario.yaml",
    }
    for resource in package["resources"]:
        content = (stored.path / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if resource["format"] == "parquet":
            fields = resource["schema"]["fields"]
            assert [f["name"] for f in fields] == pl.read_parquet_schema(stored.path / resource["path"]).names()
            assert all(f["description"] for f in fields)


def test_the_manifest_tells_what_the_run_was_made_from(done: Run, stored: StoredRun):
    manifest = Manifest.model_validate_json((stored.path / "manifest.json").read_bytes())
    assert set(manifest.versions) == {"python", "ytterby", *MATTERS}
    assert {"tables/chain_gallium.csv", "arrangements.yaml"} <= set(manifest.inputs.data)
    assert "CN-2023-23" in manifest.inputs.rules
    assert manifest.size.draws == done.result["draws"]
    assert manifest.elapsed_s > 0


def test_the_scenario_can_be_asked_again(scenario: Scenario, stored: StoredRun):
    assert load_scenario(str(stored.path / "scenario.yaml")) == scenario


def test_remarks_are_added_later(stored: StoredRun):
    before = {p.name: p.read_bytes() for p in stored.path.iterdir()}
    after = remark(stored, Remarks(reviewer="a colleague"))
    again = read_run(str(stored.path))
    assert again.manifest == after.manifest
    assert (again.manifest.remarks.who, again.manifest.remarks.reviewer) == ("somebody", "a colleague")
    assert again.manifest.address == stored.manifest.address
    changed = {p.name for p in stored.path.iterdir() if p.read_bytes() != before[p.name]}
    assert changed == {"manifest.json", "datapackage.json"}
    package = json.loads((stored.path / "datapackage.json").read_text("utf-8"))
    assert {"title": "a colleague", "role": "reviewer"} in package["contributors"]


def test_no_remark_writes_nothing(stored: StoredRun):
    before = (stored.path / "manifest.json").stat().st_mtime_ns
    assert remark(stored, Remarks()) is stored
    assert (stored.path / "manifest.json").stat().st_mtime_ns == before


@pytest.mark.parametrize("name", ["manifest.json", "fill_rate.parquet"])
def test_a_part_of_a_run_is_no_run(name: str, stored: StoredRun):
    (stored.path / name).unlink()
    with pytest.raises(YtterbyError, match="is not a whole run"):
        read_run(str(stored.path))


def test_unknown_runs_are_refused_with_the_choices(stored: StoredRun):
    with pytest.raises(NotFound, match="there is no run") as caught:
        read_run("gallium-question-12345678", stored.path.parent)
    assert caught.value.faults[0].choices == (stored.path.name,)


def test_a_failed_write_leaves_nothing(done: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ytterby.runs.folder.write_durably", full)
    with pytest.raises(OSError, match="No space"):
        done.write(tmp_path / "store")
    assert [p.name for p in (tmp_path / "store").iterdir()] in ([], [".revisions"])  # whole files, by their hashes


def test_memory_and_store_give_the_same_data_set(done: Run, stored: StoredRun):
    again = read_run(str(stored.path))
    assert to_dataset(stored_arrays(again), again.manifest).identical(done.dataset())
    assert done.dataset()["used"].attrs["units"] == "t"


def test_a_notebook_shows_what_was_found(done: Run):
    shown = done._repr_html_()
    assert done.manifest.run in shown
    assert "36 futures" in shown
    assert shown.count("<tr>") == 1 + min(len(done.ensemble.uses), 12)
    assert "<script" not in shown
