"""Made-up runs: numbers are round or follow a formula, so that nobody takes them for findings."""

from __future__ import annotations

import math
from typing import Any

import pytest

CIVIL = ("ev-traction", "wind", "industrial-motors", "consumer-electronics", "hvac", "auto-other", "other")
BAN = {
    "id": "M-1", "citation": "Made-up order No. 1", "from": "2026-01-06", "until": None, "permission": "denied",
    "origin": "CHN", "destinations": ["JPN"], "classes": ["defence"], "reach": "use",
}  # fmt: skip
LICENCE = {**BAN, "id": "M-2", "citation": "assumption: slow", "permission": "licence", "classes": ["civil"]}
DENIAL = {**BAN, "id": "M-3", "citation": "assumption: none", "classes": ["civil"]}


def month(index: int) -> str:
    return f"{2026 + index // 12}-{index % 12 + 1:02d}"


def fill_at(depth: float, start: int, t: int) -> float:
    """1 until `start`, then down by `depth` and slowly back."""
    return 1.0 if t < start else 1.0 - depth * math.exp(-(t - start) / 24)


def make_run(
    name: str = "made-up",
    *,
    title: str = "A made-up ban",
    depths: dict[str, float] | None = None,
    starts: dict[str, int] | None = None,
    probability: float = 0.98,
    months: int = 36,
    draws: int = 256,
    measures: tuple[dict[str, Any], ...] = (BAN,),
    assumption_share: float | None = 0.3,
    place: str = "JPN",
    warnings: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return one run object; `depths` gives the loss at the worst, by end use."""
    depths = {"defence": 0.6} if depths is None else depths
    starts = starts or {}
    run: dict[str, Any] = {
        "run": f"{name}-0001", "hash": f"sha256:{name}", "scenario": name, "title": title,
        "question": "Made-up numbers: who runs short?", "draws": draws, "seed": 1, "elapsed_s": 1.0,
        "months": [month(t) for t in range(months)], "focus": [place], "controller": "CHN",
        "as_of": {"data": "2024-12", "rules": "2026-01-31"}, "assumption_share": assumption_share,
        "warnings": list(warnings), "measures": list(measures), "programmes": [], "levers": [],
        "rule_branches": [], "value_added_usd": [], "shortage_below": 0.95,
    }  # fmt: skip
    uses = [(use, "civil") for use in CIVIL] + [("defence", "defence")]
    rows: dict[str, list[dict[str, Any]]] = {
        key: [] for key in
        ("fill_rate", "first_short", "cover_days", "time_to_survive", "time_to_recover", "undelivered_t",
         "demand_destroyed_t")
    }  # fmt: skip
    for use, kind in uses:
        key = {"place": place, "end_use": use, "class": kind}
        depth, start = depths.get(use, 0.004), starts.get(use, 2)
        for t in range(months):
            mid = fill_at(depth, start, t)
            low, high = fill_at(min(1.0, depth * 1.3), max(0, start - 1), t), fill_at(depth * 0.6, start + 2, t)
            rows["fill_rate"].append({**key, "month": month(t), "p05": low, "p50": mid, "p95": high})
        short = depth >= 0.05 and start < months
        when = [month(min(months - 1, max(0, start + d))) if short else None for d in (-1, 0, 2)]
        chance = probability if short else 0.0
        rows["first_short"].append(
            {**key, **dict(zip(("p05", "p50", "p95"), when, strict=True)), "probability": chance}
        )
        for stage, days in (("magnet", 20.0), ("first-use", 40.0)):
            rows["cover_days"].append(
                {"place": place, "end_use": use, "stage": stage, "p05": days - 10, "p50": days, "p95": days + 10,
                 "stock_source": "made up"}
            )  # fmt: skip
        size = round(100 * depth, 3)
        rows["undelivered_t"].append({**key, "p05": size / 2, "p50": size, "p95": size * 2})
        rows["demand_destroyed_t"].append({**key, "p05": 0.0, "p50": 0.0, "p95": 1.0})
        rows["time_to_survive"].append({**key, "p05": 1.0, "p50": 2.0 if short else None, "p95": None})
        rows["time_to_recover"].append({**key, "p05": 6.0, "p50": 9.0 if short else None, "p95": None})
    run |= rows
    run["flows"] = make_flows(months, max(depths.values(), default=0.0))
    return run


def make_flows(months: int, depth: float) -> list[dict[str, Any]]:
    """Return flows along the chain; those from the controller to Japan fall by `depth`, some others rise."""
    table = [
        ("mine", "CHN", "CHN", "separation", 5000), ("mine", "MMR", "CHN", "separation", 900),
        ("mine", "USA", "CHN", "separation", 700), ("mine", "USA", "USA", "separation", 100),
        ("mine", "AUS", "MYS", "separation", 600), ("mine", "XRW", "CHN", "separation", 90),
        ("mine", "LAO", "CHN", "separation", 120), ("mine", "VNM", "CHN", "separation", 30),
        ("mine", "IND", "IND", "separation", 40), ("recycling", "CHN", "CHN", "separation", 1500),
        ("recycling", "JPN", "JPN", "separation", 60),
        ("separation", "CHN", "CHN", "metal", 7500), ("separation", "MYS", "JPN", "metal", 300),
        ("separation", "MYS", "VNM", "metal", 150), ("separation", "CHN", "VNM", "metal", 300),
        ("separation", "CHN", "JPN", "metal", 120), ("separation", "USA", "JPN", "metal", 40),
        ("separation", "JPN", "JPN", "metal", 50), ("separation", "IND", "JPN", "metal", 30),
        ("separation", "CHN", "JPN", "non-magnet", 200),
        ("metal", "CHN", "CHN", "magnet", 7000), ("metal", "CHN", "JPN", "magnet", 500),
        ("metal", "VNM", "JPN", "magnet", 350), ("metal", "JPN", "JPN", "magnet", 250),
        ("metal", "CHN", "DEU", "magnet", 40), ("metal", "CHN", "USA", "magnet", 20),
        ("magnet", "CHN", "CHN", "first-use", 4200), ("magnet", "CHN", "JPN", "first-use", 160),
        ("magnet", "CHN", "DEU", "first-use", 500), ("magnet", "CHN", "USA", "first-use", 350),
        ("magnet", "CHN", "KOR", "first-use", 250), ("magnet", "CHN", "VNM", "first-use", 150),
        ("magnet", "CHN", "IND", "first-use", 120), ("magnet", "CHN", "XRW", "first-use", 700),
        ("magnet", "JPN", "JPN", "first-use", 550), ("magnet", "JPN", "THA", "first-use", 100),
        ("magnet", "JPN", "USA", "first-use", 60), ("magnet", "DEU", "DEU", "first-use", 30),
    ]  # fmt: skip
    flows = []
    for stage, origin, to, to_stage, before in table:
        loss = depth if origin == "CHN" and to == "JPN" else (-0.5 if origin == "VNM" and to == "JPN" else 0.0)
        mean = [round(before * fill_at(loss, 2, t), 6) for t in range(months)]
        flows.append(
            {"stage": stage, "from": origin, "to": to, "to_stage": to_stage, "before_t_mo": float(before),
             "mean_t_mo": mean}
        )  # fmt: skip
    return flows


def three_readings(months: int = 36, draws: int = 256) -> list[dict[str, Any]]:
    every = dict.fromkeys((*CIVIL, "defence"), 0.5)
    some = {"defence": 0.62, "ev-traction": 0.22, "auto-other": 0.15}
    size = {"months": months, "draws": draws}
    return [
        make_run("made-up-ban", title="The made-up ban as its text reads", **size),
        make_run("made-up-slow", title="Licences slow and few", depths=some, measures=(BAN, LICENCE), **size,
                 starts={"ev-traction": 4, "auto-other": 7}, assumption_share=0.72),
        make_run("made-up-denial", title="Everybody is refused", depths=every, measures=(BAN, DENIAL), **size,
                 starts={use: 3 + i for i, use in enumerate(every)}),
    ]  # fmt: skip


def make_sources() -> list[dict[str, Any]]:
    standings = ("verified", "reported", "derived", "estimate", "assumption")
    return [
        {"id": f"made-up/{i}", "what": f"made-up quantity {i}", "place": ("JPN", "CHN", "XRW")[i % 3],
         "low": 10.0 * i, "best": 12.0 * i, "high": 15.0 * i, "unit": "t/a", "standing": standings[i % 5],
         "source": f"Made-up yearbook, table {i}", "row": f"made-up.csv:{i}"}
        for i in range(1, 41)
    ]  # fmt: skip


def make_moved() -> list[dict[str, Any]]:
    return [
        {"id": "made-up/flow-a", "reported": 100.0, "balanced": 150.0, "unit": "t/a", "ratio": 1.5,
         "cause": "made up: two reporters differ", "standing": "reported", "source": "Made-up trade"},
        {"id": "made-up/flow-b", "reported": 80.0, "balanced": 20.0, "unit": "t/a", "ratio": 0.25,
         "cause": "made up: more leaves than is made", "standing": "estimate", "source": "Made-up trade"},
    ]  # fmt: skip


@pytest.fixture
def plain_run():
    return make_run


@pytest.fixture
def readings():
    return three_readings


@pytest.fixture
def sources():
    return make_sources()


@pytest.fixture
def moved():
    return make_moved()
