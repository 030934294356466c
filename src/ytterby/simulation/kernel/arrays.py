"""What the kernels work on, declared once.

Needs are ordered: inputs of sites first (those of a site together), final uses last. Offers of a site stand
together. Needs of one place, commodity, stage and class buy in one market; links are ordered by market. Rates are
t/mo, stocks t, times months.
"""

from __future__ import annotations

from typing import NamedTuple

from ytterby.jit import Bools, Floats, Ints

STEPS = 4
"""Internal steps in a month (conventions §5)."""
DT = 1.0 / STEPS


class Topology(NamedTuple):
    """Who is tied to whom; the same for every draw.

    Attributes
    ----------
    offer_start : (site + 1,) offers of site s are offer_start[s]:offer_start[s+1].
    need_start : (site + 1,) likewise for its needs.
    market_start : (market + 1,) needs of market m are market_need[market_start[m]:market_start[m+1]].
    market_need : (need,) needs, ordered by market.
    link_start : (market + 1,) links into market m.
    link_offer : (link,) where a link comes from.
    link_lag : (link,) which of `lags` its lots are under way.
    lags : (lag,) steps, at least 1 each.
    link_label : (link,) label of what the supplier can surely send: 1 where all it makes is conditioned.
    controlled : (site,) True where all that is made is conditioned: it is the controller's, or uses its technology.
    value : (need,) share of this input in the value of what the site makes.
    """

    offer_start: Ints
    need_start: Ints
    market_start: Ints
    market_need: Ints
    link_start: Ints
    link_offer: Ints
    link_lag: Ints
    lags: Ints
    link_label: Ints
    controlled: Bools
    value: Floats


class Draw(NamedTuple):
    """One future's numbers.

    Attributes
    ----------
    flow : (link,) baseline flow [t/mo].
    capacity : (site,) [t/mo] of activity.
    yields : (offer,) t of output per t of activity.
    intake : (need,) t of input per t of activity; demand [t/mo] for final uses.
    use : (need,) [t/mo] what each need takes before anything happens.
    cover : (need,) input stock aimed at [mo].
    pipeline : (need,) mean time [mo] an order is still under way when the next is written.
    finished_cover : finished stock aimed at [mo].
    switch : largest growth of a qualified relation.
    qualification : months until a buyer that must avoid conditioned lots has qualified more of the others.
    free_share : (offer,) share of unconditioned lots before anything happens.
    """

    flow: Floats
    capacity: Floats
    yields: Floats
    intake: Floats
    use: Floats
    cover: Floats
    pipeline: Floats
    finished_cover: float
    switch: float
    qualification: float
    free_share: Floats


class Draws(NamedTuple):
    """All futures' numbers: the arrays of `Draw` with a leading draw axis.

    Attributes
    ----------
    flow, capacity, yields, intake, use, cover, pipeline : as in `Draw`.
    scalars : (draw, 3) finished cover, switch and qualification.
    """

    flow: Floats
    capacity: Floats
    yields: Floats
    intake: Floats
    use: Floats
    cover: Floats
    pipeline: Floats
    scalars: Floats


class Law(NamedTuple):
    """What may move and be used, month by month; the same for every draw.

    Attributes
    ----------
    link : (month, link, label) share of the baseline flow of lots of that label that may leave: 0 denied, below
        `FREE` the licensed volume, `FREE` unlimited.
    use : (month, need, label) 1 where lots of that label may be used, 0 where not.
    since : (month, link) months for which the law has limited conditioned lots on a link; -1 while it does not.
    demand : (month, need) demand over the baseline's.
    theta : content share of value from which a lot is conditioned (equality counts).
    """

    link: Floats
    use: Floats
    since: Floats
    demand: Floats
    theta: float


class Behaviour(NamedTuple):
    """How buyers and makers react (conventions §5); the same for every draw."""

    tau_inventory: float
    tau_finished: float
    tau_orders: float
    tau_slow: float
    psi: float
    alpha_max: float
    tau_alpha: float
    reshuffle: float


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
    planned, made : (site,) [t/mo] activity aimed at and reached in this step.
    wanted : (need,) [t/mo] desired use.
    used : (need, label) [t] taken from stock in this step.
    order : (need,) [t/mo].
    heard : (link,) share of a market's orders that goes to each of its suppliers, under the law of the month.
    lack : (market,) [t] what the allocation still owes.
    weight : (market,) [t/mo] baseline of the suppliers a market can ask in a round.
    left : (offer, label) [t] what is still on offer.
    asked : (offer, 2) [t] requests of a round: for unconditioned lots only, and for any; then the shares served.
    mix : (offer,) share of conditioned lots in what the second kind was given.
    request : (link, 2) [t] requests of a round, likewise.
    shipped : (link, label) [t] sent in this step.
    cap : (link,) [t] what the relation can still carry in this step.
    allowance : (link, label) [t] what the law still lets through in this step.
    inflow : (market, lag, label) [t] sent to a market in this step, by time under way.
    """

    stock: Floats
    finished: Floats
    arriving: Floats
    transit: Floats
    received: Floats
    received_slow: Floats
    wanted_slow: Floats
    overproduction: Floats
    planned: Floats
    made: Floats
    wanted: Floats
    used: Floats
    order: Floats
    heard: Floats
    lack: Floats
    weight: Floats
    left: Floats
    asked: Floats
    mix: Floats
    request: Floats
    shipped: Floats
    cap: Floats
    allowance: Floats
    inflow: Floats


FREE = 1e9
"""A share of the baseline no flow reaches: the link is not limited by law."""


class Record(NamedTuple):
    """What is kept of each draw: monthly sums over groups of uses and of links.

    Attributes
    ----------
    sink_group : (final use,) group of each final use, -1 for none.
    link_group : (link,) group of each link.
    used, demand : (draw, group, month) [t].
    sent : (draw, link group, month) [t].
    """

    sink_group: Ints
    link_group: Ints
    used: Floats
    demand: Floats
    sent: Floats
