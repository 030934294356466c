"""Checks of the packaged tables, and of a table of the user's against a packaged schema."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ytterby.baseline.tables import FOLDER, descriptor, resource
from ytterby.errors import BadData, Fault

if TYPE_CHECKING:
    import polars as pl

    from ytterby.baseline.package import TableResource


def check(names: Sequence[str] = (), folder: Path = FOLDER) -> list[Fault]:
    """Check packaged tables: bytes, columns, types, values, places, units, order of ranges, sums.

    Parameters
    ----------
    names : tables to check; all when empty.
    folder : folder that holds the tables the descriptor speaks of.

    Returns
    -------
    Every fault found; empty when all is well.

    Raises
    ------
    NotFound
        No table of one of the names.
    """
    chosen = [resource(n) for n in names] or list(descriptor().resources)
    return [fault for found in chosen for fault in _check_packaged(found, folder)]


def check_file(path: Path, name: str) -> list[Fault]:
    """Check a CSV file of the user's against the schema of the packaged table `name`.

    Raises
    ------
    NotFound
        No table of that name.
    BadData
        The file is missing, empty, not text or not CSV.
    """
    found = resource(name)
    return check_frame(_read_text(path), name) if found else []


def check_frame(frame: pl.DataFrame, name: str, label: str = "") -> list[Fault]:
    """Check a table in memory against the schema of the packaged table `name`.

    Parameters
    ----------
    frame : the table; columns of text are read as the schema's types.
    name : packaged table whose schema holds.
    label : what the messages call the table; its name when empty.

    Raises
    ------
    NotFound
        No table of that name.
    """
    from ytterby.baseline.rules import faults

    return faults(frame, resource(name), label or name)


def _check_packaged(found: TableResource, folder: Path) -> list[Fault]:
    import polars as pl

    path = folder / found.path
    if not path.is_file():
        return [Fault(f'file "{found.path}" is missing', found.name, fix="Install the package again.")]
    if hashlib.sha256(path.read_bytes()).hexdigest() != found.sha256:
        rule = "the descriptor names the SHA-256 of every table"
        return [
            Fault(
                "the file is not the one that was packaged",
                found.path,
                rule,
                fix="Install the package again.",
            )
        ]
    frame = pl.read_parquet(path) if found.format == "parquet" else _read_text(path)
    out = check_frame(frame, found.name, path.name)
    if frame.height != found.rows:
        out.append(Fault(f"{frame.height} rows, the descriptor says {found.rows}", found.path))
    return out


def _read_text(path: Path) -> pl.DataFrame:
    """Read a CSV with every cell as text, so that a fault can be named with its cell."""
    import polars as pl

    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadData(Fault(f"cannot be read: {error.strerror}", path.name, fix="Check the path.")) from None
    if not content.strip():
        raise BadData(Fault("the file is empty", path.name, fix="Give a CSV with a header line."))
    if b"\0" in content:
        raise BadData(Fault("the file is binary, not text", path.name, fix="Save the table as CSV in UTF-8."))
    try:
        content.decode("utf-8-sig")
        return pl.read_csv(content, infer_schema=False, null_values=[""])
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())[:160]
        fix = "Save the table as CSV in UTF-8, one line per row."
        raise BadData(Fault(f"the file is not a readable CSV: {reason}", path.name, fix=fix)) from None
