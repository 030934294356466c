"""Work for the tests of the seam: functions a new process can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import polars as pl


def square(shared: int, content: int) -> pl.DataFrame:
    return pl.DataFrame({"n": [content], "square": [float(content) ** 2 + shared]})


def slow_square(shared: float, content: int) -> pl.DataFrame:
    time.sleep(shared)
    return square(0, content)


def die_once(shared: str, content: int) -> pl.DataFrame:
    """Kill the worker the first time a task below 3 is tried; `shared` is a folder of those that were."""
    mark = Path(shared) / str(content)
    if content < 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return square(0, content)


def poison(shared: int, content: int) -> pl.DataFrame:
    if content == shared:
        os.kill(os.getpid(), signal.SIGKILL)
    return square(0, content)


def fail(shared: int, content: int) -> pl.DataFrame:
    if content == shared:
        raise ArithmeticError(f"{content} has no square today")
    return square(0, content)


def leave_at_once(shared: object, content: int) -> pl.DataFrame:
    raise AssertionError("never reached")


class DiesWhenUnpacked:
    """What all tasks need, and no worker survives."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (7,)


def interrupt(shared: int, content: int) -> pl.DataFrame:
    if content == shared:
        raise KeyboardInterrupt
    return square(0, content)
