"""Plans: levers there are, asked for, followed, read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ytterby.errors import Fault, NotFound, UsageError
from ytterby.web.answers import Answer, Stream, told
from ytterby.web.endpoints import PREFIX, Asked
from ytterby.web.forms import LeversQuery, PlanForm
from ytterby.web.house import House
from ytterby.web.job import End, Job
from ytterby.web.premises import Premises

if TYPE_CHECKING:
    from ytterby.planning.asked import Asked as Limits
    from ytterby.scenario.schema import Scenario

FOLDER = ".plans"
"""Beside the runs: the answer of each plan."""
_STOPPED = "-stopped"
"""Behind the id: what a plan had found when it was stopped, which is not its answer."""


def levers(house: House, asked: Asked) -> Answer:
    """GET /levers."""
    from ytterby.baseline.yamlfile import bundled_names
    from ytterby.planning.lever_files import load_levers
    from ytterby.web.asking import stored

    assert isinstance(asked.query, LeversQuery)
    scenario = stored(asked.query.scenario)
    if scenario.chain not in bundled_names("levers"):
        what = f"there are no levers for the chain {scenario.chain}"
        fix = f"put levers/{scenario.chain}.yaml into a workspace"
        raise NotFound(Fault(what, "scenario", choices=bundled_names("levers"), fix=fix))
    book = load_levers(scenario.chain)
    rows = [lever.model_dump(mode="json", by_alias=True) for lever in book.levers]
    return told(house.shown({"scenario": scenario.id, "chain": book.chain, "title": book.title, "levers": rows}))


def begun(house: House, asked: Asked) -> Answer:
    """POST /plans."""
    from ytterby.runs.address import data_hash, digest
    from ytterby.web.asking import asked_of

    form = asked.body
    assert isinstance(form, PlanForm)
    scenario = asked_of(form)
    _limits(form)  # refused now, not when its turn comes
    question = {"scenario": scenario.model_dump(mode="json", by_alias=True), "data": data_hash(),
                "asked": form.model_dump(mode="json", exclude={"scenario", "yaml", "attended"})}  # fmt: skip
    id_ = f"plan-{scenario.id}-{digest(question)[:8]}"
    path = house.settings.runs / FOLDER / f"{id_}.json"
    if path.is_file():
        return _where(house, id_, "stored", 200)
    return _where(house, id_, house.planning.begin(AskedPlan(id_, scenario, form, path)).status, 202)


def one(house: House, asked: Asked) -> Answer:
    """GET /plans/{id}."""
    id_ = asked.ids["id"]
    path = _stored(house).get(id_)
    if path is None:
        fix = "it is under way: listen to its events" if id_ in house.planning.jobs else "POST /plans makes one"
        raise NotFound(Fault(f'there is no plan "{id_[:80]}"', "plan", fix=fix))
    return told(house.shown(json.loads(path.read_bytes())))


def cancelled(house: House, asked: Asked) -> Answer:
    """DELETE /plans/{id}."""
    job = _job(house, asked.ids["id"])
    job.cancel()
    return told(house.shown({"plan": job.work.id, "status": "stopping"}), 202)


def events(house: House, asked: Asked) -> Stream:
    """GET /plans/{id}/events."""
    from ytterby.web.events import ended, listened

    id_ = asked.ids["id"]
    if id_ in _stored(house):
        return Stream(lambda: ended(id_))
    job = _job(house, id_)
    return Stream(lambda: listened(job))


@dataclass(frozen=True)
class AskedPlan:
    """A plan as work on the desk.

    Attributes
    ----------
    id : of the answer.
    scenario : with its sliders moved.
    form : budget, criterion, limits.
    path : where the answer is kept.
    """

    id: str
    scenario: Scenario
    form: PlanForm
    path: Path

    @property
    def attended(self) -> bool:
        """As asked."""
        return self.form.attended

    def row(self) -> dict[str, Any]:
        """Return what is said of it."""
        return {"plan": self.id, "scenario": self.scenario.id, "budget": self.form.budget}

    def taken_up(self) -> None:
        """A plan that is lost is asked for again: it has no ticket."""

    def laid_down(self) -> None:
        """As `taken_up`."""

    def do(self, job: Job, house: Premises) -> End:
        """Make the plan, and keep it; one that is stopped is kept under an id of its own."""
        job.begin(1)
        found = _planned(self.scenario, self.form, job)
        part = self.path.with_name(f"{self.id}{_STOPPED}.json")
        if found["stopped"]:
            _keep(part, found)
            return End("stopped", {"run": self.id, "draws": job.done, "kept": part.stem})
        _keep(self.path, found)
        part.unlink(missing_ok=True)
        return End("done", {"run": self.id})


def _keep(path: Path, found: dict[str, Any]) -> None:
    from ytterby.execution.journal import write_durably

    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, json.dumps({"plan": path.stem, **found}, ensure_ascii=False).encode())


def _limits(form: PlanForm) -> Limits:
    """Return what is asked of a plan.

    Raises
    ------
    BadUnit, UsageError : an amount of money that is none.
    """
    from ytterby.planning.asked import Asked as Limits

    per_year = None if form.per_year is None else _money(form.per_year, "per_year")
    return Limits(
        budget=_money(form.budget, "budget"), per_year=per_year,
        criterion=form.criterion, futures=form.futures, seed=form.seed, floor=form.floor,
        required=tuple(form.required), tries=form.tries, points=form.points,
    )  # fmt: skip


def _money(text: str, where: str) -> float:
    """Read an amount of money [MUSD]."""
    from ytterby.units import parse

    amount = parse(text).to("MUSD", where).value
    if amount < 0:
        raise UsageError(Fault(f"{text} is less than nothing", where, fix="give an amount such as 2 GUSD"))
    return amount


def _planned(scenario: Scenario, form: PlanForm, job: Job) -> dict[str, Any]:
    from ytterby.study import plan

    def tell(part: str, done: int, whole: int) -> None:
        job.progress(done, whole, part=part)

    return plan(scenario, _limits(form), tell=tell).result


def _stored(house: House) -> dict[str, Path]:
    return {path.stem: path for path in (house.settings.runs / FOLDER).glob("*.json")}


def _job(house: House, id_: str) -> Job:
    found = house.planning.jobs.get(id_)
    if found is None:
        raise NotFound(Fault(f'no plan "{id_[:80]}" is under way', "plan", fix="POST /plans makes one"))
    return found


def _where(house: House, id_: str, status: str, code: int) -> Answer:
    return told(house.shown({"plan": id_, "status": status}), code, {"location": f"{PREFIX}/plans/{id_}"})
