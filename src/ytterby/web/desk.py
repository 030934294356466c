"""A desk: works one after the other, in a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

from ytterby.errors import Fault, UsageError, YtterbyError
from ytterby.web.job import End, Job, Work
from ytterby.web.problems import Refused, problem_of, unexpected

if TYPE_CHECKING:
    from ytterby.web.premises import Premises

LOG = logging.getLogger("ytterby.web")
MOST_WAITING = 8
MOST_ENDED = 64
"""Jobs that are remembered after their end."""


class Desk:
    """Takes works, does them in the order they came.

    Parameters
    ----------
    house : where things lie.
    left : works that were on the desk when an earlier server ended.
    """

    def __init__(self, house: Premises, left: Iterable[Work] = ()) -> None:
        self.house = house
        self._lock, self._queue, self._closing = Lock(), SimpleQueue[Job](), False
        self.jobs = {work.id: Job(work, "stopped") for work in left}
        Thread(target=self._work, name="ytterby-desk", daemon=True).start()

    def begin(self, work: Work) -> Job:
        """Put a work on the desk; one that is there already is not put there twice.

        It is attended only while all who asked for it attend to it.

        Raises
        ------
        Refused : too many are waiting.
        """
        with self._lock:
            job = self.jobs.get(work.id)
            if job is not None and job.is_open:
                if job.work.attended and not work.attended:  # one who asked does not listen: nobody's leaving ends it
                    work.taken_up()
                    job.work = work
                return job
            waiting = sum(j.status == "waiting" for j in self.jobs.values())
            if waiting >= MOST_WAITING:
                fix = "wait for one of them, or cancel one"
                raise Refused(429, Fault(f"{waiting} works are waiting already", "desk", fix=fix))
            work.taken_up()
            job = self.jobs[work.id] = Job(work, "waiting")
            ended = [id_ for id_, j in self.jobs.items() if not j.is_open]
            for id_ in ended[: max(len(ended) - MOST_ENDED, 0)]:
                del self.jobs[id_]
            self._queue.put(job)
            return job

    def resume(self, job: Job) -> Job:
        """Go on with a work that the end of a server had stopped; one that somebody has stopped stays so."""
        return self.begin(job.work) if job.status == "stopped" and not job.was_cancelled else job

    def close(self) -> None:
        """Stop what is under way, to go on with it when the next server is asked."""
        self._closing = True
        for job in list(self.jobs.values()):
            job.cancel()

    def _work(self) -> None:
        while True:
            job = self._queue.get()
            end = self._end_of(job)
            # An interruption nobody here asked for is the end of the process: a library may see Ctrl-C before we do.
            if not (self._closing or (end.status == "stopped" and not job.was_cancelled)):
                job.work.laid_down()
            job.end(end)

    def _end_of(self, job: Job) -> End:
        try:
            if job.was_cancelled:
                raise KeyboardInterrupt
            with self.house.at_work():
                return job.work.do(job, self.house)
        except KeyboardInterrupt:
            return End("stopped", {"run": job.work.id, "draws": job.done})
        except YtterbyError as error:
            return self._failed(error)
        except Exception as error:
            LOG.exception("%s", job.work.id)
            return self._failed(unexpected(error))

    def _failed(self, error: YtterbyError) -> End:
        with suppress(YtterbyError), self.house.at_work():
            return End("failed", {"problem": self.house.shown(problem_of(error))})
        return End("failed", {"problem": problem_of(UsageError(Fault("the workspace cannot be read")))})
