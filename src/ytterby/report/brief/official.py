"""The model beside official figures: months set beside the run, and how far the balance moved what sources say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ytterby.errors import BadData, Fault
from ytterby.report.brief.phrases import input_name
from ytterby.report.brief.spans import Block, Heading, Line, Para
from ytterby.report.brief.tongue import Tongue

NEEDED = ("run", "publisher", "rows", "summary")
TOTALS = ("periods", "official_t", "model_t", "within")


def from_against(given: Mapping[str, Any], run: str, where: str) -> dict[str, Any]:
    """Return official figures as `ytterby data against --json` printed them.

    Raises
    ------
    BadData : it is something else, or about another run.
    """
    lost = [key for key in NEEDED if key not in given]
    summary = given.get("summary")
    if not lost and summary is not None:
        lost = [f"summary.{key}" for key in TOTALS if not isinstance(summary.get(key), int | float)]
    if lost:
        fix = "give what `ytterby data against FILE --run RUN --json` printed"
        raise BadData(*(Fault(f"{key} is missing", where, fix=fix) for key in lost))
    if given["run"] != run:
        raise BadData(Fault(f"the figures stand beside {given['run']}, the brief is of {run}", where))
    return dict(given)


def official_blocks(tongue: Tongue) -> list[Block]:
    """Return the heading and what the two sides say."""
    rooms, out = tongue.facts.rooms, [Heading(tongue.say("brief.official"))]
    given = rooms.get("official")
    start = [Para(_start(tongue))] if tongue.facts.run.get("sources") else []
    if not given:
        return [*out, *start, Para(tongue.say("brief.official.hint"), "small")]
    publisher = tongue.quote("official/publisher")
    if not given.get("summary"):
        return [*out, Para(tongue.say("brief.official.nothing", publisher=publisher)), *start]
    parts = {
        "periods": tongue.cite("official/summary/periods", "count"),
        "official": tongue.cite("official/summary/official_t", "number"),
        "model": tongue.cite("official/summary/model_t", "number"),
        "within": tongue.cite("official/summary/within", "count"),
    }
    return [*out, Para(tongue.say("brief.official.sum", publisher=publisher, **parts)), *start]


def _start(tongue: Tongue) -> Line:
    """Say how far the balance moved what sources say, and what it moved most."""
    run = tongue.facts.run
    moved = run.get("moved", [])
    every = tongue.cite("run/sources", "count")
    if not moved:
        return tongue.say("brief.official.kept", all=every)
    i = max(range(len(moved)), key=lambda k: abs(moved[k]["balanced"] - moved[k]["reported"]))
    largest = tongue.say(
        "brief.official.one", what=input_name(tongue, moved[i]["id"], f"run/moved/{i}/id"),
        reported=tongue.cite(f"run/moved/{i}/reported", "number"),
        model=tongue.cite(f"run/moved/{i}/balanced", "number"),
        unit=tongue.cite(f"run/moved/{i}/unit"),
    )  # fmt: skip
    return tongue.say("brief.official.moved", all=every, moved=tongue.cite("run/moved", "count"), largest=largest)
