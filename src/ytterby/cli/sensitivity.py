"""`ytterby assess sensitivity`: which input drives the result, and what would change the answer."""

from __future__ import annotations

from typing import Any

import click

from ytterby.cli.columns import columns
from ytterby.cli.output import say, say_json, say_marking
from ytterby.cli.workspace import inform, informing


@click.command()
@click.argument("scenario", default="japan-2026")
@click.option("--draws", default=512, show_default=True, type=click.IntRange(1, 100_000), help="Number of futures.")
@click.option("--months", type=click.IntRange(1, 600), help="Length; the scenario's own by default.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the draws.")
@click.option("--place", "places", multiple=True, help="Uses of this place; the scenario's focus by default.")
@click.option("--end-use", "end_uses", multiple=True, help="Uses of this kind; all by default.")
@click.option(
    "--flips", default=3, show_default=True, type=click.IntRange(0, 50),
    help="Run again with so many of the strongest inputs changed, to find where the answer turns.",
)  # fmt: skip
@informing
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def sensitivity(
    scenario: str, draws: int, months: int | None, seed: int, places: tuple[str, ...], end_uses: tuple[str, ...],
    flips: int, evidence: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Which input, down to its row or claim, drives the result of SCENARIO; and what would change the answer."""
    from ytterby.assessment.answers.sensitivity import Asked, checked_uses, sensitivity_object
    from ytterby.assessment.world import world_of
    from ytterby.cli.progress import progress
    from ytterby.study import load_scenario

    inform(evidence)
    question = load_scenario(scenario)
    world = world_of(question, draws, months, seed)
    checked_uses(world, places, end_uses)
    with progress(question.id) as tell:
        found = sensitivity_object(world, Asked(places, end_uses, flips), tell)
    if as_json:
        say_json(found)
        return
    say_marking()
    for line in _lines(found):
        say(line)


def _lines(found: dict[str, Any]) -> list[str]:
    out = [f"{found['scenario']}: {100 * found['short']:.0f} % of {found['draws']} futures run short"]
    for result in found["results"]:
        rows = [r for r in found["rows"] if r["result"] == result["result"] and (r["found"] or r.get("separated"))]
        out += ["", f"{result['result']}: {result['meaning']}"]
        out += columns([_short(r) for r in rows]) or ["no input stands out"]
    if found["flips"]:
        out += ["", "What would change the answer"]
        out += columns([_flip(f) for f in found["flips"]])
    out += _claims(found)
    return [*out, *(f"note: {note}" for note in found["notes"])]


def _claims(found: dict[str, Any]) -> list[str]:
    """What the answer is if a claim is right, and its quote."""
    if "evidence" not in found:
        return []
    quotes = {q["claim"]: q for q in found["evidence"]["quotes"]}
    rows = [_claim(f, c, quotes.get(c["claim"])) for f in found["flips"] for c in f["claims"]]
    return ["", "If a claim is right", *columns(rows)] if rows else ["", "No claim speaks of these inputs."]


def _claim(flip: dict[str, Any], claim: dict[str, Any], quote: dict[str, Any] | None) -> dict[str, Any]:
    from ytterby.evidence.listing import printable

    bound = {"least": "at least ", "most": "at most "}.get(claim["bound"], "")
    return {
        "input": flip["input"], "claim": f"{bound}{claim['says']:.4g} {claim['unit']}",
        "then": claim["answer"] or "unknown", "futures_short": claim["short"],
        "quote": quote and printable(quote["quote"]), "document": quote and printable(quote["path"]),
    }  # fmt: skip


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "input": row["input"], "first_order": row["value"], "error": row["error"], "separates": row.get("separates"),
        "when_short": row.get("when_short"), "when_not": row.get("when_not"), "unit": row["unit"],
        "standing": row["standing"], "row": row["row"],
    }  # fmt: skip


def _flip(row: dict[str, Any]) -> dict[str, Any]:
    turned = {"short": "not short", "not short": "short"}[row["answer"]]
    where = "inside its range" if row["within_range"] else "beyond its range"
    at = row["flips_at"]
    return {
        "input": row["input"], "now": row["answer"],
        "turns": "no value in reach" if at is None else f"{turned} at {at:.4g} {row['unit']}, {where}",
        "low": row["low"], "best": row["best"], "high": row["high"],
    }  # fmt: skip
