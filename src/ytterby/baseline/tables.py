"""Loader of the packaged tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ytterby.domain.place import LANGUAGES, Place
from ytterby.errors import Fault, NotFound, did_you_mean

if TYPE_CHECKING:
    import polars as pl

    from ytterby.baseline.package import Descriptor, TableResource

FOLDER = Path(__file__).parent


@cache
def descriptor() -> Descriptor:
    """Return what the data package says about its tables."""
    from ytterby.baseline.package import Descriptor

    return Descriptor.model_validate_json((FOLDER / "datapackage.json").read_bytes())


def resources() -> tuple[str, ...]:
    """Return the names of the packaged tables."""
    return tuple(r.name for r in descriptor().resources)


def resource(name: str) -> TableResource:
    """Return what the data package says about one table.

    Raises
    ------
    NotFound
        No table of that name; the choices are listed.
    """
    for found in descriptor().resources:
        if found.name == name:
            return found
    fix = did_you_mean(name, resources()) or "`ytterby data list` shows what each table holds."
    raise NotFound(Fault(f'there is no table "{name}"', "baseline", choices=resources(), fix=fix))


@cache
def table(name: str) -> pl.DataFrame:
    """Return a packaged table with the columns and types of its schema; the frame is shared.

    Raises
    ------
    NotFound
        No table of that name; the choices are listed.

    Examples
    --------
    >>> table("chain_magnet_rare_earths").filter(id="supply/ndpr/mine/CHN/2024")["best"].item()
    47800.0
    """
    import polars as pl

    found = resource(name)
    if found.format == "parquet":
        return pl.read_parquet(FOLDER / found.path)
    return pl.read_csv(FOLDER / found.path, schema=dtypes(found), null_values=[""])


def dtypes(found: TableResource) -> dict[str, pl.DataType]:
    """Return column -> polars type of a table, in order."""
    import polars as pl

    kinds = {"string": pl.String(), "number": pl.Float64(), "integer": pl.Int64(), "boolean": pl.Boolean()}
    return {c.name: kinds[c.type] for c in found.columns}


@cache
def places() -> Mapping[str, Place]:
    """Return code -> place for every territory and aggregate the tables may name."""
    columns = {language: f"name_{language.lower().replace('-', '_')}" for language in LANGUAGES}
    return MappingProxyType(
        {
            row["iso3"]: Place(
                code=row["iso3"],
                names=MappingProxyType({language: row[column] for language, column in columns.items()}),
                kind=row["kind"],
                iso2=row["iso2"] or "",
                m49=row["m49"] or "",
            )
            for row in table("places").iter_rows(named=True)
        }
    )
