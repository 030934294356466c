"""Progress on stderr: a bar with time left on a terminal, one line when piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str, unit: str = "draws") -> Iterator[Callable[[int, int], None]]:
    """Give a function to be told (done, all), counted in `unit`; nothing is shown for work under a second."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    if not sys.stderr.isatty():
        began = time.monotonic()

        def quiet(done: int, whole: int) -> None:
            if done == whole and time.monotonic() - began > 1.0:
                print(f"{what}: {whole} {unit} in {time.monotonic() - began:.1f} s", file=sys.stderr)  # noqa: T201

        yield quiet
        return
    columns = (TextColumn(what), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def show(done: int, whole: int) -> None:
            bar.update(task, completed=done, total=whole)

        yield show
