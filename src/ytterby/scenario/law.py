"""From the measures of a scenario to what may move and be used, step by step (conventions §8)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.regime import Branch
from ytterby.domain.words import Label, Permission, Stage
from ytterby.network.supply import SINK, Market, Need, SupplyNetwork
from ytterby.scenario.licences import CLOCK_DAYS, decision_steps, tail_weights
from ytterby.scenario.regimes import RegimeTable, regime_table
from ytterby.scenario.schema import Measure, Scenario
from ytterby.scenario.steps import STEPS_PER_MONTH, middles

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
UNLIMITED = 1e9
NO_LICENCE = -1.0
TAIL_MONTHS, TAIL_SHAPE, TAIL_STEPS = 0.75, 1.5, 12
VALIDITY_MONTHS = 6.0
_FINAL = frozenset({Stage.USE, Stage.NON_MAGNET, Stage.SPREAD})


@dataclass(frozen=True)
class PermissionTable:
    """What the law of a scenario says of each link and use.

    Attributes
    ----------
    link : (step, link, label) volume that may leave over the baseline flow; 0 denied, `UNLIMITED` free.
    use : (step, need, label) 1 where lots of that label may be used.
    since : (step, link) months for which conditioned lots have been limited without a break; -1 where they are not.
    changed : (step,) True where anything differs from the step before.
    licensed : (queue,) links that need a licence at some time.
    approval : (step, queue) share of applied volume that is approved; `NO_LICENCE` while nobody can apply.
    binding : (step, queue) True where a lot may leave only under a licence.
    running : (queue,) True where the regime was in force before the run.
    decided : (step,) step in which the clock of an application ends.
    tail : (step,) spread of decisions after the clock.
    deciding : rule -> number of links it decides.
    """

    link: Floats
    use: Floats
    since: Floats
    changed: Bools
    licensed: Ints
    approval: Floats
    binding: Bools
    running: Bools
    decided: Ints
    tail: Floats
    deciding: dict[str, int] = field(default_factory=dict)


def permission_table(
    scenario: Scenario, network: SupplyNetwork, months: int, branch: Branch = Branch.EXTEND
) -> PermissionTable:
    """Compile the law and the measures assumed on top into arrays; the most restrictive one wins.

    Parameters
    ----------
    scenario, network : the question and the chain.
    months : length of the run.
    branch : what follows a suspension that has ended with no later instrument.

    Notes
    -----
    A share `leakage` of what is denied moves in breach (conventions §7).
    """
    steps = months * STEPS_PER_MONTH
    link = np.full((steps, network.link_offer.size, 2), UNLIMITED)
    use = np.ones((steps, len(network.needs), 2))
    leak = scenario.uncertainties.leakage
    for measure in scenario.levers.measures:
        force = _in_force(measure, scenario, steps)
        reached = links_reached(measure, network)
        if measure.permission != "licence":
            volume = leak if measure.permission == "denied" else measure.volume
            allowed = np.where(force, volume, UNLIMITED)[:, None]
            link[:, reached, Label.CONDITIONED] = np.minimum(link[:, reached, Label.CONDITIONED], allowed)
        if measure.reach == "use" and measure.permission == "denied":  # what was let out may be used
            use[:, _users(measure, network), Label.CONDITIONED] *= np.where(force, leak, 1.0)[:, None]
    queue = _queue(scenario, network, steps)
    clock_days, deciding = _clock_days(scenario), {}
    if scenario.levers.law:
        table = regime_table(
            scenario.levers.law, scenario.id, network, scenario.first_month, months, branch,
            scenario.uncertainties.content_reading == "once",
        )  # fmt: skip
        link = np.minimum(link, _allowed(table, leak))
        queue = _joined(queue, _regime_queue(table))
        clock_days, deciding = _longest(table, clock_days), table.deciding
    decided = _decided(scenario, network.chain.controller, months, clock_days)
    return PermissionTable(
        link=link, use=use, since=_since(link), changed=_changed(link, use, queue.approval), licensed=queue.links,
        approval=queue.approval, binding=queue.binding, running=queue.running, decided=decided,
        tail=tail_weights(TAIL_MONTHS, TAIL_SHAPE, TAIL_STEPS), deciding=deciding,
    )  # fmt: skip


def same_law(one: PermissionTable, other: PermissionTable) -> bool:
    """True if two tables say the same of every link and use in every step."""
    pairs = ((one.link, other.link), (one.use, other.use), (one.approval, other.approval), (one.binding, other.binding))
    return bool(np.array_equal(one.licensed, other.licensed) and all(np.array_equal(a, b) for a, b in pairs))


@dataclass(frozen=True)
class _Queue:
    """Licensed links, and for each step what their applicants face; as in `PermissionTable`."""

    links: Ints
    approval: Floats
    binding: Bools
    running: Bools


def _allowed(table: RegimeTable, leak: float) -> Floats:
    """Volume the regimes let through (step, link, label): nothing where denied but what leaks, quotas where set."""
    free = np.where(table.status == Permission.DENIED, leak, UNLIMITED)
    free[:, :, Label.CONDITIONED] = np.fmin(free[:, :, Label.CONDITIONED], table.volume)
    return free


def _regime_queue(table: RegimeTable) -> _Queue:
    """Licences needed: not while a quota stands in for one, and beside a quota only where applications are refused.

    Somebody who handles a rule by quota issues no licences by a clock; what he refuses on other days is refused.
    """
    licence = table.status[:, :, Label.CONDITIONED] == Permission.LICENCE
    quota = ~np.isnan(table.volume)
    needed = licence & ~quota & (~quota.any(axis=0) | (table.approval < 1.0))
    links = np.flatnonzero(needed.any(axis=0))
    approval = np.where(licence[:, links], table.approval[:, links], NO_LICENCE)
    return _Queue(links, approval, needed[:, links], table.running[links])


def _joined(one: _Queue, other: _Queue) -> _Queue:
    """Both queues on all their links; where both ask, the stricter approval holds."""
    links = np.union1d(one.links, other.links)
    steps = one.approval.shape[0]
    approval, binding = np.full((steps, links.size), NO_LICENCE), np.zeros((steps, links.size), dtype=bool)
    running = np.zeros(links.size, dtype=bool)
    for queue in (one, other):
        at = np.searchsorted(links, queue.links)
        both = (approval[:, at] > NO_LICENCE) & (queue.approval > NO_LICENCE)
        strict = np.where(
            both, np.minimum(approval[:, at], queue.approval), np.maximum(approval[:, at], queue.approval)
        )
        approval[:, at] = strict
        binding[:, at] |= queue.binding
        running[at] |= queue.running
    return _Queue(links, approval, binding, running)


def _in_force(measure: Measure, scenario: Scenario, steps: int) -> Bools:
    """True in the steps whose middle lies in the span of a measure."""
    days = middles(scenario.first_month, steps)
    return np.array([measure.from_ <= d and (measure.until is None or d <= measure.until) for d in days])


def links_reached(measure: Measure, network: SupplyNetwork) -> list[int]:
    """Links on which lots that carry the label are held back: out of the origin, and into the users it names."""
    out = []
    for k, (o, m) in enumerate(zip(network.link_offer, network.link_market, strict=True)):
        offer, market = network.offers[o], network.markets[m]
        if not _names(measure, market) or (measure.commodities and offer.commodity not in measure.commodities):
            continue
        if offer.place == measure.origin or (measure.reach != "exports" and market.stage in _FINAL):
            out.append(k)
    return out


def _users(measure: Measure, network: SupplyNetwork) -> list[int]:
    """Final uses whose own stores a measure reaches."""
    return [
        n
        for n, need in enumerate(network.needs)
        if need.site == SINK
        and need.stage in _FINAL
        and _names(measure, need)
        and (not measure.commodities or need.commodity in measure.commodities)
    ]


def _names(measure: Measure, buyer: Market | Need) -> bool:
    """True if a measure names the place and the class of a buyer; what stays in the origin is never reached."""
    return (
        buyer.place != measure.origin
        and (not measure.destinations or buyer.place in measure.destinations)
        and buyer.demand_class in measure.classes
    )


def _queue(scenario: Scenario, network: SupplyNetwork, steps: int) -> _Queue:
    """Queue of each licensed link: approval while one can apply, and whether a licence is needed."""
    measures = [m for m in scenario.levers.measures if m.permission == "licence"]
    links = np.array(sorted({k for m in measures for k in links_reached(m, network)}), dtype=np.int64)
    approval, binding = np.full((steps, links.size), NO_LICENCE), np.zeros((steps, links.size), dtype=bool)
    running = np.zeros(links.size, dtype=bool)
    (before,) = middles(scenario.first_month, 0, 1)
    for measure in measures:
        rows = np.searchsorted(links, links_reached(measure, network))
        force = _in_force(measure, scenario, steps)
        open_ = _in_force(measure.model_copy(update={"from_": measure.notice or measure.from_}), scenario, steps)
        asked = np.where(approval[:, rows] > NO_LICENCE, approval[:, rows], 1.0)
        approval[:, rows] = np.where(open_[:, None], np.minimum(asked, measure.approval), approval[:, rows])
        binding[:, rows] |= force[:, None]
        running[rows] |= measure.from_ <= before and (measure.until is None or before <= measure.until)
    return _Queue(links, approval, binding, running)


def _clock_days(scenario: Scenario) -> float:
    """Working days of the first licence measure's clock; 45 where none is written."""
    return next((m.clock_days for m in scenario.levers.measures if m.permission == "licence"), CLOCK_DAYS)


def _longest(table: RegimeTable, least: float) -> float:
    """Longest clock among the links that need a licence."""
    binding = table.status[:, :, Label.CONDITIONED] == Permission.LICENCE
    return float(np.max(table.clock, where=binding, initial=least))


def _decided(scenario: Scenario, issuer: str, months: int, clock_days: float) -> Ints:
    """Step in which an application of each step is decided, by the controlling state's calendar."""
    last = months * STEPS_PER_MONTH + TAIL_STEPS
    return np.minimum(decision_steps(issuer, scenario.first_month, months, clock_days), last)


def _since(link: Floats) -> Floats:
    """Months for which conditioned lots have been limited on each link, -1 where they are free."""
    out = np.full(link.shape[:2], -1.0)
    for step in range(link.shape[0]):
        before = out[step - 1] if step else np.full(link.shape[1], -1.0)
        lasting = np.where(before < 0, 0.0, before + 1.0 / STEPS_PER_MONTH)
        out[step] = np.where(link[step, :, Label.CONDITIONED] < UNLIMITED, lasting, -1.0)
    return out


def _changed(*tables: Floats) -> Bools:
    """True in the steps in which any of the tables differs from the step before."""
    out = np.zeros(tables[0].shape[0], dtype=bool)
    for table in tables:
        flat = table.reshape(table.shape[0], -1)
        out[1:] |= (flat[1:] != flat[:-1]).any(axis=1)
    return out
