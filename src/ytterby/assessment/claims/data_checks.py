"""Checks against figures and ranges: shares, trade, output, law, lead times, sums."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ytterby import baseline
from ytterby.assessment.backtests.history import outcome as reported
from ytterby.assessment.claims import book as b
from ytterby.assessment.claims.finding import Finding, Outcome, of_draws, of_number
from ytterby.controls.library import load_library
from ytterby.controls.timeline import State, span_at
from ytterby.errors import BadData, Fault
from ytterby.network.build import build_network
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.sampling import draw_estimates

Floats = NDArray[np.float64]
DRAWS, SEED = 256, 1


def balanced(chain: str) -> SupplyNetwork:
    """Return a chain balanced for the draws of these checks."""
    estimates = chain_estimates(load_chain(chain))
    return build_network(load_chain(chain), estimates, draw_estimates(estimates, DRAWS, SEED)).network


def share(check: b.ShareCheck) -> Finding:
    """A place's share of the supply estimates of a stage, all ranges drawn.

    A place without a row may have some of what the rest of the world has: unknown is not zero.
    """
    estimates = chain_estimates(load_chain(check.chain))
    drawn = draw_estimates(estimates, DRAWS, SEED)
    own, every, listed = np.zeros(DRAWS), np.zeros(DRAWS), False
    for id_, column in estimates.index.items():
        parts = id_.split("/")
        if parts[0] == "supply" and len(parts) == 4 and parts[1] in check.materials and parts[2] == check.stage:
            every += drawn[:, column]
            own += drawn[:, column] * (parts[3] == check.place)
            listed |= parts[3] == check.place
    if not every.any():
        raise BadData(Fault(f"no supply of {check.materials} at {check.stage}", f"chain {check.chain}"))
    if not listed:
        return Finding(Outcome.OPEN, None, None, f"the balance of 2024 has no row for {check.place} at {check.stage}")
    none = "" if own.any() else "; the balance puts its supply at zero"
    return of_draws(
        own / every, check.stated, f"share of {check.place} in the chain's supply at {check.stage}, 2024{none}"
    )


def sourced(check: b.SourcedCheck) -> Finding:
    """Share of a place's purchases that come straight from another, in the balanced chain."""
    network = balanced(check.chain)
    into = [network.markets[m].place == check.place for m in network.link_market]
    stage = [str(network.sites[network.offers[o].site].stage) == check.stage for o in network.link_offer]
    source = np.array([network.offers[o].place == check.origin for o in network.link_offer])
    kept = np.array(into) & np.array(stage)
    if not network.flow[:, kept].sum(axis=1).all():
        raise BadData(Fault(f"{check.place} takes nothing of {check.stage}", f"chain {check.chain}"))
    own = network.flow[:, kept & source].sum(axis=1) / network.flow[:, kept].sum(axis=1)
    why = f"share of {check.origin} in what {check.place} takes of {check.stage}, own output included, balance of 2024"
    return of_draws(own, check.stated, why)


def trade(check: b.TradeCheck) -> Finding:
    """Share of a place in another's exports by value, year by year: each year is a draw."""
    import polars as pl

    kept = baseline.table("trade").filter(pl.col("hs").is_in(check.hs) & (pl.col("exporter") == check.exporter))
    codes, shares = ", ".join(check.hs), []
    for year in check.years:
        now = kept.filter(pl.col("year") == year)
        total = float(now["value"].sum())
        if not total:
            raise BadData(Fault(f"no exports of {check.exporter} under HS {codes} in {year}", "claims: table trade"))
        shares.append(float(now.filter(pl.col("importer") == check.importer)["value"].sum()) / total)
    span = f"{check.years[0]}-{check.years[-1]}"
    why = f"share of {check.importer} in exports by value, BACI, HS {codes}, {span}"
    return of_draws(shares, check.stated, why)


def figure(check: b.FigureCheck) -> Finding:
    """One reported figure over another."""
    above, under = check.over
    if not reported(under):
        raise BadData(Fault(f"{under} is zero", "claims", "a figure over another", fix="name another base"))
    return of_number(reported(above) / reported(under), check.stated, f"{above} over {under}")


def rank(check: b.RankCheck) -> Finding:
    """Rank by output in the latest edition that has the year; a place without output has none."""
    import polars as pl

    rows = baseline.table("production").filter(
        (pl.col("material") == check.material) & (pl.col("year") == check.year) & (pl.col("quantity") == "output")
    )
    if rows.is_empty():
        return Finding(Outcome.OPEN, None, None, f"no output of {check.year} in the packaged tables")
    latest = rows.filter(pl.col("edition") == rows["edition"].max()).filter(
        (pl.col("place") != "WLD") & (pl.col("best") > 0)
    )
    order = latest.sort("best", descending=True)["place"].to_list()
    if check.place not in order:
        return Finding(Outcome.UNSUPPORTED, 0.0, None, f"no output of {check.place} in {check.year} is reported")
    return of_number(float(order.index(check.place) + 1), check.stated, f"rank by output in {check.year}, USGS")


def law(check: b.LawCheck) -> Finding:
    """State of a rule on a day: in force, or else what it is; nothing is said where nobody knows."""
    entry = load_library().entries.get(check.rule)
    if entry is None:
        raise BadData(Fault(f'there is no rule "{check.rule}"', "claims", choices=tuple(load_library().entries)))
    span = span_at(entry.spans, check.on)
    by = f" by {span.by}" if span.by else ""
    since = f" since {span.since}" if span.since else ""
    if span.state is State.UNKNOWN:
        why = f"whether {check.rule} applies on {check.on} is not known: its suspension{by} ended, with no later act"
        return Finding(Outcome.OPEN, None, None, why)
    why = f"{check.rule} was {span.state}{by}{since}, on {check.on}"
    live = span.state is State.LIVE
    return Finding(Outcome.CONSISTENT if live else Outcome.LEGAL, 1.0 if live else 0.0, None, why)


def lead_time(check: b.LeadCheck) -> Finding:
    """A stated span against one reported for the same population."""
    import polars as pl

    row = baseline.table("lead_times").filter(pl.col("id") == check.row)
    if row.height != 1:
        raise BadData(Fault(f'there is no lead time "{check.row}"', "claims"))
    why = f"{row['statistic'].item()} of {row['population'].item()}, {row['span'].item()}: {row['source'].item()}"
    return of_number(float(row["best"].item()), check.stated, why)


def multiples(check: b.MultiplesCheck) -> Finding:
    """Price multiples on record; the model's own prices are not asked, which the backtests do not bear out."""
    told = "; ".join(f"{r.what}: {r.value:g} ({r.source})" for r in check.records)
    return of_draws([r.value for r in check.records], check.stated, told)


def total(check: b.SumCheck) -> Finding:
    """Whether parts add up to the stated sum."""
    got = math.fsum(check.parts)
    same = math.isclose(got, check.stated, rel_tol=1e-6)
    return Finding(Outcome.CONSISTENT if same else Outcome.TENSION, float(same), (got,), f"the parts add up to {got:g}")


def open_(check: b.OpenCheck) -> Finding:
    """Nothing here decides it."""
    return Finding(Outcome.OPEN, None, None, check.why)
