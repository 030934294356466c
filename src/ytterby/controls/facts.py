"""What the evaluator is told: the goods, where they come from, who gets them, and the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from ytterby.domain.regime import Branch, Reading

NO, MAYBE, YES = 0, 1, 2
WORDS = ("no", "not known", "yes")
ASSEMBLY = "assembly"


class Goods(NamedTuple):
    """Goods as far as a control list can know them.

    Attributes
    ----------
    material : id of the vocabulary; empty when not known.
    form : form of the material, or ``assembly`` for a part with parts of its own.
    elements : chemical symbols.
    hs : customs code, digits only; empty when not known.
    codes : control classifications as (issuer, code), such as ``("USA", "EAR99")``.
    properties : (name, value), such as ``("purity", 0.9999)``.
    """

    material: str = ""
    form: str = ""
    elements: tuple[str, ...] = ()
    hs: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, float], ...] = ()


class Share(NamedTuple):
    """Share of counted content in the value of an item, as a range, with the sums behind it.

    Attributes
    ----------
    low, high : least and greatest share [1].
    counted_low, counted_high : value of counted content [USD].
    value_low, value_high : value of the item [USD]; high is infinite when not known.
    pointed : True when something inside is known to be of the kind or from the places that are counted, and
        may be both.
    why : what is missing to narrow the range.
    """

    low: float
    high: float
    counted_low: float = 0.0
    counted_high: float = 0.0
    value_low: float = 0.0
    value_high: float = float("inf")
    pointed: bool = False
    why: str = ""


UNKNOWN_SHARE = Share(0.0, 1.0, why="what the item is made of")


@dataclass(frozen=True, slots=True)
class Line:
    """One item to be judged.

    Attributes
    ----------
    name : what the answer calls it.
    goods : what it is.
    origin : place it was made in; empty when not known.
    technology : places whose technology made it; None when not known, empty for nobody's.
    shipped_from : place it leaves from; empty means from where it was made.
    recipients : parties it passes to on its way, besides the end user.
    content : share of counted content by (rule id, reading).
    """

    name: str
    goods: Goods
    origin: str = ""
    technology: tuple[str, ...] | None = None
    shipped_from: str = ""
    recipients: tuple[str, ...] = ()
    content: Mapping[tuple[str, Reading], Share] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Holding:
    """A share of one party in another; `listed_on` names the owner's lists, if any."""

    owner: str
    owned: str
    share: float
    listed_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """The question asked of every line.

    Attributes
    ----------
    to : destination.
    on : day of the law.
    end_use : civil, military, or None when not known.
    end_user : name of the end user; empty when not named.
    uses : further uses, each with its figure, such as ``("logic-chip", 14.0)``.
    holdings : who owns whom.
    branch : what is supposed after an expired suspension; None asks for all three.
    reading : how content is tested; None asks for both.
    assumed : rules, such as a rumour, to be taken as in force.
    """

    to: str
    on: date
    end_use: Literal["civil", "military"] | None = None
    end_user: str = ""
    uses: tuple[tuple[str, float | None], ...] = ()
    holdings: tuple[Holding, ...] = ()
    branch: Branch | None = None
    reading: Reading | None = None
    assumed: frozenset[str] = frozenset()
