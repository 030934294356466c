"""Where a server is at home: how it was started, the workspace as it is now, and how things are shown."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from typing import Any

from ytterby.baseline.shelf import Item, current, using
from ytterby.baseline.workspace import Workspace, open_workspace, working_in

_STEP_S = 5.0
"""A database elsewhere is read again after so long."""
_Look = tuple[str, int, int]


@dataclass(frozen=True)
class Settings:
    """How the server was started.

    Attributes
    ----------
    runs : folder of runs.
    token : every request must show it.
    origins : addresses of the page, such as ``http://127.0.0.1:8000``; the only values of Host and Origin.
    workspace : folder of own files, None without one.
    topology : the user's borders, None for those of the page.
    redact : True masks own names in every answer.
    evidence : store whose reviewed claims inform previews and runs; None for none.
    """

    runs: Path
    token: str
    origins: frozenset[str]
    workspace: Path | None = None
    topology: Path | None = None
    redact: bool = False
    evidence: str | None = None


@dataclass
class Premises:
    """The settings, and the workspace as it was last seen."""

    settings: Settings
    _lock: Lock = field(default_factory=Lock, repr=False)
    _workspace: tuple[object, Workspace] | None = None
    _said: tuple[object, Item] | None = None

    @contextmanager
    def at_work(self) -> Iterator[Workspace | None]:
        """Use the workspace as it is now: files that were added or changed since the last request count."""
        with working_in(self._opened()) as workspace, self._informed():
            yield workspace

    def _opened(self) -> Workspace | None:
        folder = self.settings.workspace
        if folder is None:
            return None
        state = _state(folder)
        with self._lock:
            if self._workspace is None or self._workspace[0] != state:
                self._workspace = (state, open_workspace(folder))
            return self._workspace[1]

    @contextmanager
    def _informed(self) -> Iterator[None]:
        """Lay what the documents say on the shelf; a decision about a claim counts from the next request on."""
        where = self.settings.evidence
        if where is None:
            yield
            return
        from ytterby.evidence.snapshot import taken_from, with_snapshot

        state = _store_state(where)
        with self._lock:
            if self._said is None or self._said[0] != state:
                self._said = (state, taken_from(where))
            item = self._said[1]
        with using(with_snapshot(current(), item)):
            yield

    def shown(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return an object as it may be shown: with the marking of the workspace, own names masked if so asked."""
        from ytterby.web.showing import shown

        return shown(content, self.settings.redact)


def _store_state(where: str) -> object:
    """What changes when a store does; for a database elsewhere, the time in steps.

    SQLite makes and removes files beside a store for readers too: of those only a log that holds something counts.
    """
    if "://" in where:
        return int(time.monotonic() / _STEP_S)
    path = Path(where)
    stores = [path] if path.is_file() else sorted(path.glob("*.sqlite"))
    logs = (_look(store.with_name(f"{store.name}-wal")) for store in stores)
    return *map(_look, stores), *(log for log in logs if log and log[2])


def _state(folder: Path) -> tuple[_Look, ...]:
    """Name, time and size of every file a workspace's shelf is made from."""
    return tuple(sorted(filter(None, map(_look, (*folder.glob("*.yaml"), *folder.glob("*/*"))))))


def _look(path: Path) -> _Look | None:
    """Name, time and size of a file; None for a folder, and for what has gone since it was listed."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (str(path), found.st_mtime_ns, found.st_size) if S_ISREG(found.st_mode) else None
