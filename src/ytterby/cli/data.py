"""`ytterby data`: list and check the packaged tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ytterby.errors import BadData, Fault, UsageError

if TYPE_CHECKING:
    from ytterby.baseline.package import TableResource


@click.group()
def data() -> None:
    """List or check the packaged data."""


@data.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_tables(as_json: bool) -> None:
    """List the packaged tables: rows, vintage, licence, source, standing."""
    from ytterby.baseline import descriptor

    package = descriptor()
    if as_json:
        rows = [_summary(r) for r in package.resources]
        click.echo(json.dumps({"package": package.name, "resources": rows}, ensure_ascii=False))
        return
    _show(package.resources)


@data.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--table", "name", help="Packaged table whose schema FILE must follow; default: the file's name.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check_tables(file: Path | None, name: str | None, as_json: bool) -> None:
    """Check the packaged tables, or the CSV table FILE against the schema of a packaged one.

    Checked: columns, types, units, vocabularies, duplicates, unknown places, HS codes, order of ranges, sums,
    and for packaged tables the checksum. Exit code 3 when a fault is found.
    """
    from ytterby.baseline import check, check_file, resources

    if file is None and name is not None:
        faults, checked = check([name]), [name]
    elif file is None:
        faults, checked = check(), list(resources())
    else:
        name = name or _named_after(file, resources())
        faults, checked = check_file(file, name), [str(file)]
    if faults:
        raise BadData(*faults)
    if as_json:
        click.echo(json.dumps({"checked": checked, "faults": []}, ensure_ascii=False))
        return
    click.echo(f"no fault in {len(checked)} tables" if file is None else f"{file}: no fault (schema {name})")


def _named_after(file: Path, names: tuple[str, ...]) -> str:
    if file.stem not in names:
        what = f'"{file.name}" is not named after a packaged table'
        raise UsageError(Fault(what, "ytterby data check", choices=names, fix="Name the table with --table."))
    return file.stem


def _summary(found: TableResource) -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.title,
        "rows": found.rows,
        "bytes": found.bytes,
        "vintage": found.vintage,
        "licences": [x.name for x in found.licenses],
        "sources": [x.title for x in found.sources],
        "standings": found.standings,
        "columns": [c.name for c in found.columns],
        "sha256": found.sha256,
    }


def _show(found: tuple[TableResource, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    view = Table(box=None, header_style="bold", pad_edge=False)
    view.add_column("table", no_wrap=True)
    view.add_column("rows", justify="right")
    for title in ("holds", "vintage", "licence", "standing"):
        view.add_column(title)
    for one in found:
        standing = ", ".join(f"{count} {word}" for word, count in one.standings.items())
        licences = ", ".join(x.name for x in one.licenses)
        view.add_row(one.name, f"{one.rows:,}", one.title, one.vintage, licences, standing)
    Console().print(view)
