"""The house a server works in: its folder of runs, its workspace with marking, and what it must mask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TypeVar

from ytterby.baseline.workspace import Marking, Workspace, strictest, working_in
from ytterby.errors import Fault, UsageError, YtterbyError
from ytterby.mcp.figures import Told
from ytterby.mcp.tracing import Explained
from ytterby.report.redaction import Redactor, own_names

S = TypeVar("S", bound=Told)
MOST_KEPT = 5_000


@dataclass(frozen=True)
class House:
    """What all tools share.

    Attributes
    ----------
    runs : folder of runs; `run` keeps its answers there, so that `explain` can walk them back.
    workspace : own rules and figures; None for the bundled ones alone.
    redactor : masks own names; None where nothing is masked.
    most_draws : futures that one call may ask for.
    kept : traces of what is not stored as a run, by id.
    busy : one question is simulated at a time.
    """

    runs: Path
    workspace: Workspace | None = None
    redactor: Redactor | None = None
    most_draws: int = 1000
    kept: dict[str, Explained] = field(default_factory=dict)
    busy: Lock = field(default_factory=Lock)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Use the workspace within a block."""
        with working_in(self.workspace):
            yield

    def show(self, told: S) -> S:
        """Return an answer as it may leave: with the marking, and masked where that was asked."""
        here = self.workspace.settings.marking if self.workspace else None
        marking = strictest(here and str(here), told.marking)
        told = told.model_copy(update={"marking": marking, "redacted": self.redactor is not None})
        if self.redactor is None:
            return told
        return type(told).model_validate(self.redactor.plain(told.model_dump(mode="json")))

    def refusal(self, error: YtterbyError) -> str:
        """Return a refusal as the object of `--json`, masked where that was asked."""
        faults = [
            {"what": f.what, "where": f.where, "rule": f.rule, "choices": list(f.choices[:40]), "fix": f.fix}
            for f in error.faults[:20]
        ]
        text = json.dumps({"error": {"code": error.code, "faults": faults}}, ensure_ascii=False)
        return self.redactor.text(text) if self.redactor else text

    def keep(self, traces: dict[str, Explained]) -> None:
        """Remember traces; the oldest make room."""
        self.kept.update(traces)
        for id_ in list(self.kept)[: max(len(self.kept) - MOST_KEPT, 0)]:
            del self.kept[id_]


def open_house(runs: Path, workspace: Workspace | None, redact: bool, stays_here: bool, most_draws: int) -> House:
    """Open a house; a confidential one tells nobody who may carry it away.

    Parameters
    ----------
    redact : mask own firms, parts and stocks in every answer.
    stays_here : the user vouches that whoever asks keeps the answers on this machine.

    Raises
    ------
    UsageError : the workspace is confidential and neither was said.
    """
    confidential = workspace is not None and workspace.settings.marking is Marking.CONFIDENTIAL
    if confidential and not (redact or stays_here):
        raise UsageError(
            Fault(
                "the workspace is confidential, and who asks through this server may be on another machine",
                "ytterby mcp", "confidential work does not leave this machine",
                fix="--redact masks own names; --stays-here says that model and client run on this machine",
            )
        )  # fmt: skip
    redactor = None
    if redact:
        with working_in(workspace):
            redactor = Redactor(workspace.folder if workspace else None)
            own_names(redactor)
    return House(runs, workspace, redactor, most_draws)
