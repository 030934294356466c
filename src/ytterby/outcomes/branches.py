"""Findings of a run under each thing that may have followed an expired suspension; never averaged."""

from __future__ import annotations

from typing import Any

from ytterby.outcomes.findings import Findings
from ytterby.scenario.schema import Scenario

Row = dict[str, Any]


def branch_row(branch: str, rules: list[str], scenario: Scenario, findings: Findings) -> Row:
    """Return what one branch means for the places in focus.

    Parameters
    ----------
    branch : ``lapse``, ``revive`` or ``extend``.
    rules : rules of unknown status.
    scenario, findings : the question, and what this branch found.
    """
    focus = scenario.outcomes.focus
    first = [r for r in findings.rows["first_short"] if not focus or r["place"] in focus]
    lowest: dict[tuple[str, str, str], float] = {}
    for r in findings.rows["fill_rate"]:
        key = (r["place"], r["end_use"], r["class"])
        if not focus or r["place"] in focus:
            lowest[key] = min(lowest.get(key, 1.0), r["p50"])
    return {
        "branch": branch,
        "rules": rules,
        "first_short": first,
        "lowest_fill": [{"place": p, "end_use": u, "class": c, "p50": v} for (p, u, c), v in sorted(lowest.items())],
    }
