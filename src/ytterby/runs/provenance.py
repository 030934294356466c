"""What a run was made from: the question as asked, and every file that was read, by its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ytterby.baseline.revisions import FOLDER, Revisions
from ytterby.baseline.shelf import Item, Shelf, current
from ytterby.baseline.workspace import current_workspace
from ytterby.baseline.yamlfile import load_model
from ytterby.errors import BadScenario, Fault, YtterbyError
from ytterby.runs.damage import SCENARIO
from ytterby.runs.folder import StoredRun
from ytterby.scenario.schema import Scenario

BESIDE_RUNS = ".revisions"


@dataclass(frozen=True)
class Asked:
    """Everything the numbers of a run depend on, but the code.

    Attributes
    ----------
    scenario : the question, without what a workspace adds.
    shelf : the files it is asked on.
    draws, months, seed : size of the ensemble, and its luck.
    """

    scenario: Scenario
    shelf: Shelf
    draws: int
    months: int
    seed: int


def provenance(read: Mapping[str, Item]) -> dict[str, Any]:
    """Return the keys a run gets: `inputs`, name -> SHA-256 of every file read; `marking`, if the workspace has one."""
    workspace = current_workspace()
    marking = workspace.settings.marking if workspace else None
    told: dict[str, Any] = {"inputs": {name: item.sha256 for name, item in sorted(read.items())}}
    return {**told, "marking": str(marking)} if marking else told


def keep_inputs(fingerprint: str, read: Mapping[str, Item], runs: Path) -> None:
    """Keep every file a run may have read, so that it replays.

    Parameters
    ----------
    fingerprint : of the current shelf, when the run was made.
    read : files read, those given by their path included.
    runs : folder of runs; its own store is used where there is no workspace.

    Raises
    ------
    YtterbyError : a file was changed since.
    """
    shelf = current()
    also = [item for name, item in read.items() if name not in shelf.files or item != shelf.files[name]]
    if _stores(runs)[0].keep_shelf(shelf, also) != fingerprint:
        raise YtterbyError(Fault("a file was changed while the run was made", str(runs), fix="run it again"))


def asked_of(run: StoredRun) -> Asked:
    """Return what a stored run was asked, on the files it was made from.

    Raises
    ------
    YtterbyError : the run is older than the record of inputs, or a file of it is not kept.
    BadScenario : this version does not read its scenario.
    """
    told, size = run.result, run.manifest.size
    if "inputs" not in told:
        fix = "it was made before runs kept their inputs: run its scenario again"
        raise YtterbyError(Fault("the run does not say what it was made from", str(run.path), fix=fix))
    fingerprint = told["as_of"]["data_hash"]
    stores = _stores(run.path.parent)
    store = next((s for s in stores if s.has(fingerprint)), stores[0])
    shelf = store.shelf(fingerprint, told["inputs"].items())
    scenario = load_model(Scenario, run.path / SCENARIO, BadScenario)
    return Asked(scenario, shelf, size.draws, size.months, size.seed)


def _stores(runs: Path) -> tuple[Revisions, ...]:
    """Stores of revisions, the one to write to first."""
    workspace = current_workspace()
    own = (Revisions(workspace.folder / FOLDER),) if workspace else ()
    return (*own, Revisions(runs / BESIDE_RUNS))
