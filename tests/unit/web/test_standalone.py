"""The page without a server: positions of sliders worked out beforehand, and a run small enough to inline."""

from __future__ import annotations

from ytterby.scenario.schema import Scenario
from ytterby.study import load_scenario
from ytterby.web.sliders import sliders_of
from ytterby.web.standalone import STEPS, compact, positions_of, report_data, values_of

SCENARIO = "japan-2026-civil-denial"


def test_each_slider_is_moved_through_its_range_and_its_own_value_is_there():
    for slider in sliders_of(load_scenario(SCENARIO)):
        values = values_of(slider)
        assert values[0] == slider.least and values[-1] == slider.most and slider.value in values
        assert STEPS <= len(values) <= STEPS + 1 and list(values) == sorted(set(values))


def test_positions_move_something_and_none_comes_twice():
    positions = [tuple(sorted(p.items())) for p in positions_of(sliders_of(load_scenario(SCENARIO)))]
    assert len(positions) == len(set(positions)) > 20 and all(positions)
    assert {len(p) for p in positions} == {1, 2}


def test_a_compact_run_keeps_its_numbers():
    row = {"place": "JPN", "end_use": "wind", "class": "civil"}
    fill = [{**row, "month": m, "p05": 0.1, "p50": 0.123456, "p95": None} for m in ("2026-01", "2026-02")]
    flow = {"stage": "mine", "from": "CHN", "to": "JPN", "to_stage": "metal", "before_t_mo": 1.23456,
            "mean_t_mo": [9.8765]}  # fmt: skip
    told = compact({"fill_rate": fill, "flows": [flow], "price_ratio": [1], "run": "x"})
    assert told["fill"] == [{**row, "p05": [0.1, 0.1], "p50": [0.12346, 0.12346], "p95": [None, None]}]
    assert told["flows"] == [{**flow, "before_t_mo": 1.235, "mean_t_mo": [9.88]}]
    assert told["run"] == "x" and not {"fill_rate", "price_ratio"} & set(told)


def test_the_object_of_the_report_mode():
    scenario = Scenario.model_validate(load_scenario(SCENARIO).model_dump(mode="json", by_alias=True) | {"months": 12})
    from ytterby.preview import central, ground_of

    told = central(ground_of(scenario), scenario, 12) | {"run": "here"}
    steps, masked = [], []

    def shown(row):
        masked.append(row)
        return row

    data = report_data(told, scenario, "vi", shown, lambda done, every: steps.append((done, every)))
    points = data["grid"]["points"]
    assert (data["mode"], data["lang"], data["run"]["run"]) == ("report", "vi", "here")
    assert len(points) == len(masked) == len(steps) and steps[-1] == (len(points), len(points))
    held = {p["moved"].get("held-back"): p["run"] for p in points if set(p["moved"]) == {"held-back"}}
    assert min(min(use["p50"]) for use in held[0.0]["fill"] if use["class"] == "civil") > 0.99
    assert all(use["place"] == "JPN" and len(use["p50"]) == 12 for p in points for use in p["run"]["fill"])
