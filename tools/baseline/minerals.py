"""Chains of the minor minerals: one hand-kept sheet each, its figures taken from the shared material where it has them.

A sheet has one line a figure. `take` names a figure of the shared material and leaves `best` empty; `low` and `high`
may be multiples of the best value, as in ``0.8x``. Lines of kind `share` split a region's first use over end uses
(`place` ``*`` is the rule for regions without lines of their own); the cells and world totals are computed here.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from baseline.chain import COLLECTED
from baseline.countries import by_name
from baseline.resource import CC_BY, ETALAB, FACTS, PUBLIC, STANDINGS, Field, Resource, read
from baseline.words import SOURCE, SOURCE_ROW, STANDING, place_field, range_fields, unit_field

SHEETS = Path(__file__).parent / "chains"
YEAR = 2024
CHAINS: Mapping[str, tuple[str, str]] = {
    "gallium": ("ga", "t of gallium"),
    "germanium": ("ge", "t of germanium"),
    "antimony": ("sb", "t of antimony"),
    "tungsten": ("w", "t of tungsten"),
    "cobalt": ("co", "t of cobalt"),
    "dichlorosilane": ("dcs", "t of SiH2Cl2"),
}
STAGES = ("host", "mine", "recycling", "refining", "metal", "intermediate", "first-use", "spread-use")
HOSTS = ("alumina", "zinc", "copper", "nickel", "polysilicon")
KINDS = ("supply", "demand", "flow", "host", "capacity")
FORMS = (
    "feed",
    "liquor",
    "crude",
    "metal",
    "oxide",
    "tetrachloride",
    "wafer",
    "apt",
    "powder",
    "refined",
    "precursor",
    "gas",
)
_MCS24 = "usgs_mcs_world_2022_2024_long.csv"
_MCS26 = "usgs_mcs2026_selected_world_production.csv"
_IEA = "iea_gcmo2025_supply_by_country_2024_2040.csv"
_TONNES = {"kg": 1e-3, "t": 1.0, "kt": 1e3}


def build(shared: Path) -> list[Resource]:
    """Read every sheet."""
    return [_resource(shared, name, material, basis) for name, (material, basis) in CHAINS.items()]


def _resource(shared: Path, name: str, material: str, basis: str) -> Resource:
    return Resource(
        f"chain_{name}",
        f"{name.capitalize()} chain, host or mine to first use, around {YEAR}",
        _fields(material, basis),
        rows(shared, name, material),
        licences=(FACTS, PUBLIC, CC_BY, ETALAB),
        sources=(("Sources named row by row in the column `source`", ""),),
        vintage=COLLECTED,
        key=("id",),
        sums=_sums(),
    )


def rows(shared: Path, name: str, material: str) -> list[dict[str, Any]]:
    """Give the rows of one chain's table."""
    out, shares, totals = [], defaultdict(list), []
    for at, line in _sheet(name):
        if line["kind"] == "share":
            shares[line["place"]].append(line)
            continue
        row = _figure(shared, at, line, material)
        (totals if row["stage"] == "first-use" else out).append(row)
    for total in totals:
        out += _cells(total, shares.get(total["place"]) or shares["*"])
    out += _world([r for r in out if r["stage"] == "first-use"])
    return [r | {"id": _identity(r)} for r in out]


def _sheet(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    path = SHEETS / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        for line in reader:
            if None in line or None in line.values():
                raise ValueError(f"{path.name}, line {reader.line_num}: a cell too many or too few")
            yield f"chains/{path.name}:{reader.line_num}", line


def _figure(shared: Path, at: str, line: Mapping[str, str], material: str) -> dict[str, Any]:
    best, found = (float(line["best"]), at) if line["best"] else take(shared, line["take"])
    return {
        "kind": line["kind"],
        "year": YEAR,
        "of_year": int(line["of_year"] or YEAR),
        "material": material,
        "stage": line["stage"],
        "place": line["place"],
        "counterpart": line["counterpart"] or None,
        "end_use": line["end_use"] or None,
        "low": _bound(line["low"], best),
        "best": best,
        "high": _bound(line["high"], best),
        "unit": "t/a",
        "basis": line["basis"] or "contained",
        "standing": line["standing"],
        "source": line["source"],
        "source_row": found,
    }


def _bound(text: str, best: float) -> float:
    if not text:
        return best
    return round(float(text[:-1]) * best, 6) if text.endswith("x") else float(text)


def _cells(total: dict[str, Any], shares: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """Spread a region's first use over its end uses."""
    yield total | {"end_use": "all"}
    whole = sum(float(s["best"]) for s in shares)
    if abs(whole - 1.0) > 1e-6:
        raise ValueError(f"shares of {total['place']} add up to {whole:g}, not to 1")
    for share in shares:
        best = total["best"] * float(share["best"])
        yield total | {
            "end_use": share["end_use"],
            "low": round(min(total["best"] * float(share["low"]), best), 6),
            "best": round(best, 6),
            "high": round(total["best"] * float(share["high"]), 6),
            "standing": max(total["standing"], share["standing"], key=STANDINGS.index),
            "source": f"first use of the region ({total['source']}) x share ({share['source']})",
        }


def _world(cells: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Add up the regions of each end use."""
    for end_use in dict.fromkeys(c["end_use"] for c in cells):
        parts = [c for c in cells if c["end_use"] == end_use]
        yield parts[0] | {
            "place": "WLD",
            **{k: round(sum(p[k] for p in parts), 6) for k in ("low", "best", "high")},
            "standing": max((p["standing"] for p in parts), key=STANDINGS.index),
            "source": "own sum of the regions",
        }


def _identity(row: Mapping[str, Any]) -> str:
    where = "-".join(filter(None, (row["place"], row["counterpart"])))
    stage = row["basis"] if row["kind"] in {"host", "capacity"} else row["stage"]
    return "/".join(filter(None, (row["kind"], row["material"], stage, where, row["end_use"], str(row["year"]))))


def take(shared: Path, name: str) -> tuple[float, str]:
    """Return a figure of the shared material in t/a, and the line it was read from.

    ``mcs24:<code>:<type begins>:<place>:<field>`` and ``mcs26:<material>:<place>:<column>`` (USGS editions),
    ``iea:<mineral>:<stage>:<country>``, ``crm:<material>:<stage>:<country>:<world total, t/a>``.
    """
    kind, *words = name.split(":")
    found = {"mcs24": _from_2024, "mcs26": _from_2026, "iea": _from_iea, "crm": _from_study}[kind](shared, *words)
    if found is None:
        raise KeyError(f"the shared material has no {name}")
    return found


@cache
def _lines(path: Path) -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple(read(path))


def _from_2024(shared: Path, code: str, what: str, place: str, field: str) -> tuple[float, str] | None:
    unit = next(u for u in field.split("_") if u in _TONNES)
    for at, r in _lines(shared / "data" / "production" / _MCS24):
        same = r["edition"] == "2024" and r["commodity_code"] == code and r["field"] == field
        if same and r["type"].startswith(what) and by_name(r["country"]) == place:
            return float(r["value"].replace(",", "")) * _TONNES[unit], at
    return None


def _from_2026(shared: Path, material: str, place: str, column: str) -> tuple[float, str] | None:
    for at, r in _lines(shared / "data" / "production" / _MCS26):
        if r["material"] == material and by_name(r["country"]) == place and r[column]:
            return float(r[column]) * _TONNES[r["unit"]], at
    return None


def _from_iea(shared: Path, mineral: str, stage: str, country: str) -> tuple[float, str] | None:
    for at, row in _lines(shared / "data" / "production" / _IEA):
        r = list(row.values())
        if r[:4] == [mineral, stage, country, str(YEAR)]:
            return round(float(r[4]) * 1e3, 1), at
    return None


def _from_study(shared: Path, material: str, stage: str, country: str, world: str) -> tuple[float, str] | None:
    path = shared / "data" / "eu_crm" / "fact_GlobalSupplyShares_t.csv"
    with path.open(encoding="latin-1", newline="") as handle:
        for number, row in enumerate(csv.reader(handle), start=1):
            if row[:3] == [material, stage, country]:
                share = float(row[3].strip("<%")) / 100.0
                return round(share * float(world), 3), f"{path.name}:{number}"
    return None


def _sums() -> tuple[dict[str, Any], ...]:
    first_use = {"kind": "demand", "stage": "first-use"}
    common = {"where": first_use, "column": "best", "tolerance": 0.001}
    return (
        {
            "what": "end uses of a region add up to the region's first use",
            "by": ["material", "place"],
            "parts_not": {"end_use": "all"},
            "total": {"end_use": "all"},
            **common,
        },
        {
            "what": "regions of an end use add up to its world total",
            "by": ["material", "end_use"],
            "parts_not": {"place": "WLD"},
            "total": {"place": "WLD"},
            **common,
        },
    )


def _fields(material: str, basis: str) -> tuple[Field, ...]:
    needed = {"required": True}
    return (
        Field("id", "string", "stable name of the figure", role="id", constraints=needed | {"unique": True}),
        Field("kind", "string", "what sort of record", constraints=needed | {"enum": list(KINDS)}),
        Field("year", "integer", "year the chain is balanced for", unit="a", constraints=needed | {"minimum": 1990}),
        Field("of_year", "integer", "year the source speaks of", unit="a", constraints=needed | {"minimum": 1990}),
        Field("material", "string", f"tonnes are {basis}", constraints=needed | {"enum": [material]}),
        Field(
            "stage", "string", "step of the chain, or form that flows", constraints=needed | {"enum": [*STAGES, *FORMS]}
        ),
        place_field("place", "where; the origin of a flow"),
        place_field("counterpart", "destination of a flow", required=False),
        Field("end_use", "string", "use of the material"),
        *range_fields(),
        unit_field("t/a"),
        Field(
            "basis",
            "string",
            "what the tonnes are of: the contained material, or the host product a by-product's capacity hangs on",
            constraints=needed | {"enum": ["contained", *HOSTS]},
        ),
        STANDING,
        SOURCE,
        SOURCE_ROW,
    )
