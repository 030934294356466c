"""One packaged table: its frame, its fields, where it comes from, and how it is written."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

DTYPES = {"string": pl.String, "number": pl.Float64, "integer": pl.Int64, "boolean": pl.Boolean}
STANDINGS = ("verified", "reported", "derived", "estimate", "assumption", "memory_unverified")


@dataclass(frozen=True)
class Field:
    """One column: name, type, unit, what it means, and what a value must fulfil."""

    name: str
    type: str
    description: str
    unit: str = ""
    role: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Licence:
    """A licence by its short name, title and address."""

    name: str
    title: str
    path: str


CC_BY = Licence("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/")
PUBLIC = Licence("public-domain-US", "United States government work", "https://www.usa.gov/government-works")
ETALAB = Licence(
    "etalab-2.0",
    "Licence Ouverte / Open Licence 2.0",
    "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
)
UNICODE = Licence("Unicode-3.0", "Unicode License v3", "https://www.unicode.org/license.txt")
FACTS = Licence(
    "facts-cited",
    "Single facts, each with its citation; our own selection and estimates under Apache-2.0",
    "https://www.apache.org/licenses/LICENSE-2.0",
)


@dataclass(frozen=True)
class Resource:
    """A table ready to be written, with everything the descriptor says about it."""

    name: str
    title: str
    fields: Sequence[Field]
    rows: Sequence[Mapping[str, Any]] | pl.DataFrame
    licences: Sequence[Licence]
    sources: Sequence[tuple[str, str]]
    vintage: str
    key: Sequence[str]
    sums: Sequence[Mapping[str, Any]] = ()
    format: str = "csv"

    def frame(self) -> pl.DataFrame:
        """Return the table with the declared columns, order and types."""
        schema = {f.name: DTYPES[f.type] for f in self.fields}
        if isinstance(self.rows, pl.DataFrame):
            return self.rows.select(pl.col(n).cast(t) for n, t in schema.items()).sort(list(self.key))
        plain = [{n: row.get(n) for n in schema} for row in self.rows]
        return pl.DataFrame(plain, schema=schema)

    def write(self, folder: Path) -> dict[str, Any]:
        """Write the table below ``folder`` and return its entry of the descriptor."""
        frame = self.frame()
        path = f"tables/{self.name}.{self.format}"
        content = parquet_bytes(frame) if self.format == "parquet" else csv_bytes(frame)
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        return self.entry(path, content, frame)

    def entry(self, path: str, content: bytes, frame: pl.DataFrame) -> dict[str, Any]:
        """Describe the written table in the manner of a Frictionless data resource."""
        return {
            "name": self.name,
            "title": self.title,
            "path": path,
            "format": self.format,
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "rows": frame.height,
            "vintage": self.vintage,
            "licenses": [vars(x) for x in self.licences],
            "sources": [{"title": t, "path": p} for t, p in self.sources],
            "standings": standings(frame),
            "schema": {"primaryKey": list(self.key), "fields": [field_entry(f) for f in self.fields]},
            "sums": [dict(s) for s in self.sums],
        }


def field_entry(one: Field) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": one.name, "type": one.type, "description": one.description}
    entry |= {k: v for k, v in (("unit", one.unit), ("role", one.role)) if v}
    if one.constraints:
        entry["constraints"] = dict(one.constraints)
    return entry


def standings(frame: pl.DataFrame) -> dict[str, int]:
    """Count the rows of each standing, in the order of trust."""
    if "standing" not in frame.columns:
        return {}
    counts = dict(frame.group_by("standing").len().iter_rows())
    return {word: counts[word] for word in STANDINGS if word in counts}


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """Write plain CSV: comma, LF, shortest numbers, empty for missing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([cell(v) for v in row] for row in frame.iter_rows())
    return out.getvalue().encode("utf-8")


def cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", compression_level=19, statistics=False)
    return out.getvalue()


def read(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every row of a source CSV with its ``file.csv:line`` label; "same" repeats the source above."""
    above = ""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        for row in reader:
            if row.get("source") in {"same", "idem"}:
                row["source"] = above
            above = row.get("source") or above
            yield f"{path.name}:{reader.line_num}", row


def number(text: str | None) -> float | None:
    """Read a number cell; an empty cell is missing, not zero."""
    return float(text) if text and text.strip() else None
