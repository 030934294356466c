"""`ytterby assess contingency`: what is lost when a stage of a place falls away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ytterby.cli.columns import columns
from ytterby.cli.output import say, say_json, say_marking
from ytterby.cli.workspace import inform, informing

if TYPE_CHECKING:
    from ytterby.assessment.contingency.dynamic import Asked
    from ytterby.assessment.world import World

MOST_ROWS = 30
FEW_DRAWS = 16


@click.command()
@click.option("--order", type=click.IntRange(1, 2), default=1, show_default=True, help="How many fall away at once.")
@click.option("--static", is_flag=True, help="By today's relations only: no months, no stocks, seconds.")
@click.option("--chain", help="A bundled chain, or a .yaml file; magnet-rare-earths if none is named.")
@click.option("--scenario", help="On top of this scenario; by default nothing else happens.")
@click.option("--place", "places", multiple=True, help="Uses of this place only (ISO 3166-1 alpha-3); may be repeated.")
@click.option("--draws", default=100, show_default=True, type=click.IntRange(1, 100_000), help="Number of futures.")
@click.option("--months", default=60, show_default=True, type=click.IntRange(1, 600), help="Length of each run.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the draws.")
@click.option(
    "--least", default=0.01, show_default=True, type=click.FloatRange(0, 1),
    help="Do not simulate a place on which less of the world's use can hang; 0 simulates all.",
)  # fmt: skip
@click.option(
    "--audit", type=click.IntRange(0), help="Of those, simulate so many anyway; 3, or 24 of pairs, if not said."
)
@click.option(
    "--out", default="ytterby-runs", show_default=True, type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the journal; the same command goes on where it was stopped.",
)  # fmt: skip
@informing
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def contingency(
    order: int, static: bool, chain: str | None, scenario: str | None, places: tuple[str, ...], draws: int,
    months: int, seed: int, least: float, audit: int | None, out: Path, evidence: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Take every stage of every place away, alone or in pairs, and rank what is lost."""
    from ytterby.assessment.answers.contingency import checked_places, static_object
    from ytterby.assessment.contingency.dynamic import Asked
    from ytterby.assessment.contingency.screen import LEAST_OF_USE
    from ytterby.assessment.world import undisturbed, world_of
    from ytterby.errors import Fault, UsageError
    from ytterby.runs.writable import refuse_unwritable
    from ytterby.study import load_scenario

    if scenario and chain:
        raise UsageError(Fault("a scenario brings its own chain", "--chain, --scenario", fix="give one of them"))
    if scenario and static:
        raise UsageError(Fault("what happens in a scenario needs months", "--static, --scenario", fix="give one"))
    if not static:
        refuse_unwritable(out)
    inform(evidence)
    question = load_scenario(scenario) if scenario else undisturbed(chain or "magnet-rare-earths")
    world = world_of(question, min(draws, FEW_DRAWS) if static else draws, months, seed)
    focus = checked_places(world.network, places)
    asked = Asked(order, focus, least, LEAST_OF_USE if least else 0.0, audit)
    found = static_object(world.network, asked) if static else _simulated(world, asked, out)
    if as_json:
        say_json(found)
    else:
        _show(found)
    if not found.get("finished", True):
        raise KeyboardInterrupt


def _simulated(world: World, asked: Asked, out: Path) -> dict[str, Any]:
    from ytterby.assessment.answers.contingency import dynamic_object
    from ytterby.assessment.contingency.dynamic import address, plan, run
    from ytterby.assessment.contingency.journal import Journal
    from ytterby.assessment.contingency.removals import name_of
    from ytterby.cli.progress import progress

    counted = asked.places or world.scenario.outcomes.focus
    home = address(world, counted)
    journal = Journal(out / f"contingency-{home[:12]}.jsonl", home)
    how = plan(world, asked)
    again = sum(1 for t in how.tasks if name_of(t) in journal.done)
    _tell(
        f"{len(how.asked)} removals of {len(how.screen.world)} places by stage: {len(how.tasks)} to simulate, "
        f"{again} of them done before; {len(how.screen.small)} places are too small to matter"
    )
    with progress("contingency", "simulated") as tell:
        finished = run(world, how.tasks, counted, journal, tell)
    return dynamic_object(world, asked, how, journal.done, str(journal.path), finished)


def _tell(text: str) -> None:
    say(text, err=True)


def _show(found: dict[str, Any]) -> None:
    say_marking()
    rows = [_flat(r) for r in found["ranking"]]
    for line in columns(rows[:MOST_ROWS]):
        say(line)
    if len(rows) > MOST_ROWS:
        say(f"... and {len(rows) - MOST_ROWS} more removals; --json prints all, and each use of each.")
    for note in found["notes"]:
        say(f"note: {note}")
    for source in found["sources"]:
        say("source: " + "; ".join(source.values()))


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """One line of the ranking: medians only."""
    out: dict[str, Any] = {"rank": row.get("rank"), "removed": " + ".join(row["removed"])}
    if "first_short_p50" not in row:
        return out | {k: row[k] for k in ("fill_rate", "gross", "net")}
    usd = row["lost_usd"]
    return out | {
        "by_value": row.get("rank_by_value"), "first_short": row["first_short_p50"], "odds": row["probability"],
        "lost_t": row["lost_t"]["p50"], "lost_musd": usd and usd["p50"] / 1e6, "beyond_parts_t": row["beyond_parts_t"],
    }  # fmt: skip
