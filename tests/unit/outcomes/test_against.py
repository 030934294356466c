"""Official figures beside a run."""

from __future__ import annotations

import pytest

from ytterby.outcomes.against import against

RUN = {
    "months": [f"2026-{m:02d}" for m in range(1, 13)],
    "flows": [
        {"stage": "magnet", "from": "CHN", "to": "JPN", "to_stage": "first-use", "mean_t_mo": [10.0] * 12},
        {"stage": "magnet", "from": "CHN", "to": "JPN", "to_stage": "other", "mean_t_mo": [1.0] * 12},
        {"stage": "magnet", "from": "CHN", "to": "CHN", "to_stage": "first-use", "mean_t_mo": [99.0] * 12},
        {"stage": "magnet", "from": "VNM", "to": "JPN", "to_stage": "first-use", "mean_t_mo": [2.0] * 12},
        {"stage": "mine", "from": "AUS", "to": "JPN", "to_stage": "separation", "mean_t_mo": [5.0] * 12},
    ],
}


def row(period: str, best: float, sender: str = "CHN", kind: str = "magnet"):
    return {
        "period": period, "from": sender, "to": "JPN", "kind": kind,
        "low": 0.9 * best, "best": best, "high": 1.1 * best,
    }  # fmt: skip


def test_each_month_has_its_difference():
    found = against([row("2026-01", 10.0), row("2026-02", 22.0)], {"magnet": "magnet"}, RUN)
    first, second = found["rows"]
    assert (first["model_t"], first["difference_t"], first["ratio"], first["within"]) == (11.0, 1.0, 1.1, True)
    assert (second["difference_t"], second["ratio"], second["within"]) == (-11.0, 0.5, False)
    assert found["summary"]["official_t"] == 32.0 and found["summary"]["model_t"] == 22.0
    assert found["pairs"][0]["within"] == 1 and found["pairs"][0]["mean_absolute_t"] == 6.0


def test_materials_of_a_stage_are_added_before_they_are_compared():
    found = against([row("2026-01", 10.0), row("2026-01", 2.0)], {"magnet": "magnet"}, RUN)
    assert len(found["rows"]) == 1 and found["rows"][0]["official_t"] == 12.0


def test_what_one_side_has_alone_is_told():
    found = against([row("2026-01", 10.0), row("2026-01", 3.0, "AUS")], {"magnet": "magnet"}, RUN)
    assert found["apart"]["official_only"] == [{"stage": "magnet", "from": "AUS", "to": "JPN", "t": 3.0}]
    assert found["apart"]["model_only"] == [{"stage": "magnet", "from": "VNM", "to": "JPN", "t": 2.0}]


def test_a_year_needs_all_its_months():
    assert against([row("2026", 100.0)], {"magnet": "magnet"}, RUN)["rows"][0]["model_t"] == pytest.approx(132.0)
    flows = [{**f, "mean_t_mo": f["mean_t_mo"][1:]} for f in RUN["flows"]]
    short = {**RUN, "months": RUN["months"][1:], "flows": flows}
    assert against([row("2026", 100.0)], {"magnet": "magnet"}, short)["summary"] is None
