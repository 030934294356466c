"""Other programs read what is exported."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from ytterby.errors import UsageError
from ytterby.runs.exports import ENDINGS, FORMS, IAMC, export, iamc, ranges
from ytterby.runs.folder import StoredRun
from ytterby.study import Run


def test_every_range_is_a_row(stored: StoredRun):
    table = ranges(stored)
    for kind in ("fill_rate", "price_ratio", "first_short", "cover_days", "undelivered_t"):
        assert table.filter(quantity=kind).height == len(stored.result[kind])
    first = stored.result["fill_rate"][7]
    row = table.filter(quantity="fill_rate").row(7, named=True)
    assert {k: row[k] for k in ("place", "end_use", "class", "month")} == {
        k: first[k] for k in ("place", "end_use", "class", "month")
    }
    assert float(row["p50"]) == first["p50"]
    assert row["unit"] == "share"


def test_csv_is_read_back(stored: StoredRun, tmp_path: Path):
    path = export(stored, "csv", tmp_path / "run.csv")
    assert pl.read_csv(path, infer_schema=False).height == ranges(stored).height
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_iamc_has_its_columns(stored: StoredRun, tmp_path: Path):
    table = iamc(stored)
    assert tuple(table.columns) == IAMC
    assert table.null_count().sum_horizontal().item() == 0
    assert table.select(IAMC[:-1]).is_duplicated().sum() == 0
    row = stored.result["fill_rate"][0]
    month = datetime.date.fromisoformat(f"{row['month']}-01")
    found = table.filter(pl.col("region") == row["place"], pl.col("time") == month)
    found = found.filter(
        pl.col("variable").str.starts_with("Fill Rate|"), pl.col("variable").str.ends_with("|95th Percentile")
    )
    assert row["p95"] in found["value"].to_list()
    assert table.filter(pl.col("variable").str.starts_with("Flow|"))["unit"].unique().to_list() == ["t/mo"]


def test_pyam_reads_it(stored: StoredRun, tmp_path: Path):
    pyam = pytest.importorskip("pyam")
    frame = pyam.IamDataFrame(str(export(stored, "iamc", tmp_path / "run.iamc.csv")))
    assert len(frame.data) == iamc(stored).height


@pytest.mark.parametrize(("form", "needs"), [("netcdf", "h5netcdf"), ("zarr", "zarr")])
def test_arrays_are_read_back(form: str, needs: str, done: Run, stored: StoredRun, tmp_path: Path):
    pytest.importorskip(needs)
    import xarray as xr

    path = export(stored, form, tmp_path / f"run{ENDINGS[form]}")
    with xr.open_dataset(path, engine="h5netcdf" if form == "netcdf" else "zarr") as found:
        np.testing.assert_array_equal(found["used"].to_numpy(), done.ensemble.used)
        assert found["used"].attrs["units"] == "t"
        assert found.attrs["address"] == done.manifest.address
        assert found["place"].to_numpy().tolist() == [u[0] for u in done.ensemble.uses]


def test_an_older_export_is_replaced(stored: StoredRun, tmp_path: Path):
    (tmp_path / "run.csv").write_text("old")
    export(stored, "csv", tmp_path / "run.csv")
    assert (tmp_path / "run.csv").read_text().startswith("quantity,")


def test_a_missing_package_is_named(stored: StoredRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def absent(run: StoredRun, path: Path) -> None:
        raise ModuleNotFoundError("No module named 'zarr'", name="zarr")

    monkeypatch.setitem(FORMS, "zarr", absent)
    with pytest.raises(UsageError, match="zarr needs the package zarr") as caught:
        export(stored, "zarr", tmp_path / "run.zarr")
    assert "ytterby[export]" in caught.value.faults[0].fix
    assert [p for p in tmp_path.iterdir() if "run.zarr" in p.name or p.name.startswith(".")] == []


def test_a_folder_that_cannot_be_written_to_is_refused(stored: StoredRun, tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        export(stored, "csv", tmp_path / "file" / "run.csv")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_folder_of_the_users_is_never_replaced(form: str, stored: StoredRun, tmp_path: Path):
    folder = tmp_path / "results"
    folder.mkdir()
    (folder / "precious.txt").write_text("mine")
    with pytest.raises(UsageError, match="is a folder"):
        export(stored, form, folder)
    assert (folder / "precious.txt").read_text() == "mine"


def test_an_older_zarr_store_is_replaced(stored: StoredRun, tmp_path: Path):
    pytest.importorskip("zarr")
    path = tmp_path / "run.zarr"
    for _ in range(2):
        assert export(stored, "zarr", path) == path
