"""Server-sent events of work under way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from ytterby.web.answers import as_bytes
from ytterby.web.job import Job

GRACE_S = 2.0
"""A listener that comes back within this time, as after a reload of the page, has not left."""
BEAT_S = 15.0
"""Between words of life, so that a lost connection is noticed."""


async def ended(id_: str) -> AsyncIterator[bytes]:
    """Yield the end of work that is done."""
    yield b"event: done\ndata: " + as_bytes({"run": id_}) + b"\n\n"


async def listened(job: Job) -> AsyncIterator[bytes]:
    """Yield what is told of work until it ends; when the last listener has left, attended work is cancelled."""
    loop, bell = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(bell.set)

    job.listen(wake)
    serial, is_all = 0, False
    try:
        while not is_all:
            texts, serial, is_all = job.news(serial)
            for text in texts:
                yield text
            if not is_all:
                try:
                    await asyncio.wait_for(bell.wait(), BEAT_S)
                except TimeoutError:
                    yield b": here\n\n"
                bell.clear()
    finally:
        job.leave(wake)
        loop.call_later(GRACE_S, _cancel_alone, job)


def _cancel_alone(job: Job) -> None:
    if job.work.attended and not job.listeners:
        job.cancel()
