"""What runs on a Dask worker: it keeps what all tasks need, and does tasks with it."""

from __future__ import annotations

import pickle
import platform
from collections.abc import Mapping
from threading import Lock

from distributed.diagnostics.plugin import WorkerPlugin

from ytterby.errors import Fault, WorkLost
from ytterby.execution.work import Work

_held: dict[str, Held] = {}
_one_at_a_time = Lock()


class Held(WorkerPlugin):  # type: ignore[misc]  # Dask is not typed
    """Carries the work to a worker; the scheduler gives it to those that join later, too."""

    def __init__(self, name: str, work: bytes, stamp: Mapping[str, str]) -> None:
        self.name = name
        self._packed: bytes | None = work
        self._stamp = stamp
        self._work: Work | None = None

    def setup(self, worker: object) -> None:
        """Keep it."""
        _held[self.name] = self

    def teardown(self, worker: object) -> None:
        """Let it go."""
        _held.pop(self.name, None)

    def work(self) -> Work:
        """Unpack the work on its first use.

        Raises
        ------
        WorkLost : this worker has another version or other data than the one who asks.
        """
        with _one_at_a_time:
            if self._work is None:
                work: Work = pickle.loads(self._packed or b"")
                there, here = self._stamp, work.stamp()
                if differing := [k for k in {**there, **here} if there.get(k) != here.get(k)]:
                    raise WorkLost(*(_unlike(k, there.get(k, "absent"), here.get(k, "absent")) for k in differing))
                self._work, self._packed = work, None
            return self._work


def do(name: str, content: object) -> object:
    """Do a task with the work of that name."""
    work = _held[name].work()
    done: object = work.do(work.shared, content)
    return done


def _unlike(what: str, there: str, here: str) -> Fault:
    return Fault(
        f"{what} is {here} on the worker {platform.node()}, and {there} where the command was given", "--cluster",
        "numbers may not depend on who computes them", fix="install the same version and data on every worker",
    )  # fmt: skip
