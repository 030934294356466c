"""`ytterby data`: list and check tables; the verbs that bring data in and carry them stand in files of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ytterby.cli.bundles import bundle, key, unpack
from ytterby.cli.output import say, say_json, say_marking
from ytterby.cli.updating import against, import_data
from ytterby.errors import BadData, Fault, UsageError

if TYPE_CHECKING:
    from ytterby.baseline.package import TableResource


@click.group()
def data() -> None:
    """List, check and import data; set official figures beside a run; carry a workspace by signed bundles."""


data.add_command(import_data)
data.add_command(against)
data.add_command(bundle)
data.add_command(unpack)
data.add_command(key)


@data.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_tables(as_json: bool) -> None:
    """List tables and imports: rows, vintage, age, licence, source, standing; and when the rules were checked."""
    from ytterby.baseline import descriptor
    from ytterby.baseline.freshness import old_data, unchecked_rules
    from ytterby.baseline.workspace import current_workspace
    from ytterby.controls.library import load_library
    from ytterby.evidence.sources.importing import imports_of

    package, workspace = descriptor(), current_workspace()
    imports = imports_of(workspace) if workspace else []
    checked = {i.id: i.checked_on for i in load_library().instruments}
    vintages = {r.name: r.vintage for r in package.resources} | {
        f"{r['source']} {r['file']}": r["last"] for r in imports
    }
    warnings = [*old_data(vintages), *unchecked_rules(checked)]
    if as_json:
        rows = [_summary(r) for r in package.resources]
        rules = {"instruments": len(checked), "checked_on": str(min(checked.values()))}
        say_json({"package": package.name, "resources": rows, "imports": imports, "rules": rules, "warnings": warnings})
        return
    say_marking()
    _show(package.resources)
    for r in imports:
        used = f"figures of {r['figures_of']}" if r["figures"] else f"no figures: {r['no_figures_because']}"
        say(f"import  {r['source']}  {r['file']}  {r['first']} to {r['last']}  sha256 {r['sha256'][:12]}  {used}")
    say(f"rules: {len(checked)} instruments, the earliest checked on {min(checked.values())}")
    for text in warnings:
        say(f"Warning: {text}")


@data.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--table", "name", help="Packaged table whose schema FILE must follow; default: the file's name.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check_tables(file: Path | None, name: str | None, as_json: bool) -> None:
    """Check the packaged tables, or the CSV table FILE against the schema of a packaged one, or of an own chain's.

    Checked: columns, types, units, vocabularies, duplicates, unknown places, HS codes, order of ranges, sums,
    and for packaged tables the checksum. Exit code 3 when a fault is found.
    """
    from ytterby.baseline import check, check_file, resources
    from ytterby.baseline.shelf import current

    if file is None and name is not None:
        faults, checked = check([name]), [name]
    elif file is None:
        faults, checked = check(), list(resources())
    else:
        name = name or _named_after(file, current().names("tables"))
        faults, checked = check_file(file, name), [str(file)]
    if faults:
        raise BadData(*faults)
    if as_json:
        say_json({"checked": checked, "faults": []})
        return
    say(f"no fault in {len(checked)} tables" if file is None else f"{file}: no fault (schema {name})")


def _named_after(file: Path, names: tuple[str, ...]) -> str:
    if file.stem not in names:
        what = f'"{file.name}" is not named after a table'
        raise UsageError(Fault(what, "ytterby data check", choices=names, fix="Name the table with --table."))
    return file.stem


def _summary(found: TableResource) -> dict[str, Any]:
    from ytterby.baseline.freshness import OLD_DATA_DAYS, age_days

    age = age_days(found.vintage)
    return {
        "name": found.name,
        "title": found.title,
        "rows": found.rows,
        "bytes": found.bytes,
        "vintage": found.vintage,
        "age_days": age,
        "old": None if age is None else age > OLD_DATA_DAYS,
        "licences": [x.name for x in found.licenses],
        "sources": [x.title for x in found.sources],
        "standings": found.standings,
        "columns": [c.name for c in found.columns],
        "sha256": found.sha256,
    }


def _show(found: tuple[TableResource, ...]) -> None:
    """Print two lines for each table: its name, whole at any width as it is to be typed, and what it holds."""
    from ytterby.baseline.freshness import OLD_DATA_DAYS, age_days

    for one in found:
        standing = ", ".join(f"{count:,} {word.replace('_', ' ')}" for word, count in one.standings.items())
        licences = ", ".join(x.name for x in one.licenses)
        age = age_days(one.vintage)
        old = "" if age is None or age <= OLD_DATA_DAYS else f" ({age} days old)"
        say(f"{one.name}  {one.title}")
        say(f"    {one.rows:,} rows, of {one.vintage}{old}; {licences}; {standing}")
