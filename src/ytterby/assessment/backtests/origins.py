"""Where Japan's rare earths came from, forecast year by year from what was known (conventions §6, §13, §20)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.assessment.backtests import naive
from ytterby.assessment.backtests.history import Known, outcome, outcome_shares, published
from ytterby.assessment.backtests.rows import Case, Told, scored
from ytterby.domain.estimate import triangular_quantile
from ytterby.scenario.sampling import numbered, uniforms

Floats = NDArray[np.float64]
Row = dict[str, Any]
EPISODE = "japan-origins"
BUYER, SELLER = "JPN", "CHN"
CODES = ("280530", "284610", "284690")
ORIGINS = (SELLER, "EST", "FRA", "IND", "MYS", "USA", "VNM", "other")
SOURCE = "CEPII BACI, table `trade`, HS 280530 284610 284690"
FORM = "the form of the forecast and its priors are of 2026"
FIRST_YEAR = 2000
"""Weights before it cover a tenth of the trade: the table is complete from then on."""
SWITCH, LONG_RUN, HALF_LIFE = (1.2, 1.5, 1.8), (0.2, 0.4, 0.6), (0.5, 1.0, 2.0)
"""Priors: growth of relations, long-run elasticity, and years in which an excess of price halves (the last is ours)."""
KEPT = 0.75
"""Share of demand's past answer that a year keeps (conventions §13)."""
CALM = 5
"""Years whose largest tonnage from others counts as what their relations can carry."""


@dataclass(frozen=True)
class Past:
    """What was known at the end of a year.

    Attributes
    ----------
    year : that year.
    tonnes : year -> (origin,) [t gross].
    price : year -> unit value of the seller's deliveries [USD/kg].
    """

    year: int
    tonnes: Mapping[int, Floats]
    price: Mapping[int, float]

    def share(self, year: int) -> Floats:
        """(origin,) share of a year's tonnes."""
        return np.asarray(self.tonnes[year] / self.tonnes[year].sum())

    def alarm(self, year: int) -> float:
        """Rise of the price in a year, from 0 to 1: what makes buyers look elsewhere (conventions §9)."""
        return float(np.clip(self.price[year] / self.price[year - 1] - 1.0, 0.0, 1.0))


def past_of(year: int) -> Past:
    """Read what was known at the end of a year; the loader refuses anything later."""
    known = Known(published(str(year)))
    rows = known.yearly(BUYER, CODES)
    years = [y for y in rows if y >= FIRST_YEAR]
    price = {y: known.unit_value(y, SELLER, BUYER, CODES) for y in years}
    return Past(year, {y: by_origin(rows[y]) for y in years}, price)


def by_origin(row: Mapping[str, float]) -> Floats:
    """Tonnes in the order of `ORIGINS`; the last takes the rest."""
    named = [row.get(o, 0.0) for o in ORIGINS[:-1]]
    return np.array([*named, sum(row.values()) - sum(named)])


def forecast(past: Past, ahead: int, draws: int, seed: int) -> tuple[Floats, Floats]:
    """Forecast shares and demand of the years that follow.

    Parameters
    ----------
    past : what was known.
    ahead : years.

    Returns
    -------
    (draw, year, origin) [share], (draw, year) demand over that of the last known year.

    Notes
    -----
    Buyers in alarm fill the relations they have: others may carry `switch` times the largest tonnage of the calm years
    before, a hard cap as of conventions §6, not a rate that compounds. Demand answers the price with a lag (§13), the
    price falls back, and others' tonnes follow demand. Without alarm nothing changes but for the scatter of past years.
    """
    cube = uniforms(draws, numbered("origins", 3 + ahead * len(ORIGINS)), seed)
    switch, long_run, half = (_triangular(cube[:, k], r) for k, r in enumerate((SWITCH, LONG_RUN, HALF_LIFE)))
    first = _alarm_began(past)
    calm = range(max(first - CALM, FIRST_YEAR), first)
    room = switch * max(float(past.tonnes[y][1:].sum()) for y in calm)
    excess = max(past.price[past.year] / float(np.mean([past.price[y] for y in calm])), 1.0)
    total = np.full(draws, past.tonnes[past.year].sum())
    others = np.repeat(past.tonnes[past.year][None, 1:], draws, axis=0)
    answer, shares, demand = np.zeros(draws), [], []
    for k in range(ahead):
        now = KEPT * answer - (1.0 - KEPT) * long_run * np.log(excess ** (0.5 ** (k / half)))
        growth, answer = np.exp(now - answer), now
        total, others = total * growth, others * growth[:, None]
        if k == 0:
            filled = past.alarm(past.year) * np.maximum(room - others.sum(axis=1), 0.0)
            others = others * (1.0 + filled / others.sum(axis=1))[:, None]
        share = others / np.maximum(total, others.sum(axis=1) / 0.95)[:, None]
        shares.append(np.column_stack([1.0 - share.sum(axis=1), share]))
        demand.append(np.exp(answer))
    return _scattered(past, np.stack(shares, axis=1), cube[:, 3:]), np.stack(demand, axis=1)


def _alarm_began(past: Past) -> int:
    """First year of the run of alarmed years that lasts until the last known one; the next year if that is calm."""
    year = past.year + 1
    while year - 2 > FIRST_YEAR and past.alarm(year - 1) > 0.5:
        year -= 1
    return year


def _scattered(past: Past, shares: Floats, cube: Floats) -> Floats:
    """Add the scatter of past yearly changes, which grows with the root of time."""
    from scipy.special import ndtri

    years = sorted(past.tonnes)[1:]
    spread = np.std([past.share(y) - past.share(y - 1) for y in years], axis=0)
    noise = ndtri(cube).reshape(shares.shape) * np.sqrt(np.arange(1, shares.shape[1] + 1))[None, :, None]
    return np.asarray(np.clip(shares + noise * spread, 0.0, 1.0))


def _triangular(u: Floats, prior: tuple[float, float, float]) -> Floats:
    low, best, high = (np.float64(x) for x in prior)
    return triangular_quantile(u, low, best, high)  # type: ignore[arg-type]


def cases(past: Past, until: int, draws: int, seed: int) -> dict[int, list[Case]]:
    """Year -> one case for each origin, with constant share and exponential decay fitted on the same years."""
    came = outcome_shares(BUYER, CODES)
    model, _ = forecast(past, until - past.year, draws, seed)
    known = [past.share(y) for y in sorted(past.tonnes)]
    out: dict[int, list[Case]] = {}
    for k, year in enumerate(range(past.year + 1, until + 1)):
        observed = by_origin(came[year]) / sum(came[year].values())
        out[year] = [
            Case(model[:, k, o], float(observed[o]), _naive([row[o] for row in known], k + 1))
            for o in range(len(ORIGINS))
        ]
    return out


def _naive(known: list[float], ahead: int) -> dict[str, Floats]:
    return {
        "constant share": np.clip(naive.persistence(known, ahead), 0.0, 1.0),
        "exponential decay": np.clip(naive.decay(known, ahead), 0.0, 1.0),
    }


def origin_rows(draws: int, seed: int) -> list[Row]:
    """Score the origins of 2009 to 2018 from every year's end before them, and the paths from single years."""
    every = {y: cases(past_of(y), 2018, draws, seed) for y in range(2008, 2018)}
    rolling = f"{published('2008')} to {published('2017')}"

    by_2008, by_2010 = str(published("2008")), str(published("2010"))

    def row(quantity: str, until: str, kept: Callable[[int, int, int], bool]) -> Row:
        chosen = [
            case
            for known, years in every.items()
            for year, at in years.items()
            for o, case in enumerate(at)
            if kept(known, year, o)
        ]
        return scored(Told(EPISODE, quantity, until, "prior", FORM, SOURCE, "share"), chosen)

    return [
        row("every origin, 2009-2018, from the end of every year before", rolling, lambda k, y, o: True),
        row("China's share, 2009-2018, from the end of every year before", rolling, lambda k, y, o: o == 0),
        row("China's share, one year ahead", rolling, lambda k, y, o: o == 0 and y == k + 1),
        row("every origin, 2011-2018, from the end of 2010", by_2010, lambda k, y, o: k == 2010),
        row("China's share, 2011-2018, from the end of 2010", by_2010, lambda k, y, o: k == 2010 and o == 0),
        row("China's share, 2009-2018, from the end of 2008", by_2008, lambda k, y, o: k == 2008 and o == 0),
        _demand_row(draws, seed),
    ]


def _demand_row(draws: int, seed: int) -> Row:
    """Score the fall of Japan's demand in 2012 against no change."""
    _, demand = forecast(past_of(2011), 1, draws, seed)
    after, before = (outcome(f"demand/rare-earths/JPN/t-gross/{y}") for y in (2012, 2011))
    told = Told(
        EPISODE, "Japan's demand in 2012 over 2011", str(published("2011")), "prior", FORM,
        "japanmetalbulletin.com 21708: 14,470 t, 31.4 % down", "of the year before",
    )  # fmt: skip
    return scored(told, [Case(demand[:, 0], after / before, {"no change": np.ones(1)})])
