"""What the seam speaks of: work, the tasks it is cut into, and the places where it runs."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

KILLS = 3
"""Workers a task may take down with it before it is left out."""


@dataclass(frozen=True)
class Task:
    """A part of the work; the results of all tasks do not depend on where or in which order they are done.

    Attributes
    ----------
    key : names the result; file names are made from it, and it sorts in the order of the work.
    content : small, and plain enough to be pickled.
    words : what it is, for messages.
    size : how much of the progress it is.
    """

    key: str
    content: Any
    words: str = ""
    size: int = 1


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Work:
    """What is done with every task.

    Attributes
    ----------
    do : called as ``do(shared, content)``; a function of an importable module.
    shared : what all tasks need; sent once to every worker.
    stamp : called where the work is done and here; both must say the same, or the numbers could differ.
    """

    do: Callable[[Any, Any], Any]
    shared: Any = None
    stamp: Callable[[], Mapping[str, str]] = field(default=_nothing)


@dataclass(frozen=True)
class Killed:
    """In place of a result: the task took down every worker that tried it.

    Attributes
    ----------
    times : workers lost.
    how : what is known of their end.
    """

    times: int
    how: str


Results = Generator[tuple[Task, Any], None, None]
"""Tasks with their results, or with `Killed`, as they are finished."""


class Kept(Protocol):
    """Takes results as they are finished; `Journal`, `Memory`, or what a caller has of its own."""

    def __contains__(self, key: str) -> bool:
        """True if a task is finished: it is not done again."""
        ...

    def pack(self, do: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """Return the work whose results `put` takes."""
        ...

    def put(self, key: str, result: Any) -> None:  # noqa: ANN401 - whatever the work gives
        """Keep a result."""
        ...


class Place(Protocol):
    """Where work runs."""

    def results(self, work: Work, tasks: Sequence[Task]) -> Results:
        """Do every task, in any order; an exception of a task is raised here."""
        ...
