"""Facts of made-up runs, for the tests of the brief."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from ytterby.report.brief import Facts

# by its path: several folders of tests have a conftest, and the name alone may lead to another one
_SPEC = spec_from_file_location("made_up_runs", Path(__file__).with_name("conftest.py"))
assert _SPEC is not None and _SPEC.loader is not None
made_up = module_from_spec(_SPEC)
sys.modules["made_up_runs"] = made_up
_SPEC.loader.exec_module(made_up)


def actions() -> dict[str, Any]:
    rows = [
        {"lever": f"l{i}", "title": title, "kind": kind, "cost": cost, "amount": None, "unit": unit, "start": None,
         "lead_months": lead, "standing": "assumption", "source": "made up"}
        for i, (title, kind, cost, unit, lead) in enumerate((
            ("talks", "licence-engagement", 1e7, "1", [2, 4, 8]), ("a stock", "stockpile", 2e4, "d of use", [3, 6, 12]),
            ("a stake", "equity", 3.85e8, "1", [0, 0, 0]),
        ))
    ]  # fmt: skip
    return {"by": "book", "rows": rows}


def facts_of(run: dict[str, Any], **rooms: Any) -> Facts:
    made = {"versions": {"python": "3.11.2"}, "finished": "2026-11-22T04:00:00Z", "elapsed_s": 1.5, "who": "analyst"}
    movers = [{"place": "JPN", "end_use": "defence", "class": "defence", "inputs": [
        {"id": "cover/defence", "share": 0.571, "low": 21.0, "best": 30.0, "high": 42.0, "unit": "d",
         "standing": "estimate"},
    ]}]  # fmt: skip
    return Facts(
        run, {"made": made, "movers": movers, "actions": actions(), "official": None, "sensitivity": None, **rooms}
    )
