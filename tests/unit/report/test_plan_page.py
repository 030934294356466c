"""The page of a plan: every part is there, and a part that was not finished is left out."""

import pytest

from ytterby.report.figures.alone import alone_figure
from ytterby.report.figures.frontier import frontier_figure
from ytterby.report.figures.ticks import ticks
from ytterby.report.figures.worth import worth_figure
from ytterby.report.plan_page import plan_page

COST = {"expected": 2e9, "cvar": 9e9, "regret": 3e9}
SPREAD = {"p05": 0.3, "p50": 0.5, "p95": 0.7}
FOUND = {
    "scenario": "japan-2026", "focus": ["JPN"], "budget": 2e9, "futures": 100, "criteria": COST, "bound": 1.9e9,
    "gap": 0.004, "evpi": 4e8, "signal": {"value": 6e7, "sensitivity": 0.8, "specificity": 0.9},
    "portfolio": [{"lever": "a", "title": "a <plant>", "amount": 1.0, "unit": "1", "start": "2026-01", "cost": 6e7,
                   "standing": "assumption"}],
    "simulated": {**COST, "without": COST, "proposal": COST, "difference": {"share": 0.28}},
    "marginal": [{"lever": "a", "title": "a <plant>", "chosen": True, "value": 1e8},
                 {"lever": "b", "title": "not in it", "chosen": False, "value": -1e6}],
    "frontier": [{"budget": b, **COST, "gap": 0.01, "levers": ["a"]} for b in (0.0, 1e9, 2e9)],
    "robust": [{"lever": "a", "title": "a <plant>", "share": 1.0, "chosen_in": ["by expected"]}],
    "time_to_independence": {"p05": None, "p50": None, "p95": None, "never": 1.0, "share": 0.95,
                             "met_alone": [{"month": m, **SPREAD, "without_plan": SPREAD} for m in (12, 24, 36)]},
    "national_plans": [{"title": "whole chain", "place": "RUS", "due": "2030-12", "by_date": 0.02, "ever": 0.05,
                        "standing": "assumption"}],
    "deals": [{"title": "pledge", "form": "pledge", "date": "2025-12", "amount": 3.7e9, "expected": 7.4e8,
               "document": "a text", "standing": "reported"}],
    "warnings": ["odds are an assumption"],
}  # fmt: skip


def test_the_page_has_every_part_and_escapes_names():
    page = plan_page(FOUND)
    assert page.count("<svg") == 3
    assert "a &lt;plant&gt;" in page and "<plant>" not in page
    for part in ("whole chain", "pledge", "740.0", "Odds are an assumption", "0.06", "28 %"):
        assert part in page


def test_parts_that_were_not_finished_are_left_out():
    stopped = {**FOUND, "frontier": [], "marginal": [], "robust": [], "signal": {**FOUND["signal"], "value": None}}
    page = plan_page(stopped)
    assert page.count("<svg") == 1
    assert "What a larger budget buys" not in page


@pytest.mark.parametrize("most", [1e-6, 0.7, 1.0, 3.0, 17.57, 99.9, 12345.0])
def test_ticks_are_few_and_reach_the_end(most):
    found = ticks(most)
    assert 4 <= len(found) <= 12
    assert found[-2] < most <= found[-1] * (1 + 1e-9)


def test_points_stay_inside_the_drawing():
    import re

    for drawing in (frontier_figure(FOUND["frontier"]), alone_figure(FOUND["time_to_independence"]["met_alone"], 0.95)):
        width, height = (float(x) for x in re.search(r'viewBox="0 0 (\S+) (\S+)"', drawing).groups())
        for pair in re.findall(r'points="([^"]+)"', drawing):
            for x, y in (p.split(",") for p in pair.split()):
                assert 0 <= float(x) <= width and 0 <= float(y) <= height


def test_bars_show_what_is_needed_and_skip_what_has_no_value():
    assert worth_figure([]) is None
    assert worth_figure([{"title": "needed by the floor", "value": None}]) is None
    drawing = worth_figure([{"title": "one", "value": 2e8}, {"title": "two", "value": -1e8}])
    assert drawing is not None and "200 M" in drawing and "-100 M" in drawing
