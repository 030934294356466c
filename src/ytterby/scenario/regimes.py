"""Law from the loaded regimes: what each link may carry, step by step (conventions §8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ytterby.baseline.shelf import Item, current
from ytterby.controls.library import Library, load_library
from ytterby.controls.permissions import Assumed, Law, Passage, permissions
from ytterby.domain.month import Month
from ytterby.domain.regime import Branch, Reading
from ytterby.domain.words import DemandClass, Label, Permission, Stage, Standing
from ytterby.errors import BadScenario, Fault, did_you_mean
from ytterby.network.supply import Market, Offer, SupplyNetwork
from ytterby.scenario.quantity import Place, Share
from ytterby.scenario.steps import STEPS_PER_MONTH, middles

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_FINAL = frozenset({Stage.USE, Stage.NON_MAGNET})


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class AssumedRule(_Frozen):
    """A rule taken as in force, such as a rumour or an announced one that never applied."""

    rule: str
    """Its id."""
    from_: date = Field(alias="from")
    """First day."""
    until: date | None = None
    """Last day; empty means open."""


class Practice(_Frozen):
    """How an issuer handles what a rule leaves to its discretion: the law does not say, so a scenario must."""

    rule: str
    """Id of the rule."""
    destinations: tuple[Place, ...] = ()
    """Places; empty means all."""
    classes: tuple[DemandClass, ...] = (DemandClass.CIVIL, DemandClass.DEFENCE)
    """Classes of users."""
    commodities: tuple[str, ...] = ()
    """Commodities of the chain, such as `magnet/ndfeb-dy`; empty means all."""
    from_: date | None = Field(default=None, alias="from")
    """First day; empty means from the start."""
    until: date | None = None
    """Last day; empty means open. Of two that overlap the stricter approval and the last quota count."""
    approval: Share = 1.0
    """Share of applied volume that is approved; 0 is a denial in practice."""
    volume: Share | None = None
    """Share of the baseline flow that may leave under a quota; empty means no quota."""
    standing: Standing = Standing.ASSUMPTION
    source: str
    """Who says so."""

    @model_validator(mode="after")
    def _in_order(self) -> Practice:
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError(f"until {self.until} lies before from {self.from_}")
        return self

    def holds(self, day: date) -> bool:
        """Return whether this is the practice on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class RegimeLever(_Frozen):
    """Which law a scenario runs under."""

    instruments: tuple[str, ...] = ()
    """Ids of instruments or rules that count; empty means every regime that is loaded."""
    branch: Branch | None = None
    """What follows a suspension that has ended with no later instrument: empty runs all three and shows the span."""
    undertaking: bool = True
    """True if the end-use undertaking given for a lot binds what is made from it, up to the final user."""
    assume: tuple[AssumedRule, ...] = ()
    practice: tuple[Practice, ...] = ()


@dataclass(frozen=True)
class RegimeTable:
    """What the regimes say of each link.

    Attributes
    ----------
    status : (step, link, label) as `Permission`.
    approval : (step, link) share of applied volume approved under a licence.
    volume : (step, link) share of the baseline flow under a quota, nan without one.
    clock : (step, link) [working days], -1 where no clock binds.
    running : (link,) True where a licence was needed in the step before the run.
    deciding : rule -> links it decides in some step.
    """

    status: Ints
    approval: Floats
    volume: Floats
    clock: Floats
    running: NDArray[np.bool_]
    deciding: dict[str, int]


def library_of(lever: RegimeLever, where: str) -> Library:
    """Return the regimes a scenario counts.

    Raises
    ------
    BadScenario : an instrument or rule that is not loaded; all at once.
    """
    whole = load_library()
    known = set(whole.entries) | {e.instrument.id for e in whole.entries.values()}
    named = [*lever.instruments, *(a.rule for a in lever.assume), *(p.rule for p in lever.practice)]
    faults = [
        Fault(f'there is no regime "{n}"', f"{where}: levers.law", "", (), did_you_mean(n, sorted(known)))
        for n in dict.fromkeys(named)
        if n not in known
    ]
    if faults:
        raise BadScenario(*faults)
    if not lever.instruments:
        return whole
    return _chosen(whole, frozenset({*lever.instruments, *(a.rule for a in lever.assume)}))


@lru_cache(maxsize=64)
def _chosen(whole: Library, chosen: frozenset[str]) -> Library:
    return Library({r: e for r, e in whole.entries.items() if r in chosen or e.instrument.id in chosen})


@dataclass(frozen=True)
class _Answers:
    """What the regimes say of each link and step, before what is assumed of their practice.

    Attributes
    ----------
    status, clock, running, deciding : as in `RegimeTable`.
    named : rule -> (step, link) True where it is among those that decide on a lot that carries the label.
    """

    status: Ints
    clock: Floats
    running: NDArray[np.bool_]
    deciding: dict[str, int]
    named: dict[str, NDArray[np.bool_]]


def regime_table(
    lever: RegimeLever, where: str, network: SupplyNetwork, start: Month, months: int, branch: Branch, once: bool
) -> RegimeTable:
    """Ask the regimes about every link in every step.

    Parameters
    ----------
    lever, where : what the scenario counts as law; its id for messages.
    network : whose links are asked about.
    start, months : span of the run.
    branch : what follows an expired suspension.
    once : reading of the content test.

    Notes
    -----
    The law of the day in the middle of a step stands for the step. A lot made in the controlling place is tied to it by
    origin. A lot made elsewhere that carries the label is tied to it by content; into final uses it counts as by origin
    where undertakings travel with the lot.
    """
    law = Law(branch, Reading.ONCE if once else Reading.CASCADE, tuple(_assumed(a) for a in lever.assume))
    days = middles(start, months * STEPS_PER_MONTH, 1)
    goods = current().item("goods.yaml")  # what the names of goods stand for is part of every question
    answers = _answers_of(library_of(lever, where), lever.undertaking, network, days, law, goods)
    approval, volume = _practice(lever, network, answers, days[1:])
    return RegimeTable(answers.status, approval, volume, answers.clock, answers.running, answers.deciding)


@lru_cache(maxsize=8)
def _answers_of(
    library: Library, undertaking: bool, network: SupplyNetwork, days: tuple[date, ...], law: Law, goods: Item
) -> _Answers:  # fmt: skip
    """As `_answers`, without asking what the questions are where the network is at hand."""
    return _answers(library, _passages_of(undertaking, network), days, law, goods)


@lru_cache(maxsize=8)
def _answers(library: Library, passages: tuple[Passage, ...], days: tuple[date, ...], law: Law, _: Item) -> _Answers:
    """Ask the regimes once: scenarios that differ in practice, measures or stocks alone ask the same."""
    rows = permissions(library, passages, days, law)
    distinct = list({id(row): row for row in rows}.values())  # days of the same law share their row
    place = {id(row): i for i, row in enumerate(distinct)}
    at = np.array([place[id(row)] for row in rows])
    label = int(Label.CONDITIONED)
    status = np.array([[p.status for p in row] for row in distinct]).reshape(len(distinct), -1, 2)
    bound = [row[label::2] for row in distinct]
    clock = np.array([[-1.0 if p.working_days is None else p.working_days for p in row] for row in bound])
    rules = sorted({rule for row in bound for p in row for rule in p.rules})
    named = {rule: np.array([[rule in p.rules for p in row] for row in bound]) for rule in rules}
    limits = status[:, :, label] != Permission.FREE
    met = np.unique(at[1:])
    links = {rule: int((hit & limits)[met].any(axis=0).sum()) for rule, hit in named.items()}
    return _frozen(
        _Answers(
            status[at[1:]], clock[at[1:]], status[at[0], :, label] == Permission.LICENCE,
            {rule: count for rule, count in links.items() if count}, {rule: hit[at[1:]] for rule, hit in named.items()},
        )
    )  # fmt: skip


def _frozen(answers: _Answers) -> _Answers:
    """Answers are shared by all who ask: nobody may write into them."""
    for array in (answers.status, answers.clock, answers.running, *answers.named.values()):
        array.flags.writeable = False
    return answers


def _passages_of(undertaking: bool, network: SupplyNetwork) -> tuple[Passage, ...]:
    """Two questions for each link, one for each label."""
    known: dict[tuple[object, ...], tuple[Passage, Passage]] = {}
    out: list[Passage] = []
    for o, m in zip(network.link_offer, network.link_market, strict=True):
        offer, market = network.offers[o], network.markets[m]
        key = (offer.commodity, offer.place, market.place, market.demand_class, market.stage)
        if key not in known:
            known[key] = _passages(undertaking, network, offer, market)
        out += known[key]
    return tuple(out)


def _passages(undertaking: bool, network: SupplyNetwork, offer: Offer, market: Market) -> tuple[Passage, Passage]:
    """One question for each label a lot from an offer to a market can have."""
    controller = network.chain.controller
    goods = network.chain.commodities[offer.commodity].goods or offer.commodity
    by_origin = offer.place == controller or (undertaking and market.stage in _FINAL)
    free, bound = (
        Passage(
            goods, offer.place, market.place, market.demand_class, label, controller,
            "origin" if by_origin else "content",
        )
        for label in (Label.UNCONDITIONED, Label.CONDITIONED)
    )  # fmt: skip
    return free, bound


def _assumed(rule: AssumedRule) -> Assumed:
    return Assumed(rule.rule, rule.from_, rule.until)


def _practice(
    lever: RegimeLever, network: SupplyNetwork, answers: _Answers, days: tuple[date, ...]
) -> tuple[Floats, Floats]:
    """Approval and quota of each link, from what the scenario says of the rules that decide it."""
    shape = (len(days), network.link_offer.size)
    approval, volume = np.ones(shape), np.full(shape, np.nan)
    for practice in lever.practice:
        if practice.rule not in answers.named:
            continue
        links = np.array([_handled(practice, network, k) for k in range(network.link_offer.size)])
        on = np.array([practice.holds(day) for day in days])
        hit = answers.named[practice.rule] & on[:, None] & links
        approval[hit] = np.minimum(approval[hit], practice.approval)
        if practice.volume is not None:
            volume[hit] = practice.volume
    return approval, volume


def _handled(practice: Practice, network: SupplyNetwork, link: int) -> bool:
    """Return whether a practice names the goods and the buyer of a link."""
    offer, market = network.offers[network.link_offer[link]], network.markets[network.link_market[link]]
    return (
        market.demand_class in practice.classes
        and (not practice.destinations or market.place in practice.destinations)
        and (not practice.commodities or offer.commodity in practice.commodities)
    )
