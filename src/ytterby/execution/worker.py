"""A process that does tasks for another one, until that one hangs up."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from ytterby.execution.work import Work

ONE_THREAD = ("NUMBA_NUM_THREADS", "POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
READY = "ready"


def serve(pipe: Connection[Any, Any]) -> None:
    """Receive the work, then one task after another; send back (True, result) or (False, exception)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        work: Work = pickle.loads(pipe.recv_bytes())
        pipe.send(READY)
        while True:
            content = pipe.recv()
            pipe.send(_answer(work, content))


def _answer(work: Work, content: object) -> tuple[bool, object]:
    try:
        return True, work.do(work.shared, content)
    except Exception as failure:
        return False, failure  # raised where the work was asked for


@contextmanager
def one_thread_each() -> Iterator[None]:
    """While this holds, new processes count on one core: there are as many of them as cores."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
