"""Episodes that are simulated: flows month by month, the rush, the gap, the restart, prices and stops."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.assessment.backtests.episodes import Episode, Flow, Price, Stop
from ytterby.assessment.backtests.history import Known, outcomes_after
from ytterby.assessment.backtests.naive import monthly
from ytterby.assessment.backtests.rows import Case, Told, scored
from ytterby.assessment.futures import Futures
from ytterby.domain.month import Month
from ytterby.network.chain import load_chain
from ytterby.outcomes.fill import first_shortage
from ytterby.scenario.licences import restart

Floats = NDArray[np.float64]
Row = dict[str, Any]
NEVER_DAYS = 365.0
"""A stop that does not come in the run counts as this many days."""
RESTART = 0.03
"""Share of the usual month by which exports must exceed the emptiest month to have restarted."""
SOON = 4
"""Months from the effect in which the emptiest month is looked for."""
EARLIER_RESTARTS = 2.0
"""Months from effect to restart in 2023 (gallium, germanium): a naive forecast for the episodes after it."""


@dataclass(frozen=True)
class Path:
    """A flow as forecast, as it came, and as naive forecasts have it, over the usual month.

    Attributes
    ----------
    months : those that are scored.
    model : (draw, month).
    came : (month,).
    naive : for each month, name -> sample.
    """

    months: tuple[str, ...]
    model: Floats
    came: Floats
    naive: tuple[dict[str, Floats], ...]


def known_of(episode: Episode, flow: Flow) -> dict[str, float]:
    """Return the months of a flow published in the two years before the cut-off.

    Where none was, the monthly means of the last two full years stand for them, in the middle of each.
    """
    known = Known(episode.until)
    months = known.monthly(flow.series, since=str(Month.of(episode.until) + -24))
    if months or flow.yearly is None:
        return months
    years = known.yearly(flow.to or "", flow.yearly.hs)
    return {f"{y}-06": years[y][flow.yearly.origin] / 12.0 for y in sorted(years)[-2:]}


def path_of(episode: Episode, flow: Flow, futures: Futures) -> Path:
    """Put a flow's forecasts beside what came.

    Notes
    -----
    The usual month is the mean of what `known_of` gives. Customs count lumps: the model's months are spread by the
    distances of the known ones from their mean.
    """
    known = known_of(episode, flow)
    usual = float(np.mean(list(known.values())))
    came = {m: v for m, v in outcomes_after(flow.series, episode.until, flow.last).items() if m >= flow.first}
    lumps = np.array(list(known.values())) / usual
    smooth = futures.exports(flow.stages, flow.to or "")
    at = [futures.months.index(m) for m in came if m in futures.months]
    months = tuple(futures.months[k] for k in at)
    model = (smooth[:, at][:, None, :] * lumps[None, :, None]).reshape(-1, len(at))
    return Path(
        months, model, np.array([came[m] / usual for m in months]), tuple(monthly(known, usual, m) for m in months)
    )


def flow_rows(episode: Episode, flow: Flow, path: Path, weights: Floats | None, how: str) -> Iterator[Row]:
    """Score a flow: all months together, the first, the lowest whichever it is, and the month of the restart."""
    each = None if weights is None else np.repeat(weights, len(path.model) // len(weights))

    def told(what: str, unit: str = "of the usual month") -> Told:
        return Told(
            episode.id, f"{flow.quantity}: {what}", str(episode.until), how, episode.structure, flow.series, unit
        )

    def case(k: int) -> Case:
        return Case(path.model[:, k], float(path.came[k]), path.naive[k], each)

    yield scored(told("every month"), [case(k) for k in range(len(path.months))])
    if len(path.months) > 2:
        yield scored(told(f"first month, {path.months[0]}"), [case(0)])
        # not the month that turned out lowest: choosing it by what came favours whoever forecasts little
        lowest = {n: np.min([naive[n] for naive in path.naive], axis=0) for n in path.naive[0]}
        halted = flow.interrupted and not episode.end_given()
        if halted:
            lowest["the clock alone"] = np.zeros(1)  # nothing leaves before the first licences
        yield scored(told("lowest month"), [Case(path.model.min(axis=1), float(path.came.min()), lowest, each)])
        effect = str(Month.of(episode.effect))
        if halted:
            sample = np.array([restarted(row, path.months, effect) for row in path.model])
            naive = {"no interruption": np.zeros(1), "the clock alone": np.array([clock_alone(episode)])}
            if str(episode.until) > "2023-12-31":
                naive["as in 2023"] = np.array([EARLIER_RESTARTS])
            now = Case(sample, restarted(path.came, path.months, effect), naive, each)
            yield scored(told("months from effect to restart", "mo"), [now])


def clock_alone(episode: Episode) -> float:
    """Months from the effect of a rule to that in which the clock of a first application ends: a naive restart."""
    end = restart(load_chain(episode.question().chain).controller, episode.effect)
    return float("inf") if end is None else float(end.month - Month.of(episode.effect))


def restarted(path: Floats, months: tuple[str, ...], effect: str) -> float:
    """Months from the effect of a rule until exports come back from their emptiest month; the months given count."""
    start = next((k for k, m in enumerate(months) if m >= effect), len(months) - 1)
    near = [k for k in range(start, len(months)) if Month.parse(months[k]) - Month.parse(effect) < SOON] or [start]
    low = min(near, key=lambda k: path[k])
    back = next((k for k in range(low, len(months)) if path[k] > path[low] + RESTART), len(months) - 1)
    return float(Month.parse(months[back]) - Month.parse(effect))


def price_row(episode: Episode, price: Price, futures: Futures, weights: Floats | None, how: str) -> Row:
    """Score a price multiple against no change."""
    told = Told(
        episode.id, price.quantity, str(episode.until), how, episode.structure, price.source, "of the earlier price"
    )
    return scored(told, [Case(priced(price, futures), price.observed, {"no change": np.ones(1)}, weights)])


def priced(price: Price, futures: Futures) -> Floats:
    """(draw,) price of a month over that of an earlier one, or the wedge between the zones."""
    k = futures.commodities.index(price.commodity)
    at = futures.months.index(price.month)
    ratio = futures.price[:, :, k, at]
    if price.over:
        ratio = ratio / futures.price[:, :, k, futures.months.index(price.over)]
    choice = {"inside": ratio[:, 0], "outside": ratio[:, 1], "wedge": ratio[:, 1] / ratio[:, 0]}
    return np.asarray(choice[price.zone], dtype=np.float64)


def stop_row(episode: Episode, stop: Stop, futures: Futures, weights: Floats | None, how: str) -> Row:
    """Score the days until a use stops against days of stock alone."""
    sample = stop_days(episode, stop, futures)
    naive = {"stock alone": np.array([stop.stock_days]), "no stop": np.array([NEVER_DAYS])}
    told = Told(episode.id, stop.quantity, str(episode.until), how, episode.structure, stop.source, "d")
    return scored(told, [Case(sample, stop.observed, naive, weights)])


def stop_days(episode: Episode, stop: Stop, futures: Futures) -> Floats:
    """(draw,) days from the effect until the first of some uses falls below a fill rate."""
    kept = [k for k, u in enumerate(futures.uses) if u[0] == stop.place and u[1] in stop.end_uses]
    start = futures.months.index(str(Month.of(episode.effect)))
    crossed = first_shortage(futures.fill[:, kept, start:], stop.below).min(axis=1)
    length = monthrange(episode.effect.year, episode.effect.month)[1]
    # a month's mean stands for its middle; the effect lies some days into its month
    days = (crossed + 0.5) * 365.25 / 12.0 - episode.effect.day + 1
    return np.where(np.isfinite(crossed), np.clip(days, 0.0, NEVER_DAYS), max(NEVER_DAYS, float(length)))


def rows_of(episode: Episode, futures: Futures, weights: Floats | None, how: str) -> list[Row]:
    """Score everything an episode asks."""
    flows = [row for f in episode.flows for row in flow_rows(episode, f, path_of(episode, f, futures), weights, how)]
    prices = [price_row(episode, p, futures, weights, how) for p in episode.prices]
    stops = [stop_row(episode, s, futures, weights, how) for s in episode.stops]
    return [*flows, *prices, *stops]
