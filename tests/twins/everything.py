"""One scenario in which everything happens: every lever and every uncertainty that acts inside the month."""

from __future__ import annotations

from typing import Any

from twins.chain import calm
from ytterby.scenario.schema import Levers, Scenario, Uncertainties

_S: dict[str, Any] = {"source": "a test"}

MEASURES: list[dict[str, Any]] = [
    {
        "id": "ban", "citation": "c", "from": "2026-02-06", "origin": "CHN", "destinations": ["JPN", "USA"],
        "classes": ["defence"], "permission": "denied", "reach": "use",
    },
    {
        "id": "running", "citation": "c", "from": "2025-04-04", "origin": "CHN", "destinations": ["JPN", "KOR"],
        "commodities": ["magnet/ndfeb-dy", "metal/dytb"], "permission": "licence", "approval": 0.7,
    },
    {
        "id": "new", "citation": "c", "from": "2026-06-10", "notice": "2026-04-01", "until": "2027-06-30",
        "origin": "CHN", "destinations": ["EUU", "DEU", "USA"], "permission": "licence", "approval": 0.5,
    },
    {
        "id": "quota", "citation": "c", "from": "2026-09-01", "until": "2027-05-20", "origin": "CHN",
        "destinations": ["KOR", "JPN", "VNM"], "commodities": ["oxide/ndpr", "metal/ndpr"], "permission": "quota",
        "volume": 0.6,
    },
]  # fmt: skip
LEVERS: dict[str, Any] = {
    "measures": MEASURES,
    "stocks": [{"id": "s", "place": "JPN", "stage": "magnet", "days": 30}],
    "reserves": [
        {"id": "state", "place": "JPN", "stage": "first-use", "days": 60, "decision_months": 3, **_S},
        {"id": "firm", "place": "EUU", "stage": "first-use", "days": 20, "holder": "firm", **_S},
    ],
    "tariffs": [{"id": "t", "importer": "USA", "origins": ["CHN"], "rate": 0.5, "from": "2026-03-10", **_S}],
    "closures": [{"id": "c", "transit": "myanmar-china-border", "from": "2026-07-01", "until": "2026-12-15", **_S}],
    "recycling": [{"id": "r", "place": "JPN", "by": "2027-06-01", "factor": 2.0, **_S}],
    "third_country": [
        {
            "id": "third", "commodity": "oxide/dytb", "place": "XRW", "buyers": ["JPN", "EUU"], "share": 0.3,
            "price_low": 1.2, "price_high": 3.0, "ready_months": 4, **_S,
        }
    ],
    "pipeline": {
        "projects": "bundled", "technology_ban": True, "permit_delay_months": {"AUS": 6}, "floors": {},
    },
    "arrangements": ["us-dpas", "sosa-us-jpn", "trusted-buyers"],
}  # fmt: skip
UNCERTAINTIES: dict[str, Any] = {
    "growth": [{"end_use": "ev-traction", "per_year": 0.15, **_S}],
    "warnings": [
        {"date": "2026-01-20", "strength": 0.8, "origin": "CHN", "standing": "assumption", **_S},
        {"date": "2026-10-05", "strength": 1.0, "origin": "CHN", "destinations": ["JPN"], "standing": "assumption",
         **_S},
    ],
    "outages": [
        {"id": "flood", "place": "CHN", "stage": "separation", "share": 0.4, "from": "2026-08-20",
         "until": "2026-10-31", **_S},
        {"id": "fire", "place": "JPN", "stage": "magnet", "share": 0.7, "odds": 0.5, "from": "2027-01-05",
         "until": "2027-03-31", **_S},
    ],
    "surges": [
        {"id": "war", "end_use": "defence", "share": 1.5, "odds": 0.6, "from": "2026-05-01", **_S},
        {"id": "slump", "end_use": "hvac", "places": ["CHN"], "share": -0.2, "from": "2026-11-15", **_S},
    ],
    "content_reading": "once",
    "leakage": 0.05,
}  # fmt: skip


def everything(**changes: Any) -> Scenario:
    """Return the scenario; `changes` replace uncertainties."""
    return calm().model_copy(
        update={
            "id": "everything",
            "levers": Levers.model_validate(LEVERS),
            "uncertainties": Uncertainties.model_validate(UNCERTAINTIES | changes),
        }
    )
