"""The law of a run as rows to show: handwritten measures, and the rules of regimes that decide a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ytterby.baseline import resource
from ytterby.baseline.freshness import old_data, unchecked_rules
from ytterby.controls.library import Entry
from ytterby.domain.words import DemandClass
from ytterby.scenario.regimes import library_of
from ytterby.scenario.schema import Scenario

Row = dict[str, Any]
_DENIES = {"prohibited", "denied"}


def law_rows(scenario: Scenario, deciding: Mapping[str, int], branch: str) -> list[Row]:
    """Return one row for each measure, and one for each rule that restricts a link in some month.

    Parameters
    ----------
    scenario : the question.
    deciding : rule -> number of links it decides, as compiled.
    branch : what was taken of rules whose suspension has ended.
    """
    rows = [m.model_dump(mode="json", by_alias=True) for m in scenario.levers.measures]
    law = scenario.levers.law
    if law is None:
        return rows
    entries = library_of(law, scenario.id).entries
    return [*(_row(entries[rule], scenario, links, branch) for rule, links in deciding.items()), *rows]


def _row(entry: Entry, scenario: Scenario, links: int, branch: str) -> Row:
    rule, law = entry.rule, scenario.levers.law
    assumed = next((a for a in law.assume if a.rule == rule.id), None) if law else None
    military = all(t.parties is not None or t.uses for t in rule.treatments)
    practice = [p for p in law.practice if p.rule == rule.id] if law else []
    starts = assumed.from_ if assumed else rule.effective
    return {
        "id": rule.id,
        "citation": f"{entry.instrument.body} {entry.instrument.citation}, {rule.clause}",
        "from": str(starts) if starts else "1900-01-01",
        "until": str(rule.ends) if rule.ends else None,
        "permission": "denied" if any(t.outcome in _DENIES for t in rule.treatments) else "licence",
        "origin": entry.instrument.issuer,
        "destinations": list(rule.destinations.places),
        "classes": [str(DemandClass.DEFENCE)] if military else [str(c) for c in DemandClass],
        "commodities": [],
        "reach": "deliveries" if rule.reach == "anywhere" else "exports",
        "links": links,
        "standing": str(rule.standing or entry.instrument.standing),
        "branch": branch,
        "practice": [p.model_dump(mode="json") for p in practice],
    }


def stale(scenario: Scenario, table: str) -> list[str]:
    """Warn of a chain's table that is old, and of rules nobody has checked for long."""
    law = scenario.levers.law
    entries = library_of(law, scenario.id).entries.values() if law else ()
    checked = {e.instrument.id: e.instrument.checked_on for e in entries}
    return [*old_data({table: resource(table).vintage}), *unchecked_rules(checked)]


def counted_rules(scenario: Scenario) -> frozenset[str]:
    """Return the ids of the rules that a scenario counts as law."""
    law = scenario.levers.law
    return frozenset() if law is None else frozenset(library_of(law, scenario.id).entries)


def status_of_rules(scenario: Scenario, day: str) -> Row:
    """When the rules were checked, and which have unknown status on a day (ISO date)."""
    from datetime import date

    from ytterby.controls.docket import docket

    law = scenario.levers.law
    if law is None:
        return {"checked_on": None, "unknown": []}
    library = library_of(law, scenario.id)
    checked = min(str(e.instrument.checked_on) for e in library.entries.values())
    return {"checked_on": checked, "unknown": list(docket(library, date.fromisoformat(day)).unknown)}
