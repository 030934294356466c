"""`ytterby run`: one scenario, its report and its folder; or a stored run once more, on its own inputs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ytterby.cli.failures import mask_with
from ytterby.cli.output import headline, marked, say, say_json, say_marking

if TYPE_CHECKING:
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
@click.option("--replay", is_flag=True, help="SCENARIO is a stored run: make it again, on the inputs it was made from.")
@click.option("--redact", is_flag=True, help="Mask own firms, parts and stocks in what is printed and in the report.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def run(
    scenario: str, draws: int, months: int | None, seed: int, out: Path, replay: bool, redact: bool, as_json: bool
) -> None:
    """Run SCENARIO: who runs short, when, how sure. A name, bundled or of the workspace, or the path of a .yaml file."""
    from ytterby.cli.progress import progress
    from ytterby.report import RunView, print_run
    from ytterby.runs.folder import refuse_unwritable, write_run
    from ytterby.runs.provenance import keep_inputs
    from ytterby.study import load_scenario, run_scenario

    if replay:
        _replay(scenario, out, redact, as_json)
        return
    question = load_scenario(scenario)
    redacted = redaction(question, redact)
    refuse_unwritable(out)
    with progress(question.id) as tell:
        done = run_scenario(question, draws, months, seed, tell)
    result = marked(done.result)
    folder = write_run(out, result, done.built.network, done.ensemble, done.findings.fill)
    keep_inputs(result, done.read, out)
    told = redacted(result)
    report = _report(folder, told, redact)
    if as_json:
        say_json(told)
        return
    say_marking()
    print_run(RunView.from_json(told))
    say(f"Run {told['run']} in {told['elapsed_s']} s: {report}")


def _replay(name: str, runs: Path, redact: bool, as_json: bool) -> None:
    from ytterby.cli.progress import progress
    from ytterby.report import RunView, print_run
    from ytterby.runs.folder import read_run
    from ytterby.runs.provenance import question_of
    from ytterby.comparison import replayed

    stored = read_run(name, runs)
    question = question_of(stored)
    redacted = redaction(question.scenario, redact)
    with progress(f"replay of {stored.result['run']}") as tell:
        result = redacted(marked(replayed(stored, tell)))
    if as_json:
        say_json(result)
        return
    say_marking()
    print_run(RunView.from_json(result))
    say(result["replay"]["words"])


def redaction(scenario: Scenario | None, redact: bool) -> Any:  # noqa: ANN401 - a function of plain objects
    """Return what turns a run's object into the one that is shown."""
    if not redact:
        return lambda result: result
    from ytterby.baseline.workspace import current_workspace
    from ytterby.report.redaction import Redactor, own_names

    workspace = current_workspace()
    redactor = Redactor(workspace.folder if workspace else None)
    own_names(redactor, scenario)
    mask_with(redactor.text)
    return redactor.run


def _report(folder: Path, told: dict[str, Any], redact: bool) -> Path:
    """Write the report; a redacted one stands beside the whole one of the house."""
    from ytterby.report import ReportInput, write_report

    path = folder / ("report-redacted.html" if redact else "report.html")
    write_report(ReportInput.of([told]), path, headline())
    return path
