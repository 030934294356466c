"""The evaluator: one pure function from law and facts to an answer with its reasons (conventions §8)."""

from __future__ import annotations

from typing import NamedTuple

from ytterby.controls.docket import BRANCHES, Docket
from ytterby.controls.facts import ASSEMBLY, MAYBE, NO, UNKNOWN_SHARE, YES, Line, Query, Share
from ytterby.controls.library import Entry
from ytterby.controls.scope import Match, destination, leaves, match_items, nexus
from ytterby.controls.timeline import Span
from ytterby.controls.treat import Told, treatment_met
from ytterby.domain.regime import Exemption, Outcome, Reading, Treatment

SEVERITY = {o.word: int(o) for o in Outcome}
READINGS = (Reading.ONCE, Reading.CASCADE)


class Range(NamedTuple):
    """Least and greatest outcome that the facts allow; equal when they decide."""

    least: int
    most: int

    @property
    def word(self) -> str:
        """The outcome, or `unknown` when the facts do not decide."""
        return Outcome(self.least).word if self.least == self.most else "unknown"


NOTHING = Range(0, 0)
EMPTY = (NOTHING, NOTHING, NOTHING)
UNMATCHED = Match(NO)
NO_ROLE = (("role", NO),)
ELSEWHERE = (("destination", NO),)


class Finding(NamedTuple):
    """What one rule says of one line under one reading.

    Attributes
    ----------
    entry : the rule.
    span : its state on the day.
    reading : how content was tested; None for a rule without a content test.
    branches : least and greatest outcome under lapse, revive and extend.
    would : the outcome if the rule applied.
    tests : (test, answer) in the order made, up to the first that fails.
    match : entries of the list that were met.
    treatments : treatments that apply or may apply, with the answer for this user and use.
    share : the share of content that was tested.
    exemption : the exemption that was used.
    """

    entry: Entry
    span: Span
    reading: Reading | None
    branches: tuple[Range, Range, Range]
    would: Range
    tests: tuple[tuple[str, int], ...]
    match: Match
    treatments: tuple[tuple[Treatment, Told], ...] = ()
    share: Share | None = None
    exemption: Exemption | None = None


class Answer(NamedTuple):
    """What the law of a day says of a line.

    Attributes
    ----------
    outcome : the most restrictive outcome, or `unknown` when facts or branches differ.
    branches : least and greatest outcome under lapse, revive and extend, over the readings asked for.
    readings : the same for each reading, over the branches asked for.
    findings : every rule considered, with outcome none too.
    """

    outcome: str
    branches: tuple[Range, Range, Range]
    readings: tuple[Range, Range]
    findings: tuple[Finding, ...]


def evaluate(law: Docket, line: Line, query: Query) -> Answer:
    """Return the answer for one line: every rule is considered, the most restrictive one wins.

    Parameters
    ----------
    law : the law of the day that is asked about (``docket(library, query.on, query.assumed)``).
    line : the goods and what is known of them.
    query : destination, user, use; branch and reading narrow what counts for `outcome`.
    """
    findings: list[Finding] = []
    for entry in law.library.entries.values():
        if entry.rule.content is None:
            findings.append(judge(law, entry, line, query, None))
        else:
            asked = READINGS if query.reading is None else (query.reading,)
            findings += [judge(law, entry, line, query, r) for r in asked]
    return summed(tuple(findings), query)


def summed(findings: tuple[Finding, ...], query: Query) -> Answer:
    """Join the findings of all rules: the most restrictive wins, under each branch and each reading."""
    asked = range(3) if query.branch is None else (BRANCHES.index(query.branch),)
    telling = [f for f in findings if f.branches is not EMPTY]
    grid = {(b, r): _most(telling, b, READINGS[r]) for b in range(3) for r in range(2)}
    readings = range(2) if query.reading is None else (READINGS.index(query.reading),)
    branches = tuple(_join([grid[b, r] for r in readings]) for b in range(3))
    by_reading = tuple(_span_of([grid[b, r] for b in asked]) for r in range(2))
    kept = {branches[b] for b in asked}
    outcome = next(iter(kept)).word if len(kept) == 1 else "unknown"
    return Answer(outcome, (branches[0], branches[1], branches[2]), (by_reading[0], by_reading[1]), findings)


def judge(law: Docket, entry: Entry, line: Line, query: Query, reading: Reading | None) -> Finding:
    """Return what one rule says of a line, under one reading of its content test."""
    rule, span = entry.rule, law.spans[entry.rule.id]
    if not entry.acting:
        return Finding(entry, span, reading, EMPTY, NOTHING, NO_ROLE, UNMATCHED)
    if not destination(rule, query.to):
        return Finding(entry, span, reading, EMPTY, NOTHING, ELSEWHERE, UNMATCHED)
    tests = [("destination", YES)]
    share = None
    if rule.content is not None and reading is not None:
        share = line.content.get((rule.id, reading), UNKNOWN_SHARE)
    tie, moves = nexus(rule, line, query.to, share), leaves(rule, line, query.to)
    tests.append((rule.nexus.kind, tie))
    if tie == NO:
        return Finding(entry, span, reading, EMPTY, NOTHING, tuple(tests), UNMATCHED, share=share)
    tests.append(("movement", moves))
    if moves == NO:
        return Finding(entry, span, reading, EMPTY, NOTHING, tuple(tests), UNMATCHED, share=share)
    matches = match_items(entry, line.goods, law)
    best = _widest(matches)
    tests.append(("items", best.result))
    foothold = _foothold(entry, line, tie, best, share)
    if best.result == NO or not foothold:
        tests += [] if foothold else [("anything that points to the rule", NO)]
        return Finding(entry, span, reading, EMPTY, NOTHING, tuple(tests), best, share=share)
    return _treated(law, entry, line, query, reading, tuple(tests), matches, share)


def _treated(
    law: Docket,
    entry: Entry,
    line: Line,
    query: Query,
    reading: Reading | None,
    tests: tuple[tuple[str, int], ...],
    matches: tuple[Match, Match, Match],
    share: Share | None,
) -> Finding:
    rule, span = entry.rule, law.spans[entry.rule.id]
    exempt = next((x for x in rule.exemptions if any(u in x.uses for u, _ in query.uses)), None)
    told = tuple((t, treatment_met(t, query, line.recipients, law)) for t in rule.treatments)
    gate = min(result for name, result in tests if name != "items")
    live = law.live[rule.id]
    best = _widest(matches)
    would = NOTHING if exempt else _range(told, best, min(gate, best.result))
    a, b, c = (
        NOTHING if exempt or not live[i] else would if m is best else _range(told, m, min(gate, m.result))
        for i, m in enumerate(matches)
    )
    kept = tuple((t, x) for t, x in told if x.result > NO or x.missing)
    return Finding(entry, span, reading, (a, b, c), would, tests, best, kept, share, exempt)


def _widest(matches: tuple[Match, Match, Match]) -> Match:
    a, b, c = matches
    best = b if b.result > a.result else a
    return c if c.result > best.result else best


def _range(told: tuple[tuple[Treatment, Told], ...], match: Match, gate: int) -> Range:
    if gate == NO:
        return NOTHING
    least = most = 0
    for treatment, x in told:
        if treatment.codes and not any(c in match.codes for c in treatment.codes):
            continue
        result = min(gate, x.result)
        outcome = SEVERITY[treatment.outcome]
        least = max(least, outcome if result == YES else 0)
        most = max(most, outcome if result >= MAYBE else 0)
    return Range(least, most)


def _foothold(entry: Entry, line: Line, tie: int, match: Match, share: Share | None) -> bool:
    """Two unknowns make no case: the goods, or what ties them to the issuer, must point to the rule."""
    if tie == YES:
        return True
    items = entry.rule.items
    specific = not items.every and not (line.goods.form == ASSEMBLY and share is not None)
    return (specific and match.result == YES) or (share is not None and share.pointed)


def _most(findings: list[Finding], branch: int, reading: Reading) -> Range:
    least = most = 0
    for f in findings:
        if f.reading is None or f.reading is reading:
            r = f.branches[branch]
            least, most = max(least, r.least), max(most, r.most)
    return Range(least, most)


def _join(ranges: list[Range]) -> Range:
    return Range(max(r.least for r in ranges), max(r.most for r in ranges))


def _span_of(ranges: list[Range]) -> Range:
    return Range(min(r.least for r in ranges), max(r.most for r in ranges))
