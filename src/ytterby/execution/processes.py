"""Work on own processes of this machine: a worker that dies is replaced, and the task that it held is known."""

from __future__ import annotations

import pickle
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.context import SpawnProcess
from typing import Any, cast

from ytterby.errors import Fault, WorkLost
from ytterby.execution.work import KILLS, Killed, Results, Task, Work
from ytterby.execution.worker import READY, one_thread_each, serve

_GOODBYE_S = 5.0


@dataclass(frozen=True)
class Processes:
    """So many processes, started afresh (spawned), each with one core."""

    count: int

    def results(self, work: Work, tasks: Sequence[Task]) -> Results:
        """Do the tasks; one that took down `KILLS` workers is given up, the rest goes on."""
        crew = _Crew(pickle.dumps(work), deque(tasks))
        try:
            for _ in range(min(self.count, len(tasks))):
                crew.hire()
            while crew.busy:
                yield from crew.news()
        finally:
            crew.dismiss()


@dataclass(eq=False)
class _Worker:
    """A process, the line to it, and the task it holds."""

    process: SpawnProcess
    line: connection.Connection[Any, Any]
    task: Task | None = None
    ready: bool = False


@dataclass
class _Crew:
    """The workers, what is left to do, and who died of what."""

    work: bytes
    left: deque[Task]
    workers: list[_Worker] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    stillborn: int = 0

    @property
    def busy(self) -> bool:
        """True while a task is held or left."""
        return bool(self.left) or any(w.task for w in self.workers)

    def hire(self) -> None:
        """Start a worker and send it what all tasks need."""
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), name="ytterby-worker", daemon=True)
        with one_thread_each():
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self.workers.append(worker)
        try:
            ours.send_bytes(self.work)
        except (BrokenPipeError, ConnectionResetError):
            return  # it has died: `news` will say so

    def news(self) -> Iterator[tuple[Task, Any]]:
        """Wait for something to happen; pass on results, replace the dead."""
        lines = {w.line: w for w in self.workers}
        for line in connection.wait(list(lines)):
            worker = lines[line]  # type: ignore[index]
            try:
                message = worker.line.recv()
            except (EOFError, OSError):
                yield from self._bury(worker)
            else:
                yield from self._hear(worker, message)

    def _hear(self, worker: _Worker, message: object) -> Iterator[tuple[Task, Any]]:
        done, worker.task = worker.task, None
        self._assign(worker)  # before the result is looked at: the worker should not wait for us
        if message == READY and not worker.ready:
            worker.ready, self.stillborn = True, 0
            return
        well, answer = cast("tuple[bool, Any]", message)
        if not well:
            raise answer
        if done is None:
            raise AssertionError("a worker answers only what it was asked")
        yield done, answer

    def _assign(self, worker: _Worker) -> None:
        if not self.left:
            return
        task = self.left.popleft()
        try:
            worker.line.send(task.content)
        except (BrokenPipeError, ConnectionResetError):
            self.left.appendleft(task)  # the worker has died without it: `news` will say so
        else:
            worker.task = task

    def _bury(self, worker: _Worker) -> Iterator[tuple[Task, Any]]:
        """Replace a dead worker; give back its task, or give the task up."""
        self.workers.remove(worker)
        worker.line.close()
        worker.process.join()
        how = _how(worker.process.exitcode)
        task = worker.task
        if not worker.ready:
            self.stillborn += 1
            if self.stillborn >= KILLS:
                raise WorkLost(
                    Fault(f"{KILLS} worker processes died before they began: {how}", "local processes",
                          fix="one process needs none (--workers 1); a script needs `if __name__ == '__main__':`")
                )  # fmt: skip
        if task is not None:
            self.kills[task.key] += 1
            if self.kills[task.key] >= KILLS:
                yield task, Killed(KILLS, how)
            else:
                self.left.appendleft(task)
        if self.left:
            self.hire()

    def dismiss(self) -> None:
        """Hang up; a worker in the middle of a task is ended."""
        for worker in self.workers:
            if worker.task is not None:
                worker.process.terminate()
            worker.line.close()
        for worker in self.workers:
            worker.process.join(_GOODBYE_S)
            if worker.process.exitcode is None:
                worker.process.kill()
                worker.process.join()


def _how(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        hint = " (the system may have run out of memory)" if exitcode == -9 else ""
        return f"ended by signal {-exitcode}{hint}"
    return f"left with exit code {exitcode}"
