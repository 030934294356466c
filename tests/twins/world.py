"""A world of plain lists: what the kernels get as arrays, as named things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ytterby.simulation.kernel.arrays import Behaviour
from ytterby.simulation.prepare import STABLE

DT = 0.25
STEPS_A_MONTH = 4
FREE = 1e9


@dataclass
class Site:
    """`start` is None for what was there before the run; zone 0 is the controller's market, 1 the others'."""

    capacity: float
    controlled: bool = False
    zone: int = 1
    start: float | None = None
    cost: float = 0.0
    floor: float = 0.0
    offers: list[int] = field(default_factory=list)
    needs: list[int] = field(default_factory=list)


@dataclass
class Offer:
    site: int
    per_activity: float
    commodity: str = ""
    place: str = ""
    main: bool = True


@dataclass
class Need:
    """`parts` of a reserve that are not there from the start: the month each may be released from, and its share."""

    site: int | None
    per_activity: float
    usual: float
    cover: float
    value: float = 0.0
    commodity: str = ""
    place: str = ""
    defence: bool = False
    market: int = -1
    reserve: float = 0.0
    parts: list[tuple[float, float]] = field(default_factory=list)
    substitutable: float = 0.0
    budget: float = 0.0


@dataclass
class Market:
    """Needs that buy together, and the links they buy by."""

    needs: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    zone: int = 1
    commodity: str = ""


@dataclass
class Link:
    offer: int
    market: int
    flow: float
    lag: int
    surely_conditioned: bool
    fresh: float = 0.0
    opens: float = FREE
    rank: int = 0


@dataclass
class Event:
    """Something that happens in this future or not: share of each month it lasts, what it takes, what it adds."""

    happens: bool
    lasts: list[float]
    takes: dict[int, float] = field(default_factory=dict)
    adds: dict[int, float] = field(default_factory=dict)


@dataclass
class Licence:
    """Of one link, by step: share approved (None while nobody can apply), and whether a licence is needed."""

    approval: list[float | None]
    binding: list[bool]
    running: bool = False


@dataclass
class Regime:
    """What all licences share: step in which an application of each step is decided, spread after it, months good."""

    decided: list[int]
    tail: list[float]
    validity: float = 6.0


@dataclass
class Rules:
    """Law by step: pairs (unconditioned, conditioned), and months for which a link has been limited (-1: it is not)."""

    may_move: Callable[[int, int], tuple[float, float]] = lambda step, link: (FREE, FREE)
    may_use: Callable[[int, int], tuple[float, float]] = lambda step, need: (1.0, 1.0)
    limited_for: Callable[[int, int], float] = lambda step, link: -1.0
    licences: dict[int, Licence] = field(default_factory=dict)
    regime: Regime | None = None


@dataclass
class Happenings:
    """What is not law: by month over the baseline's; warnings by step."""

    demand: Callable[[int, int], float] = lambda month, need: 1.0
    capacity: Callable[[int, int], float] = lambda month, site: 1.0
    passable: Callable[[int, int], float] = lambda month, link: 1.0
    pull: Callable[[int, int], float] = lambda month, link: 1.0
    warning: Callable[[int, int], float] = lambda step, market: 0.0
    events: list[Event] = field(default_factory=list)


@dataclass
class Traits:
    """The numbers of one future that hold everywhere."""

    finished_cover: float
    switch: float
    qualification: float
    kappa: float = 1.0
    e_demand: float = -0.25
    e_supply: float = 0.15
    e_long: float = -0.4
    approval: float = 1.0


@dataclass
class World:
    """One future."""

    sites: list[Site]
    offers: list[Offer]
    needs: list[Need]
    markets: list[Market]
    links: list[Link]
    commodities: list[str]
    cost_share: dict[tuple[str, str], float]
    traits: Traits
    theta: float
    ranks: int = 1
    rules: Rules = field(default_factory=Rules)
    happenings: Happenings = field(default_factory=Happenings)
    behaviour: Behaviour = STABLE

    def links_into(self, market: int) -> list[Link]:
        return [self.links[k] for k in self.markets[market].links]

    def sinks(self) -> list[int]:
        return [n for n, need in enumerate(self.needs) if need.site is None]
