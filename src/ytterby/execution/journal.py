"""What is finished, kept so that a kill at any moment loses at most the tasks that were under way.

Each result is one Parquet file. It is written under another name, flushed to the disk, and then renamed; its name
holds the SHA-256 of its bytes, so that a file is whole or it is not counted. Two processes that work on the same
journal at once write the same files.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ytterby.errors import Fault, YtterbyError

if TYPE_CHECKING:
    import polars as pl

_NAME = re.compile(r"(?P<key>.+)\.(?P<hash>[0-9a-f]{64})\.parquet")


@dataclass(frozen=True)
class InParquet:
    """Work whose table is packed where it is made: less to send, and nothing left to do but to write it."""

    do: Callable[[Any, Any], pl.DataFrame]

    def __call__(self, shared: object, content: object) -> bytes:
        """Do the task and return the bytes of a Parquet file."""
        out = BytesIO()
        self.do(shared, content).write_parquet(out, compression="zstd", compression_level=1, statistics=False)
        return out.getvalue()


@dataclass
class Journal:
    """A folder of results.

    Attributes
    ----------
    folder : made when the first result is kept.
    damaged : files found at the start that are not what they were; their tasks are done again.
    """

    folder: Path
    damaged: list[Path] = field(default_factory=list)
    _files: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in sorted(self.folder.glob("*.parquet")):
            found = _NAME.fullmatch(path.name)
            if found and hashlib.sha256(path.read_bytes()).hexdigest() == found["hash"]:
                self._files[found["key"]] = path
            else:
                self.damaged.append(path)

    def __contains__(self, key: str) -> bool:
        return key in self._files

    def pack(self, do: Callable[[Any, Any], pl.DataFrame]) -> Callable[[Any, Any], Any]:
        """Return the work whose results `put` takes."""
        return InParquet(do)

    def put(self, key: str, result: bytes) -> None:
        """Keep a result; when this returns it is on the disk.

        Raises
        ------
        YtterbyError : it cannot be written, for example because the disk is full.
        """
        path = self.folder / f"{key}.{hashlib.sha256(result).hexdigest()}.parquet"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_durably(path, result)
        except OSError as failure:
            raise YtterbyError(
                Fault(f"a result cannot be kept: {failure.strerror}", str(self.folder),
                      fix="free some space, or name another folder with --out; what is finished is kept")
            ) from None  # fmt: skip
        self._files[key] = path

    def get(self, key: str) -> pl.DataFrame:
        """Read a result back."""
        import polars as pl

        return pl.read_parquet(self._files[key])

    def scan(self, keys: Sequence[str]) -> pl.LazyFrame:
        """Return the results of some tasks one below the other, not read yet."""
        import polars as pl

        return pl.scan_parquet([self._files[key] for key in keys])

    def remove(self) -> None:
        """Delete the folder: what it held has been put elsewhere."""
        import shutil

        shutil.rmtree(self.folder, ignore_errors=True)
        self._files.clear()


class Memory:
    """Results of a run that nobody needs after this process."""

    def __init__(self) -> None:
        self._tables: dict[str, pl.DataFrame] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._tables

    def pack(self, do: Callable[[Any, Any], pl.DataFrame]) -> Callable[[Any, Any], Any]:
        """Return the work as it is."""
        return do

    def put(self, key: str, result: pl.DataFrame) -> None:
        """Keep a result."""
        self._tables[key] = result

    def get(self, key: str) -> pl.DataFrame:
        """Return a result."""
        return self._tables[key]

    def scan(self, keys: Sequence[str]) -> pl.LazyFrame:
        """Return the results of some tasks one below the other."""
        import polars as pl

        return pl.concat([self._tables[key].lazy() for key in keys])


def write_durably(path: Path, content: bytes) -> None:
    """Write a file that is whole or absent, whatever happens meanwhile; it is on the disk when this returns."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_file(path: Path) -> None:
    """Put the content of a file that something else has written on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    if os.name != "posix":  # elsewhere a folder cannot be opened; renaming is already durable there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
