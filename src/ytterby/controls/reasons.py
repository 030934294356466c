"""A finding as plain values: clause, window, inputs, what is missing, what would change the answer."""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Any

from ytterby.controls.docket import BRANCHES, next_date
from ytterby.controls.evaluate import Answer, Finding, Range
from ytterby.controls.facts import MAYBE, NO, WORDS, Line, Query
from ytterby.controls.scope import threshold
from ytterby.domain.calendar import after_working_days
from ytterby.domain.regime import Outcome, Role


def rule_object(finding: Finding, line: Line, query: Query) -> dict[str, Any]:
    """Return one rule's part of an answer as it stands in the JSON object."""
    rule, source, span = finding.entry.rule, finding.entry.instrument, finding.span
    return {
        "id": rule.id,
        "outcome": outcome_word(finding, query),
        "reading": finding.reading.value if finding.reading else None,
        "clause": clause(finding),
        "window": [_day(span.since), _day(span.to)],
        "inputs": inputs(finding, line, query),
        "missing": missing(finding, line),
        "flips_at": flips_at(finding, query),
        "status": span.state.value + (f" (by {span.by})" if span.by else ""),
        "branches": {b.value: r.word for b, r in zip(BRANCHES, finding.branches, strict=True)},
        "why": why(finding),
        "role": rule.role.value,
        "modelled": rule.modelled,
        "issuer": source.issuer,
        "citation": source.citation,
        "issued": _day(source.issued),
        "standing": str(rule.standing or source.standing),
        "checked_on": source.checked_on.isoformat(),
        "gaps": list(source.gaps),
        "flags": flags(finding),
        "clock": clock(finding, query),
    }


def outcome_word(finding: Finding, query: Query) -> str:
    """Return one rule's outcome over the branches asked for."""
    asked = finding.branches if query.branch is None else (finding.branches[BRANCHES.index(query.branch)],)
    return asked[0].word if len(set(asked)) == 1 else "unknown"


def clause(finding: Finding) -> str:
    """Return the clause that decides: that of the treatment, of the exemption, or of the rule."""
    if finding.exemption:
        return finding.exemption.clause
    met = [t.clause for t, told in finding.treatments if told.result > NO]
    return "; ".join(dict.fromkeys(met)) if met and finding.would.most else finding.entry.rule.clause


def inputs(finding: Finding, line: Line, query: Query) -> dict[str, Any]:
    """Return what the tests of a rule looked at."""
    out: dict[str, Any] = {"to": query.to, "tests": {name: WORDS[result] for name, result in finding.tests}}
    if finding.tests[0][0] == "role" or len(finding.tests) == 1:
        return out
    out |= {
        "origin": line.origin or None,
        "goods": line.goods.material or line.goods.form or line.goods.hs or None,
    }
    if finding.entry.rule.nexus.kind == "technology-of":
        out["technology"] = None if line.technology is None else list(line.technology)
    if finding.share is not None and finding.entry.rule.content:
        test = finding.entry.rule.content
        out |= {
            "share": [finding.share.low, finding.share.high],
            "counted_usd": [finding.share.counted_low, _number(finding.share.counted_high)],
            "value_usd": [finding.share.value_low, _number(finding.share.value_high)],
            "threshold": threshold(test, query.to),
            "comparator": test.comparator,
            "of_value": test.of_value,
        }
    if finding.match.codes:
        out["entries"] = list(dict.fromkeys(finding.match.codes))
    for treatment, told in finding.treatments:
        if told.why:
            out.setdefault("parties_and_uses", []).append(f"{treatment.outcome}: {told.why}")
    return out


def missing(finding: Finding, line: Line) -> list[str]:
    """Return the facts that would decide what is open, for a rule that could matter."""
    if not finding.would.most:
        return []
    out: list[str] = []
    tests = dict(finding.tests)
    kind = finding.entry.rule.nexus.kind
    if tests.get(kind) == MAYBE or tests.get("movement") == MAYBE:
        if not line.origin:
            out.append("origin")
        if kind == "technology-of" and line.technology is None:
            out.append("technology")
        if finding.share is not None and finding.share.why:
            out.append(finding.share.why)
    if finding.match.result == MAYBE and finding.match.missing:
        out.append(finding.match.missing)
    out += [told.missing for _, told in finding.treatments if told.missing]
    if any(r.least != r.most for r in finding.branches) and not out:
        out.append("facts named in the tests above")
    if len(set(finding.branches)) > 1:
        out.append("what followed the suspension")
    return list(dict.fromkeys(out))


def flips_at(finding: Finding, query: Query) -> dict[str, Any] | None:
    """Return where the answer of a rule turns: the share and values, and the next date."""
    out: dict[str, Any] = {}
    test, share = finding.entry.rule.content, finding.share
    if test is not None and share is not None and (share.pointed or share.counted_high > 0):
        bound = threshold(test, query.to)
        out["share"] = bound
        if isfinite(share.counted_high):
            out["item_value_usd"] = [share.counted_low / bound, share.counted_high / bound]
        if isfinite(share.value_high):
            out["counted_usd"] = [share.value_low * bound, share.value_high * bound]
    following = next_date(finding.entry, query.on)
    if finding.would.most and following and following.since:
        out |= {"date": following.since.isoformat(), "becomes": following.state.value}
    return out or None


def why(finding: Finding) -> str:
    """Return in a few words why a rule has its outcome."""
    rule = finding.entry.rule
    failed = next((name for name, result in finding.tests if result == NO), None)
    if failed == "role":
        tested = rule.role is Role.EXPORT_CONTROL
        return "flagged only: not evaluated" if tested else f"{rule.role.value}: does not decide about goods"
    if finding.exemption:
        return f"exempt use; {finding.exemption.duty}" if finding.exemption.duty else "exempt use"
    return f"not met: {failed}" if failed else _why_met(finding)


def _why_met(finding: Finding) -> str:
    if finding.entry.rule.role is Role.IMPORT_CASE:
        return "in scope of an open case: no duty yet"
    if not finding.would.most:
        return "in scope, but for no user or use that was named"
    if not any(r.most for r in finding.branches):
        return f"would be {finding.would.word}, but is {finding.span.state.value}"
    return "met" if finding.would.least == finding.would.most else "open: facts are missing"


def flags(finding: Finding) -> list[str]:
    """Return what the rule says beside its test, and a rumour's probability."""
    rule = finding.entry.rule
    out = list(rule.flags)
    if rule.role is Role.IMPORT_CASE and all(r != NO for _, r in finding.tests):
        out.append(rule.summary)
    if p := rule.probability:
        out.append(f"rumour: probability {p.low:g} to {p.high:g} by {p.by} ({p.standing.value}); if {p.trigger}")
    return out


def clock(finding: Finding, query: Query) -> dict[str, Any] | None:
    """Return by when the issuer decides on a filing made on the day asked about."""
    rule = finding.entry.rule
    licensed = any(Outcome.LICENCE <= r.most <= Outcome.CASE_BY_CASE for r in finding.branches)
    if rule.clock is None or not licensed:
        return None
    if rule.clock.working_days is None or rule.clock.calendar is None:
        return {"working_days": None, "clause": rule.clock.clause, "note": "no time limit binds the issuer"}
    end = after_working_days(query.on, rule.clock.working_days, rule.clock.calendar)
    return {
        "working_days": rule.clock.working_days,
        "clause": rule.clock.clause,
        "filed": query.on.isoformat(),
        "decided_by": end.on.isoformat(),
        "calendar": end.calendar,
        "estimate": end.estimate,
    }


def spread(answer: Answer) -> str:
    """Return the outcomes under each branch in one phrase, when they differ."""
    if len(set(answer.branches)) == 1:
        return _within(answer.branches[0])
    return ", ".join(f"{b.value}: {_within(r)}" for b, r in zip(BRANCHES, answer.branches, strict=True))


def _within(r: Range) -> str:
    return r.word if r.least == r.most else f"{Outcome(r.least).word} to {Outcome(r.most).word}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(x: float) -> float | None:
    return x if isfinite(x) else None
