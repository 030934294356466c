"""What the data package says about its tables, in the manner of a Frictionless data package."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Constraints(_Frozen):
    """What every value of a column must fulfil."""

    required: bool = False
    """No cell is empty."""
    unique: bool = False
    """No value occurs twice."""
    enum: tuple[str, ...] = ()
    """The values allowed; empty allows all."""
    minimum: float | None = None
    """Smallest value allowed, in the unit of the column."""
    maximum: float | None = None
    """Greatest value allowed, in the unit of the column."""
    pattern: str = ""
    """Regular expression that matches the whole text."""


class Column(_Frozen):
    """One column of a table."""

    name: str
    """Name in the header."""
    type: Literal["string", "number", "integer", "boolean"]
    """Type of the values."""
    description: str
    """What it means."""
    unit: str = ""
    """Unit of the values; ``column:unit`` when another column names it."""
    role: Literal["", "id", "place", "hs", "unit", "standing", "low", "best", "high"] = ""
    """What the checks should know about it."""
    constraints: Constraints = Constraints()
    """What every value must fulfil."""


class TableSchema(_Frozen):
    """The columns of a table, and those that name a row."""

    primary_key: tuple[str, ...] = Field(default=(), alias="primaryKey")
    """Columns that together occur once; empty for tables of repeated rows."""
    fields: tuple[Column, ...]
    """The columns in order."""


class SumRule(_Frozen):
    """Rows that must add up to another row."""

    what: str
    """The rule in words."""
    where: dict[str, str | int] = {}
    """Rows it is about."""
    by: tuple[str, ...]
    """Columns that make the groups."""
    parts_not: dict[str, str]
    """A part has none of these values."""
    total: dict[str, str]
    """A total has all of these values."""
    column: str
    """Column that is added up."""
    tolerance: float
    """Largest relative difference."""
    only: dict[str, tuple[str, ...]] = {}
    """Restriction to some values of a column."""


class Licence(_Frozen):
    """A licence a table is under."""

    name: str
    """Short name."""
    title: str
    """Full name."""
    path: str
    """Address of the text."""


class Origin(_Frozen):
    """Where a table comes from."""

    title: str
    """Publisher and work."""
    path: str = ""
    """Address; empty where rows name their own."""


class TableResource(_Frozen):
    """One packaged table."""

    name: str
    """Name by which it is loaded."""
    title: str
    """What it holds."""
    path: str
    """File, from the folder of the package."""
    format: Literal["csv", "parquet"]
    """File format."""
    bytes: int
    """Size of the file [B]."""
    sha256: str
    """SHA-256 of the file, in hexadecimal."""
    rows: int
    """Number of rows without the header."""
    vintage: str
    """Release or day of collection of the data."""
    licenses: tuple[Licence, ...]
    """Licences; the first covers the data of a publisher, others the rest."""
    sources: tuple[Origin, ...]
    """Where it comes from."""
    standings: dict[str, int] = {}
    """Standing -> number of rows."""
    table_schema: TableSchema = Field(alias="schema")
    """The columns."""
    sums: tuple[SumRule, ...] = ()
    """Rows that must add up."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in order."""
        return self.table_schema.fields


class Descriptor(_Frozen):
    """The data package: every table with its columns, licence, source, standing and vintage."""

    name: str
    """Name of the package."""
    title: str
    """Title of the package."""
    version: str = ""
    """Day on which a table last changed; empty before tables had versions."""
    profile: str
    """Profile of the Frictionless standard."""
    resources: tuple[TableResource, ...]
    """The tables, by name."""
