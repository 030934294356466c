"""A run as work on the desk: asked for, told while it is made, kept; and its ticket, for a server that comes after."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ytterby.execution.journal import write_durably
from ytterby.runs.manifest import Remarks
from ytterby.scenario.schema import Scenario
from ytterby.study import Run, run_scenario
from ytterby.web.job import End, Job

if TYPE_CHECKING:
    from ytterby.web.premises import Premises

FOLDER = ".asked"
"""Beside the runs: a ticket for each question that is not answered yet."""
_REST = 4.0
"""Bands are told again after so many times as long as telling them took."""


@dataclass(frozen=True)
class AskedRun:
    """A question.

    Attributes
    ----------
    id : of the answer.
    scenario : with its sliders moved.
    draws, months, seed : size of the ensemble, and its luck.
    note : kept with the run.
    attended : True cancels it when nobody listens any more.
    runs : folder of runs.
    """

    id: str
    scenario: Scenario
    draws: int
    months: int
    seed: int
    note: str
    attended: bool
    runs: Path

    def row(self) -> dict[str, Any]:
        """Return what the list of runs says of it."""
        return {
            "run": self.id, "scenario": self.scenario.id, "title": self.scenario.title, "draws": self.draws,
            "months": self.months, "seed": self.seed, "note": self.note,
        }  # fmt: skip

    def taken_up(self) -> None:
        """Write its ticket; it is on the disk when this returns."""
        self._ticket.parent.mkdir(parents=True, exist_ok=True)
        told = {**asdict(self), "scenario": self.scenario.model_dump(mode="json", by_alias=True)}
        del told["runs"]
        write_durably(self._ticket, json.dumps(told, ensure_ascii=False).encode())

    def laid_down(self) -> None:
        """Remove its ticket; what is finished of it stays in the journal."""
        self._ticket.unlink(missing_ok=True)

    def do(self, job: Job, house: Premises) -> End:
        """Make the run."""
        job.begin(self.draws)
        watch = _Watch(job, house)
        done = run_scenario(
            self.scenario, self.draws, self.months, self.seed, watch.tell, store=self.runs, begun=watch.begun
        )
        if not done.whole:
            raise KeyboardInterrupt
        stored = done.write(self.runs, Remarks(note=self.note))
        return End("done", {"run": stored.manifest.run})  # another than asked for if the code has changed since

    @property
    def _ticket(self) -> Path:
        return self.runs / FOLDER / f"{self.id}.json"


def left_behind(runs: Path) -> Iterator[AskedRun]:
    """Yield the questions of a server that ended before they were answered."""
    for path in sorted((runs / FOLDER).glob("*.json")):
        try:
            told = json.loads(path.read_bytes())
            yield AskedRun(**{**told, "scenario": Scenario.model_validate(told["scenario"]), "runs": runs})
        except (ValueError, TypeError, KeyError):  # written by another version: nobody can go on with it
            path.unlink(missing_ok=True)


class _Watch:
    """Passes progress on, shows bands now and then."""

    def __init__(self, job: Job, house: Premises) -> None:
        self._job, self._house = job, house
        self._so_far: Callable[[], Run] | None = None
        self._rest_until = 0.0

    def begun(self, so_far: Callable[[], Run]) -> None:
        self._so_far = so_far

    def tell(self, done: int, whole: int) -> None:
        self._job.progress(done, whole)
        began = time.monotonic()
        if self._so_far is None or not self._job.listeners or done == whole or began < self._rest_until:
            return
        try:
            found = self._so_far().result
        except KeyboardInterrupt:  # the first block is not finished: a later one was quicker
            return
        self._job.tell("bands", self._house.shown({**found, "partial": True}))
        self._rest_until = time.monotonic() + _REST * (time.monotonic() - began)
