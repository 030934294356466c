"""`ytterby run`: one scenario, its report and its folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ytterby.execution import Place
    from ytterby.runs.folder import StoredRun
    from ytterby.runs.manifest import Remarks
    from ytterby.scenario.schema import Scenario


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
@click.option(
    "--cluster",
    default=None,
    metavar="PLACE",
    help="Where futures are simulated: local:N for N processes, tcp://HOST:PORT or tls://… for a Dask scheduler. "
    "Threads of this process by default. No number depends on it.",
)
@click.option("--note", default=None, help="What the run is for; kept with it.")
@click.option("--reviewer", default=None, help="Who has looked at it; kept with it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def run(
    scenario: str,
    draws: int,
    months: int | None,
    seed: int,
    out: Path,
    cluster: str | None,
    note: str | None,
    reviewer: str | None,
    as_json: bool,
) -> None:
    """Run SCENARIO: who runs short, when, how sure. A bundled name, or the path of a .yaml file.

    A question that has been answered, with the same data, rules and version, is answered from the folder of runs; one
    that was stopped, however, goes on where it was.
    """
    from ytterby.cli.law_notice import tell_law_of_today
    from ytterby.execution import place
    from ytterby.report import RunView, print_run
    from ytterby.runs.folder import refuse_unwritable, remark
    from ytterby.runs.manifest import Remarks
    from ytterby.scenario.law_rows import counted_rules
    from ytterby.study import answered, load_scenario

    question, where = load_scenario(scenario), place(cluster) if cluster else None
    refuse_unwritable(out)
    tell_law_of_today(counted_rules(question), question.id)
    said = Remarks(**{k: v for k, v in (("note", note), ("reviewer", reviewer)) if v is not None})
    stored = answered(question, draws, months, seed, out)
    from_store = stored is not None
    stored = remark(stored, said) if stored else _new(question, draws, months, seed, out, where, said)
    if as_json:
        click.echo(json.dumps(stored.result, ensure_ascii=False))
        return
    print_run(RunView.from_json(stored.result))
    how = f"answered from {out}; it took" if from_store else "in"
    click.echo(f"Run {stored.result['run']} {how} {stored.result['elapsed_s']} s: {stored.path / 'report.html'}")


def _new(
    question: Scenario, draws: int, months: int | None, seed: int, out: Path, where: Place | None, said: Remarks
) -> StoredRun:  # fmt: skip
    from ytterby.cli.progress import progress
    from ytterby.report import ReportInput, write_report
    from ytterby.study import run_scenario

    with progress(question.id) as tell:
        done = run_scenario(question, draws, months, seed, tell, where, out)
    stored = done.write(out, said)
    write_report(ReportInput.of([done.result]), stored.path / "report.html")
    return stored
