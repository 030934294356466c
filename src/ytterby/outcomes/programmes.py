"""What supply means for programmes: delays, units not delivered, months of interruption (conventions §14)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ytterby.domain.estimate import Estimate, EstimateSet
from ytterby.domain.programme import Programme, ProgrammeBook
from ytterby.outcomes.delivery import Bools, Floats, affordable, months_behind, rework, scarcest, usable
from ytterby.outcomes.fill import bands, quantiles_with_never, time_to_recover, time_to_survive

Row = dict[str, Any]
UseKey = tuple[str, str, str]
CHANGED_FROM = 0.01
"""Barred share of the baseline supply from which what comes back counts as another source."""
REDESIGN_FROM = 0.5
"""Barred share from which a development is taken to rest on the barred source (an assumption: more likely than not)."""
_UNITS = {"units": "1/mo", "requalification": "mo", "cost-share": "share"}


@dataclass(frozen=True)
class Supply:
    """What a run says of the use that serves a programme.

    Attributes
    ----------
    fills : commodity -> (draw, month) [share] fill rate.
    barred : (month,) or (draw, month) [share] of the baseline supply that the law bars.
    price_ratio : (draw, month) price of the material over the baseline's.
    """

    fills: Mapping[str, Floats]
    barred: Floats
    price_ratio: Floats


@dataclass(frozen=True)
class ProgrammeOutcome:
    """What a programme does in each draw.

    Attributes
    ----------
    share : (draw, month) deliveries over plan; 1 before the start.
    delay : (draw, month) [mo] behind the plan at the end of each month.
    lost : (draw,) units planned and not delivered by the end of the run.
    """

    share: Floats
    delay: Floats
    lost: Floats


def programme_estimates(book: ProgrammeBook) -> EstimateSet:
    """Ranges of every programme that outcomes are drawn from, as ``programme/<id>/units`` and so on."""
    return EstimateSet(
        Estimate(
            f"programme/{p.id}/{name}", j.low, j.best, j.high, _UNITS[name], j.standing, j.source, "programmes.yaml"
        )
        for p in book.programmes
        for name, j in zip(
            _UNITS, (p.units_per_month, p.requalification_months, p.material_cost_share), strict=True
        )
    )  # fmt: skip


def supplies(
    book: ProgrammeBook,
    uses: Sequence[UseKey],
    fill: Floats,
    barred: Mapping[UseKey, Floats],
    price_ratio: Mapping[str, Floats] | None = None,
    grades: Mapping[UseKey, Mapping[str, Floats]] | None = None,
) -> dict[str, Supply]:
    """Supply of every programme that the run serves; programmes of another chain or place are left out.

    Parameters
    ----------
    uses, fill : use groups of the run and their fill rates (draw, use, month) [share].
    barred : use group -> (month,) [share], as `barred_share` gives it.
    price_ratio : place -> (draw, month) price of the material over the baseline's; constant prices if None.
    grades : use group -> commodity -> (draw, month) [share], where the run tells grades apart; else every commodity
        of a programme has the fill rate of its use.
    """
    at = {use: k for k, use in enumerate(uses)}
    out = {}
    for p in book.programmes:
        if p.use not in at:
            continue
        whole = fill[:, at[p.use], :]
        graded = (grades or {}).get(p.use, {})
        fills = {c.commodity: graded.get(c.commodity, whole) for c in p.content}
        prices = np.ones_like(whole) if price_ratio is None else price_ratio[p.place]
        out[p.id] = Supply(fills, barred.get(p.use, np.zeros(whole.shape[1])), prices)
    return out


def outcome(
    programme: Programme, supply: Supply, units: Floats, requalification: Floats, cost_share: Floats, below: float
) -> ProgrammeOutcome:
    """What a programme delivers, and how far it falls behind.

    Parameters
    ----------
    programme, supply : what is asked and what is there.
    units, requalification, cost_share : (draw,) [1/mo, mo, share] drawn from the programme's ranges.
    below : fill rate below which supply counts as interrupted.

    Notes
    -----
    Delivery: d = plan min(usable supply, affordable units), delay from cumulative deliveries, nothing caught up.
    Development: d = plan min(supply, affordable units), delay from rework                  conventions §14
    """
    fill = scarcest(list(supply.fills.values()))
    barred = np.broadcast_to(supply.barred, fill.shape)
    started = np.arange(fill.shape[1]) >= programme.start_month
    built = fill
    if programme.kind == "delivery":
        built = usable(fill, barred > CHANGED_FROM, below, requalification)
    built = np.minimum(built, affordable(cost_share[:, None], supply.price_ratio))
    plan = started.astype(np.float64)
    delay = _delay(programme, plan, built, barred >= REDESIGN_FROM, requalification)
    lost = units * (plan - built * plan).sum(axis=1)
    return ProgrammeOutcome(np.where(started, built, 1.0), delay, lost)


def _delay(programme: Programme, plan: Floats, built: Floats, barred: Bools, months: Floats) -> Floats:
    if programme.kind == "development":
        return rework(barred, plan > 0, months)
    return months_behind(plan, built * plan)


def programme_rows(
    book: ProgrammeBook, served: Mapping[str, Supply], estimates: EstimateSet, drawn: Floats, below: float
) -> list[Row]:
    """Rows of `programmes` in the JSON contract, one for each programme the run serves.

    Parameters
    ----------
    book, served : programmes, and what the run gives them (see `supplies`).
    estimates, drawn : of `programme_estimates`, and values (draw, estimate) drawn from them.
    below : fill rate below which supply counts as interrupted.

    Returns
    -------
    list of rows
        Delay at the end of the run [mo] and units lost over it, both still growing in the share `still_short` of the
        draws; time to survive and to recover [mo, None for never]; content in grams of contained oxide with its
        interval.
    """
    rows = []
    for p in book.programmes:
        if p.id not in served:
            continue
        units, months, cost = (drawn[:, estimates.index[f"programme/{p.id}/{name}"]] for name in _UNITS)
        rows.append(_row(book, p, outcome(p, served[p.id], units, months, cost, below), below))
    return rows


def _row(book: ProgrammeBook, p: Programme, found: ProgrammeOutcome, below: float) -> Row:
    low, best, high = (round(g, 3) for g in book.contained(p))
    place, end_use, demand_class = p.use
    share = found.share[:, None, :]
    return {
        "id": p.id, "title": p.title, "place": place, "end_use": end_use, "class": demand_class, "kind": p.kind,
        "unit": p.unit, "delay_months": _three(bands(found.delay[:, -1])), "lost_units": _three(bands(found.lost)),
        "time_to_survive": _three(quantiles_with_never(time_to_survive(share, below))[:, 0]),
        "time_to_recover": _three(quantiles_with_never(time_to_recover(share, below))[:, 0]),
        "still_short": round(float((found.share[:, -1] < below).mean()), 6),
        "content_g": {"low": low, "best": best, "high": high, "contested": p.contested, "basis": "contained oxide"},
        "content": [c.model_dump(mode="json") for c in p.content],
        "other_figures": [f.model_dump(mode="json") for f in p.other_figures],
        "standing": str(p.standing), "source": p.source, "note": p.note,
    }  # fmt: skip


def _three(values: Floats) -> dict[str, float | None]:
    named = zip(("p05", "p50", "p95"), values, strict=True)
    return {name: round(float(v), 6) if math.isfinite(v) else None for name, v in named}
