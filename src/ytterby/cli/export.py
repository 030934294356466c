"""`ytterby export`: a stored run in a form other programs read."""

from __future__ import annotations

from pathlib import Path

import click

from ytterby.cli.output import say, say_json, say_marking_of, writing

FORMATS = ("csv", "iamc", "netcdf", "zarr")


@click.command()
@click.argument("run")
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice(FORMATS),
    help="csv: every number with its range; iamc: long form of the IAMC, as pyam reads it; netcdf, zarr: every draw.",
)
@click.option(
    "--out", default=None, type=click.Path(path_type=Path), help="File to write; named after the run if not given."
)
@click.option(
    "--runs",
    default="ytterby-runs",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of runs.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def export(run: str, form: str, out: Path | None, runs: Path, as_json: bool) -> None:
    """Write RUN (a folder, a name, or the start of a hash) in another form."""
    from ytterby.runs.exports import ENDINGS
    from ytterby.runs.exports import export as write
    from ytterby.runs.folder import read_run

    stored = read_run(run, runs)
    with writing("--out", out):
        path = write(stored, form, out or Path(stored.path.name + ENDINGS[form]))
    if as_json:
        say_json({"run": stored.manifest.run, "format": form, "path": str(path)})
    else:
        say_marking_of(stored.result)
        say(f"{stored.manifest.run} as {form}: {path}")
