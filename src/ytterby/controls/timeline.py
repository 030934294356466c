"""When a rule applies: its own dates and what other instruments did to it (controls, evaluation 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ytterby.domain.regime import Act, Branch, Rule

ONE_DAY = timedelta(days=1)


class State(StrEnum):
    """What a rule is on a day."""

    NOT_ANNOUNCED = "not announced"
    ANNOUNCED = "announced, not in force"
    LIVE = "in force"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days with one state; `since` None: ever before, `to` None: no end known."""

    since: date | None
    to: date | None
    state: State
    by: str = ""

    def live(self, branch: Branch) -> bool:
        """True when the rule applies, supposing `branch` where nobody knows."""
        return self.state is State.LIVE or (self.state is State.UNKNOWN and branch is Branch.REVIVE)


def timeline(rule: Rule, acts: tuple[tuple[Act, str], ...]) -> tuple[Span, ...]:
    """Return the spans of a rule, oldest first, each ending the day before the next.

    Parameters
    ----------
    rule : the rule.
    acts : acts upon it, with the instrument each stands in.

    Notes
    -----
    After a suspension ends with no later act the state is `unknown`: never silently live or dead.
    """
    marks: set[date] = set()
    for day in (rule.announced, rule.effective):
        if day:
            marks.add(day)
    if last := _last_day(rule):
        marks.add(last + ONE_DAY)
    for act, _ in acts:
        marks.add(act.since)
        if act.to:
            marks.add(act.to + ONE_DAY)
    edges: list[date | None] = [None, *sorted(marks)]
    spans: list[Span] = []
    for i, since in enumerate(edges):
        following = edges[i + 1] if i + 1 < len(edges) else None
        to = following - ONE_DAY if following else None
        state, by = _state(rule, acts, since)
        if spans and spans[-1].state is state and spans[-1].by == by:
            spans[-1] = Span(spans[-1].since, to, state, by)
        else:
            spans.append(Span(since, to, state, by))
    return tuple(spans)


def span_at(spans: tuple[Span, ...], day: date) -> Span:
    """Return the span a day lies in."""
    for span in reversed(spans):
        if span.since is None or span.since <= day:
            return span
    raise AssertionError("a timeline has no beginning")  # the first span always begins with None


def next_change(spans: tuple[Span, ...], day: date) -> Span | None:
    """Return the next span in which the rule applies, stops applying, or is unknown; None: no such date."""
    now = span_at(spans, day)
    kinds = {State.LIVE, State.UNKNOWN}
    for span in spans:
        later = span.since is not None and span.since > day
        if later and span.state is not now.state and (span.state in kinds or now.state in kinds):
            return span
    return None


def _state(rule: Rule, acts: tuple[tuple[Act, str], ...], day: date | None) -> tuple[State, str]:
    if day is None:  # before every date: standing law applies, dated law is not announced
        return (State.NOT_ANNOUNCED if rule.announced or rule.effective else State.LIVE), ""
    if (by := _last(acts, "revoke", day)) is not None:
        return State.REVOKED, by[1]
    if (last := _last_day(rule)) and day > last:
        return State.ENDED, ""
    suspension, revival = _last(acts, "suspend", day), _last(acts, "revive", day)
    if suspension and (revival is None or revival[0].since < suspension[0].since):
        act, by_whom = suspension
        return (State.SUSPENDED if act.to is None or day <= act.to else State.UNKNOWN), by_whom
    return _by_own_dates(rule, day), revival[1] if revival else ""


def _last_day(rule: Rule) -> date | None:
    """Return the last day of a rule, or of the span for which a rumour has a probability."""
    return rule.ends or (rule.probability.by if rule.probability else None)


def _by_own_dates(rule: Rule, day: date) -> State:
    if rule.announced and day < rule.announced:
        return State.NOT_ANNOUNCED
    if rule.probability is not None or (rule.effective and day < rule.effective):
        return State.ANNOUNCED
    return State.LIVE


def _last(acts: tuple[tuple[Act, str], ...], action: str, day: date) -> tuple[Act, str] | None:
    begun = [(a, by) for a, by in acts if a.action == action and a.since <= day]
    return max(begun, key=lambda pair: pair[0].since) if begun else None
