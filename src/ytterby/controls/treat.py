"""Whom a treatment is meant for: parties and uses, and who of the named parties is listed."""

from __future__ import annotations

from typing import NamedTuple

from ytterby.controls.docket import Docket
from ytterby.controls.facts import MAYBE, NO, YES, Query
from ytterby.controls.parties import effective_share, on_list, owned_by, plain
from ytterby.domain.regime import AffiliateTest, PartyTest, Treatment, UseTest


class Told(NamedTuple):
    """A test's answer, what it looked at, and what is missing."""

    result: int
    why: str = ""
    missing: str = ""


def treatment_met(t: Treatment, query: Query, recipients: tuple[str, ...], law: Docket) -> Told:
    """Return whether a treatment is meant for this user or use: any of its parties or uses will do."""
    told = [use_met(u, query) for u in t.uses]
    if t.parties:
        told += parties_met(t.parties, query, recipients, law)
    if not told:
        return Told(YES)
    best = max(told, key=lambda x: x.result)
    why = "; ".join(dict.fromkeys(x.why for x in told if x.result == best.result and x.why))
    missing = "; ".join(dict.fromkeys(x.missing for x in told if x.missing))
    return Told(best.result, why, missing if best.result != YES else "")


def use_met(test: UseTest, query: Query) -> Told:
    """Return whether a use is the one a test names, and on the controlled side of its bound."""
    if test.use == "military":
        return _military(query)
    for use, figure in query.uses:
        if use != test.use:
            continue
        bounded = test.at_most is not None or test.at_least is not None
        if bounded and figure is None:
            return Told(MAYBE, f"use {use}", f"figure of the use {use} [{test.unit}]")
        inside = figure is None or (
            (test.at_most is None or figure <= test.at_most) and (test.at_least is None or figure >= test.at_least)
        )
        shown = f"use {use}" if figure is None else f"use {use} at {figure:g} {test.unit}"
        return Told(YES if inside else NO, shown)
    return Told(NO)


def parties_met(test: PartyTest, query: Query, recipients: tuple[str, ...], law: Docket) -> list[Told]:
    """Return the answers of a party test: military users, lists, affiliates of listed parties."""
    told = [_military(query)] if test.military else []
    names = tuple(dict.fromkeys(n for n in (query.end_user, *recipients) if n))
    if test.on_lists and not names:
        told.append(Told(NO, "no party named: taken as on no list", "end user (none named: taken as on no list)"))
    for name in names if test.on_lists else ():
        told.append(_listed(name, test.on_lists, query, law))
        if test.affiliates and told[-1].result != YES:
            told.append(_affiliated(name, test.on_lists, test.affiliates, query, law))
    return told


def _military(query: Query) -> Told:
    if query.end_use is None:
        return Told(MAYBE, "", "end use (civil or military)")
    return Told(YES, "military user or use") if query.end_use == "military" else Told(NO, "civil user and use")


def _listed(name: str, lists: tuple[str, ...], query: Query, law: Docket) -> Told:
    best = Told(NO, f"{name} is on no list that is loaded")
    for list_id in lists:
        entry = law.library.entries.get(list_id)
        if entry is None:
            own = {x for h in query.holdings if plain(h.owner) == plain(name) for x in h.listed_on}
            if list_id in own:
                return Told(YES, f"{name} is on {list_id} (said by the caller)")
        elif law.live[list_id][0]:
            match = on_list(name, entry.rule.parties)
            if match.result > best.result:
                source = entry.instrument
                after = f"{source.body}, {source.issued}, {source.citation}"
                after += f"; status after {source.issued} not known"
                best = Told(match.result, f"{match.why} ({after})", "" if match.result == YES else match.why)
    return best


def _affiliated(name: str, lists: tuple[str, ...], test: AffiliateTest, query: Query, law: Docket) -> Told:
    if not query.holdings:
        return Told(NO, f"owners of {name} not given: taken as not listed", f"owners of {name}")
    seeds = {}
    for holding in query.holdings:
        for party in (holding.owner, holding.owned):
            if result := _listed(party, lists, query, law).result:
                seeds[plain(party)] = result
    result = owned_by(seeds, query.holdings, test).get(plain(name), NO)
    multiplied = effective_share(set(seeds), query.holdings, name)
    bound = f"{test.share:.0%}"
    why = f"{name}: held at {bound} or more by listed parties" if result else f"{name}: not held at {bound}"
    return Told(result, f"{why} (shares multiplied along chains: {multiplied:.0%})")
