"""Actions of a plan in a brief: the order of levers, and plans that are none."""

from __future__ import annotations

from typing import Any

import pytest

from ytterby.errors import BadData
from ytterby.report.brief.actions import from_plan


def plan(**changed: Any) -> dict[str, Any]:
    levers = [{"lever": k, "title": k, "kind": "stockpile", "cost": 1.0, "standing": "assumption"} for k in "abcd"]
    marginal = [{"lever": "a", "value": 1.0}, {"lever": "b", "value": 3.0}, {"lever": "d", "value": None}]
    costs = {"expected": 5.0, "without": {"expected": 9.0}}
    return {"scenario": "s", "budget": 1.0, "portfolio": levers, "simulated": costs, "marginal": marginal, **changed}


def test_a_lever_the_plan_cannot_do_without_comes_first():
    found = from_plan(plan(), "s", {}, "plan.json")
    assert [row["lever"] for row in found["rows"]] == ["d", "b", "a"]
    assert (found["with"], found["without"]) == (5.0, 9.0)


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"simulated": {"expected": 1.0}}, "simulated.without"), ({"simulated": {}}, "simulated.expected"),
        ({"simulated": {"expected": 1.0, "without": {}}}, "simulated.without.expected"),
        ({"marginal": [{"lever": "a"}]}, "marginal[0].value"), ({"marginal": [{"value": 1.0}]}, "marginal[0].lever"),
        ({"marginal": [{"lever": "a", "value": "much"}]}, "marginal[0].value"),
    ],
)  # fmt: skip
def test_a_malformed_plan_is_one_message(changed: dict[str, Any], where: str):
    with pytest.raises(BadData, match="ytterby plan SCENARIO --json") as refused:
        from_plan(plan(**changed), "s", {}, "plan.json")
    assert refused.value.faults[0].where == f"plan.json: {where}"
    assert len(refused.value.faults) == 1
