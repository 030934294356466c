"""A run under way, and what its listeners are told."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from ytterby.web.answers import as_bytes

if TYPE_CHECKING:
    from ytterby.scenario.schema import Scenario
    from ytterby.study import Run

Status = Literal["waiting", "running", "done", "stopped", "failed"]
Wake = Callable[[], None]


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes
    ----------
    run : id of the answer.
    scenario : with its sliders moved.
    draws, months, seed : size of the ensemble, and its luck.
    note : kept with the run.
    attended : True cancels it when nobody listens any more.
    """

    run: str
    scenario: Scenario
    draws: int
    months: int
    seed: int
    note: str = ""
    attended: bool = True


@dataclass
class Job:
    """A question on the desk; told by the desk's thread, heard in the event loop.

    Attributes
    ----------
    question : what is asked.
    status : how far it is.
    done, whole : draws.
    was_cancelled : True once it is to stop.
    so_far : gives the answer of the futures finished so far.
    listeners : called when there is news.
    """

    question: Question
    status: Status
    done: int = 0
    whole: int = 0
    was_cancelled: bool = False
    so_far: Callable[[], Run] | None = None
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

    def told(self) -> dict[str, Any]:
        """Return its row in the list of runs."""
        asked = self.question
        return {
            "run": asked.run, "status": self.status, "scenario": asked.scenario.id, "title": asked.scenario.title,
            "draws": asked.draws, "months": asked.months, "seed": asked.seed, "done": self.done, "left_s": self.left_s,
        }  # fmt: skip

    def can_tell(self, so_far: Callable[[], Run]) -> None:
        """Take what tells the answer so far; the pace is measured from here on."""
        self.so_far, self._began = so_far, time.monotonic()

    def begin(self) -> None:
        """Say that it runs."""
        self.status, self.whole = "running", self.question.draws
        self._tell("progress", {"done": 0, "all": self.whole, "left_s": None})

    def progress(self, done: int, whole: int) -> None:
        """Say how far it is."""
        if self._first is None:  # what an earlier run had finished took no time
            self._first, self._began = done, time.monotonic()
        self.done, self.whole = done, whole
        self._tell("progress", {"done": done, "all": whole, "left_s": self.left_s})

    def bands(self, result: Mapping[str, Any]) -> None:
        """Show the answer so far."""
        self._tell("bands", result)

    def end(self, status: Status, told: Mapping[str, Any]) -> None:
        """Say how it ended."""
        self.so_far = None
        self._tell(status, told, status)

    def cancel(self) -> None:
        """Stop after the futures under way; what is finished is in the journal."""
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
        """Return what was told after a serial number, the last of each kind; the number to ask with next; if that is all."""
        with self._lock:
            newer = sorted(item for item in self._news.values() if item[0] > since)
            return [text for _, text in newer], self._serial, self.status not in {"waiting", "running"}

    def _tell(self, event: str, content: Mapping[str, Any], status: Status | None = None) -> None:
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
