"""The seam: every chunk of work in this package goes through `run`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from ytterby.errors import Fault, WorkLost
from ytterby.execution.journal import Journal
from ytterby.execution.work import Kept, Killed, Place, Task, Work

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """How far a run came.

    Attributes
    ----------
    resumed : tasks that an earlier run had finished.
    interrupted : True if it was stopped by Ctrl-C before the end.
    """

    resumed: int
    interrupted: bool


def run(work: Work, tasks: Sequence[Task], place: Place, kept: Kept, progress: Progress | None = None) -> Outcome:
    """Do the tasks that are not finished yet, keep each result as it comes.

    Parameters
    ----------
    work, tasks : what to do; results do not depend on anything below.
    place : where.
    kept : takes the results; a journal remembers them for the next run.
    progress : told (done, all) in the sizes of tasks, after each.

    Raises
    ------
    WorkLost : some tasks take down every worker that tries them. They are named; all others are finished and kept.
        Or a scheduler or all workers were lost: what is finished is kept.
    KeyboardInterrupt : interrupted before anything was finished.
    """
    left = [t for t in tasks if t.key not in kept]
    whole, done = sum(t.size for t in tasks), sum(t.size for t in tasks if t.key in kept)
    resumed, poison = len(tasks) - len(left), list[tuple[Task, Killed]]()
    if progress and done:
        progress(done, whole)
    with closing(place.results(replace(work, do=kept.pack(work.do)), left)) as results:
        try:
            for task, result in results:
                if isinstance(result, Killed):
                    poison.append((task, result))
                    continue
                kept.put(task.key, result)
                done += task.size
                if progress:
                    progress(done, whole)
        except KeyboardInterrupt:
            if not done:
                raise
            return Outcome(resumed, interrupted=True)
    if poison:
        raise WorkLost(*(_poison(task, killed, isinstance(kept, Journal)) for task, killed in poison))
    return Outcome(resumed, interrupted=False)


def _poison(task: Task, killed: Killed, is_kept: bool) -> Fault:
    rest = "the rest is finished and kept: the same command tries only this again" if is_kept else ""
    return Fault(
        f"{task.words or task.key} took down {killed.times} workers, the last one {killed.how}", task.key, fix=rest
    )
