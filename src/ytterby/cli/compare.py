"""`ytterby compare`: scenarios side by side on the same draws."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("scenarios", nargs=-1, required=True)
@click.option("--draws", default=200, show_default=True, type=click.IntRange(1, 1_000_000), help="Number of futures.")
@click.option("--months", default=None, type=click.IntRange(1, 600), help="Length; the first scenario's by default.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Scrambles the sequence of draws.")
@click.option(
    "--out",
    default="ytterby-runs",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of runs.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def compare(scenarios: tuple[str, ...], draws: int, months: int | None, seed: int, out: Path, as_json: bool) -> None:
    """Run SCENARIOS on the same futures and put them side by side."""
    from ytterby.cli.law_notice import tell_law_of_today
    from ytterby.cli.progress import progress
    from ytterby.errors import Fault, UsageError
    from ytterby.outcomes.paired import paired_rows
    from ytterby.report import ReportInput, RunView, print_comparison, write_report
    from ytterby.runs.folder import refuse_unwritable
    from ytterby.study import load_scenario, run_scenario

    if len(scenarios) < 2:
        raise UsageError(Fault("one scenario cannot be compared", "ytterby compare", fix="name two to four"))
    questions = [load_scenario(name) for name in scenarios]
    refuse_unwritable(out)
    tell_law_of_today()
    length = months or questions[0].months
    runs = []
    for question in questions:
        with progress(question.id) as tell:
            runs.append(run_scenario(question, draws, length, seed, tell, store=out))
    for done in runs:
        done.write(out)
    report = out / f"compare-{'-'.join(done.result['hash'][:8] for done in runs)}.html"
    write_report(ReportInput.of([done.result for done in runs]), report)
    if as_json:
        a = runs[0]
        paired = [
            row
            for b in runs[1:]
            for row in paired_rows(
                (a.result["run"], b.result["run"]),
                a.ensemble.uses,
                a.findings.months,
                a.findings.fill,
                b.findings.fill,
            )
        ]
        click.echo(json.dumps({"scenarios": [d.result["run"] for d in runs], "paired": paired, "changed": []}))
        return
    print_comparison([RunView.from_json(done.result) for done in runs])
    click.echo(f"Report: {report}")
