"""The facts of a brief: a stored run as it is shown, and what was set beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ytterby.baseline.shelf import current
from ytterby.errors import BadData, Fault, NotFound
from ytterby.outcomes.movers import movers
from ytterby.planning.lever_files import load_levers
from ytterby.planning.levers import LeverBook
from ytterby.report.brief.actions import from_levers, from_plan
from ytterby.report.brief.director import ranked
from ytterby.report.brief.facts import Facts
from ytterby.report.brief.official import from_against
from ytterby.report.brief.reaching import leads, reaching
from ytterby.report.summary import summaries
from ytterby.report.view import RunView
from ytterby.runs.folder import StoredRun

MOVED = 3
"""End uses whose inputs are looked for."""
PERSONAL = ("who", "reviewer", "note")
Mask = Callable[[Any], Any]


@dataclass(frozen=True)
class Beside:
    """Files set beside a run: what `plan`, `data against` and `assess sensitivity` printed with ``--json``."""

    plan: Path | None = None
    official: Path | None = None
    sensitivity: Path | None = None


def gathered(stored: StoredRun, told: Mapping[str, Any], beside: Beside, mask: Mask | None = None) -> Facts:
    """Return the facts of a brief.

    Parameters
    ----------
    stored : the run, with the numbers of its draws.
    told : its object as it is shown: marked, and redacted where asked.
    beside : files set beside it.
    mask : masks names in plain data; who made the run is left out then. None shows all.

    Raises
    ------
    NotFound, BadData : a file is missing, or is not what it should be.
    """
    every = ranked(summaries(RunView.from_json(told)))
    uses = [use for use in every if use.first_short.probability > 0][:MOVED] or every[:1]
    rooms = {
        "made": _made(stored, hide=mask is not None),
        "movers": movers(stored, [(u.place, u.end_use, u.demand_class) for u in uses]),
        "actions": _actions(stored, told, beside.plan),
        "official": beside.official and from_against(read_object(beside.official), told["run"], str(beside.official)),
        "sensitivity": beside.sensitivity and _sensitivity(beside.sensitivity, told["scenario"]),
    }
    return Facts(told, mask(rooms) if mask else rooms)


def read_object(path: Path) -> dict[str, Any]:
    """Read one JSON object.

    Raises
    ------
    NotFound, BadData : there is no such file, or it holds something else.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError as failure:
        raise NotFound(Fault(f"cannot be read: {failure.strerror}", str(path))) from None
    except ValueError as failure:
        raise BadData(Fault(f"is no JSON: {failure}", str(path), fix="print it with --json")) from None
    if not isinstance(found, dict):
        raise BadData(Fault("holds no JSON object", str(path), fix="print it with --json"))
    return found


def _actions(stored: StoredRun, told: Mapping[str, Any], plan: Path | None) -> dict[str, Any] | None:
    book = _book(str(told.get("chain", "")))
    if plan is not None:
        known = dict(leads(book)) if book else {}
        return from_plan(read_object(plan), stored.result["scenario"], known, str(plan))
    return from_levers(reaching(book, RunView.from_json(told))) if book else None


def _book(chain: str) -> LeverBook | None:
    """Levers on file for a chain, None where there are none."""
    return load_levers(chain) if chain in current().names("levers") else None


def _sensitivity(path: Path, scenario: str) -> dict[str, Any]:
    found = read_object(path)
    if found.get("index") != "sensitivity":
        fix = "give what `ytterby assess sensitivity SCENARIO --json` printed"
        raise BadData(Fault("is no sensitivity analysis", str(path), fix=fix))
    if found.get("scenario") != scenario:
        raise BadData(Fault(f"it is about {found.get('scenario')}, the run about {scenario}", str(path)))
    return found


def _made(stored: StoredRun, hide: bool) -> dict[str, Any]:
    """Record of the run; people are left out of what is masked."""
    manifest = stored.manifest.model_dump(mode="json")
    remarks = dict.fromkeys(PERSONAL) if hide else {key: manifest["remarks"].get(key) for key in PERSONAL}
    return {"versions": manifest["versions"], "finished": manifest["finished"], "elapsed_s": manifest["elapsed_s"],
            **remarks}  # fmt: skip
