"""Whether a folder of runs can be written to: asked before anything heavy is imported."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ytterby.errors import Fault, UsageError


def refuse_unwritable(folder: Path, option: str = "--out") -> None:
    """Refuse an output folder before any work is done; one that is missing can be made.

    Raises
    ------
    UsageError : it is a file, or it cannot be made or written to.
    """
    existing = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    if existing.is_file():
        raise UsageError(Fault(f"{existing} is a file, not a folder", option, fix="name a folder"))
    probe: Path | None = None
    try:
        probe = Path(tempfile.mkdtemp(dir=existing, prefix=".ytterby-"))
    except OSError as failure:
        raise UsageError(
            Fault(f"{folder} cannot be written to: {failure.strerror}", option, fix="name another folder")
        ) from None
    finally:
        if probe is not None:
            probe.rmdir()
