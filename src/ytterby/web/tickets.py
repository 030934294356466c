"""Questions that are not answered yet, on the disk: a server that was killed knows what to go on with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from ytterby.execution.journal import write_durably
from ytterby.web.job import Question

FOLDER = ".asked"


class Tickets:
    """One file for each question, beside the runs.

    Parameters
    ----------
    runs : folder of runs.
    """

    def __init__(self, runs: Path) -> None:
        self.folder = runs / FOLDER

    def keep(self, question: Question) -> None:
        """Write a ticket; it is on the disk when this returns."""
        self.folder.mkdir(parents=True, exist_ok=True)
        plain = {**asdict(question), "scenario": question.scenario.model_dump(mode="json", by_alias=True)}
        write_durably(self._path(question), json.dumps(plain, ensure_ascii=False).encode())

    def drop(self, question: Question) -> None:
        """Remove a ticket."""
        self._path(question).unlink(missing_ok=True)

    def left(self) -> Iterator[Question]:
        """Yield the questions of a server that ended before they were answered."""
        from ytterby.scenario.schema import Scenario

        for path in sorted(self.folder.glob("*.json")):
            try:
                plain = json.loads(path.read_bytes())
                yield Question(**{**plain, "scenario": Scenario.model_validate(plain["scenario"])})
            except (ValueError, TypeError, KeyError):  # written by another version
                path.unlink(missing_ok=True)

    def _path(self, question: Question) -> Path:
        return self.folder / f"{question.run}.json"
