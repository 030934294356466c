"""The tool that plans: what does most for the money, proposed by a program and tried on the engine."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import Field

from ytterby.errors import BadUnit, Fault
from ytterby.mcp.figures import OF_FUTURES, Figure, Frozen, Told, cut
from ytterby.mcp.house import House
from ytterby.mcp.simulating import Most, Seed, named_scenario
from ytterby.mcp.tracing import Explained, Source, Step

Row = dict[str, Any]
TWO = "program and engine: two computations of the same plan"


class LeverTold(Frozen):
    """One lever of the plan."""

    lever: str
    title: str
    amount: float
    unit: str
    start: str
    standing: str
    source: str


class PlanTold(Told):
    """The plan that did best on the engine, beside doing nothing."""

    plan: str
    scenario: str
    criterion: str
    futures: int
    portfolio: tuple[LeverTold, ...]
    chosen_whatever_comes: tuple[str, ...]


def plan(
    house: House, budget: Annotated[str, Field(description='For all years, with its unit: "2 GUSD".')],
    scenario: str = "japan-2026", by: Literal["expected", "cvar", "regret"] = "expected",
    futures: Annotated[int, Field(ge=5, le=500)] = 40,
    search: Annotated[int, Field(ge=0, le=20, description="Neighbours of the proposal tried on the engine.")] = 2,
    seed: Seed = 1, most: Most = 40,
) -> PlanTold:  # fmt: skip
    """Choose what to hold, build, buy and agree within a budget against a scenario and what may follow it.

    Use when: the question is which measures do most for a sum of money, and how sure that is.
    Do not use when: the question is what happens without measures (`run`), or a budget is not known. Takes minutes.
    """
    from ytterby.planning.answer import answer
    from ytterby.planning.asked import Asked
    from ytterby.planning.plan import plan_scenario
    from ytterby.units import parse

    question, amount = named_scenario(scenario), parse(budget, "budget").to("MUSD", "budget").value
    if amount < 0:
        raise BadUnit(Fault(f"{budget} is less than nothing", "budget", fix="give an amount such as 2 GUSD"))
    asked = Asked(budget=amount, criterion=by, futures=futures, seed=seed, tries=search, points=2)
    with house.busy:
        found = answer(plan_scenario(question, asked))
    id_ = _hash(found)
    traces = {t.number.id: t for t in _traces(id_, found)}
    house.keep(traces)
    figures, left = cut([t.number for t in traces.values()], most)
    return PlanTold(
        plan=id_, scenario=found["scenario"], criterion=found["criterion"], futures=found["futures"],
        portfolio=tuple(
            LeverTold(**{k: r[k] for k in LeverTold.model_fields}) for r in found["portfolio"]
        ),
        chosen_whatever_comes=tuple(r["lever"] for r in found["robust"] if r["share"] == 1.0),
        figures=figures, left_out=left, warnings=tuple(found["warnings"]),
    )  # fmt: skip


def _hash(found: Row) -> str:
    timeless = {k: v for k, v in found.items() if k not in ("seconds", "elapsed_s")}
    return "plan-" + hashlib.sha256(json.dumps(timeless, sort_keys=True, default=str).encode()).hexdigest()[:12]


def _traces(id_: str, found: Row) -> list[Explained]:
    """The criteria of the plan and of doing nothing, cost of each lever, months until the focus stands alone."""
    engine, program = found["simulated"], found["criteria"]
    method = Step(step="plan", id=id_, detail="two-stage stochastic program, verified by simulation (conventions §19)")
    out = []
    for name in ("expected", "cvar", "regret"):
        pair = sorted((engine["proposal"][name], program[name]))
        figure = Figure(id=f"{id_}#proposal/{name}", what=f"{name} cost of the program's proposal",
                        value=engine["proposal"][name], low=pair[0], high=pair[1], interval=TWO, unit="USD",
                        standing="computed")  # fmt: skip
        out.append(Explained(number=figure, path=(method,), sources=(_ladder(found),)))
        for what, row in (("plan", engine), ("without", engine["without"])):
            figure = Figure(id=f"{id_}#{what}/{name}", what=f"{name} cost {_WORDS[what]}, on the engine",
                            value=row[name], low=None, high=None, interval=f"none: a {name} over all futures",
                            unit="USD", standing="computed")  # fmt: skip
            out.append(Explained(number=figure, path=(method,), sources=(_ladder(found),)))
    free = found["time_to_independence"]
    figure = Figure(id=f"{id_}#time_to_independence", what="months until the focus does without the controlling state",
                    value=free["p50"], low=free["p05"], high=free["p95"], interval=OF_FUTURES, unit="mo",
                    standing="computed")  # fmt: skip
    out.append(Explained(number=figure, path=(method,), sources=(_ladder(found),)))
    return out + [_lever(id_, row) for row in found["portfolio"]]


_WORDS = {"plan": "of the plan", "without": "of doing nothing"}


def _lever(id_: str, row: Row) -> Explained:
    figure = Figure(id=f"{id_}#cost/{row['lever']}/{row['start']}", what=f"cost of {row['title']}", value=row["cost"],
                    low=None, high=None, interval="none: one figure in the list of levers", unit="USD",
                    standing=row["standing"])  # fmt: skip
    source = Source(id=row["lever"], source=row["source"], standing=row["standing"])
    return Explained(number=figure, path=(Step(step="plan", id=id_, detail=row["title"]),), sources=(source,))


def _ladder(found: Row) -> Source:
    return Source(id=str(found["ladder"]), source=found["warnings"][0], row="odds of what may follow")
