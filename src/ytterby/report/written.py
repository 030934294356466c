"""A page is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ytterby.errors import Fault, YtterbyError


def write_whole(text: str, path: Path) -> None:
    """Write a text file so that nobody ever sees half of it; its folder is made if it is missing.

    Raises
    ------
    YtterbyError
        The file cannot be written there; an older file stays as it was.
    """
    write_bytes(text.encode(), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Write a file so that nobody ever sees half of it; its folder is made if it is missing.

    Raises
    ------
    YtterbyError
        The file cannot be written there; an older file stays as it was.
    """
    scratch: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "wb", dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            scratch = Path(file.name)
            file.write(content)
        scratch.chmod(0o666 & ~_umask())  # a temporary file is private; a report is for others to open
        scratch.replace(path)
    except OSError as error:
        if scratch is not None:
            scratch.unlink(missing_ok=True)
        raise YtterbyError(
            Fault(f"cannot write the report: {error.strerror}", str(path), fix="Name a folder you may write to.")
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
