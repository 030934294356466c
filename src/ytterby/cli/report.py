"""`ytterby report`: the report of a stored run, written again."""

from __future__ import annotations

from pathlib import Path

import click

from ytterby.cli.output import headline, marked, say, say_json, say_marking


@click.command()
@click.argument("run")
@click.option("--runs", default="ytterby-runs", show_default=True, type=click.Path(path_type=Path), help="Folder of runs.")
@click.option("--to", "path", type=click.Path(path_type=Path, dir_okay=False), help="File to write; beside the run if left out.")
@click.option("--redact", is_flag=True, help="Mask own firms, parts and stocks.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def report(run: str, runs: Path, path: Path | None, redact: bool, as_json: bool) -> None:
    """Write the report of RUN, a folder of runs' name or the start of its hash, as one HTML file."""
    from ytterby.cli.run import redaction
    from ytterby.report import ReportInput, write_report
    from ytterby.runs.folder import read_run
    from ytterby.scenario.schema import Scenario

    stored = read_run(run, runs)
    asked = stored.result.get("asked")
    told = redaction(Scenario.model_validate(asked) if asked else None, redact)(marked(stored.result))
    target = path or stored.path / ("report-redacted.html" if redact else "report.html")
    write_report(ReportInput.of([told]), target, headline())
    if as_json:
        say_json({"run": told["run"], "report": str(target), "redacted": redact})
        return
    say_marking()
    say(f"Report: {target}")
