"""Law from the loaded regimes: what each link may carry, month by month (conventions §8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from ytterby.controls.library import Library, load_library
from ytterby.controls.permissions import Assumed, Law, Passage, Permitted, permissions
from ytterby.domain.month import Month
from ytterby.domain.regime import Branch, Reading
from ytterby.domain.words import DemandClass, Label, Permission, Stage, Standing
from ytterby.errors import BadScenario, Fault, did_you_mean
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.quantity import Place, Share

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
    """First day; the law of the fifteenth stands for a month."""
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
    approval: Share = 1.0
    """Share of applied volume that is approved; 0 is a denial in practice."""
    volume: Share | None = None
    """Share of the baseline flow that may leave under a quota; empty means no quota."""
    standing: Standing = Standing.ASSUMPTION
    source: str
    """Who says so."""


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
    status : (month, link, label) as `Permission`.
    approval : (month, link) share of applied volume approved under a licence.
    volume : (month, link) share of the baseline flow under a quota, nan without one.
    clock : (month, link) [working days], -1 where no clock binds.
    running : (link,) True where a licence was needed in the month before the run.
    deciding : rule -> links it decides in some month.
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
    chosen = {*lever.instruments, *(a.rule for a in lever.assume)}
    return Library({r: e for r, e in whole.entries.items() if r in chosen or e.instrument.id in chosen})


def regime_table(
    lever: RegimeLever, where: str, network: SupplyNetwork, start: Month, months: int, branch: Branch, once: bool
) -> RegimeTable:
    """Ask the regimes about every link in every month.

    Parameters
    ----------
    lever, where : what the scenario counts as law; its id for messages.
    network : whose links are asked about.
    start, months : span of the run.
    branch : what follows an expired suspension.
    once : reading of the content test.

    Notes
    -----
    A lot made in the controlling place is tied to it by origin. A lot made elsewhere that carries the label is tied to
    it by content; into final uses it counts as by origin where undertakings travel with the lot.
    """
    library = library_of(lever, where)
    passages = [p for k in range(network.link_offer.size) for p in _passages(lever, network, k)]
    law = Law(branch, Reading.ONCE if once else Reading.CASCADE, tuple(_assumed(a) for a in lever.assume))
    answers = permissions(library, passages, start + -1, months + 1, law)
    links = network.link_offer.size
    status = np.array([[p.status for p in row] for row in answers]).reshape(months + 1, links, 2)
    label = int(Label.CONDITIONED)
    running = status[0, :, label] == Permission.LICENCE
    rows = [[row[2 * k + label] for k in range(links)] for row in answers[1:]]
    approval, volume = _practice(lever, network, rows)
    clock = np.array(
        [[-1 if p.working_days is None else p.working_days for p in row] for row in rows], dtype=np.float64
    )
    return RegimeTable(status[1:], approval, volume, clock, running, _deciding(rows))


def _passages(lever: RegimeLever, network: SupplyNetwork, link: int) -> tuple[Passage, Passage]:
    """One question for each label a lot on a link can have."""
    offer, market = network.offers[network.link_offer[link]], network.markets[network.link_market[link]]
    controller = network.chain.controller
    goods = network.chain.commodities[offer.commodity].goods or offer.commodity
    by_origin = offer.place == controller or (lever.undertaking and market.stage in _FINAL)
    free, bound = (
        Passage(
            goods, offer.place, market.place, market.demand_class, label, controller,
            "origin" if by_origin else "content",
        )
        for label in (Label.UNCONDITIONED, Label.CONDITIONED)
    )  # fmt: skip
    return free, bound


def _assumed(rule: AssumedRule) -> Assumed:
    return Assumed(rule.rule, Month.of(rule.from_), None if rule.until is None else Month.of(rule.until))


def _practice(lever: RegimeLever, network: SupplyNetwork, rows: list[list[Permitted]]) -> tuple[Floats, Floats]:
    """Approval and quota of each link, from what the scenario says of the rules that decide it."""
    shape = (len(rows), network.link_offer.size)
    approval, volume = np.ones(shape), np.full(shape, np.nan)
    markets = [network.markets[m] for m in network.link_market]
    for practice in lever.practice:
        hit = [
            k
            for k, m in enumerate(markets)
            if m.demand_class in practice.classes and (not practice.destinations or m.place in practice.destinations)
        ]
        for month, row in enumerate(rows):
            for k in hit:
                if practice.rule in row[k].rules:
                    approval[month, k] = min(approval[month, k], practice.approval)
                    if practice.volume is not None:
                        volume[month, k] = practice.volume
    return approval, volume


def _deciding(rows: list[list[Permitted]]) -> dict[str, int]:
    links: dict[str, set[int]] = {}
    for row in rows:
        for k, p in enumerate(row):
            for rule in p.rules:
                if p.status != Permission.FREE:
                    links.setdefault(rule, set()).add(k)
    return {rule: len(found) for rule, found in sorted(links.items())}
