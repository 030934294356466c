"""Single tests of a rule: each answers no, not known or yes, and says what it looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ytterby.controls.docket import Docket
from ytterby.controls.facts import ASSEMBLY, MAYBE, NO, YES, Goods, Line, Share
from ytterby.controls.library import Entry, Library
from ytterby.domain.regime import ContentTest, Limit, Listing, Rule

OUTSIDE_LISTS = ("EAR99", "NONE")


class Match(NamedTuple):
    """How goods meet a list: the answer, the entries that were met, what is missing."""

    result: int
    codes: tuple[str, ...] = ()
    missing: str = ""


def match_listing(listing: Listing, goods: Goods) -> Match:
    """Return whether one entry names the goods; a customs code alone never decides."""
    if not goods.material:
        return _without_material(listing, goods)
    named = any(m == goods.material or (m.endswith("/") and goods.material.startswith(m)) for m in listing.materials)
    if not named:
        in_form = goods.form in listing.forms
        of_element = not listing.elements or any(e in listing.elements for e in goods.elements)
        named = in_form and of_element
    if not named:
        return Match(NO)
    result, missing = YES, []
    known = dict(goods.properties)
    for limit in listing.limits:
        if limit.property not in known:
            result = min(result, MAYBE)
            missing.append(limit.property.replace("_", " "))
        elif not within(limit, known[limit.property]):
            return Match(NO)
    return Match(result, (listing.code,), ", ".join(missing))


def match_list(listings: Sequence[Listing], goods: Goods, issuer: str) -> Match:
    """Return whether a list names the goods; a stated classification decides before names do."""
    own = [code for place, code in goods.codes if place == issuer]
    if any(code.upper() in OUTSIDE_LISTS for code in own):
        return Match(NO)
    stated = tuple(x.code for x in listings if any(c.startswith(x.code) for c in own))
    if stated:
        return Match(YES, stated)
    found = [match_listing(x, goods) for x in listings]
    best = max((m.result for m in found), default=NO)
    codes = tuple(c for m in found if m.result > NO for c in m.codes)
    missing = "; ".join(dict.fromkeys(m.missing for m in found if m.result == best == MAYBE and m.missing))
    return Match(best, codes, missing)


@lru_cache(maxsize=200_000)
def match_own(library: Library, rule_id: str, goods: Goods) -> Match:
    """Return whether a rule's own list names the goods; remembered, since many rules ask the same lists."""
    entry = library.entries[rule_id]
    return match_list(entry.listed, goods, entry.instrument.issuer)


def match_items(entry: Entry, goods: Goods, law: Docket) -> tuple[Match, Match, Match]:
    """Return how goods meet what a rule names, once per branch (lists of other rules may be in doubt)."""
    items = entry.rule.items
    if items.every:
        return (Match(YES),) * 3
    if items.classified_by:
        return (match_classified(goods, items.classified_by),) * 3
    if items.lists_of is None:
        return (match_own(law.library, entry.rule.id, goods),) * 3
    return _match_lists(law.lists.get(items.lists_of, ()), goods, law, items.lists_of)


def match_classified(goods: Goods, issuer: str) -> Match:
    """Return whether goods carry a control classification of an issuer."""
    own = [code for place, code in goods.codes if place == issuer]
    if not own:
        return Match(MAYBE, missing=f"classification under the list of {issuer}")
    listed = [code for code in own if code.upper() not in OUTSIDE_LISTS]
    return Match(YES, tuple(listed)) if listed else Match(NO)


def within(limit: Limit, value: float) -> bool:
    """Return whether a value lies on the controlled side of a limit."""
    match limit.comparator:
        case "at-least":
            return value >= limit.value
        case "above":
            return value > limit.value
        case "at-most":
            return value <= limit.value
        case "below":
            return value < limit.value


def destination(rule: Rule, to: str) -> bool:
    """Return whether a rule reaches a destination."""
    d = rule.destinations
    return (not d.places or to in d.places) and to not in d.other_than


def leaves(rule: Rule, line: Line, to: str) -> int:
    """Return whether the movement is one the rule reaches: out of the issuer, between others, or any."""
    if rule.reach == "anywhere" or rule.nexus.kind == "any":
        return YES
    start = line.shipped_from or line.origin
    if not start:
        return MAYBE
    if rule.reach == "export":
        return YES if start in rule.nexus.places else NO
    return YES if start not in rule.nexus.places and start != to else NO


def nexus(rule: Rule, line: Line, to: str, share: Share | None) -> int:
    """Return whether the goods are tied to the issuer as the rule asks."""
    n = rule.nexus
    if n.kind == "any":
        return YES
    result = YES
    if n.made_outside:
        result = MAYBE if not line.origin else NO if line.origin in n.made_outside else YES
    if n.kind == "made-in":
        result = min(result, MAYBE if not line.origin else YES if line.origin in n.places else NO)
    elif n.kind == "technology-of":
        result = min(result, _technology(line.technology, n.places))
    elif share is not None and rule.content is not None:
        result = min(result, content(rule.content, share, to))
    if n.licensor_is_destination:
        result = min(result, _technology(line.technology, (to,)))
    return result


def content(test: ContentTest, share: Share, to: str) -> int:
    """Return whether a share meets the threshold; equality counts only for `at-least`."""
    bound = threshold(test, to)
    if meets(test, share.low, bound):
        return YES
    return MAYBE if meets(test, share.high, bound) else NO


def meets(test: ContentTest, share: float, bound: float) -> bool:
    """Return whether one share is on the controlled side."""
    return share >= bound if test.comparator == "at-least" else share > bound


def threshold(test: ContentTest, to: str) -> float:
    """Return the threshold for a destination."""
    for places, value in test.by_destination:
        if to in places:
            return value
    return test.threshold


def counted(entry: Entry, goods: Goods) -> int:
    """Return whether goods are of the kind a content test counts, wherever they come from."""
    test = entry.rule.content
    if test is None:
        return NO
    if test.counted.every:
        return YES
    if test.counted.classified_by:
        return match_classified(goods, test.counted.classified_by).result
    return match_list(entry.counted, goods, entry.instrument.issuer).result


def _technology(known: tuple[str, ...] | None, places: tuple[str, ...]) -> int:
    if known is None:
        return MAYBE
    return YES if any(p in places for p in known) else NO


def _without_material(listing: Listing, goods: Goods) -> Match:
    if goods.form == ASSEMBLY:
        return Match(YES, (listing.code,)) if ASSEMBLY in listing.forms else Match(NO)
    if goods.hs:
        near = any(h.startswith(goods.hs) or goods.hs.startswith(h) for h in listing.hs)
        return Match(MAYBE, (listing.code,), "material (the customs code is a reference only)") if near else Match(NO)
    return Match(MAYBE, (), "material")


def _match_lists(makers: tuple[Entry, ...], goods: Goods, law: Docket, issuer: str) -> tuple[Match, Match, Match]:
    if goods.form == ASSEMBLY and not goods.codes:
        return (Match(MAYBE, missing=f"whether another entry of the list of {issuer} names the part itself"),) * 3
    found = [(law.live[e.rule.id], match_own(law.library, e.rule.id, goods)) for e in makers]
    out = []
    for branch in range(3):
        best = Match(NO)
        for live, match in found:
            if live[branch] and match.result > best.result:
                best = match
        out.append(best)
    return out[0], out[1], out[2]
