"""What is wrong with a run's folder: a file that is lost, cut short, or not the one that was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ytterby.errors import Fault
from ytterby.runs.manifest import Manifest
from ytterby.runs.package import NAME, file_hash

RESULT, MANIFEST, SCENARIO = "run.json", "manifest.json", "scenario.yaml"
TABLES = ("draws", "fill_rate", "prices", "flows")
_RULE = "a run is read whole or not at all"
_FIX = "run the scenario again: the same question gives the same numbers; or copy the folder again"


def damage(folder: Path) -> list[Fault]:
    """Return what is wrong with the folder of a run; nothing where it is whole.

    The object of the run is compared with its hash in the folder's descriptor, other files with their size: a hash of
    every draw would be dear at every look.
    """
    names = (RESULT, MANIFEST, NAME, SCENARIO, *(f"{name}.parquet" for name in TABLES))
    if lost := [n for n in names if not (folder / n).is_file()]:
        return [_fault(folder / n, "the file is missing: this is not a whole run") for n in lost]
    read = {name: _read(folder / name) for name in (RESULT, MANIFEST, NAME)}
    if bad := [_fault(folder / name, found) for name, found in read.items() if isinstance(found, str)]:
        return bad
    try:
        Manifest.model_validate(read[MANIFEST])
        described: Any = read[NAME]
        kept = {str(r["path"]): (int(r["bytes"]), str(r["hash"])) for r in described["resources"]}
    except ValidationError as failure:
        first = failure.errors()[0]
        return [_fault(folder / MANIFEST, f"{'.'.join(map(str, first['loc']))} is not what a manifest holds there")]
    except (KeyError, TypeError, ValueError):
        return [_fault(folder / NAME, "it does not list the files of the run")]
    return [_fault(folder / n, what) for n in names if n in kept and (what := _changed(folder / n, *kept[n]))]


def _read(path: Path) -> dict[str, Any] | str:
    """Return the object in a file, or why there is none."""
    try:
        found = json.loads(path.read_bytes())
    except json.JSONDecodeError as failure:
        return f"it is cut short or damaged: no JSON at line {failure.lineno}, column {failure.colno}"
    except UnicodeDecodeError as failure:
        return f"it is damaged: byte {failure.start} is not UTF-8"
    return found if isinstance(found, dict) else "it holds JSON, but not the object of a run"


def _changed(path: Path, size: int, key: str) -> str:
    if path.stat().st_size != size:
        return f"it has {path.stat().st_size:,} bytes and had {size:,} when it was written"
    return "it is not what was written" if path.name == RESULT and f"sha256:{file_hash(path)}" != key else ""


def _fault(path: Path, what: str) -> Fault:
    return Fault(what, str(path), _RULE, fix=_FIX)
