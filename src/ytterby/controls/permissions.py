"""From law to the table the simulation reads: day x (link or use) x label x class (conventions §8).

A link or a use becomes a line and a question, and the evaluator answers: there is one reading of the law.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from ytterby.controls.docket import BRANCHES, docket
from ytterby.controls.evaluate import Answer, evaluate
from ytterby.controls.facts import Goods, Line, Query, Share
from ytterby.controls.library import Library
from ytterby.controls.scope import threshold
from ytterby.controls.vocabulary import goods_named
from ytterby.domain.regime import Branch, Outcome, Reading
from ytterby.domain.words import DemandClass, Label, Permission
from ytterby.errors import BadScenario, Fault

NOWHERE, ELSEWHERE = "XNA", "XNB"  # user-assigned codes: no place has them
STATUS = {
    Outcome.NONE: Permission.FREE,
    Outcome.REGISTER: Permission.FREE,
    Outcome.LICENCE: Permission.LICENCE,
    Outcome.CASE_BY_CASE: Permission.LICENCE,
    Outcome.DENIED: Permission.DENIED,
    Outcome.PROHIBITED: Permission.DENIED,
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A link between places, or a use within one, for one class of users and one label.

    Attributes
    ----------
    commodity : id of the vocabulary of goods, such as ``magnet/ndfeb-dy``.
    origin : place where the commodity leaves; for a use, the place of use.
    destination : place where it arrives; the same place for a use.
    demand : who uses it in the end.
    label : what the controller's law can reach: conditioned lots carry its content or technology, or come
        from it.
    controller : the one state whose content and technology the label tracks.
    tie : how a conditioned lot is tied to the controller: it is still what was made there (`origin`), it was
        made elsewhere with the controller's content, or with its technology.
    parties : named parties it passes to.
    """

    commodity: str
    origin: str
    destination: str
    demand: DemandClass
    label: Label
    controller: str
    tie: Literal["origin", "content", "technology"] = "origin"
    parties: tuple[str, ...] = ()


class Assumed(NamedTuple):
    """A rule taken as in force from one day on, to the last day if that is given."""

    rule: str
    since: date
    to: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether the rule is taken as in force on a day."""
        return self.since <= day and (self.to is None or day <= self.to)


@dataclass(frozen=True, slots=True)
class Law:
    """What a scenario says of the law.

    Attributes
    ----------
    branch : what follows an expired suspension; a run takes one and is stamped with it.
    reading : how content is tested.
    assumed : rules taken as in force, such as a rumour, with their days.
    """

    branch: Branch
    reading: Reading
    assumed: tuple[Assumed, ...] = ()


@dataclass(frozen=True, slots=True)
class Permitted:
    """What may move on a day.

    Attributes
    ----------
    status : free, licence or denied.
    outcome : the word of the evaluator behind it.
    rules : rules that reach this outcome.
    working_days : [working days] of the slowest clock among them; None: no clock is stated, or none binds.
    """

    status: Permission
    outcome: str
    rules: tuple[str, ...]
    working_days: int | None


def permissions(
    library: Library, passages: Sequence[Passage], days: Sequence[date], law: Law
) -> tuple[tuple[Permitted, ...], ...]:
    """Return the status of every passage on every day asked about.

    Parameters
    ----------
    library : the regimes.
    passages : links and uses.
    days : the days, such as the middles of a run's steps.
    law : branch, reading, assumptions.

    Returns
    -------
    (day, passage)

    Raises
    ------
    BadScenario : a commodity is not in the vocabulary, or a rule assumed does not exist.
    """
    _refuse(library, passages, law)
    named = _named_places(library)
    # places that no rule names are alike, and so are days with the same law: thousands of links on
    # hundreds of days ask few questions
    alike = [_nameless(p, named) for p in passages]
    distinct = tuple(dict.fromkeys(alike))
    place = {p: i for i, p in enumerate(distinct)}
    at = [place[p] for p in alike]
    rows: dict[tuple[object, ...], tuple[Permitted, ...]] = {}
    out = []
    for day in days:
        state = tuple(docket(library, day, _assumed(law, day)).live.values())
        if state not in rows:
            answers = [_permitted(library, p, day, law) for p in distinct]
            rows[state] = tuple(answers[i] for i in at)
        out.append(rows[state])
    return tuple(out)


def question(library: Library, passage: Passage, day: date, law: Law) -> tuple[Line, Query]:
    """Return a passage on a day as the evaluator takes it."""
    query = Query(
        passage.destination,
        day,
        "military" if passage.demand is DemandClass.DEFENCE else "civil",
        branch=law.branch,
        reading=law.reading,
        assumed=_assumed(law, day),
    )
    return _line(library, passage), query


def _assumed(law: Law, day: date) -> frozenset[str]:
    return frozenset(a.rule for a in law.assumed if a.holds(day))


def _named_places(library: Library) -> frozenset[str]:
    found: set[str] = set()
    for entry in library.entries.values():
        rule = entry.rule
        found |= {*rule.nexus.places, *rule.nexus.made_outside, entry.instrument.issuer}
        found |= {*rule.destinations.places, *rule.destinations.other_than}
        if rule.content:
            found |= {p for places, _ in rule.content.by_destination for p in places}
    return frozenset(found)


def _nameless(p: Passage, named: frozenset[str]) -> Passage:
    start = p.origin if p.origin in named or p.origin == p.controller else NOWHERE
    to = p.destination if p.destination in named or p.destination == p.controller else ELSEWHERE
    if p.origin == p.destination and to == ELSEWHERE:
        to = start
    return replace(p, origin=start, destination=to)


def _line(library: Library, p: Passage) -> Line:
    """Return the goods of a passage: what is tied to the controller, and how."""
    goods = goods_named(p.commodity).goods or Goods()
    reached = p.label is Label.CONDITIONED and p.origin != p.controller
    made = p.controller if p.origin == p.controller or (reached and p.tie == "origin") else p.origin
    by_technology = made == p.controller or (reached and p.tie == "technology")
    by_content = reached and p.tie == "content"
    content = {}
    for entry in library.content_rules():
        if entry.rule.content is None:
            continue
        pointed = by_content and p.controller in entry.rule.nexus.places
        share = min(1.0, 2 * threshold(entry.rule.content, p.destination)) if pointed else 0.0
        for reading in Reading:
            content[entry.rule.id, reading] = Share(share, share, pointed=pointed)
    technology = (p.controller,) if by_technology else ()
    name = f"{p.commodity} {p.origin}-{p.destination}"
    return Line(name, goods, made, technology, p.origin, p.parties, content)


def _permitted(library: Library, passage: Passage, day: date, law: Law) -> Permitted:
    line, query = question(library, passage, day, law)
    answer = evaluate(docket(library, day, query.assumed), line, query)
    branch = BRANCHES.index(law.branch)
    most = answer.branches[branch].most
    return Permitted(STATUS[Outcome(most)], Outcome(most).word, _rules(answer, branch, most), _clock(answer, branch))


def _rules(answer: Answer, branch: int, most: int) -> tuple[str, ...]:
    if most == 0:
        return ()
    return tuple(dict.fromkeys(f.entry.rule.id for f in answer.findings if f.branches[branch].most == most))


def _clock(answer: Answer, branch: int) -> int | None:
    clocks = [f.entry.rule.clock for f in answer.findings if f.branches[branch].most and f.entry.rule.clock]
    if not clocks or any(c.working_days is None for c in clocks):
        return None
    return max(c.working_days for c in clocks if c.working_days is not None)


def _refuse(library: Library, passages: Sequence[Passage], law: Law) -> None:
    faults = []
    for commodity in sorted({p.commodity for p in passages}):
        named = goods_named(commodity)
        if named.goods is None:
            faults.append(
                Fault(f'"{commodity}" is not in the vocabulary of goods', "passages", choices=named.suggestions)
            )
    for rule in (a.rule for a in law.assumed):
        if rule not in library.entries:
            faults.append(Fault(f'there is no rule "{rule}"', "assumed", choices=tuple(library.entries)))
    if faults:
        raise BadScenario(*faults)
