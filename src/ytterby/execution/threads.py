"""Work in this process, on threads: for what releases the interpreter lock most of the time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from ytterby.execution.work import Results, Task, Work


def cores() -> int:
    """Return how many threads may work: NUMBA_NUM_THREADS, or the number of cores this process may use."""
    told = os.environ.get("NUMBA_NUM_THREADS", "")
    if told.isdecimal() and int(told) > 0:
        return int(told)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Threads:
    """So many threads of this process."""

    count: int = field(default_factory=cores)

    def results(self, work: Work, tasks: Sequence[Task]) -> Results:
        """Do the tasks; one more than there are threads waits, so that finished results do not pile up."""
        left = iter(tasks)
        running: dict[Future[Any], Task] = {}
        pool = ThreadPoolExecutor(self.count)
        try:
            while True:
                for task in left:
                    running[pool.submit(work.do, work.shared, task.content)] = task
                    if len(running) > self.count:
                        break
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield running.pop(future), future.result()
        finally:
            pool.shutdown(cancel_futures=True)
