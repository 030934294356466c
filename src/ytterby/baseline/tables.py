"""Loader of the packaged tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from ytterby.baseline.shelf import BUNDLED, Item, current
from ytterby.domain.place import LANGUAGES, Place
from ytterby.errors import BadData, Fault, NotFound, did_you_mean

if TYPE_CHECKING:
    import polars as pl

    from ytterby.baseline.package import Descriptor, TableResource

FOLDER = BUNDLED
CHAIN_TABLE = "chain_magnet_rare_earths"


def descriptor() -> Descriptor:
    """Return what the data package says about its tables."""
    return _descriptor(current().item("datapackage.json"))


@cache
def _descriptor(item: Item) -> Descriptor:
    from ytterby.baseline.package import Descriptor

    return Descriptor.model_validate_json(item.path.read_bytes())


def resources() -> tuple[str, ...]:
    """Return the names of the packaged tables, as `table` takes them."""
    return tuple(r.name for r in descriptor().resources)


def resource(name: str) -> TableResource:
    """Return what the data package says about one table.

    A table of the workspace that is not packaged follows the schema of a chain's table; its materials and end uses
    are its own.

    Raises
    ------
    NotFound
        No table of that name; the choices are listed.
    """
    for found in descriptor().resources:
        if found.name == name:
            return found
    if f"tables/{name}.csv" in current().files:
        return _own(name)
    fix = did_you_mean(name, resources()) or "`ytterby data list` shows what each table holds."
    raise NotFound(Fault(f'there is no table "{name}"', "baseline", choices=resources(), fix=fix))


def _own(name: str) -> TableResource:
    like = resource(CHAIN_TABLE)
    fields = tuple(
        f.model_copy(update={"constraints": f.constraints.model_copy(update=_OPEN[f.name])}) if f.name in _OPEN else f
        for f in like.columns
    )
    schema = like.table_schema.model_copy(update={"fields": fields})
    return like.model_copy(
        update={"name": name, "title": name, "path": f"tables/{name}.csv", "vintage": "workspace", "sums": (),
                "table_schema": schema}
    )  # fmt: skip


_OPEN: dict[str, dict[str, object]] = {
    "material": {"enum": ()},
    "end_use": {"enum": (), "pattern": ""},
    "stage": {"enum": (), "pattern": r"[a-z-]+"},
    "basis": {"enum": ()},
    "id": {"pattern": ""},
}
"""What the schema of one chain closes and a chain of one's own does not."""


def table(name: str) -> pl.DataFrame:
    """Return a table, packaged or of the workspace, with the columns and types of its schema; the frame is shared.

    Parameters
    ----------
    name : as `ytterby data list` shows it.

    Raises
    ------
    NotFound
        No table of that name; the choices are listed.

    Examples
    --------
    >>> table("chain_magnet_rare_earths").filter(id="supply/ndpr/mine/CHN/2024")["best"].item()
    47800.0
    """
    found = resource(name)
    return _table(current().item(found.path), current().item("datapackage.json"), name)


@cache
def _table(item: Item, _: Item, name: str) -> pl.DataFrame:
    import polars as pl

    found = resource(name)
    if found.format == "parquet":
        return pl.read_parquet(item.path)
    try:
        return pl.read_csv(item.path, schema=dtypes(found), null_values=[""])
    except pl.exceptions.PolarsError as failure:
        reason = " ".join(str(failure).split())[:160]
        fix = f"`ytterby data check {item.path} --table {CHAIN_TABLE}` names the cells"
        raise BadData(Fault(f"the table cannot be read: {reason}", str(item.path), fix=fix)) from None


def dtypes(found: TableResource) -> dict[str, pl.DataType]:
    """Return column -> polars type of a table, in order."""
    import polars as pl

    kinds = {"string": pl.String(), "number": pl.Float64(), "integer": pl.Int64(), "boolean": pl.Boolean()}
    return {c.name: kinds[c.type] for c in found.columns}


def places() -> Mapping[str, Place]:
    """Return code -> place for every territory and aggregate the tables may name."""
    return _places(current().item("tables/places.csv"))


@cache
def _places(_: Item) -> Mapping[str, Place]:
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
