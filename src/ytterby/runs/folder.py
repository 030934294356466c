"""A run on disk: written whole or not at all, and read back."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ytterby.errors import BadData, Fault, NotFound, did_you_mean
from ytterby.execution.journal import flush_file, flush_folder, write_durably
from ytterby.runs.damage import MANIFEST, RESULT, SCENARIO, TABLES, damage
from ytterby.runs.manifest import Manifest, Remarks
from ytterby.runs.package import NAME, descriptor_of
from ytterby.scenario.schema import Scenario

if TYPE_CHECKING:
    import polars as pl

DEFAULT = Path("ytterby-runs")
JOURNALS = ".journal"
"""Folder, beside the runs, of what unfinished runs have finished so far."""


@dataclass(frozen=True)
class Finished:
    """What goes into a run's folder.

    Attributes
    ----------
    result : the object `ytterby run --json` prints.
    manifest : what the run was made from, by whom.
    scenario : the question.
    tables : ``draws``, ``fill_rate``, ``prices``, ``flows``; as lazy as they are large.
    """

    result: dict[str, Any]
    manifest: Manifest
    scenario: Scenario
    tables: Mapping[str, pl.LazyFrame]


@dataclass(frozen=True)
class StoredRun:
    """A run read back: its JSON object, and the numbers of every draw.

    Attributes
    ----------
    path : its folder.
    result : the object `ytterby run --json` prints.
    manifest : what it was made from.
    """

    path: Path
    result: dict[str, Any]
    manifest: Manifest

    def table(self, name: str) -> pl.LazyFrame:
        """Return one of its long tables, not read yet: ``fill_rate``, ``prices``, ``flows`` or ``draws``."""
        import polars as pl

        return pl.scan_parquet(self.path / f"{name}.parquet").with_columns(pl.col(pl.Enum).cast(pl.String))

    @cached_property
    def draws(self) -> pl.DataFrame:
        """Drawn values: (draw,) columns by estimate id."""
        return self.table("draws").collect()

    @cached_property
    def fill(self) -> pl.DataFrame:
        """Columns draw, place, end_use, class, month, fill_rate, used_t, demand_t."""
        return self.table("fill_rate").collect()


def journal_folder(root: Path, address: str) -> Path:
    """Return where an unfinished run of that address keeps what it has."""
    return root / JOURNALS / address[:16]


def write_run(root: Path, run: Finished) -> Path:
    """Write a run's folder; it appears under its name only when it is complete, and on the disk.

    Returns
    -------
    The folder, named after the scenario and the first eight digits of the hash.
    """
    root.mkdir(parents=True, exist_ok=True)
    target = root / run.manifest.run
    work = Path(tempfile.mkdtemp(dir=root, prefix=".writing-"))
    try:
        for name in TABLES:
            path = work / f"{name}.parquet"
            run.tables[name].sink_parquet(path, compression="zstd", compression_level=1)
            flush_file(path)
        write_durably(work / SCENARIO, _yaml(run.scenario))
        write_durably(work / RESULT, _json(run.result))
        _describe(work, run.manifest, run.result)
        work.chmod(0o755)  # a temporary folder is private; a run is to be shared
        for path in work.iterdir():
            path.chmod(0o644)
        _replace(work, target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return target


def remark(run: StoredRun, remarks: Remarks) -> StoredRun:
    """Add remarks to a stored run; empty ones leave what was said before."""
    said = {k: v for k, v in remarks.model_dump(exclude_unset=True).items() if v}
    if not said:
        return run
    manifest = run.manifest.model_copy(update={"remarks": run.manifest.remarks.model_copy(update=said)})
    _describe(run.path, manifest, run.result)
    return StoredRun(run.path, run.result, manifest)


def find_run(root: Path, name: str, address: str) -> StoredRun | None:
    """Return the finished run of that name and address, if it is in the store and whole: others are run again."""
    if not (root / name / MANIFEST).is_file() or damage(root / name):
        return None
    found = read_run(str(root / name))
    return found if found.manifest.address == address else None


def read_run(run: str, root: Path = DEFAULT) -> StoredRun:
    """Read a run by its folder, its name, or the start of its hash.

    Parameters
    ----------
    run : folder, name, the first signs of the hash, or the scenario where it was run once.
    root : folder of runs.

    Raises
    ------
    NotFound : no such run; what there is is listed.
    BadData : the folder is not a whole run: a file is lost, cut short, or not what was written; all are named.
    """
    path = _locate(run, root)
    faults = damage(path)
    if faults:
        raise BadData(*faults)
    result = json.loads((path / RESULT).read_bytes())
    return StoredRun(path, result, Manifest.model_validate_json((path / MANIFEST).read_bytes()))


def _locate(run: str, root: Path) -> Path:
    if (Path(run) / RESULT).is_file():
        return Path(run)
    names = sorted(p.name for p in root.glob("*") if (p / RESULT).is_file())
    found = [n for n in names if n == run or n.rsplit("-", 1)[-1].startswith(run[:8])]
    found = found or [n for n in names if n.rsplit("-", 1)[0] == run]  # the one run of a scenario
    if len(found) == 1:
        return root / found[0]
    what = f'"{run}" names {len(found)} runs' if found else f'there is no run "{run}"'
    fix = did_you_mean(run, names) or "name a run folder, or the start of a hash"
    raise NotFound(Fault(what, str(root), choices=tuple(names[:20]), fix=fix))


def _describe(folder: Path, manifest: Manifest, result: Mapping[str, Any]) -> None:
    write_durably(folder / MANIFEST, manifest.model_dump_json(by_alias=True, indent=1).encode())
    write_durably(folder / NAME, _json(descriptor_of(folder, manifest, str(result["title"]), result.get("marking"))))


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _yaml(scenario: Scenario) -> bytes:
    """The scenario as a file that `ytterby run` takes."""
    from ruamel.yaml import YAML

    writer, out = YAML(typ="safe", pure=True), io.BytesIO()
    writer.default_flow_style, writer.allow_unicode = False, True
    writer.dump(scenario.model_dump(mode="json", by_alias=True), out)
    return out.getvalue()


def _replace(work: Path, target: Path) -> None:
    """Put a finished folder in place of an older one of the same address."""
    flush_folder(work)
    if target.exists():
        old = Path(tempfile.mkdtemp(dir=target.parent, prefix=".old-")) / "run"
        target.replace(old)
        work.replace(target)
        shutil.rmtree(old.parent, ignore_errors=True)
    else:
        work.replace(target)
    flush_folder(target.parent)
