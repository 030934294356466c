"""The tool that gives indices: concentration, dependence, chokepoints."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from ytterby.assessment.answers.form import Answer
from ytterby.errors import Fault, NotFound
from ytterby.mcp.basis import Basis, refuse_gross
from ytterby.mcp.figures import NO_RANGE, TONNES, Figure, Told, cut
from ytterby.mcp.house import House
from ytterby.mcp.tracing import Explained, Source, Step

Index = Literal["hhi", "n-1", "dependence", "chokepoints", "eu-supply-risk", "import-reliance"]
Row = dict[str, Any]

SHARES = ("direct", "mine_origin", "touched", "no_alternative", "largest_share", "cover")
TONNES_PER_YEAR = f"{TONNES}/a"
NAMES = "As the index names it, such as ga, graphite, ndpr; a refusal lists the names. All if left out."
MEANING = {
    "hhi": "sum of squared shares (conventions §16)",
    "n-1": "cover of demand without the largest supplier (conventions §16)",
    "dependence": "share of what the place uses that the controlling place touched at any stage (conventions §17)",
    "chokepoints": "what a stage yields without the place (conventions §17)",
    "eu-supply-risk": "supply risk as the European Commission computes it (conventions §16)",
    "import-reliance": "share of use that must come from abroad (conventions §16)",
}


class AssessTold(Told):
    """Rows of an index."""

    index: str
    meaning: str
    sources: tuple[str, ...]


def assess(
    house: House,
    index: Index,
    material: Annotated[str | None, Field(description=NAMES)] = None,
    place: Annotated[str | None, Field(description="ISO 3166-1 alpha-3; WLD for the world.")] = None,
    year: int | None = None,
    controller: Annotated[str | None, Field(description="The place that may stop; the largest supplier if left "
                                                        "out. For dependence and chokepoints.")] = None,
    chain: Annotated[str | None, Field(description="For dependence: a chain that `scenarios` lists.")] = None,
    basis: Basis = "contained",
    most: Annotated[int, Field(ge=1, le=200, description="Figures shown at most.")] = 40,
) -> AssessTold:  # fmt: skip
    """Give an index: hhi, n-1, dependence, chokepoints, eu-supply-risk or import-reliance, row by row.

    Use when: the question is how concentrated a supply is, on whom a place depends, or which stage is the narrow one.
    Do not use when: time, stocks or law matter (`run`), or a published statement is to be looked up (`claims`).
    """
    refuse_gross(basis)
    answer = _answer(index, material, controller, chain)
    kept = answer.only(material=(material,) if material else (), place=(place,) if place else (),
                       year=(year,) if year else ())  # fmt: skip
    rows = sorted(kept.as_object()["rows"], key=lambda r: -(r["year"] or 0))
    made = [figures_of(index, row, _asked(index, controller, chain)) for row in rows]
    sources = tuple("; ".join(s.values()) for s in kept.sources)
    traces = {f.id: _trace(index, f, row, kept) for row, figures in zip(rows, made, strict=True) for f in figures}
    house.keep(traces)
    figures, left = cut([f for figures in made for f in figures], most)
    return AssessTold(
        index=index, meaning=MEANING[index], sources=sources, figures=figures, left_out=left,
        warnings=(*kept.notes, *(("no row answers all of this at once",) if not rows else ())),
    )  # fmt: skip


def figures_of(index: str, row: Row, asked: str) -> list[Figure]:
    """Return the figures of one row: its value with the range the index gives, and its shares."""
    key = "/".join(str(row[k]) for k in ("material", "stage", "place", "year"))
    if row.get("end_use") not in (None, "all"):
        key += f"/{row['end_use']}"
    name = f"{row['material']} at {row['stage']}, {row['place']} {row['year']}"
    low, high, why = _range(index, row)
    unit = TONNES_PER_YEAR if index == "chokepoints" else "1" if index in ("hhi", "eu-supply-risk") else "share"
    stem = f"assess-{index}({asked})#{key}"
    out = [Figure(id=stem, what=f"{index} of {name}", value=row["value"], low=low, high=high, interval=why, unit=unit,
                  standing="computed")]  # fmt: skip
    out += [
        Figure(id=f"{stem}/{part}", what=f"{part.replace('_', ' ')} of {name}", value=row[part], low=None, high=None,
               interval=NO_RANGE, unit="share", standing="computed")
        for part in SHARES
        if row.get(part) is not None
    ]  # fmt: skip
    return out


def _range(index: str, row: Row) -> tuple[float | None, float | None, str]:
    if index == "hhi":
        return row["low"], row["value"], "unnamed rest as endlessly many suppliers, to one"
    if index == "n-1":
        return min(row["net"], row["gross"]), max(row["net"], row["gross"]), "net and gross reading"
    if index == "dependence":
        low, high = sorted((row["no_alternative"], row["touched"]))
        return low, high, "without any alternative, to touched at any stage"
    return None, None, NO_RANGE


def _answer(index: str, material: str | None, controller: str | None, chain: str | None) -> Answer:
    from ytterby.assessment.answers import chokepoints, dependence, eu_2023, production, reliance

    if controller and index not in ("dependence", "chokepoints"):
        raise NotFound(Fault(f"{index} has no controlling place", "controller", fix="leave it out"))
    if chain and index != "dependence":
        raise NotFound(Fault(f"{index} is not taken along a chain", "chain", fix="leave it out"))
    some = (material,) if material else ()
    if index == "hhi":
        return production.hhi()
    if index == "n-1":
        return chokepoints.n_minus_one(some)
    if index == "chokepoints":
        return chokepoints.chokepoint_without(controller, some)
    if index == "dependence":
        _refuse_path(chain)
        return dependence.dependence_on(controller, some, chain=chain or dependence.CHAIN)
    return eu_2023.study_2023() if index == "eu-supply-risk" else reliance.import_reliance()


def _refuse_path(chain: str | None) -> None:
    from ytterby.baseline.yamlfile import bundled_names

    names = bundled_names("chains")
    if chain is not None and chain not in names:
        raise NotFound(Fault(f'there is no chain "{chain}"', "chain", choices=names))


def _asked(index: str, controller: str | None, chain: str | None) -> str:
    from ytterby.baseline.shelf import current

    said = ",".join(x for x in (chain, controller) if x)
    return f"{said + '@' if said else '@'}{current().fingerprint()[:8]}"


def _trace(index: str, figure: Figure, row: Row, answer: Answer) -> Explained:
    parts = ", ".join(f"{k} {v:.6g}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items())
    path = (Step(step="assess", id=index, detail=MEANING[index]), Step(step="row", id=figure.id, detail=parts))
    sources = tuple(
        Source(id=s.get("table", "own"), source="; ".join(s.values()), row=s.get("table", "")) for s in answer.sources
    )
    return Explained(number=figure, path=path, sources=sources)
