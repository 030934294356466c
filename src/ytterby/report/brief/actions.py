"""Three actions with cost and lead time: from a plan, or from the levers on file for the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ytterby.errors import BadData, Fault
from ytterby.forms import fault_of
from ytterby.report.brief.phrases import opened
from ytterby.report.brief.spans import Block, Heading, Line, Para, Plain, Table
from ytterby.report.brief.tongue import Tongue, words_of

SHOWN = 3
Row = dict[str, Any]


class LeverView(BaseModel):
    """A lever as a brief needs it; `ytterby plan --json` and the files of levers give it."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True)

    lever: str
    title: str
    kind: str
    cost: float = Field(ge=0)
    """USD: of the amount chosen, or of one unit."""
    amount: float | None = None
    unit: str = "1"
    start: str | None = None
    lead_months: tuple[float, float, float] | None = None
    standing: str
    source: str = ""


class WorthView(BaseModel):
    """What a plan says a lever is worth [USD]; None where the plan cannot be kept without it."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)

    lever: str
    value: float | None


class CostView(BaseModel):
    """Expected cost [USD] of doing nothing."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)

    expected: float


class SimulatedView(CostView):
    """Expected cost [USD] of the plan, and without it."""

    without: CostView


class PlanView(BaseModel):
    """What a brief takes from `ytterby plan --json`; other keys are left aside."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)

    scenario: str
    budget: float = Field(ge=0)
    portfolio: tuple[LeverView, ...]
    simulated: SimulatedView
    marginal: tuple[WorthView, ...] = ()


def from_plan(given: Mapping[str, Any], scenario: str, leads: Mapping[str, Sequence[float]], where: str) -> Row:
    """Return the actions of a plan: its levers with the largest effect first, years of one lever together.

    Parameters
    ----------
    given : object of `ytterby plan --json`.
    scenario : that the run answers.
    leads : lever -> low, best, high months, for plans that do not say it.
    where : file it was read from, for refusals.

    Raises
    ------
    BadData : it is no plan, or one for another scenario.
    """
    try:
        plan = PlanView.model_validate(given)
    except ValidationError as error:
        fix = "give what `ytterby plan SCENARIO --json` printed"
        raise BadData(fault_of(error.errors(include_url=False)[0], where, fix=fix)) from None
    if plan.scenario != scenario:
        raise BadData(Fault(f"the plan is for {plan.scenario}, the run for {scenario}", where))
    worth = {row.lever: float("inf") if row.value is None else row.value for row in plan.marginal}
    rows = _together(plan.portfolio, leads)
    return {
        "by": "plan",
        "budget": plan.budget,
        "with": plan.simulated.expected,
        "without": plan.simulated.without.expected,
        "rows": sorted(rows, key=lambda r: -worth.get(r["lever"], 0.0))[:SHOWN],
    }


def _together(levers: Iterable[LeverView], leads: Mapping[str, Sequence[float]]) -> list[Row]:
    """One row for each lever: costs and amounts of its years added, the first start kept."""
    found: dict[str, Row] = {}
    for lever in levers:
        row = lever.model_dump()
        row["lead_months"] = list(lever.lead_months or leads.get(lever.lever, ())) or None
        if before := found.get(lever.lever):
            row["cost"] += before["cost"]
            row["amount"] = (row["amount"] or 0.0) + (before["amount"] or 0.0)
            row["start"] = min(filter(None, (row["start"], before["start"])), default=None)
        found[lever.lever] = row
    return list(found.values())


def from_levers(levers: Iterable[Mapping[str, Any]]) -> Row:
    """Return the levers on file that come soonest, cheapest first among equals.

    Parameters
    ----------
    levers : those that reach what runs short, as `LeverView` has them; cost is that of one unit.
    """
    rows = [LeverView.model_validate(lever).model_dump() for lever in levers]
    rows.sort(key=lambda r: (r["lead_months"][1] or float("inf") if r["lead_months"] else float("inf"), r["cost"]))
    return {"by": "book", "rows": rows[:SHOWN]}


def action_blocks(tongue: Tongue) -> list[Block]:
    """Return the heading, the table of three, and what they rest on."""
    given = tongue.facts.rooms.get("actions") or {"by": None, "rows": []}
    out: list[Block] = [Heading(tongue.say("brief.do"))]
    if not given["rows"]:
        return [*out, Para(tongue.say("brief.do.none"), "note")]
    head = tuple(tongue.say(f"brief.col.{name}") for name in ("action", "cost", "lead", "document"))
    rows = tuple(_row(tongue, i, row) for i, row in enumerate(given["rows"]))
    out.append(Table(head, rows, widths=(43, 18, 24, 15)))
    said = tongue.say("brief.do.standing")
    if given["by"] == "plan":
        told = {name: tongue.cite(f"actions/{name}", "money") for name in ("budget", "with", "without")}
        return [*out, Para((*tongue.say("brief.do.plan", **told), tongue.gap, *said), "small")]
    return [*out, Para((*tongue.say("brief.do.book"), tongue.gap, *said), "small")]


def _row(tongue: Tongue, i: int, row: Mapping[str, Any]) -> tuple[Line, ...]:
    path = f"actions/rows/{i}"
    return (
        _what(tongue, path, row),
        _cost(tongue, path, row),
        _lead(tongue, path, row),
        tongue.name("standing", str(row["standing"]), f"{path}/standing"),
    )


def _what(tongue: Tongue, path: str, row: Mapping[str, Any]) -> Line:
    """The kind of lever in the language of the page, its title as the file has it, and how much of it from when."""
    colon = words_of(tongue.lang)["shared.colon"]
    line: Line = (tongue.quote(f"{path}/title", "capital"),)
    if tongue.lang != "en":
        line = (*opened(tongue.name("lever", str(row["kind"]), f"{path}/kind")), Plain(colon), *line)
    more: list[Line] = []
    if row["unit"] != "1" and row["amount"]:
        more.append(tongue.say("brief.do.days", days=tongue.cite(f"{path}/amount", "number")))
    if row["start"]:
        more.append(tongue.say("brief.do.start", month=tongue.cite(f"{path}/start", "month")))
    for part in more:
        line = (*line, Plain("; "), *part)
    return line


def _cost(tongue: Tongue, path: str, row: Mapping[str, Any]) -> Line:
    cost = tongue.cite(f"{path}/cost", "money")
    if row["unit"] != "1" and not row["amount"]:
        return tongue.say("brief.do.a.day", cost=cost)
    return (cost,)


def _lead(tongue: Tongue, path: str, row: Mapping[str, Any]) -> Line:
    lead = row["lead_months"]
    if not lead:
        return tongue.say("brief.do.unknown")
    if max(lead) == 0:  # the ventures it pays for bring their own times
        return tongue.say("brief.do.venture")
    low, best, high = (tongue.cite(f"{path}/lead_months/{k}", "number") for k in range(3))
    if low.text == high.text:
        return tongue.say("brief.do.month", best=best)
    return tongue.say("brief.do.months", low=low, best=best, high=high)
