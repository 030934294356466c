"""What moves a number is told of that number, not of another of the same use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from ytterby.outcomes.explanation import LOWEST, ranked
from ytterby.runs.folder import StoredRun

DRAWS = 64
USE = {"place": "JPN", "end_use": "wind", "class": "civil"}


@pytest.fixture
def run(tmp_path: Path) -> StoredRun:
    """`early` decides the month in which use falls short, `deep` how far it then falls, `long` when it is back."""
    early, deep, long = (np.random.default_rng(k).permutation(DRAWS) for k in range(3))
    fill = np.ones((DRAWS, 24))
    for d in range(DRAWS):
        first = 1 + early[d] // 8
        fill[d, first : first + 2 + long[d] // 8] = 0.6
        fill[d, first] = 0.5 * deep[d] / DRAWS
    demand = np.full(fill.shape, 10.0)
    frame = pl.DataFrame(
        {
            "draw": np.repeat(np.arange(DRAWS), 24), "month": [f"m{m:02d}" for m in range(24)] * DRAWS,
            "used_t": (fill * demand).ravel(), "demand_t": demand.ravel(), "fill_rate": fill.ravel(),
            **{name: [value] * fill.size for name, value in USE.items()},
        }
    )  # fmt: skip
    frame.sample(fraction=1.0, shuffle=True, seed=1).write_parquet(tmp_path / "fill_rate.parquet")
    pl.DataFrame({"early": early * 1.0, "deep": deep * 1.0, "long": long * 1.0}).write_parquet(
        tmp_path / "draws.parquet"
    )
    result: dict[str, Any] = {"shortage_below": 0.95, "sources": [{"id": name} for name in ("early", "deep", "long")]}
    return StoredRun(tmp_path, result, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("first_short", "early"), ("time_to_survive", "early"), ("time_to_recover", "long"),
        ("undelivered_t", "long"), (LOWEST, "deep"),
    ],
)  # fmt: skip
def test_each_number_has_its_own_cause(run: StoredRun, kind: str, first: str):
    source, share = ranked(run, USE, kind)[0]
    assert source["id"] == first
    assert share > 0.5
