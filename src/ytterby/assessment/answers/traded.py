"""Dependence by year of trade: as customs report it, and with re-exports seen through."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from ytterby import baseline
from ytterby.assessment import dependence
from ytterby.assessment.answers import chain as chains
from ytterby.assessment.answers.form import Answer, Row, packaged, row
from ytterby.errors import Fault, NotFound

HUBS = ("HKG", "MAC", "SGP", "ARE")
RANKED = 0.001
"""Share of the trade of a year below which a buyer is ranked after all larger ones."""


def traded(
    controller: str | None,
    hs: str,
    years: Sequence[int] = (),
    *,
    hubs: Sequence[str] = HUBS,
    switch: float = dependence.SWITCH,
) -> Answer:
    """Four numbers for each importer: what it buys from one place, as reported and with re-exports seen through.

    Parameters
    ----------
    controller : the place that may stop; None for the largest exporter of these years that is no hub.
    hs : six digits; see the packaged table `trade_codes`.
    years : all by default.
    hubs : places taken to pass goods on and make none; an assumption.
    switch : how far what others sell can be stretched (§6).

    Returns
    -------
    Answer
        `direct` as customs report it; `value` and `made` with hubs seen through, `hidden` their difference; `touched`
        if every place passes on what it buys mixed with its own; `no_alternative` what the others cannot replace.

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
        rows += _traded_in(group, known["chain"][0], label, hubs, switch)
    rows.sort(key=lambda r: (r["year"], r["bought_share"] < RANKED, -r["value"], r["place"]))
    rank: dict[int, int] = {}
    for n, r in enumerate(rows):
        rank[r["year"]] = rank.get(r["year"], 0) + 1
        rows[n] = {**r, "rank": rank[r["year"]], "goods": known["holds"][0]}
    notes = (
        f"places taken to pass goods on and make none: {', '.join(hubs) or 'none'} (an assumption)",
        "touched: if every place sells a mix of its own and of what it buys, an upper bound",
        "ranked: buyers of at least .1 % of the trade of a year, then the smaller ones",
        f"shares are of {measure}; the code holds: {known['holds'][0]}",
    )
    return Answer("dependence", tuple(rows), packaged("trade", "trade_codes"), notes)


def _largest_exporter(frame: pl.DataFrame, measure: str, hubs: Sequence[str]) -> str:
    sold = frame.filter(~pl.col("exporter").is_in(list(hubs))).group_by("exporter").agg(pl.col(measure).sum())
    return str(sold.sort(measure, "exporter", descending=[True, False])["exporter"][0])


def _traded_in(
    frame: pl.DataFrame, material: str, label: dict[str, object], hubs: Sequence[str], switch: float
) -> list[Row]:
    controller, measure = str(label["controller"]), str(label["measure"])
    places = sorted({*frame["exporter"].to_list(), *frame["importer"].to_list()})
    at = {place: n for n, place in enumerate(places)}
    flows = np.zeros((len(places), len(places)))
    origin, buyer = (frame[side].replace_strict(at).to_numpy() for side in ("exporter", "importer"))
    np.add.at(flows, (origin, buyer), frame[measure].to_numpy())
    seen = dependence.through_hubs(flows, [place in hubs for place in places])
    who = chains.position(places, controller)
    passed_on = dependence.passed_on(flows, who)
    bought = flows.sum(axis=0)
    out = []
    for n, place in enumerate(places):
        if bought[n] <= 0 or n == who:
            continue
        direct, traced = float(flows[who, n] / bought[n]), float(seen[who, n] / seen[:, n].sum())
        parts = {
            "direct": direct,
            "made": traced,
            "hidden": traced - direct,
            "touched": max(float(passed_on[n]), traced),
            "no_alternative": max(0.0, 1.0 - switch * (1.0 - traced)),
            "bought": float(bought[n]),
            "bought_share": float(bought[n] / bought.sum()),
        }
        out.append(row(material, place=place, value=traced, **label, **parts))  # type: ignore[arg-type]
    return out
