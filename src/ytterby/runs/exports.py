"""A stored run in the forms other programs read: CSV, IAMC, NetCDF, Zarr."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ytterby import __version__
from ytterby.errors import Fault, UsageError

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr

    from ytterby.runs.folder import StoredRun

Row = dict[str, Any]
QUANTILES = {"p05": "5th Percentile", "p50": "50th Percentile", "p95": "95th Percentile"}
NAMES = ("place", "end_use", "class", "stage", "zone", "commodity", "month")
_UNITS = {"fill_rate": "share", "price_ratio": "1", "first_short": "month"}
_MONTHLY = ("fill_rate", "price_ratio")
_WHOLE = ("undelivered_t", "demand_destroyed_t", "time_to_survive", "time_to_recover", "cover_days", "first_short")
IAMC = ("model", "scenario", "region", "variable", "unit", "time", "value")
"""Columns of the long form of the Integrated Assessment Modeling Consortium, as pyam reads them."""


def ranges(run: StoredRun) -> pl.DataFrame:
    """Every number of a run that has a range, one a row.

    Parameters
    ----------
    run : a stored run.

    Returns
    -------
    Columns quantity, place, end_use, class, stage, zone, commodity, month, p05, p50, p95, unit, probability
        and, where the workspace states one, marking. Empty where a name does not apply, or where an event does not
        happen in that quantile. Months in a quantile are written ``2026-04``, so the three columns are text; all
        numbers are written with every digit.
    """
    import polars as pl

    marking = run.result.get("marking")
    rows = [
        {
            "quantity": kind,
            **{name: row.get(name) for name in NAMES},
            **{q: _text(row[q]) for q in QUANTILES},
            "unit": row.get("unit", _UNITS.get(kind, "")),
            "probability": row.get("probability"),
            **({"marking": marking} if marking else {}),
        }
        for kind in (*_MONTHLY, *_WHOLE)
        for row in run.result[kind]
    ]
    columns = ("quantity", *NAMES, *QUANTILES, "unit")
    schema = {**dict.fromkeys(columns, pl.String), "probability": pl.Float64}
    return pl.DataFrame(rows, schema={**schema, "marking": pl.String} if marking else schema)


def iamc(run: StoredRun) -> pl.DataFrame:
    """Monthly numbers in the long form of the IAMC; each quantile is a variable of its own.

    Returns
    -------
    Columns `IAMC`, time as the first day of the month
        ``Fill Rate|<end use>|<class>|50th Percentile`` by place, ``Price Ratio|<commodity>|…`` for the regions Inside
        and Outside of the controlling state's market, ``Flow|<stage>|<to stage>|<to>`` by the place that sends.
    """
    import polars as pl

    model, scenario = f"Ytterby {__version__}", f"{run.result['scenario']} ({run.manifest.address[:8]})"
    if marking := run.result.get("marking"):
        scenario += f" [{marking}]"  # the form has no column for it
    rows = [(model, scenario, *cell) for cell in _cells(run)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(IAMC[:-1], pl.String) | {"value": pl.Float64}, orient="row")
    return frame.with_columns(pl.col("time").str.to_date("%Y-%m-%d"))


def _cells(run: StoredRun) -> Iterator[tuple[str, str, str, str, float]]:
    """Region, variable, unit, day, value of every monthly number."""
    for row in run.result["fill_rate"]:
        for q, words in QUANTILES.items():
            yield (
                row["place"], f"Fill Rate|{_title(row['end_use'])}|{_title(row['class'])}|{words}", "share",
                f"{row['month']}-01", row[q],
            )  # fmt: skip
    for row in run.result["price_ratio"]:
        for q, words in QUANTILES.items():
            yield _title(row["zone"]), f"Price Ratio|{row['commodity']}|{words}", "1", f"{row['month']}-01", row[q]
    for row in run.result["flows"]:
        variable = f"Flow|{_title(row['stage'])}|{_title(row['to_stage'])}|{row['to']}"
        for month, value in zip(run.result["months"], row["mean_t_mo"], strict=True):
            yield row["from"], variable, "t/mo", f"{month}-01", value


def _title(word: str) -> str:
    return word.replace("-", " ").title()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def export(run: StoredRun, form: str, path: Path) -> Path:
    """Write a run in another form; it appears under its name only when it is complete.

    Parameters
    ----------
    run : a stored run.
    form : ``csv``, ``iamc``, ``netcdf`` or ``zarr``.
    path : file, or for Zarr folder, to write.

    Raises
    ------
    UsageError : the form needs a package that is not installed, or the place cannot be written to, or it is a folder
        that is no Zarr store: a folder of the user's is never replaced.
    """
    _refuse_folder(form, path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=path.parent, prefix=".writing-"))
    except OSError as failure:
        raise UsageError(Fault(f"{path} cannot be written: {failure.strerror}", "--out", fix="name another")) from None
    try:
        FORMS[form](run, work / path.name)
        if path.is_dir():
            shutil.rmtree(path)
        (work / path.name).replace(path)
    except ImportError as failure:
        what = f"{form} needs the package {failure.name}"
        raise UsageError(Fault(what, "--format", fix="pip install 'ytterby[export]'")) from None
    except OSError as failure:
        raise UsageError(Fault(f"{path} cannot be written: {failure.strerror}", "--out", fix="name another")) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return path


def _refuse_folder(form: str, path: Path) -> None:
    """Refuse a folder in the way, unless it is an older Zarr store in whose place a new one is to stand."""
    if path.is_dir() and not (form == "zarr" and (path / ".zgroup").is_file()):
        what = f"{path} is a folder" + (", and no Zarr store" if form == "zarr" else "")
        raise UsageError(
            Fault(what, "--out", "no folder is replaced", fix=f"name a file in it: {path / 'run'}{ENDINGS[form]}")
        )


def _csv(run: StoredRun, path: Path) -> None:
    ranges(run).write_csv(path)


def _iamc(run: StoredRun, path: Path) -> None:
    iamc(run).write_csv(path)


def _netcdf(run: StoredRun, path: Path) -> None:
    import h5netcdf  # noqa: F401  xarray's own message names every engine there is

    from ytterby.runs.dataset import stored_arrays, to_dataset

    _marked(to_dataset(stored_arrays(run), run.manifest), run).to_netcdf(path, engine="h5netcdf")


def _zarr(run: StoredRun, path: Path) -> None:
    import zarr  # noqa: F401

    from ytterby.runs.dataset import stored_arrays, to_dataset

    _marked(to_dataset(stored_arrays(run), run.manifest), run).to_zarr(path, zarr_format=2)


def _marked(dataset: xr.Dataset, run: StoredRun) -> xr.Dataset:
    marking = run.result.get("marking")
    return dataset.assign_attrs(marking=marking) if marking else dataset


FORMS: dict[str, Callable[[StoredRun, Path], None]] = {
    "csv": _csv,
    "iamc": _iamc,
    "netcdf": _netcdf,
    "zarr": _zarr,
}
ENDINGS = {"csv": ".csv", "iamc": ".iamc.csv", "netcdf": ".nc", "zarr": ".zarr"}
