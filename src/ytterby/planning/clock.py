"""How long each part of a plan took, what is told on the way, and where it was stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

Tell = Callable[[str, int, int], None]
T = TypeVar("T")


class Clock:
    """Parts of a plan in turn.

    Attributes
    ----------
    seconds : part -> (wall, processor) seconds it took.
    stopped : part in which the user stopped; empty if none.
    """

    def __init__(self, tell: Tell | None) -> None:
        self._tell, self._wall, self._cpu = tell, time.perf_counter(), time.process_time()
        self.seconds: dict[str, tuple[float, float]] = {}
        self.stopped = ""

    def done(self, part: str) -> None:
        """Note the end of a part."""
        wall, cpu = time.perf_counter(), time.process_time()
        self.seconds[part] = round(wall - self._wall, 2), round(cpu - self._cpu, 2)
        self._wall, self._cpu = wall, cpu
        if self._tell:
            self._tell(part, 1, 1)

    def part(self, name: str) -> Callable[[int, int], None] | None:
        """Give a function that tells progress within a part."""
        return None if self._tell is None else partial(self._tell, name)

    def spared(self, part: str, otherwise: T, work: Callable[[], T]) -> T:
        """Do a part the plan can do without: once the user has stopped, it and all later ones are left out."""
        if self.stopped:
            return otherwise
        try:
            out = work()
        except KeyboardInterrupt:
            self.stopped, out = part, otherwise
        self._ended(part)
        return out

    def gathered(self, part: str, each: Iterator[T]) -> list[T]:
        """Collect what a part finds; what it has found when the user stops is kept."""
        out: list[T] = []
        if self.stopped:
            return out
        try:
            for found in each:
                out.append(found)
        except KeyboardInterrupt:
            self.stopped = part
        self._ended(part)
        return out

    def _ended(self, part: str) -> None:
        """Note the end of a part once there is something to keep: a stop, by whoever is told too, is only noted."""
        try:
            self.done(part)
        except KeyboardInterrupt:
            self.stopped = self.stopped or part
