"""What all routes share: where things lie, who may ask, and what is kept between two requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, TypeVar

from ytterby.baseline.workspace import Workspace, open_workspace, working_in

if TYPE_CHECKING:
    from ytterby.web.desk import Desk
    from ytterby.web.kept import Kept
    from ytterby.web.previews import Previews


Room = TypeVar("Room")
_UNASKED_S = 2.0
"""The engine is not imported before, so that it does not stand in the way of the first answer."""


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
class House:
    """The settings, and the rooms that are made when first asked for.

    Attributes
    ----------
    settings : how the server was started.
    is_warm : True once the engine is imported and compiled.
    was_asked : set once the first answer is out.
    """

    settings: Settings
    is_warm: bool = False
    was_asked: Event = field(default_factory=Event, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _workspace: tuple[object, Workspace] | None = None
    _rooms: dict[str, Any] = field(default_factory=dict)

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

    @property
    def desk(self) -> Desk:
        """Runs under way."""
        from ytterby.web.asked_runs import left_behind
        from ytterby.web.desk import Desk

        return self._room("desk", lambda: Desk(self, left_behind(self.settings.runs)))

    @property
    def planning(self) -> Desk:
        """Plans under way; they take long, and no run waits for them."""
        from ytterby.web.desk import Desk

        return self._room("planning", lambda: Desk(self))

    @property
    def kept(self) -> Kept:
        """Stored runs as bytes."""
        from ytterby.web.kept import Kept

        return self._room("kept", lambda: Kept(self.settings.runs))

    @property
    def previews(self) -> Previews:
        """Questions made ready."""
        from ytterby.web.previews import Previews

        return self._room("previews", Previews)

    def warm(self) -> None:
        """Import and prepare what the next question needs, once the first is answered, or nobody asks one."""
        import logging

        from ytterby.web.warming import warm

        self.was_asked.wait(_UNASKED_S)
        try:
            warm(self)
            self.is_warm = True
        except Exception:  # a workspace that cannot be read is told of when it is asked about
            logging.getLogger("ytterby.web").debug("warming", exc_info=True)

    def close(self) -> None:
        """Stop what is under way; its journal stays."""
        desks: list[Desk] = [self._rooms[name] for name in ("desk", "planning") if name in self._rooms]
        for desk in desks:
            desk.close()

    def shown(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return an object as it may be shown: with the marking of the workspace, own names masked if so asked."""
        from ytterby.web.showing import shown

        return shown(content, self.settings.redact)

    def _room(self, name: str, make: Callable[[], Room]) -> Room:
        with self._lock:
            if name not in self._rooms:
                self._rooms[name] = make()
            found: Room = self._rooms[name]
            return found


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of every file a workspace's shelf is made from."""
    files = (*folder.glob("*.yaml"), *folder.glob("*/*"))
    return tuple(sorted((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in files if p.is_file()))
