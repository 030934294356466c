"""What documents say of an input: each claim in the input's own unit, and the answer if that claim is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ytterby.domain.claim import Claim
from ytterby.errors import Infeasible
from ytterby.scenario.evidence import Informed

MOST = 6
"""Claims of one input that are tried, each value once; the input is simulated again for each."""
Odds = Callable[[float], float]


@dataclass(frozen=True)
class Saying:
    """A claim about an input.

    Attributes
    ----------
    claim : key.
    value : in the unit of the input; a bound where the claim is one.
    bound : ``least`` or ``most`` where the claim says no more than that, else "".
    """

    claim: str
    value: float
    bound: str


def sayings_of(known: Informed, id_: str) -> tuple[Saying, ...]:
    """Claims that a run counts for one number, by key; none where no document speaks of it."""
    found = [n for n in known.numbers if id_ in (n.after.id, n.before.id)]
    return tuple(s for n in found for t in n.restated if (s := _saying(t.claim)) is not None)


def _saying(claim: Claim) -> Saying | None:
    if claim.value is not None:
        return Saying(claim.id, claim.value, "")
    if claim.low is not None and claim.high is not None:
        return Saying(claim.id, 0.5 * (claim.low + claim.high), "")
    if claim.low is not None:
        return Saying(claim.id, claim.low, "least")
    return None if claim.high is None else Saying(claim.id, claim.high, "most")


def answers(sayings: tuple[Saying, ...], odds: Odds) -> list[tuple[Saying, float | None]]:
    """Share of futures that are short if a claim is right, the input at its value in all of them.

    None where it was not tried (too many), or the chain does not balance with it.
    """
    tried: dict[float, float | None] = {}
    for saying in sayings:
        if saying.value not in tried and len(tried) < MOST:
            try:
                tried[saying.value] = odds(saying.value)
            except Infeasible:
                tried[saying.value] = None
    return [(saying, tried.get(saying.value)) for saying in sayings]
