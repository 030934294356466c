"""The two indices of the United States Geological Survey on the user's own inputs."""

from __future__ import annotations

from pathlib import Path

from ytterby.assessment.answers.form import Answer, own_table, row
from ytterby.assessment.indices import usgs

PARTS_2020 = ("disruption_potential", "trade_exposure", "economic_vulnerability")
PARTS_2025 = ("probability", "loss_busd")
ELASTICITIES = (-0.3, 0.2)
"""Demand and supply: priors of conventions §13."""


def risk_2020(own: Path) -> Answer:
    """Score 0..1 from the three parts, one row each: material, stage, place, year and `PARTS_2020`."""
    frame = own_table(own, PARTS_2020)
    value = usgs.supply_risk_2020(*(frame[part] for part in PARTS_2020))
    rows = tuple(
        row(r["material"], r["stage"], r["place"], r["year"], float(v), **{p: r[p] for p in PARTS_2020})
        for r, v in zip(frame.iter_rows(named=True), value, strict=True)
    )
    return Answer("usgs-2020", rows, ({"table": str(own)},))


def loss_2025(own: Path) -> Answer:
    """Expected loss [1e9 USD/a] from scenarios: material, stage, place, year, probability, loss_busd.

    A loss is written as an amount above zero, and shown below zero as the publication does.
    """
    frame = own_table(own, PARTS_2025)
    rows = []
    for keys, g in frame.group_by(["material", "stage", "place", "year"], maintain_order=True):
        material, stage, place, year = keys
        value = float(usgs.expected_loss_2025(g["probability"], -g["loss_busd"]))
        rows.append(row(str(material), str(stage), str(place), int(str(year)), value, scenarios=len(g)))
    return Answer("usgs-2025", tuple(rows), ({"table": str(own)},))


def targets_2025() -> Answer:
    """What was published for 2025, with the cut of supply that gives its price rise in our market (§13)."""
    demand, supply = ELASTICITIES
    rows = []
    for p in usgs.PUBLISHED_2025:
        # Inverse of `implied_price`: r = (1 - c)^(1/(e_d - e_s)).
        cut = 1 - (1 + p.price_rise) ** (demand - supply)
        check = float(usgs.implied_price(cut, demand, supply)) - 1
        parts = {"low": p.low_busd, "high": p.high_busd, "price_rise": check, "implied_cut": float(cut)}
        rows.append(row(p.material, "refining", "USA", None, p.loss_busd, **parts))
    notes = (
        "published figures as given in conventions §16 (reported), not computed here: the scenarios and the "
        "input-output model behind them are not in the packaged tables",
        "one's own scenarios: --own FILE with probability and loss_busd, or with "
        + ", ".join(PARTS_2020)
        + " for the score of 2020",
    )
    return Answer("usgs-2025", tuple(rows), (), notes)
