"""`ytterby run`: one scenario, its report and its folder."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("scenario", default="japan-2026")
@click.option("--draws", default=200, show_default=True, type=click.IntRange(1, 1_000_000), help="Number of futures.")
@click.option("--months", default=None, type=click.IntRange(1, 600), help="Length; the scenario's own by default.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Scrambles the sequence of draws.")
@click.option(
    "--out",
    default="ytterby-runs",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of runs.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def run(scenario: str, draws: int, months: int | None, seed: int, out: Path, as_json: bool) -> None:
    """Run SCENARIO: who runs short, when, how sure. A bundled name, or the path of a .yaml file."""
    from ytterby.cli.law_notice import tell_law_of_today
    from ytterby.cli.progress import progress
    from ytterby.report import ReportInput, RunView, print_run, write_report
    from ytterby.runs.folder import refuse_unwritable, write_run
    from ytterby.scenario.law_rows import counted_rules
    from ytterby.study import load_scenario, run_scenario

    question = load_scenario(scenario)
    refuse_unwritable(out)
    tell_law_of_today(counted_rules(question), question.id)
    with progress(question.id) as tell:
        done = run_scenario(question, draws, months, seed, tell)
    folder = write_run(out, done.result, done.built.network, done.ensemble, done.findings.fill)
    report = folder / "report.html"
    view = RunView.from_json(done.result)
    write_report(ReportInput.of([done.result]), report)
    if as_json:
        click.echo(json.dumps(done.result, ensure_ascii=False))
        return
    print_run(view)
    click.echo(f"Run {done.result['run']} in {done.result['elapsed_s']} s: {report}")
