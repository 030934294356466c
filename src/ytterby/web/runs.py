"""Runs: asked for, listed, read, cancelled, listened to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from ytterby.errors import Fault, NotFound
from ytterby.web.answers import JSON, Answer, Stream, told
from ytterby.web.endpoints import PREFIX, Asked
from ytterby.web.forms import RunForm
from ytterby.web.house import House
from ytterby.web.kept import FROM_PAGE
from ytterby.web.showing import marking

if TYPE_CHECKING:
    from ytterby.web.job import Job

GRACE_S = 2.0
"""A listener that comes back within this time, as after a reload of the page, has not left."""
BEAT_S = 15.0
"""A word of life, so that a lost connection is noticed."""


def begun(house: House, asked: Asked) -> Answer:
    """POST /runs."""
    from ytterby.network.chain import controlled_by, load_chain
    from ytterby.runs.manifest import Size
    from ytterby.simulation.question import asked_branches
    from ytterby.study import answered, manifest_for
    from ytterby.web.asking import asked_of
    from ytterby.web.job import Question

    form = asked.body
    assert isinstance(form, RunForm)
    scenario = asked_of(form)
    months = form.months or scenario.months
    stored = answered(scenario, form.draws, months, form.seed, house.settings.runs)
    if stored is not None:
        return _where(house, stored.manifest.run, "stored", 200)
    chain = controlled_by(load_chain(scenario.chain), scenario.controller)
    size = Size.of(form.draws, months, form.seed, asked_branches(scenario))
    run = manifest_for(scenario, chain, size).run
    job = house.desk.begin(Question(run, scenario, form.draws, months, form.seed, _note(form), form.attended))
    return _where(house, run, job.status, 202)


def listed(house: House, asked: Asked) -> Answer:
    """GET /runs."""
    jobs = [job for run, job in house.desk.jobs.items() if job.status != "done"]
    return told(house.shown({"runs": [*(job.told() for job in jobs), *house.kept.rows()]}))


def one(house: House, asked: Asked) -> Answer:
    """GET /runs/{id}."""
    how = f"{marking()}-{house.settings.redact}"
    found = house.kept.packed(asked.ids["id"], house.shown, how)
    headers = {"content-type": JSON, "etag": found.etag, "vary": "accept-encoding", "cache-control": "private, no-cache"}
    if asked.etag == found.etag:
        return Answer(304, b"", headers)
    if asked.accepts_gzip:
        return Answer(200, found.body, {**headers, "content-encoding": "gzip"})
    return Answer(200, found.plain, headers)


def cancelled(house: House, asked: Asked) -> Answer:
    """DELETE /runs/{id}."""
    job = _job(house, asked.ids["id"])
    job.cancel()
    return told(house.shown({"run": job.question.run, "status": "stopping", "draws": job.done}), 202)


def events(house: House, asked: Asked) -> Stream:
    """GET /runs/{id}/events: of a run that is stored already, its end at once."""
    run = asked.ids["id"]
    job = house.desk.jobs.get(run)
    if job is None or job.status == "done":
        house.kept.path(run)
        return Stream(lambda: _done(run))
    going = house.desk.resume(job)
    return Stream(lambda: _listened(going))


async def _done(run: str) -> AsyncIterator[bytes]:
    yield f'event: done\ndata: {{"run":"{run}"}}\n\n'.encode()


async def _listened(job: Job) -> AsyncIterator[bytes]:
    """Yield what is told of a run until it ends; leave the desk a word when nobody listens any more."""
    loop, bell = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(bell.set)

    job.listen(wake)
    serial = 0
    try:
        while True:
            texts, serial, ended = job.news(serial)
            for text in texts:
                yield text
            if ended:
                return
            try:
                await asyncio.wait_for(bell.wait(), BEAT_S)
            except TimeoutError:
                yield b": here\n\n"
            bell.clear()
    finally:
        job.leave(wake)
        loop.call_later(GRACE_S, _cancel_alone, job)


def _cancel_alone(job: Job) -> None:
    if job.question.attended and not job.listeners:
        job.cancel()


def _job(house: House, run: str) -> Job:
    found = house.desk.jobs.get(run)
    if found is None:
        raise NotFound(Fault(f'no run "{run[:80]}" is under way', "run", fix="GET /runs lists what there is"))
    return found


def _where(house: House, run: str, status: str, code: int) -> Answer:
    return told(house.shown({"run": run, "status": status}), code, {"location": f"{PREFIX}/runs/{run}"})


def _note(form: RunForm) -> str:
    moved = ", ".join(f"{k}={v:g}" for k, v in sorted(form.moved.items()))
    return FROM_PAGE + (moved or "from text") if moved or form.yaml is not None else ""
