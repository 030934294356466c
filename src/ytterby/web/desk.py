"""Runs under way: one after the other in a thread of their own, told to whoever listens, cancelled when nobody does."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

from ytterby.errors import Fault, YtterbyError
from ytterby.web.job import Job, Question
from ytterby.web.problems import Refused, problem_of, unexpected
from ytterby.web.tickets import Tickets

if TYPE_CHECKING:
    from ytterby.study import Run
    from ytterby.web.house import House

LOG = logging.getLogger("ytterby.web")
MOST_WAITING = 8
MOST_FINISHED = 64
"""Jobs that are remembered after their end; their runs are in the store."""
_REST = 4.0
"""Bands are told again after so many times as long as telling them took."""


class Desk:
    """Takes questions, answers them one after the other."""

    def __init__(self, house: House) -> None:
        self.house, self.tickets = house, Tickets(house.settings.runs)
        self._lock, self._queue = Lock(), SimpleQueue[Job]()
        self.jobs = {question.run: Job(question, "stopped") for question in self.tickets.left()}
        Thread(target=self._work, name="ytterby-desk", daemon=True).start()

    def begin(self, question: Question) -> Job:
        """Put a question on the desk; one that is there already is not put there twice.

        Raises
        ------
        Refused : too many are waiting.
        """
        with self._lock:
            job = self.jobs.get(question.run)
            if job is not None and job.is_open:
                return job
            waiting = sum(j.status == "waiting" for j in self.jobs.values())
            if waiting >= MOST_WAITING:
                fix = "wait for one of them, or cancel one"
                raise Refused(429, Fault(f"{waiting} runs are waiting already", "runs", fix=fix))
            self.tickets.keep(question)
            job = self.jobs[question.run] = Job(question, "waiting")
            self._forget_old()
            self._queue.put(job)
            return job

    def resume(self, job: Job) -> Job:
        """Go on with a run that was stopped, by somebody or by the end of the server; its journal has what is done."""
        return self.begin(job.question) if job.status == "stopped" and not job.was_cancelled else job

    def _forget_old(self) -> None:
        ended = [run for run, job in self.jobs.items() if not job.is_open]
        for run in ended[: max(len(ended) - MOST_FINISHED, 0)]:
            del self.jobs[run]

    def _work(self) -> None:
        while True:
            job = self._queue.get()
            if job.was_cancelled:
                job.end("stopped", {"run": job.question.run, "draws": 0})
                continue
            try:
                with self.house.at_work():
                    self._answer(job)
            except YtterbyError as error:
                self._fail(job, error)
            except Exception as error:
                LOG.exception("run %s", job.question.run)
                self._fail(job, unexpected(error))

    def _answer(self, job: Job) -> None:
        from ytterby.runs.manifest import Remarks
        from ytterby.study import run_scenario

        asked, runs = job.question, self.house.settings.runs
        job.begin()
        try:
            done = run_scenario(
                asked.scenario, asked.draws, asked.months, asked.seed, _watched(job, self.house), store=runs,
                begun=job.can_tell,
            )  # fmt: skip
        except KeyboardInterrupt:  # stopped before the first block of futures was finished
            done = None
        if done is None or not done.whole:
            self.tickets.drop(asked)
            job.end("stopped", {"run": asked.run, "draws": job.done})
            return
        done.write(runs, Remarks(note=asked.note))
        self.tickets.drop(asked)
        job.end("done", {"run": asked.run})

    def _fail(self, job: Job, error: YtterbyError) -> None:
        self.tickets.drop(job.question)
        job.end("failed", {"problem": problem_of(error)})


def _watched(job: Job, house: House) -> Callable[[int, int], None]:
    """Return what is told of progress: it passes it on, shows bands now and then, and stops a run that is cancelled."""
    rest_until = 0.0

    def tell(done: int, whole: int) -> None:
        nonlocal rest_until
        if job.was_cancelled:
            raise KeyboardInterrupt
        job.progress(done, whole)
        began = time.monotonic()
        if job.listeners and began >= rest_until and done < whole:
            _tell_bands(job, house)
            rest_until = time.monotonic() + _REST * (time.monotonic() - began)

    return tell


def _tell_bands(job: Job, house: House) -> None:
    try:
        found: Run | None = job.so_far() if job.so_far else None
    except KeyboardInterrupt:  # the first block is not finished: a later one was quicker
        return
    if found is not None:
        job.bands(house.shown({**found.result, "partial": True}))
