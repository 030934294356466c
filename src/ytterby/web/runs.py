"""Runs: asked for, listed, read, cancelled, listened to, explained, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ytterby.errors import Fault, NotFound, UsageError
from ytterby.web.answers import JSON, Answer, Stream, told
from ytterby.web.endpoints import PREFIX, Asked
from ytterby.web.forms import CompareQuery, ExplainQuery, RunForm
from ytterby.web.house import House
from ytterby.web.kept import FROM_PAGE
from ytterby.web.showing import marking, own_files

if TYPE_CHECKING:
    from ytterby.web.job import Job

MOST_COMPARED = 4


def begun(house: House, asked: Asked) -> Answer:
    """POST /runs."""
    from ytterby.network.chain import controlled_by, load_chain
    from ytterby.runs.manifest import Size
    from ytterby.simulation.question import asked_branches
    from ytterby.study import answered, manifest_for
    from ytterby.web.asked_runs import AskedRun
    from ytterby.web.asking import asked_of

    form, runs = asked.body, house.settings.runs
    assert isinstance(form, RunForm)
    scenario = asked_of(form)
    months = form.months or scenario.months
    stored = answered(scenario, form.draws, months, form.seed, runs)
    if stored is not None:
        return _where(house, stored.manifest.run, "stored", 200)
    chain = controlled_by(load_chain(scenario.chain), scenario.controller)
    size = Size.of(form.draws, months, form.seed, asked_branches(scenario))
    run = manifest_for(scenario, chain, size).run
    work = AskedRun(run, scenario, form.draws, months, form.seed, _note(form), form.attended, runs)
    return _where(house, run, house.desk.begin(work).status, 202)


def listed(house: House, asked: Asked) -> Answer:
    """GET /runs."""
    jobs = [job for job in house.desk.jobs.values() if job.status != "done"]
    return told(house.shown({"runs": [*(job.row() for job in jobs), *house.kept.rows()]}))


def one(house: House, asked: Asked) -> Answer:
    """GET /runs/{id}."""
    found = house.kept.packed(asked.ids["id"], house.shown, f"{marking()}-{house.settings.redact and own_files()}")
    headers = {
        "content-type": JSON, "etag": found.etag, "vary": "accept-encoding", "cache-control": "private, no-cache",
    }  # fmt: skip
    if asked.etag == found.etag:
        return Answer(304, b"", headers)
    if asked.accepts_gzip:
        return Answer(200, found.body, {**headers, "content-encoding": "gzip"})
    return Answer(200, found.plain, headers)


def cancelled(house: House, asked: Asked) -> Answer:
    """DELETE /runs/{id}."""
    job = _job(house, asked.ids["id"])
    job.cancel()
    return told(house.shown({"run": job.work.id, "status": "stopping", "draws": job.done}), 202)


def events(house: House, asked: Asked) -> Stream:
    """GET /runs/{id}/events: of a run that is stored already, its end at once."""
    from ytterby.web.events import ended, listened

    run = asked.ids["id"]
    job = house.desk.jobs.get(run)
    if job is None or job.status == "done":
        house.kept.path(run)
        return Stream(lambda: ended(run))
    going = house.desk.resume(job)
    return Stream(lambda: listened(going))


def explained(house: House, asked: Asked) -> Answer:
    """GET /runs/{id}/explain."""
    from ytterby.outcomes.explanation import explain_number
    from ytterby.runs.folder import read_run

    assert isinstance(asked.query, ExplainQuery)
    stored = read_run(str(house.kept.path(asked.ids["id"])))
    return told(house.shown(explain_number(stored, asked.query.number)))


def compared(house: House, asked: Asked) -> Answer:
    """GET /compare."""
    from ytterby.comparison import changed_rows, paired, stored_side

    query = asked.query
    assert isinstance(query, CompareQuery)
    if query.effects:
        what, fix = "effects take a run for each change, which no request waits for", "ytterby compare A B --effects"
        raise UsageError(Fault(what, "effects", fix=fix))
    names = [name for name in query.runs.split(",") if name]
    if not 2 <= len(dict.fromkeys(names)) == len(names) <= MOST_COMPARED:
        rule = f"two to {MOST_COMPARED} different runs"
        raise UsageError(Fault(f"{len(names)} runs cannot be compared", "runs", rule, fix="name them with commas"))
    first, *others = (stored_side(str(house.kept.path(name)), house.settings.runs) for name in names)
    rows = [row for other in others for row in paired(first, other)]
    changed = [row for other in others for row in changed_rows(first, other, False, lambda _: None)]
    return told(house.shown({"scenarios": names, "paired": rows, "changed": changed}))


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
