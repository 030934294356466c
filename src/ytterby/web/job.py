"""Work under way, and what those who listen to it are told."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from ytterby.web.answers import as_bytes

if TYPE_CHECKING:
    from ytterby.web.premises import Premises

Status = Literal["waiting", "running", "done", "stopped", "failed"]
Wake = Callable[[], None]


class End(NamedTuple):
    """How work ended, and what is said of it."""

    status: Status
    told: Mapping[str, Any]


class Work(Protocol):
    """What a desk does: a run, a plan."""

    @property
    def id(self) -> str:
        """Of its answer."""
        ...

    @property
    def attended(self) -> bool:
        """True if it is to stop when nobody listens any more."""
        ...

    def row(self) -> dict[str, Any]:
        """Return what a list says of it."""
        ...

    def taken_up(self) -> None:
        """Note that it is on the desk."""
        ...

    def laid_down(self) -> None:
        """Note that it is not, or no more."""
        ...

    def do(self, job: Job, house: Premises) -> End:
        """Do it, in the desk's thread."""
        ...


@dataclass
class Job:
    """Work on a desk; told by the desk's thread, heard in the event loop.

    Attributes
    ----------
    work : what is done.
    status : how far it is.
    done, whole : parts of it.
    was_cancelled : True once it is to stop.
    listeners : called when there is news.
    """

    work: Work
    status: Status
    done: int = 0
    whole: int = 0
    was_cancelled: bool = False
    listeners: set[Wake] = field(default_factory=set)
    _began: float = 0.0
    _first: int | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)
    _serial: int = 0
    _news: dict[str, tuple[int, bytes]] = field(default_factory=dict, repr=False)

    @property
    def is_open(self) -> bool:
        """True while it waits or runs and is not to stop."""
        return self.status in {"waiting", "running"} and not self.was_cancelled

    @property
    def left_s(self) -> float | None:
        """Seconds that are left, by the pace so far; None while there is none."""
        made = self.done - (self._first or 0)
        if made <= 0 or self.status != "running":
            return None
        return round((time.monotonic() - self._began) / made * (self.whole - self.done), 1)

    def row(self) -> dict[str, Any]:
        """Return its row in a list."""
        return {**self.work.row(), "status": self.status, "done": self.done, "left_s": self.left_s}

    def begin(self, whole: int) -> None:
        """Say that it runs."""
        self.status, self.whole = "running", whole
        self.tell("progress", {"done": 0, "all": whole, "left_s": None})

    def progress(self, done: int, whole: int, **more: str) -> None:
        """Say how far it is.

        Raises
        ------
        KeyboardInterrupt : it is to stop.
        """
        if self.was_cancelled:
            raise KeyboardInterrupt
        if self._first is None:  # what was finished before took no time
            self._first, self._began = done, time.monotonic()
        self.done, self.whole = done, whole
        self.tell("progress", {"done": done, "all": whole, "left_s": self.left_s, **more})

    def end(self, how: End) -> None:
        """Say how it ended."""
        self.tell(how.status, how.told, how.status)

    def cancel(self) -> None:
        """Stop at the next progress; what is finished is kept."""
        if self.status in {"waiting", "running"}:
            self.was_cancelled = True

    def listen(self, wake: Wake) -> None:
        """Be told that there is news."""
        with self._lock:
            self.listeners.add(wake)

    def leave(self, wake: Wake) -> None:
        """Be told no longer."""
        with self._lock:
            self.listeners.discard(wake)

    def news(self, since: int) -> tuple[list[bytes], int, bool]:
        """Return what was told after a serial number, the last of each kind, the last number, and if that is all."""
        with self._lock:
            newer = sorted(item for item in self._news.values() if item[0] > since)
            return [text for _, text in newer], self._serial, self.status not in {"waiting", "running"}

    def tell(self, event: str, content: Mapping[str, Any], status: Status | None = None) -> None:
        """Tell all who listen, now or later; of each kind of event the last one counts."""
        text = b"event: " + event.encode() + b"\ndata: " + as_bytes(content) + b"\n\n"
        with self._lock:
            if status is not None:
                self.status = status
                self._news.pop("bands", None)
            self._serial += 1
            self._news[event] = (self._serial, text)
            listeners = list(self.listeners)
        for wake in listeners:
            wake()
