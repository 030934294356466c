"""Tools that simulate: what can be asked, one scenario, scenarios side by side."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ytterby.baseline.workspace import strictest
from ytterby.baseline.yamlfile import bundled_names
from ytterby.errors import Fault, NotFound, UsageError, did_you_mean
from ytterby.mcp.basis import Basis, refuse_gross
from ytterby.mcp.figures import Frozen, Told, cut
from ytterby.mcp.house import House
from ytterby.mcp.run_figures import difference_figures, run_figures
from ytterby.report import RunView
from ytterby.report.headline import comparison_headline, headline
from ytterby.runs.folder import StoredRun
from ytterby.scenario.schema import Scenario
from ytterby.study import answered, load_scenario, run_scenario

Draws = Annotated[int, Field(ge=8, le=10_000, description="Futures; more narrow the ranges of shares.")]
Months = Annotated[int | None, Field(ge=1, le=600, description="Length; the scenario's own if left out.")]
Seed = Annotated[int, Field(ge=0)]
Most = Annotated[int, Field(ge=1, le=200, description="Figures shown at most.")]
Place = Annotated[str | None, Field(description="ISO 3166-1 alpha-3; the scenario's focus if left out.")]


class Askable(Frozen):
    """A scenario that can be run."""

    id: str
    title: str
    question: str
    chain: str
    controller: str | None
    start: str
    months: int


class Shelves(Told):
    """What can be asked about."""

    scenarios: tuple[Askable, ...]
    chains: tuple[str, ...]
    bills: tuple[str, ...]
    """Names for `screen`."""
    indices: tuple[str, ...]
    """Names for `assess`."""


class RunTold(Told):
    """What a run found, most shorted uses first."""

    run: str
    """Id: `explain` and `compare` take it."""
    scenario: str
    question: str
    months: tuple[str, str]
    draws: int
    seed: int
    headline: str
    mostly_assumed: bool
    """True: over half the spread of the first shortage comes from inputs that are assumptions or estimates."""


class ComparisonTold(Told):
    """Differences of fill rate, each other run less the first, on the same futures."""

    runs: tuple[str, ...]
    headline: str
    changed: tuple[str, ...]
    """What differs between the first and each other."""


INDICES = ("hhi", "n-1", "dependence", "chokepoints", "eu-supply-risk", "import-reliance")


def scenarios(house: House) -> Shelves:
    """List what can be asked: scenarios, chains, bills of materials, indices.

    Use when: you need the name of a scenario, chain, bill or index before another tool.
    Do not use when: you want results; this runs nothing.
    """
    found = [load_scenario(name) for name in bundled_names("scenarios")]
    rows = tuple(
        Askable(id=s.id, title=s.title, question=s.question, chain=s.chain, controller=s.controller,
                start=str(s.first_month), months=s.months)
        for s in found
    )  # fmt: skip
    return Shelves(
        scenarios=rows, chains=bundled_names("chains"), bills=bundled_names("bills"), indices=INDICES,
    )  # fmt: skip


def run(
    house: House, scenario: str, draws: Draws = 100, months: Months = None, seed: Seed = 1, place: Place = None,
    basis: Basis = "contained", most: Most = 40,
) -> RunTold:  # fmt: skip
    """Simulate a scenario month by month: who runs short, when, how sure, how much is not delivered.

    Use when: the question is what a restriction, shock or measure does over time to users of a place.
    Do not use when: a snapshot index answers it (`assess`), the question is whether law reaches a product (`screen`),
    or it is what documents say (`claims`). Results are model checks under stated assumptions, not forecasts of any
    state's conduct. Takes seconds to a minute; the same question again is answered at once.
    """
    refuse_gross(basis)
    stored = _stored(house, named_scenario(scenario), draws, months, seed)
    result = stored.result
    figures, left = cut(run_figures(result, place), most)
    view = RunView.from_json(result)
    return RunTold(
        run=result["run"], scenario=result["scenario"], question=result["question"], draws=result["draws"],
        seed=result["seed"], months=(result["months"][0], result["months"][-1]), headline=headline(view).text,
        mostly_assumed=(result["assumption_share"] or 0) > 0.5, figures=figures, left_out=left,
        warnings=tuple(result["warnings"]), marking=result.get("marking"),
    )  # fmt: skip


def compare(
    house: House, scenarios: Annotated[list[str], Field(min_length=2, max_length=4)], draws: Draws = 100,
    months: Months = None, seed: Seed = 1, place: Place = None, most: Most = 40,
) -> ComparisonTold:  # fmt: skip
    """Put two to four scenarios, or runs by their id, side by side on the same futures; the first is the reference.

    Use when: the question is how much better or worse one case is than another.
    Do not use when: two runs of different draws or seeds are all you have: their futures do not pair and are refused.
    For each use the month with the largest median difference is given.
    """
    from ytterby.comparison import compare as side_by_side
    from ytterby.comparison import is_scenario

    asked = [named_scenario(s) if is_scenario(s) else _run_id(s) for s in scenarios]
    _refuse_many(house, draws)
    with house.busy:
        found = side_by_side(asked, draws, months, seed, house.runs)
    focus = {place} if place else set(found.sides[0].result["focus"])
    figures, left = cut(difference_figures(found.paired, focus, found.sides[0].result["draws"]), most)
    names = tuple(str(s.result["run"]) for s in found.sides)
    changed = tuple(f"{r['run']}: {r['kind']} {r['id']}" for r in found.changed[:40])
    return ComparisonTold(
        runs=names, headline=comparison_headline([RunView.from_json(s.result) for s in found.sides]),
        changed=changed, figures=figures, left_out=left,
        warnings=tuple(dict.fromkeys(w for s in found.sides for w in s.result["warnings"])),
        marking=strictest(*(s.result.get("marking") for s in found.sides)),
    )  # fmt: skip


def _stored(house: House, scenario: Scenario, draws: int, months: int | None, seed: int) -> StoredRun:
    _refuse_many(house, draws)
    with house.busy:
        return answered(scenario, draws, months, seed, house.runs) or run_scenario(
            scenario, draws, months, seed, store=house.runs
        ).write(house.runs)


def _refuse_many(house: House, draws: int) -> None:
    if draws > house.most_draws:
        fix = "ask for fewer, or start the server with a larger --most-draws"
        raise UsageError(Fault(f"{draws} draws are too many here", "draws", f"at most {house.most_draws}", fix=fix))


def named_scenario(name: str) -> Scenario:
    """Return a scenario by its name only: an agent names no paths of this machine.

    Raises
    ------
    NotFound : no scenario of that name.
    """
    names = bundled_names("scenarios")
    if name not in names:
        fix = did_you_mean(name, names) or "`scenarios` lists them; files of your own go into the workspace"
        raise NotFound(Fault(f'there is no scenario "{name}"', "scenario", choices=names, fix=fix))
    return load_scenario(name)


def _run_id(name: str) -> str:
    if "/" in name or "\\" in name or name.startswith("."):
        raise NotFound(Fault(f'"{name}" is no run', "scenarios", fix="give the id that `run` gave"))
    return name
