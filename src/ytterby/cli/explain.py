"""`ytterby explain`: from a number of a run back to rows of sources."""

from __future__ import annotations

from pathlib import Path

import click

from ytterby.cli.output import say_json, say_marking_of


@click.command()
@click.argument("run")
@click.argument("number")
@click.option(
    "--runs",
    default="ytterby-runs",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of runs.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def explain(run: str, number: str, runs: Path, as_json: bool) -> None:
    """Walk NUMBER of RUN back to its sources.

    A number is named by its path, such as fill_rate/JPN/ev-traction/civil/2026-08/p50, first_short/JPN/defence/defence,
    cover_days/JPN/ev-traction/first-use, undelivered_t/JPN/wind/civil, or the id of an estimate.
    """
    from ytterby.outcomes.explanation import explain_number
    from ytterby.report.trace import print_trace
    from ytterby.runs.folder import read_run

    stored = read_run(run, runs)
    trace = explain_number(stored, number)
    if as_json:
        own = {"marking": stored.result["marking"]} if "marking" in stored.result else {}
        say_json({**trace, **own})
    else:
        say_marking_of(stored.result)
        print_trace(trace)
