"""What a run was made from: the question as asked, and every file that was read, by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ytterby import __version__
from ytterby.baseline.revisions import FOLDER, Revisions
from ytterby.baseline.shelf import Item, Shelf, current
from ytterby.baseline.workspace import current_workspace
from ytterby.errors import BadScenario, Fault, YtterbyError
from ytterby.runs.folder import StoredRun
from ytterby.scenario.schema import Scenario

BESIDE_RUNS = ".revisions"


@dataclass(frozen=True)
class Question:
    """Everything the numbers of a run depend on, but the code.

    Attributes
    ----------
    scenario : as asked, without what a workspace adds.
    shelf : the files it is asked on.
    draws, months, seed : size of the ensemble, and its luck.
    """

    scenario: Scenario
    shelf: Shelf
    draws: int
    months: int
    seed: int


def provenance(scenario: Scenario, read: Mapping[str, Item]) -> dict[str, Any]:
    """Return the keys `code`, `asked` and `inputs` of a run: who made it, from which question, from which files."""
    return {
        "code": code(),
        "asked": scenario.model_dump(mode="json", by_alias=True),
        "inputs": {name: item.sha256 for name, item in sorted(read.items())},
    }


@cache
def code() -> dict[str, str]:
    """Return the version of the program, and the hash of its text."""
    root = Path(__file__).parents[1]
    whole = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return {"version": __version__, "sha256": whole.hexdigest()}


def keep_inputs(result: Mapping[str, Any], read: Mapping[str, Item], runs: Path) -> None:
    """Keep every file a run may have read, so that it replays.

    Parameters
    ----------
    result : of the run, made on the current shelf.
    read : files read, those given by their path included.
    runs : folder of runs; its own store is used where there is no workspace.
    """
    shelf = current()
    also = [item for name, item in read.items() if name not in shelf.files or item != shelf.files[name]]
    kept = _stores(runs)[0].keep_shelf(shelf, also)
    if kept != result["as_of"]["data_hash"]:
        raise YtterbyError(Fault("a file was changed while the run was made", str(runs), fix="run it again"))


def question_of(run: StoredRun) -> Question:
    """Return what a stored run was asked, on the files it was made from.

    Raises
    ------
    YtterbyError : the run is older than the record of inputs, or a file of it is not kept.
    """
    told = run.result
    if "inputs" not in told or "asked" not in told:
        fix = "it was made before runs kept their inputs: run its scenario again"
        raise YtterbyError(Fault("the run does not say what it was made from", str(run.path), fix=fix))
    fingerprint = told["as_of"]["data_hash"]
    stores = _stores(run.path.parent)
    store = next((s for s in stores if s.has(fingerprint)), stores[0])
    shelf = store.shelf(fingerprint, told["inputs"].items())
    try:
        scenario = Scenario.model_validate(told["asked"])
    except ValueError as failure:
        what = f"this version does not read its scenario: {' '.join(str(failure).split())[:200]}"
        raise BadScenario(Fault(what, str(run.path))) from None
    return Question(scenario, shelf, told["draws"], len(told["months"]), told["seed"])


def _stores(runs: Path) -> tuple[Revisions, ...]:
    """Stores of revisions, the one to write to first."""
    workspace = current_workspace()
    own = (Revisions(workspace.folder / FOLDER),) if workspace else ()
    return (*own, Revisions(runs / BESIDE_RUNS))
