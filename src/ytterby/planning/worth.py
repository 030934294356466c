"""What a tonne not delivered costs, as the levers file of a chain has it."""

from __future__ import annotations

from dataclasses import dataclass

from ytterby.baseline.yamlfile import bundled_names
from ytterby.errors import BadData, Fault
from ytterby.planning.lever_files import load_levers
from ytterby.planning.levers import LeverBook, UseWorth


@dataclass(frozen=True)
class Worth:
    """What a tonne not delivered costs [MUSD/t], and what later costs count.

    Attributes
    ----------
    use : needed, in the places in focus.
    given_up : of what users can do without: other designs, or none at that price.
    other : of uses that pay its price and no more.
    others : end uses of that kind.
    elsewhere : share of these that counts outside the places in focus (assumption).
    rate : discount a year (assumption).
    """

    use: float
    given_up: float
    other: float
    others: frozenset[str]
    elsewhere: float = 0.05
    rate: float = 0.03


def worth_of(book: LeverBook) -> Worth:
    """Return what a tonne is worth by a file of levers; by the bundled one of its chain where it says nothing.

    Raises
    ------
    BadData : neither says it; a figure of another chain would be a guess.
    """
    found = book.worth or _bundled(book.chain)
    if found is None:
        raise BadData(Fault(
            f"nothing says what a tonne of {book.chain} not delivered costs", f'levers "{book.id}": worth',
            "cost of shortage differs from chain to chain (conventions §19)", ("worth.needed", "worth.given_up",
            "worth.at_price"), "add worth to the file of levers, as baseline/levers/magnet-rare-earths.yaml has it",
        ))  # fmt: skip
    amounts = (found.needed.a_tonne / 1e6, found.given_up.a_tonne / 1e6, found.at_price.a_tonne / 1e6)
    return Worth(*amounts, frozenset(found.at_price_uses))


def _bundled(chain: str) -> UseWorth | None:
    return load_levers(chain).worth if chain in bundled_names("levers") else None
