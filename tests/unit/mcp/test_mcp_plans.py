"""Ids of what a plan costs, and seeds."""

from __future__ import annotations

from inspect import signature
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from ytterby.mcp import plans, simulating


def test_two_starts_of_one_lever_are_two_figures():
    row = {"lever": "stock", "title": "Stock", "cost": 1.0, "standing": "assumption", "source": "ours"}
    ids = {plans._lever("plan-1", {**row, "start": start}).number.id for start in ("2026-01", "2027-01")}
    assert ids == {"plan-1#cost/stock/2026-01", "plan-1#cost/stock/2027-01"}


@pytest.mark.parametrize("tool", [plans.plan, simulating.run, simulating.compare])
def test_a_seed_is_not_negative(tool: Any):
    form = TypeAdapter(signature(tool, eval_str=True).parameters["seed"].annotation)
    assert form.validate_python(0) == 0
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        form.validate_python(-1)
