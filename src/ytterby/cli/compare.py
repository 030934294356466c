"""`ytterby compare`: scenarios, or stored runs, side by side; what differs, and what each difference does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ytterby.cli.output import marked, say, say_json, say_marking
from ytterby.cli.redact import redactor, write_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ytterby.report.redaction import Redactor


@click.command()
@click.argument("scenarios", nargs=-1, required=True)
@click.option("--draws", default=200, show_default=True, type=click.IntRange(1, 1_000_000), help="Number of futures.")
@click.option("--months", default=None, type=click.IntRange(1, 600), help="Length; the first scenario's by default.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the draws.")
@click.option(
    "--out",
    default="ytterby-runs",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of runs.",
)
@click.option("--effects/--no-effects", default=None, help="Ask again with each change alone; --json does if left out.")
@click.option("--redact", is_flag=True, help="Mask own firms, parts and stocks.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def compare(
    scenarios: tuple[str, ...], draws: int, months: int | None, seed: int, out: Path, effects: bool | None,
    redact: bool, as_json: bool,
) -> None:  # fmt: skip
    """Put SCENARIOS, or stored runs (folder, name or start of a hash), side by side on the same futures.

    Stored runs are compared by what they were made from and what they found; all need the same draws and seed.
    """
    from ytterby.cli.law_notice import tell_law_of_today
    from ytterby.cli.progress import progress
    from ytterby.comparison import compare as put_side_by_side
    from ytterby.runs.writable import refuse_unwritable

    refuse_unwritable(out)
    tell_law_of_today()
    asked = as_json if effects is None else effects
    masks = _masks(scenarios, out) if redact else None
    found = put_side_by_side(scenarios, draws, months, seed, out, asked, _tell, progress)
    told = [marked(masks.run(s.result) if masks else s.result) for s in found.sides]
    beside = masks.comparison(found.as_object()) if masks else found.as_object()
    page = write_page(told, out, f"compare-{'-'.join(t['hash'][:8] for t in told)}", redact)
    if as_json:
        say_json(beside)
        return
    _show(told, beside["changed"], page)


def _masks(names: Sequence[str], runs: Path) -> Redactor:
    """Mask the names of all sides from the start: what is asked again and refusals are printed on the way."""
    from ytterby.baseline.yamlfile import load_model
    from ytterby.comparison import is_scenario
    from ytterby.report.redaction import scenario_names
    from ytterby.runs.damage import SCENARIO
    from ytterby.runs.folder import read_run
    from ytterby.scenario.schema import Scenario
    from ytterby.study import load_scenario

    found = redactor()
    for name in names:
        stored = None if is_scenario(name) else read_run(name, runs).path / SCENARIO
        scenario_names(found, load_model(Scenario, stored) if stored else load_scenario(name))
    return found


def _tell(what: str) -> None:
    say(f"asking again with this change alone: {what}", err=True)


def _show(shown: Sequence[dict[str, Any]], changed: Sequence[dict[str, Any]], report: Path) -> None:
    from ytterby.report import RunView, print_comparison

    say_marking()
    print_comparison([RunView.from_json(r) for r in shown])
    for row in changed:
        told = ""
        if found := row.get("effect"):
            low, high = found["futures_short"]["before"], found["futures_short"]["after"]
            lost = found["undelivered_t"]["p50"]
            told = f": futures short {100 * low:.0f} % -> {100 * high:.0f} %, not delivered {lost:+,.1f} t"
        values = f"{_brief(row['before'])} -> {_brief(row['after'])}"
        say(f"Changed ({row['run']}): {row['kind']} {row['id']}, {values}{told}")
    say(f"Report: {report}")


def _brief(value: object) -> str:
    text = "none" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:12]}..." if " " not in text else f"{text[:37]}..."
