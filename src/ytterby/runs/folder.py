"""A run on disk: written whole or not at all, and read back."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ytterby.errors import Fault, NotFound, UsageError, YtterbyError, did_you_mean

if TYPE_CHECKING:
    import polars as pl

    from ytterby.network.supply import Floats, SupplyNetwork
    from ytterby.simulation.ensemble import Ensemble

DEFAULT = Path("ytterby-runs")
_RESULT, _DRAWS, _FILL = "run.json", "draws.parquet", "fill_rate.parquet"


@dataclass(frozen=True)
class StoredRun:
    """A run read back: its JSON object, and the numbers of every draw.

    Attributes
    ----------
    path : its folder.
    result : the object `ytterby run --json` prints.
    draws : (draw,) columns by estimate id.
    fill : columns draw, place, end_use, class, month, fill_rate.
    """

    path: Path
    result: dict[str, Any]
    draws: pl.DataFrame
    fill: pl.DataFrame


def refuse_unwritable(folder: Path) -> None:
    """Refuse an output folder before any work is done.

    Raises
    ------
    UsageError : it is a file, or it cannot be made or written to.
    """
    existing = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    if existing.is_file():
        raise UsageError(Fault(f"{existing} is a file, not a folder", "--out", fix="name a folder"))
    probe: Path | None = None
    try:
        probe = Path(tempfile.mkdtemp(dir=existing, prefix=".ytterby-"))
    except OSError as failure:
        raise UsageError(
            Fault(f"{folder} cannot be written to: {failure.strerror}", "--out", fix="name another folder")
        ) from None
    finally:
        if probe is not None:
            probe.rmdir()


def write_run(folder: Path, result: dict[str, Any], network: SupplyNetwork, ensemble: Ensemble, fill: Floats) -> Path:
    """Write a run's folder; it appears under its name only when it is complete.

    `fill` is (draw, use, month) [share].

    Returns
    -------
    The folder, named after the scenario and the first eight digits of the hash.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{result['scenario']}-{result['hash'][:8]}"
    work = Path(tempfile.mkdtemp(dir=folder, prefix=".writing-"))
    try:
        _draws_frame(network).write_parquet(work / _DRAWS)
        _fill_frame(ensemble, fill, result["months"]).write_parquet(work / _FILL)
        text = json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False)
        (work / _RESULT).write_text(text, encoding="utf-8")
        work.chmod(0o755)  # a temporary folder is private; a run is to be shared
        _replace(work, target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return target


def _replace(work: Path, target: Path) -> None:
    """Put a finished folder in place of an older one of the same address."""
    if target.exists():
        old = Path(tempfile.mkdtemp(dir=target.parent, prefix=".old-")) / "run"
        target.replace(old)
        work.replace(target)
        shutil.rmtree(old.parent, ignore_errors=True)
    else:
        work.replace(target)


def read_run(run: str, root: Path = DEFAULT) -> StoredRun:
    """Read a run by its folder, its name, or the start of its hash.

    Raises
    ------
    NotFound : no such run; what there is is listed.
    YtterbyError : the folder is not a whole run.
    """
    import polars as pl

    path = _locate(run, root)
    try:
        result = json.loads((path / _RESULT).read_text(encoding="utf-8"))
        return StoredRun(path, result, pl.read_parquet(path / _DRAWS), pl.read_parquet(path / _FILL))
    except (OSError, ValueError, pl.exceptions.PolarsError) as failure:
        raise YtterbyError(Fault(f"{path} is not a whole run: {failure}", fix="run the scenario again")) from None


def _locate(run: str, root: Path) -> Path:
    if (Path(run) / _RESULT).is_file():
        return Path(run)
    names = sorted(p.name for p in root.glob("*") if (p / _RESULT).is_file())
    found = [n for n in names if n == run or n.rsplit("-", 1)[-1].startswith(run[:8])]
    if len(found) == 1:
        return root / found[0]
    what = f'"{run}" is the start of {len(found)} runs' if found else f'there is no run "{run}"'
    fix = did_you_mean(run, names) or "name a run folder, or the start of a hash"
    raise NotFound(Fault(what, str(root), choices=tuple(names[:20]), fix=fix))


def _draws_frame(network: SupplyNetwork) -> pl.DataFrame:
    import polars as pl

    live = network.estimates.uncertain
    return pl.DataFrame({network.estimates.items[i].id: network.draws[:, i] for i in live})


def _fill_frame(ensemble: Ensemble, fill: Floats, months: list[str]) -> pl.DataFrame:
    import polars as pl

    n, u, m = fill.shape
    return pl.DataFrame(
        {
            "draw": np.repeat(np.arange(n, dtype=np.int32), u * m),
            "place": pl.Series([x[0] for x in ensemble.uses]).gather(np.tile(np.repeat(np.arange(u), m), n)),
            "end_use": pl.Series([x[1] for x in ensemble.uses]).gather(np.tile(np.repeat(np.arange(u), m), n)),
            "class": pl.Series([x[2] for x in ensemble.uses]).gather(np.tile(np.repeat(np.arange(u), m), n)),
            "month": pl.Series(months).gather(np.tile(np.arange(m), n * u)),
            "fill_rate": fill.reshape(-1).astype(np.float32),
        }
    )
