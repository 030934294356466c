"""Work on a Dask cluster: its scheduler is named, its workers may come and go."""

from __future__ import annotations

import logging
import pickle
import time
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ytterby.errors import Fault, UsageError, WorkLost
from ytterby.execution.work import Killed, Results, Task, Work

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_S = 10.0
WITHOUT_WORKERS_S = 60.0
_AHEAD = 2
"""Tasks under way for each thread of the cluster: one worked on, one waiting beside it."""
_LOOK_S = 2.0


@dataclass(frozen=True)
class Cluster:
    """The cluster of a scheduler; TLS and time-outs are set in Dask's own configuration."""

    address: str

    def results(self, work: Work, tasks: Sequence[Task]) -> Results:
        """Do the tasks; what Dask gives up because its workers died is tried once more, alone."""
        with _quiet(), self._client() as client:
            crew = _Crew(client, self.address, _send(client, self.address, work))
            try:
                suspects: list[Task] = []
                for task, result in crew.results(tasks):
                    if isinstance(result, Killed):
                        suspects.append(task)  # or only a neighbour of the one that kills
                    else:
                        yield task, result
                for task in suspects:
                    yield from crew.results([task])
            finally:
                with suppress(Exception):
                    client.unregister_worker_plugin(crew.held)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        try:
            from distributed import Client
        except ImportError:
            raise UsageError(
                Fault("Dask is not installed", f"--cluster {self.address}", fix="pip install 'ytterby[cluster]'")
            ) from None
        _refuse_unsafe(self.address)
        try:
            client = Client(self.address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, TimeoutError) as failure:
            raise WorkLost(
                Fault(f"no Dask scheduler answers: {failure}", f"--cluster {self.address}",
                      fix="start one (`dask scheduler`), and workers (`dask worker HOST:8786`); check the address")
            ) from None  # fmt: skip
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=_LOOK_S)


def _refuse_unsafe(address: str) -> None:
    """Refuse an address that Dask's configuration does not allow, before a client hangs on it."""
    from distributed.security import Security

    asked = "set distributed.comm.tls in Dask's configuration (DASK_CONFIG), or the address to "
    try:
        comm = Security().get_connection_args("client")
    except OSError as failure:
        what = f"a certificate of Dask's configuration cannot be read: {failure}"
        raise UsageError(Fault(what, f"--cluster {address}", fix="correct distributed.comm.tls")) from None
    if address.startswith("tls://") and comm["ssl_context"] is None:
        raise UsageError(Fault("TLS needs certificates, and Dask's configuration names none", f"--cluster {address}",
                               fix=f"{asked}tcp://"))  # fmt: skip
    if address.startswith("tcp://") and comm["require_encryption"]:
        raise UsageError(Fault("Dask's configuration requires encryption", f"--cluster {address}",
                               fix=f"{asked}tls://"))  # fmt: skip


def _send(client: Client, address: str, work: Work) -> str:
    """Send what all tasks need to every worker there is, and to every one that joins later; return its name."""
    from ytterby.execution.remote import Held

    held = Held(f"ytterby-{uuid.uuid4().hex}", pickle.dumps(work), dict(work.stamp()))
    try:
        client.register_plugin(held)
    except ModuleNotFoundError as failure:
        raise WorkLost(
            Fault(f"a worker has no {failure.name}", f"--cluster {address}",
                  fix="install this version of ytterby where the workers run")
        ) from None  # fmt: skip
    return held.name


@dataclass
class _Crew:
    """What is under way on a cluster."""

    client: Client
    address: str
    held: str
    running: dict[Future, Task] = field(default_factory=dict)
    seen: float = field(default_factory=time.monotonic)
    threads: int = 0

    def results(self, tasks: Sequence[Task]) -> Results:
        """Do the tasks; `Killed` stands for those that Dask gave up."""
        from ytterby.execution.remote import do

        left = deque(tasks)
        while left or self.running:
            self._look()
            while left and len(self.running) < _AHEAD * self.threads:
                task = left.popleft()
                key = f"{self.held}-{task.key}-{uuid.uuid4().hex[:8]}"
                self.running[self.client.submit(do, self.held, task.content, key=key, pure=False)] = task
            for future in self._finished():
                yield self.running.pop(future), self._result(future)

    def _look(self) -> None:
        """Count the threads of the cluster; give up when there have been none for long."""
        now = time.monotonic()
        if self.threads and now - self.seen < _LOOK_S:
            return
        self.threads = sum(self._asked().values())
        if self.threads:
            self.seen = now
        elif now - self.seen > WITHOUT_WORKERS_S:
            raise WorkLost(
                Fault(f"the cluster has had no workers for {WITHOUT_WORKERS_S:.0f} s", f"--cluster {self.address}",
                      fix="start workers (`dask worker HOST:8786`), then the same command: it goes on from here")
            )  # fmt: skip
        else:
            time.sleep(_LOOK_S / 4)

    def _asked(self) -> dict[str, int]:
        try:
            threads: dict[str, int] = self.client.nthreads()
        except (OSError, CancelledError, TimeoutError, RuntimeError) as failure:
            raise self._lost() from failure
        return threads

    def _finished(self) -> list[Future]:
        from distributed import wait

        if not self.running:
            return []
        try:
            with self.client.as_current():
                return list(wait(list(self.running), timeout=_LOOK_S, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            return []
        except (OSError, CancelledError) as failure:
            raise self._lost() from failure

    def _result(self, future: Future) -> object:
        from distributed import KilledWorker

        try:
            failure = future.exception()
            if failure is None:
                done: object = future.result()
                return done
        except (OSError, CancelledError) as lost:
            raise self._lost() from lost
        if isinstance(failure, KilledWorker):
            return Killed(failure.allowed_failures + 1, f"at {failure.last_worker.address}")
        raise failure

    def _lost(self) -> WorkLost:
        return WorkLost(
            Fault("the Dask scheduler was lost", f"--cluster {self.address}",
                  fix="start it again, then the same command: it goes on from what is finished and kept")
        )  # fmt: skip


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's own log off the terminal: what matters is said by our errors."""
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)
