"""A journal of finished work: one line of JSON for each task, so that a run that was stopped goes on."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ytterby.errors import BadData, Fault

FORM = "ytterby/journal/1"


class Journal:
    """Results by task, appended one by one.

    Parameters
    ----------
    path : file; made with its folder if it is not there.
    address : hash of everything the results depend on.

    Raises
    ------
    BadData : the file belongs to other work, or is no journal. It is left as it was.
    """

    def __init__(self, path: Path, address: str) -> None:
        self.path = path
        self.done: dict[str, dict[str, Any]] = {}
        head = {"form": FORM, "address": address}
        if path.exists() and path.stat().st_size:
            self._read(head)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._append(head)

    def add(self, task: str, result: dict[str, Any]) -> None:
        """Keep a result; it is on disk when this returns."""
        self._append({"task": task, "result": result})
        self.done[task] = result

    def _read(self, head: dict[str, Any]) -> None:
        text = self.path.read_text(encoding="utf-8", errors="replace")
        # A line that a kill cut short has no end: the work it stood for is done again.
        lines = text.split("\n")
        whole, torn = lines[:-1], lines[-1]
        try:
            records = [json.loads(line) for line in whole]
        except ValueError as error:
            raise BadData(Fault(f"not a journal: {error}", str(self.path), fix="name another folder")) from None
        if not records or records[0] != head:
            raise BadData(
                Fault("the journal is of other work", str(self.path), fix="name another folder, or remove the file")
            )
        if torn:
            with self.path.open("rb+") as file:
                file.truncate(len("".join(f"{line}\n" for line in whole).encode()))
        self.done = {r["task"]: r["result"] for r in records[1:]}

    def _append(self, record: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
