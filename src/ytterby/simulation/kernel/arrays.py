"""What the kernels work on, declared once.

Needs are ordered: inputs of sites first (those of a site together), final uses last. Offers of a site stand
together. Needs of one place, commodity, stage and class buy in one market; links are ordered by market. Rates are
t/mo, stocks t, times months. Zone 0 is the controller's market, zone 1 the rest of the world.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ytterby.jit import Bools, Floats, Index, Ints

Ranks = npt.NDArray[np.uint8]

STEPS = 4
"""Internal steps in a month (conventions §5)."""
DT = 1.0 / STEPS
FREE = 1e9
"""A share of the baseline no flow reaches: the link is not limited by law."""
ALWAYS = -1e9
"""Start of a site that was there before the run."""
ROUNDING = 1e-9
"""A shortage smaller than this share is none: sums of lots are not exact."""
NO_LICENCE = -1.0
"""Approval on a link that needs no licence."""

WEIGHT, ROOM, LET_FREE, LET_BOUND, CAP, OPEN_FREE, OPEN_BOUND, ASK_FREE, ASK_ANY, SENT = range(10)
"""Columns of `State.book`, in the order of use: one line of cache serves a link.

Of the month: weight of a relation, with what is new and what tariffs leave [t/mo]; what it can carry in a step while
its corridor is open, and what the law lets through of unconditioned and of conditioned lots, licences apart [t]. Of the
step: what is left of these [t]. Of the round: requests for unconditioned lots only, and for any [t]. And what was sent
in the month so far [t].
"""


class Topology(NamedTuple):
    """Who is tied to whom; the same for every draw.

    Attributes
    ----------
    offer_start : (site + 1,) offers of site s are offer_start[s]:offer_start[s+1].
    need_start : (site + 1,) likewise for its needs.
    market_start : (market + 1,) needs of market m are market_need[market_start[m]:market_start[m+1]].
    market_need : (need,) needs, ordered by market.
    need_market : (need,) market of each need.
    link_start : (market + 1,) links into market m.
    link_offer : (link,) where a link comes from.
    link_lag : (link,) which of `lags` its lots are under way.
    lags : (lag,) steps, at least 1 each.
    link_label : (link,) label of what the supplier can surely send: 1 where all it makes is conditioned.
    drives : (offer,) True for main outputs: by-products are made as they fall, whoever orders them.
    controlled : (site,) True where all that is made is conditioned: it is the controller's, or uses its technology.
    value : (need,) share of this input in the value of what the site makes, as the content test reads it.
    market_zone, market_commodity : (market,) price zone and commodity.
    site_zone, offer_commodity : (site,), (offer,) likewise for what is made.
    cost_share : (commodity, commodity) share of the second in the cost of the first.
    ranks : number of priority ranks; 0 is served first.
    """

    offer_start: Ints
    need_start: Ints
    market_start: Ints
    market_need: Ints
    need_market: Ints
    link_start: Index
    link_offer: Index
    link_lag: Index
    lags: Ints
    link_label: Index
    drives: Bools
    controlled: Bools
    value: Floats
    market_zone: Ints
    market_commodity: Ints
    site_zone: Ints
    offer_commodity: Ints
    cost_share: Floats
    ranks: int


class Draw(NamedTuple):
    """One future's numbers.

    Attributes
    ----------
    flow : (link,) baseline flow [t/mo].
    fresh : (link,) flow a new relation can carry once it is open [t/mo].
    opens : (link,) month from which it opens.
    capacity : (site,) [t/mo] of activity.
    start : (site,) month a project comes on stream; `ALWAYS` for what was there.
    cost, floor : (site,) unit cost and price floor as multiples of the baseline price; 0 for what was there.
    yields : (offer,) t of output per t of activity.
    intake : (need,) t of input per t of activity; demand [t/mo] for final uses.
    use : (need,) [t/mo] what each need takes before anything happens.
    cover : (need,) input stock aimed at [mo].
    reserve : (need,) [t] stockpile that its rule can release.
    pipeline : (need,) mean time [mo] an order is still under way when the next is written.
    rank : (link,) priority of the buyer with that supplier.
    hit : (event,) 1 where an event of the scenario happens in this future.
    finished_cover : finished stock aimed at [mo].
    switch : largest growth of a qualified relation.
    qualification : months until a buyer that must avoid conditioned lots has qualified more of the others.
    kappa : how much a full warning adds to the cover aimed at.
    e_demand, e_supply, e_long : short-run elasticities of demand and supply, long-run elasticity of demand.
    approval : factor on the share of licences approved.
    free_share : (offer,) share of unconditioned lots before anything happens.
    """

    flow: Floats
    fresh: Floats
    opens: Floats
    capacity: Floats
    start: Floats
    cost: Floats
    floor: Floats
    yields: Floats
    intake: Floats
    use: Floats
    cover: Floats
    reserve: Floats
    pipeline: Floats
    rank: Ranks
    hit: Floats
    finished_cover: float
    switch: float
    qualification: float
    kappa: float
    e_demand: float
    e_supply: float
    e_long: float
    approval: float
    free_share: Floats


class Draws(NamedTuple):
    """All futures' numbers: the arrays of `Draw` with a leading draw axis.

    Attributes
    ----------
    scalars : (draw, 8) finished cover, switch, qualification, kappa, the three elasticities, approval.
    """

    flow: Floats
    fresh: Floats
    opens: Floats
    capacity: Floats
    start: Floats
    cost: Floats
    floor: Floats
    yields: Floats
    intake: Floats
    use: Floats
    cover: Floats
    reserve: Floats
    pipeline: Floats
    rank: Ranks
    hit: Floats
    scalars: Floats


class Law(NamedTuple):
    """What may move and be used, step by step; the same for every draw.

    Attributes
    ----------
    link : (step, link, label) share of the baseline flow of lots of that label that may leave: 0 denied, a share for
        a quota, `FREE` unlimited.
    use : (step, need, label) 1 where lots of that label may be used, 0 where not.
    since : (step, link) months for which the law has limited conditioned lots on a link; -1 while it does not.
    changed : (step,) True where any of these differs from the step before.
    theta : content share of value from which a lot is conditioned (equality counts).
    licensed : (queue,) links that need a licence at some time.
    approval : (step, queue) share of applied volume that is approved; `NO_LICENCE` before the notice and after.
    binding : (step, queue) True where a lot may leave only under a licence.
    running : (queue,) True where the regime was in force before the run: its queue starts full.
    decided : (step,) step in which an application of this step is decided, before its tail.
    tail : (lag,) share of applications decided 0, 1, ... steps later; sums to 1.
    validity : months for which a licence is good.
    """

    link: Floats
    use: Floats
    since: Floats
    changed: Bools
    theta: float
    licensed: Index
    approval: Floats
    binding: Bools
    running: Bools
    decided: Ints
    tail: Floats
    validity: float


class Course(NamedTuple):
    """What else happens, the same for every draw except for the events that hit some.

    Attributes
    ----------
    demand : (month, need) demand over the baseline's.
    capacity : (month, site) capacity over the baseline's.
    passable : (month, link) share of its usual flow that still passes by corridors; 1 limits nothing.
    pull : (month, link) factor on the weight of a relation (tariffs).
    warning : (step, market) how alarmed buyers are, 0..1.
    event_on : (month, event) share of the month in which an event lasts.
    event_site : (event, site) share of capacity an event takes away.
    event_need : (event, need) demand an event adds, as a share.
    substitutable : (need,) largest share of a final use that can be replaced.
    budget : (need,) share of a fixed budget that the material takes.
    to_come : (month, need) share of a reserve that may not be released yet.
    """

    demand: Floats
    capacity: Floats
    passable: Floats
    pull: Floats
    warning: Floats
    event_on: Floats
    event_site: Floats
    event_need: Floats
    substitutable: Floats
    budget: Floats
    to_come: Floats


class Behaviour(NamedTuple):
    """How buyers and makers react; the same for every draw. Times in months.

    Attributes
    ----------
    tau_inventory, tau_finished, tau_orders, tau_slow : the stable set (conventions §5).
    psi : share of cover below which use slows.
    alpha_max, tau_alpha : overproduction.
    reshuffle : how far those who may take any lot leave unconditioned ones to those who may not.
    eta : how much a price that rises by its own size in a month adds to the cover aimed at.
    tau_price : smoothing of prices.
    tau_substitute : time to substitute; four times as long to come back.
    release_below, release_rate : reserve is released while stock is below this share of cover, by this share a month.
    ramp : time constant of a project's ramp.
    horizon : months of volume buyers apply for beyond the clock.
    priced : 1 with prices, 0 with all prices at the baseline.
    """

    tau_inventory: float
    tau_finished: float
    tau_orders: float
    tau_slow: float
    psi: float
    alpha_max: float
    tau_alpha: float
    reshuffle: float
    eta: float
    tau_price: float
    tau_substitute: float
    release_below: float
    release_rate: float
    ramp: float
    horizon: float
    priced: float


class State(NamedTuple):
    """What a future remembers from step to step, and its scratch space.

    Attributes
    ----------
    stock : (need, label) [t] inputs in store.
    finished : (offer, label) [t] outputs in store.
    arriving : (need, slot, label) [t] under way, by step of arrival.
    transit : (need,) [t] all that is under way.
    received : (offer,) [t/mo] orders received, smoothed.
    received_slow : (offer,) [t/mo] their 12-month average.
    wanted_slow : (need,) [t/mo] 12-month average of desired use.
    overproduction : (site,) alpha.
    running : (site,) [t/mo] capacity of this step.
    desired, planned, made : (site,) [t/mo] activity that orders ask for, that capacity allows, and that was reached.
    asked_for : (need,) [t/mo] D0 g: what final users would take at baseline prices.
    wanted : (need,) [t/mo] desired use.
    used : (need, label) [t] taken from stock in this step.
    reserve : (need,) [t] stockpile left.
    substitute : (need,) share of a final use replaced so far.
    restraint : (need,) ln h: demand given up to price.
    order : (need,) [t/mo].
    heard : (link,) share of a market's orders that goes to each of its suppliers, under the law of the month.
    open_start, open_link : (market + 1,), (link,) links with a weight, by market: the others carry nothing.
    live_start, live_end, live_link : (market + 1,), (market,), (link,) of these, the links whose supplier has
        something to offer in this step; they stand from live_start to live_end, the end moves as links fill up.
    limited : (link,) True where the law holds conditioned lots back this month.
    book : (link, 10) what the steps of a month and of an allocation note on a link, side by side: `WEIGHT` and the
        other columns above.
    called, calls : (offer,) suppliers asked in a round, in no order; True for those.
    desk_of : (link,) row of `desk` at which the buyer of a link asks: its supplier's, of its rank.
    desk : (offer x rank, 3) [t] requests of a round, for unconditioned lots only and for any; then shares served, and
        the share of conditioned lots in what the second kind was given.
    granted, pending : (queue,) [t] licensed and not yet shipped; applied for and not yet decided.
    due : (queue, slot) [t] applications by step of decision.
    lack : (market,) [t] what the allocation still owes.
    ordered, given : (market,) [t] asked and given in this step.
    reach : (market,) [t/mo] weight of the suppliers a market can ask in a round.
    left : (offer, label) [t] what is still on offer.
    shipped : (link, label) [t] sent in this step.
    inflow : (market, lag, label) [t] sent to a market in this step, by time under way.
    tight : (zone, commodity) share of what is asked that is supplied, over a month.
    price, price_before : (zone, commodity) over the baseline's, now and a month ago.
    log_price : (zone, commodity) ln of the price of this step.
    rise : (zone, commodity) growth of the price over a month.
    balance : (zone, commodity, 4) [t] asked, given, unsold and stock aimed at in this step.
    slot : (lag,) slot of `arriving` for what is sent in this step.
    """

    stock: Floats
    finished: Floats
    arriving: Floats
    transit: Floats
    received: Floats
    received_slow: Floats
    wanted_slow: Floats
    overproduction: Floats
    running: Floats
    desired: Floats
    planned: Floats
    made: Floats
    asked_for: Floats
    wanted: Floats
    used: Floats
    reserve: Floats
    substitute: Floats
    restraint: Floats
    order: Floats
    heard: Floats
    open_start: Ints
    open_link: Index
    live_start: Ints
    live_end: Ints
    live_link: Index
    limited: Bools
    book: Floats
    called: Index
    calls: Bools
    desk_of: Index
    desk: Floats
    granted: Floats
    pending: Floats
    due: Floats
    lack: Floats
    ordered: Floats
    given: Floats
    reach: Floats
    left: Floats
    shipped: Floats
    inflow: Floats
    tight: Floats
    price: Floats
    price_before: Floats
    log_price: Floats
    rise: Floats
    balance: Floats
    slot: Index


class Record(NamedTuple):
    """What is kept of each draw: monthly sums over groups of uses and of links, and prices.

    Attributes
    ----------
    sink_group : (final use,) group of each final use, -1 for none.
    link_group : (link,) group of each link.
    used, demand : (draw, group, month) [t].
    destroyed : (draw, group) [t] over the run: what price, budget and substitution took away.
    sent : (draw, link group, month) [t].
    price : (draw, zone, commodity, month) mean over the month.
    """

    sink_group: Ints
    link_group: Ints
    used: Floats
    demand: Floats
    destroyed: Floats
    sent: Floats
    price: Floats
