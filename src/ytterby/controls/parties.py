"""Is a party listed, or owned by listed parties (controls, evaluation 4)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ytterby.controls.facts import MAYBE, NO, YES, Holding
from ytterby.domain.regime import AffiliateTest, Listed

_TAIL = re.compile(r"\b(co|company|corp|corporation|inc|incorporated|ltd|limited|plc|gk|kk|llc|group|holdings)\b")


class PartyMatch(NamedTuple):
    """Whether a party counts as listed, and why."""

    result: int
    why: str


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """Return a name without case, signs and legal forms.

    Examples
    --------
    >>> plain("NEC Corporation, Ltd.")
    'nec'
    """
    words = re.sub(r"[^\w&]+", " ", name.casefold())
    return " ".join(_TAIL.sub(" ", words).split())


def on_list(name: str, parties: tuple[Listed, ...]) -> PartyMatch:
    """Return whether one list names a party; a unit of a listed group is `not known`."""
    asked = plain(name)
    best = PartyMatch(NO, "")
    for party in parties:
        for word in (party.name, *party.words):
            known = plain(word)
            if party.match == "party" and asked == known:
                return PartyMatch(YES, f"{name} is listed as {party.name}")
            if party.match == "units of" and (asked == known or asked.startswith(known + " ")):
                best = PartyMatch(MAYBE, f"some units of {party.name} are listed; which ones is not in the reading")
    return best


def owned_by(seeds: dict[str, int], holdings: Iterable[Holding], test: AffiliateTest) -> dict[str, int]:
    """Return every party that counts as listed through ownership, with `YES` or `MAYBE`.

    Parameters
    ----------
    seeds : listed parties by plain name.
    holdings : who owns whom; cycles are tolerated.
    test : the share from which a party counts, whether shares add up, whether holdings of holdings count.

    Notes
    -----
    A party held at the share or more by parties that count counts itself, wholly: the set grows until it
    stands still, so two layers of one half each reach the second layer, and a cycle ends.
    """
    edges: dict[str, dict[str, float]] = defaultdict(dict)
    for h in holdings:
        owned, owner = plain(h.owned), plain(h.owner)
        edges[owned][owner] = edges[owned].get(owner, 0.0) + h.share
    sure = _grow({n for n, r in seeds.items() if r == YES}, edges, test)
    perhaps = _grow(set(seeds), edges, test)
    return {n: YES if n in sure else MAYBE for n in perhaps}


def effective_share(seeds: set[str], holdings: Iterable[Holding], party: str) -> float:
    """Return the share of a party that listed parties hold when shares are multiplied along chains.

    Shown beside the answer, since instruments differ; cycles converge as each round is damped by shares < 1.
    """
    edges: dict[str, dict[str, float]] = defaultdict(dict)
    for h in holdings:
        edges[plain(h.owned)][plain(h.owner)] = h.share
    held = dict.fromkeys(edges, 0.0)
    for _ in range(200):
        new = {
            owned: min(1.0, sum(s * (1.0 if o in seeds else held.get(o, 0.0)) for o, s in owners.items()))
            for owned, owners in edges.items()
        }
        if all(abs(new[k] - held[k]) < 1e-12 for k in new):
            break
        held = new
    return held.get(plain(party), 0.0)


def _grow(seeds: set[str], edges: dict[str, dict[str, float]], test: AffiliateTest) -> set[str]:
    counted = set(seeds)
    while True:
        owners = counted if test.indirect else seeds
        fresh = {
            owned
            for owned, held in edges.items()
            if owned not in counted and _enough([s for o, s in held.items() if o in owners], test)
        }
        if not fresh:
            return counted
        counted |= fresh


def _enough(shares: list[float], test: AffiliateTest) -> bool:
    if not shares:
        return False
    # a hundredth of a millionth forgives the rounding of thirds that add up to the share
    return (sum(shares) if test.aggregated else max(shares)) >= test.share - 1e-8
