"""`ytterby run`: one scenario, its report and its folder; or a stored run once more, on its own inputs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ytterby.cli.output import say, say_json, say_marking
from ytterby.cli.redact import shown_as, write_page
from ytterby.cli.workspace import inform, informing

if TYPE_CHECKING:
    from ytterby.execution import Place
    from ytterby.runs.folder import StoredRun
    from ytterby.runs.manifest import Remarks
    from ytterby.scenario.schema import Scenario


@click.command()
@click.argument("scenario", default="japan-2026")
@click.option("--draws", default=200, show_default=True, type=click.IntRange(1, 1_000_000), help="Number of futures.")
@click.option("--months", default=None, type=click.IntRange(1, 600), help="Length; the scenario's own by default.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the draws.")
@click.option(
    "--out",
    default="ytterby-runs",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of runs.",
)
@informing
@click.option(
    "--cluster",
    default=None,
    metavar="PLACE",
    help="Where futures are simulated: local:N for N processes, tcp://HOST:PORT or tls://… for a Dask scheduler. "
    "Threads of this process by default. No number depends on it.",
)
@click.option("--note", default=None, help="What the run is for; kept with it.")
@click.option("--reviewer", default=None, help="Who has looked at it; kept with it.")
@click.option("--replay", is_flag=True, help="SCENARIO is a stored run: make it again, on the inputs it was made from.")
@click.option("--redact", is_flag=True, help="Mask own firms, parts and stocks in what is printed and in the report.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def run(
    scenario: str,
    draws: int,
    months: int | None,
    seed: int,
    out: Path,
    evidence: str | None,
    cluster: str | None,
    note: str | None,
    reviewer: str | None,
    replay: bool,
    redact: bool,
    as_json: bool,
) -> None:
    """Run SCENARIO: who runs short, when, how sure. A name, bundled or of the workspace, or the path of a .yaml file.

    A question that has been answered, with the same data, rules and version, is answered from the folder of runs; one
    that was stopped, however, goes on where it was.
    """
    from ytterby.baseline.outside import refuse_outside
    from ytterby.cli.law_notice import tell_law_of_today
    from ytterby.execution import place
    from ytterby.runs.folder import remark
    from ytterby.runs.manifest import Remarks
    from ytterby.runs.writable import refuse_unwritable
    from ytterby.scenario.law_rows import counted_rules
    from ytterby.study import answered, load_scenario

    if replay:
        _replay(scenario, evidence, out, redact, as_json)
        return
    inform(evidence)
    if cluster and "://" in cluster:
        refuse_outside(cluster, "--cluster")
    question, where = load_scenario(scenario), place(cluster) if cluster else None
    shown = shown_as(question, redact)
    refuse_unwritable(out)
    tell_law_of_today(counted_rules(question), question.id)
    said = Remarks(**{k: v for k, v in (("note", note), ("reviewer", reviewer)) if v is not None})
    stored = answered(question, draws, months, seed, out)
    from_store = stored is not None
    stored = remark(stored, said) if stored else _new(question, draws, months, seed, out, where, said)
    told = shown(stored.result)
    page = stored.path / "report.html"
    if redact or not (from_store and page.exists()):
        page = write_page([told], stored.path, "report", redact)
    how = f"answered from {out}; it took" if from_store else "in"
    _print(told, f"Run {told['run']} {how} {told['elapsed_s']} s: {page}", as_json)


def _new(
    question: Scenario, draws: int, months: int | None, seed: int, out: Path, where: Place | None, said: Remarks
) -> StoredRun:  # fmt: skip
    from ytterby.cli.progress import progress
    from ytterby.study import run_scenario

    with progress(question.id) as tell:
        done = run_scenario(question, draws, months, seed, tell, where, out)
    return done.write(out, said)


def _replay(name: str, evidence: str | None, runs: Path, redact: bool, as_json: bool) -> None:
    from ytterby.cli.progress import progress
    from ytterby.comparison import replayed
    from ytterby.errors import Fault, UsageError
    from ytterby.runs.folder import read_run
    from ytterby.runs.provenance import asked_of

    if evidence is not None:
        raise UsageError(Fault("a replay takes the evidence it was made from", "--evidence", fix="leave it out"))
    stored = read_run(name, runs)
    shown = shown_as(asked_of(stored).scenario, redact)
    with progress(f"replay of {stored.manifest.run}") as tell:
        told = shown(replayed(stored, tell))
    _print(told, told["replay"]["words"], as_json)


def _print(told: dict[str, Any], last: str, as_json: bool) -> None:
    from ytterby.report import RunView, print_run

    if as_json:
        say_json(told)
        return
    say_marking()
    print_run(RunView.from_json(told))
    say(last)
