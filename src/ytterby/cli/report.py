"""`ytterby report`: the report of a stored run, written again."""

from __future__ import annotations

from pathlib import Path

import click

from ytterby.cli.output import say, say_json, say_marking_of, writing
from ytterby.cli.redact import shown_as, write_page


@click.command()
@click.argument("run")
@click.option(
    "--runs", default="ytterby-runs", show_default=True, type=click.Path(path_type=Path), help="Folder of runs."
)
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Folder; the run's if left out.")
@click.option("--redact", is_flag=True, help="Mask own firms, parts and stocks.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def report(run: str, runs: Path, folder: Path | None, redact: bool, as_json: bool) -> None:
    """Write the report of RUN, a stored run's name, folder or the start of its hash, as one HTML file."""
    from ytterby.baseline.yamlfile import load_model
    from ytterby.runs.damage import SCENARIO
    from ytterby.runs.folder import read_run
    from ytterby.scenario.schema import Scenario

    stored = read_run(run, runs)
    told = shown_as(load_model(Scenario, stored.path / SCENARIO), redact)(stored.result)
    with writing("--to", folder and folder / "report.html"):
        page = write_page([told], folder or stored.path, "report", redact)
    if as_json:
        say_json({"run": told["run"], "report": str(page), "redacted": redact})
        return
    say_marking_of(stored.result)
    say(f"Report: {page}")
