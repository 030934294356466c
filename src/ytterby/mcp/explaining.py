"""The tool that walks a number back: of a run, of two runs, of a document, of an index, a screening or a plan."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from ytterby.baseline.workspace import strictest
from ytterby.errors import Fault, NotFound
from ytterby.mcp.basis import Basis, beside
from ytterby.mcp.figures import OF_FUTURES, OF_SOURCE, TONNES, Figure, counted
from ytterby.mcp.house import House
from ytterby.mcp.reading import claim_figure, claim_of
from ytterby.mcp.tracing import Explained, Source, Step
from ytterby.runs.folder import StoredRun, read_run

Row = dict[str, Any]


def explain(
    house: House,
    number: Annotated[str, Field(max_length=400, description="The id of a figure, or of a claim.")],
    amount: Annotated[str | None, Field(description='An amount of yours to set beside it: "120 t", "30 d".')] = None,
    basis: Annotated[Basis | None, Field(description="Of an amount of mass: contained or gross. Must be said.")] = None,
) -> Explained:
    """Walk a number back to the claims, rows and rules it stands on; or set an amount of yours beside it.

    Use when: somebody asks why, or where a number is from; before a number is quoted; to compare an amount.
    Do not use when: you have no id yet: every figure of the other tools has one.
    Contained material and gross weight are never compared: that is refused.
    """
    found = _found(house, number)
    if amount is not None:
        found = found.model_copy(update={"beside": beside(found.number, amount, basis)})
    return found


def _found(house: House, id_: str) -> Explained:
    if id_.startswith("c1:"):
        return _of_claim(house, id_)
    if id_ in house.kept:
        return house.kept[id_]
    run, sign, path = id_.partition("#")
    if not sign or run.startswith(("assess-", "screen-", "plan-")) or "/" in run or "\\" in run or run.startswith("."):
        fix = "ask again with the tool that gave it: indices, screenings and plans are remembered while the server runs"
        raise NotFound(Fault(f'"{id_}" is not known here', "number", fix=fix))
    first, pair, other = run.partition("~")
    if pair:
        return _of_pair(house, (first, other), id_, path)
    return _of_run(house, read_run(run, house.runs), id_, path)


def _of_claim(house: House, id_: str) -> Explained:
    claim = claim_of(house, id_)
    figure = claim_figure(claim) or Figure(
        id=id_, what=f"{claim.kind}: {claim.subject} {claim.predicate}", value=None, low=None, high=None,
        interval="the claim has no number", unit="", standing="reported",
    )  # fmt: skip
    path = (Step(step="read", id=claim.document, detail=f"characters {claim.start} to {claim.end}"),)
    said = Source(id=id_, source=claim.speaker or "not named", row=id_, standing=claim.modality, quote=claim.quote)
    return Explained(number=figure, path=path, sources=(said,))


def _of_run(house: House, stored: StoredRun, id_: str, path: str) -> Explained:
    from ytterby.outcomes.explanation import explain_number

    trace = explain_number(stored, path)
    steps = tuple(Step(**{k: str(s[k]) for k in ("step", "id", "detail")}) for s in trace["path"])
    number, sources = _figure(stored, id_, path, trace), _sources(house, trace["sources"])
    return Explained(number=number, path=steps, sources=sources, marking=stored.result.get("marking"))


def _figure(stored: StoredRun, id_: str, path: str, trace: Row) -> Figure:
    kind, *rest = path.split("/")
    unit = str(trace["unit"]).replace("t", TONNES, 1) if str(trace["unit"]) in ("t", "t/a", "t/mo") else trace["unit"]
    if rest and rest[-1] == "probability":
        return counted(id_, "futures in which it runs short", trace["value"], stored.manifest.size.draws)
    if kind in stored.result and kind != "sources":
        levels = {q: _level(stored, path, q) for q in ("p05", "p95")}
        return Figure(id=id_, what=path, value=trace["value"], low=levels["p05"], high=levels["p95"],
                      interval=OF_FUTURES, unit=unit, standing="computed")  # fmt: skip
    (source,) = trace["sources"]
    return Figure(id=id_, what=path, value=trace["value"], low=source["low"], high=source["high"],
                  interval=OF_SOURCE, unit=unit, standing=source["standing"])  # fmt: skip


def _level(stored: StoredRun, path: str, level: str) -> float | str | None:
    from ytterby.outcomes.explanation import value_of

    kind, *rest = path.split("/")
    bare = [r for r in rest if r not in ("p05", "p50", "p95")]
    return value_of(stored, "/".join([kind, *bare, level]))


def _sources(house: House, rows: list[Row]) -> tuple[Source, ...]:
    """Rows behind a number; of the house's own, a redacted answer keeps the standing alone."""
    hidden = house.redactor is not None
    out = []
    for r in rows:
        if hidden and _is_own(house, r):
            out.append(Source(id="own figure", source="of the workspace", standing=r["standing"]))
            continue
        out.append(Source(id=r["id"], source=r["source"], row=r["claim or row"], standing=r["standing"],
                          low=r["low"], best=r["best"], high=r["high"], unit=r["unit"]))  # fmt: skip
    return tuple(out)


def _is_own(house: House, row: Row) -> bool:
    """True where the source is no packaged table: a figure, stock or chain of the workspace."""
    from ytterby.baseline.shelf import bundled_shelf, using
    from ytterby.baseline.yamlfile import bundled_names
    from ytterby.network.chain import load_chain
    from ytterby.network.estimates import chain_estimates

    with using(bundled_shelf()):
        for name in bundled_names("chains"):
            known = chain_estimates(load_chain(name))
            if row["id"] in known and known[row["id"]].source == row["source"]:
                return False
    return True


def _of_pair(house: House, runs: tuple[str, str], id_: str, path: str) -> Explained:
    from ytterby.comparison import paired, stored_side

    bare = path.removesuffix("/p_b_better")
    a, b = (stored_side(run, house.runs) for run in runs)
    for row in paired(a, b):
        if f"fill_rate/{row['place']}/{row['end_use']}/{row['class']}/{row['month']}" == bare:
            break
    else:
        raise NotFound(Fault(f"the runs have no {bare} in common", "number"))
    both = (f"{runs[0]}#{bare}", f"{runs[1]}#{bare}")
    if path != bare:
        figure = counted(id_, "futures in which the other is better", row["p_b_better"], a.asked.draws, both)
    else:
        figure = Figure(id=id_, what=f"{bare}: {runs[1]} less {runs[0]}", value=row["p50"], low=row["difference_p05"],
                        high=row["p95"], interval=OF_FUTURES, unit="share", standing="computed",
                        made_of=both)  # fmt: skip
    steps = tuple(Step(step="compare", id=x, detail="give this id to explain") for x in both)
    marking = strictest(*(side.result.get("marking") for side in (a, b)))
    sources = tuple(Source(id=x, source="run") for x in both)
    return Explained(number=figure, path=steps, sources=sources, marking=marking)
