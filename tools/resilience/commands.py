"""What the trials share: the command under trial, and a fingerprint of its numbers."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl

ENTRY = "from ytterby.cli.main import main; main()"
ONE_CORE = {"NUMBA_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Question:
    """A run to be tried."""

    scenario: str
    draws: int
    months: int

    def command(self, out: Path, place: str = "") -> list[str]:
        """Return the command that answers it."""
        where = ["--cluster", place] if place else []
        size = ["--draws", str(self.draws), "--months", str(self.months)]
        return [sys.executable, "-c", ENTRY, "run", self.scenario, *size, "--out", str(out), "--json", *where]


def serial(question: Question, out: Path) -> str:
    """Answer a question on one thread; return the fingerprint of its numbers."""
    subprocess.run(question.command(out), env={**os.environ, **ONE_CORE}, check=True, stdout=subprocess.DEVNULL)
    return fingerprint(out)


def fingerprint(out: Path) -> str:
    """SHA-256 of every number of the one run in a folder: its object but for the time it took, and its tables."""
    (folder,) = (path.parent for path in out.glob("*/run.json"))
    result = json.loads((folder / "run.json").read_text("utf-8"))
    del result["elapsed_s"]
    whole = hashlib.sha256(json.dumps(result, sort_keys=True).encode())
    for path in sorted(folder.glob("*.parquet")):
        for column in pl.read_parquet(path).iter_columns():
            values = column.to_physical().to_numpy() if column.dtype.is_numeric() else column.cast(pl.String).to_list()
            whole.update(
                column.name.encode() + (values.tobytes() if column.dtype.is_numeric() else repr(values).encode())
            )
    return whole.hexdigest()


def kept(out: Path) -> int:
    """Count the blocks in the journal of an unfinished run."""
    return len(list(out.glob(".journal/*/*.parquet")))
