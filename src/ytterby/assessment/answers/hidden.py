"""Hidden dependence and chokepoints of the packaged chain, and of thirty years of trade."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from ytterby import baseline
from ytterby.assessment import chokepoints, dependence
from ytterby.assessment.answers import chain as chains
from ytterby.assessment.answers.form import Answer, Row, packaged, row
from ytterby.assessment.indices.n_minus_one import n_minus_one as without_largest
from ytterby.errors import Fault, NotFound

CHAIN = "chain_magnet_rare_earths"
HUBS = ("HKG", "MAC", "SGP", "ARE")


def dependence_on(
    controller: str | None = None,
    materials: Sequence[str] = chains.MATERIALS,
    *,
    switch: float = dependence.SWITCH,
) -> Answer:
    """Four numbers for every user of magnets, most touched first.

    Parameters
    ----------
    controller : the place that may stop; None for the largest supplier of any stage.
    materials : `ndpr`, `dytb`.
    switch : how far remaining relations stretch (§6).

    Raises
    ------
    NotFound
        The controller or a material is not in the chain.
    """
    rows: list[Row] = []
    for material in materials or chains.MATERIALS:
        chain = chains.read(material)
        buyers, steps = chains.sources(chain)
        asked = controller or chains.largest(chain)
        at = chains.position(chain.places, asked)
        using = np.array([n for n in np.flatnonzero(chain.use > 0) if n != at], np.int64)
        found = dependence.dependence(buyers[using], steps, at, switch=switch)
        order = dependence.ranking(found, [chain.places[n] for n in using])
        rank = {place: n + 1 for n, (place, _) in enumerate(order)}
        for n, where in enumerate(using):
            place = chain.places[where]
            parts = {
                "direct": float(found.direct[n]),
                "mine_origin": float(found.mine_origin[n]),
                "touched": float(found.touched[n]),
                "no_alternative": float(found.no_alternative[n]),
                "use_t": float(chain.use[where]),
                "controller": asked,
                "rank": rank[place],
            }
            rows.append(row(material, "first-use", place, chains.YEAR, float(found.touched[n]), **parts))
    rows.sort(key=lambda r: (r["material"], r["rank"]))
    note = "flows not on record: own output first, then in proportion (an assumption)"
    return Answer("dependence", tuple(rows), packaged(CHAIN), (note,))


def traded(controller: str | None, hs: str, years: Sequence[int] = (), *, hubs: Sequence[str] = HUBS) -> Answer:
    """Share of each importer's purchases that comes from one place, as reported and with hubs seen through.

    Parameters
    ----------
    controller : the place that may stop; None for the largest exporter of these years that is no hub.
    hs : six digits; see the packaged table `trade_codes`.
    years : all by default.
    hubs : places taken to pass goods on and make none; an assumption.

    Raises
    ------
    NotFound
        No trade under this code or in these years, or the controller does not appear in it.
    """
    codes = baseline.table("trade_codes")
    known = codes.filter(pl.col("hs") == hs)
    if known.is_empty():
        raise NotFound(Fault(f'no trade under "{hs}"', "--hs", choices=tuple(codes["hs"].to_list())))
    measure = "quantity" if known["has_quantity"][0] else "value"
    frame = baseline.table("trade").filter((pl.col("hs") == hs) & pl.col(measure).is_not_null())
    if years:
        frame = frame.filter(pl.col("year").is_in(list(years)))
    if frame.is_empty():
        raise NotFound(Fault(f"no trade of {hs} in these years", "--year"))
    asked = controller or _largest_exporter(frame, measure, hubs)
    rows: list[Row] = []
    for (year,), group in frame.sort("year").group_by(["year"], maintain_order=True):
        label = {"stage": hs, "year": int(str(year)), "measure": measure, "controller": asked}
        rows += _traded_in(group, known["chain"][0], label, hubs)
    rows.sort(key=lambda r: (r["year"], -r["value"], r["place"]))
    rank: dict[int, int] = {}
    for n, r in enumerate(rows):
        rank[r["year"]] = rank.get(r["year"], 0) + 1
        rows[n] = {**r, "rank": rank[r["year"]]}
    notes = (
        f"places taken to pass goods on and make none: {', '.join(hubs) or 'none'} (an assumption)",
        f"shares are of {measure}; the code holds: {known['holds'][0]}",
    )
    return Answer("dependence", tuple(rows), packaged("trade", "trade_codes"), notes)


def _largest_exporter(frame: pl.DataFrame, measure: str, hubs: Sequence[str]) -> str:
    sold = frame.filter(~pl.col("exporter").is_in(list(hubs))).group_by("exporter").agg(pl.col(measure).sum())
    return str(sold.sort(measure, "exporter", descending=[True, False])["exporter"][0])


def _traded_in(frame: pl.DataFrame, material: str, label: dict[str, object], hubs: Sequence[str]) -> list[Row]:
    controller, measure = str(label["controller"]), str(label["measure"])
    places = sorted({*frame["exporter"].to_list(), *frame["importer"].to_list()})
    at = {place: n for n, place in enumerate(places)}
    flows = np.zeros((len(places), len(places)))
    origin, buyer = (frame[side].replace_strict(at).to_numpy() for side in ("exporter", "importer"))
    np.add.at(flows, (origin, buyer), frame[measure].to_numpy())
    seen = dependence.through_hubs(flows, [place in hubs for place in places])
    who = chains.position(places, controller)
    bought = flows.sum(axis=0)
    out = []
    for n, place in enumerate(places):
        if bought[n] <= 0 or n == who:
            continue
        direct, traced = float(flows[who, n] / bought[n]), float(seen[who, n] / seen[:, n].sum())
        parts = {"direct": direct, "hidden": traced - direct, "bought": float(bought[n])}
        out.append(row(material, place=place, value=traced, **label, **parts))  # type: ignore[arg-type]
    return out


def chokepoint_without(controller: str | None = None, materials: Sequence[str] = chains.MATERIALS) -> Answer:
    """The chain with one place closed: what it delivers, and which stage's next tonnes would raise that."""
    rows: list[Row] = []
    for material in materials or chains.MATERIALS:
        chain = chains.read(material)
        asked = controller or chains.largest(chain)
        at = chains.position(chain.places, asked)
        world = chain.output.sum(axis=1)
        passed_on = np.minimum(1.0, np.append(1.0, world[1:] / world[:-1]))
        # Scrap enters after the mine: it widens the mine stage where it is collected.
        capacity = chain.output.copy()
        capacity[0] += chain.scrap
        whole = chokepoints.chain(capacity, chains.STAGES, chain.places, passed_on=passed_on)
        found = chokepoints.chokepoint(chokepoints.without(whole, [asked]))
        needed = float(chain.use.sum() - chain.use[at])
        for s, stage in enumerate(chains.STAGES):
            rows.append(
                row(
                    material,
                    stage,
                    asked,
                    chains.YEAR,
                    float(capacity[s].sum() - capacity[s, at]),
                    deliverable=found.deliverable,
                    needed=needed,
                    cover=found.deliverable / needed,
                    price=float(np.max(found.price[s])),
                    next_gain=float(found.next_gain[s]),
                    tight=any(stage_at == s for stage_at, _ in found.cut),
                )
            )
    notes = (
        "capacity is the output of the year: unused capacity is not on record, so this is a floor",
        "any place may sell to any other: licences, qualification and grades narrow it further",
    )
    return Answer("chokepoints", tuple(rows), packaged(CHAIN), notes)


def n_minus_one(materials: Sequence[str] = chains.MATERIALS) -> Answer:
    """Cover of demand without the largest supplier, at each stage."""
    rows: list[Row] = []
    for material in materials or chains.MATERIALS:
        chain = chains.read(material)
        demand = np.vstack([chain.output[1:], chain.use[None, :]])
        left = without_largest(chain.output, demand)
        for s, stage in enumerate(chains.STAGES):
            who = int(left.supplier[s])
            rows.append(
                row(
                    material,
                    stage,
                    "WLD",
                    chains.YEAR,
                    float(left.net[s]),
                    gross=float(left.gross[s]),
                    net=float(left.net[s]),
                    without=chain.places[who],
                    supply_t=float(chain.output[s].sum()),
                    demand_t=float(demand[s].sum()),
                )
            )
    note = "demand of a stage is the output of the next one, without losses; of magnets it is first use"
    return Answer("n-1", tuple(rows), packaged(CHAIN), (note,))
