"""Where a server is at home: how it was started, the workspace as it is now, and how things are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from ytterby.baseline.workspace import Workspace, open_workspace, working_in


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
    """

    runs: Path
    token: str
    origins: frozenset[str]
    workspace: Path | None = None
    topology: Path | None = None
    redact: bool = False


@dataclass
class Premises:
    """The settings, and the workspace as it was last seen."""

    settings: Settings
    _lock: Lock = field(default_factory=Lock, repr=False)
    _workspace: tuple[object, Workspace] | None = None

    @contextmanager
    def at_work(self) -> Iterator[Workspace | None]:
        """Use the workspace as it is now: files that were added or changed since the last request count."""
        folder = self.settings.workspace
        if folder is None:
            with working_in(None):
                yield None
            return
        state = _state(folder)
        with self._lock:
            if self._workspace is None or self._workspace[0] != state:
                self._workspace = (state, open_workspace(folder))
            workspace = self._workspace[1]
        with working_in(workspace):
            yield workspace

    def shown(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return an object as it may be shown: with the marking of the workspace, own names masked if so asked."""
        from ytterby.web.showing import shown

        return shown(content, self.settings.redact)


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of every file a workspace's shelf is made from."""
    files = (*folder.glob("*.yaml"), *folder.glob("*/*"))
    return tuple(sorted((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in files if p.is_file()))
