"""`ytterby assess leverage`: both sides month by month, the ladder, decay and regrowth, odds of an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np

from ytterby.assessment.backtests.origins import SELLER, past_of
from ytterby.assessment.leverage.book import Book, Rung, load_book
from ytterby.assessment.leverage.decay import regimes, through
from ytterby.assessment.leverage.losses import Sides, sides
from ytterby.assessment.leverage.suspension import odds_table
from ytterby.baseline.yamlfile import bundled, load_model
from ytterby.errors import BadScenario
from ytterby.outcomes.fill import bands
from ytterby.scenario.schema import Scenario

Row = dict[str, Any]
Told = Callable[[str], None]
MONTHS = 36
"""Horizon of the ladder: the same for every step."""
TECHNOLOGY_MONTHS = 84
"""Horizon of the technology step: projects elsewhere take years."""
TARGET = "JPN"
FIRST, CUT_OFFS = 2009, (2014, 2018, 2024)


def leverage(draws: int, seed: int, ladder: bool = True, tell: Told | None = None) -> Row:
    """Return the object of `assess leverage --json`.

    Parameters
    ----------
    draws, seed : of every run.
    ladder : whether the steps of the escalation are run; the senders always are.
    tell : told what is being run.
    """
    book = load_book()
    rungs = book.ladder if ladder else ()
    out: Row = {"index": "leverage", "rows": []}
    senders = []
    for s in book.senders:
        if tell:
            tell(s.what)
        found = sides(_months(s.scenario, MONTHS), s.target, book, draws, seed)
        senders.append(
            {"sender": s.id, "target": s.target, "what": s.what, "scenario": s.scenario, "months": found.rows()}
        )
    for rung in rungs:
        if tell:
            tell(rung.what)
        out["rows"].append(_rung(rung, book, draws, seed))
    return out | {
        "senders": senders,
        "share": share_rows(),
        "suspension": odds_table(book.packages, book.as_of),
        "sources": [{"table": "leverage.yaml"}, {"table": "value_added.yaml"}, {"table": "trade"}],
        "notes": [
            "value not added rests on shares of industries that are assumptions (value_added.yaml)",
            "the sender's cost is export income at the prices before; dearer prices of the rest are not counted",
            "the technology step is the difference a ban makes to projects elsewhere, over seven years",
        ],
    }


def share_rows() -> list[Row]:
    """The sender's share in Japan's imports by year, and what a fall and a rise fitted on earlier years alone give."""
    past = past_of(CUT_OFFS[-1])
    shares = {y: float(past.share(y)[0]) for y in sorted(past.tonnes)}
    rows = []
    for until in CUT_OFFS:
        fit = regimes(shares, FIRST, until)
        rows.append(
            {
                "sender": SELLER, "buyer": TARGET, "fitted_until": until, "turn": fit.turn,
                "fall": {k: round(v, 4) for k, v in asdict(fit.fall).items()},
                "rise": None if fit.rise is None else {k: round(v, 4) for k, v in asdict(fit.rise).items()},
                "years": {str(y): [round(s, 4), round(fit.at(y), 4)] for y, s in shares.items() if y >= FIRST},
            }
        )  # fmt: skip
    worked = through(0.8161, 0.6837, 0.58)
    rows.append(
        {
            "sender": SELLER, "buyer": TARGET, "worked_example": "as reported, 81.61 and 68.37 % to a floor of 58 %",
            "tau": round(worked.tau, 4), "half_life": round(worked.half_life, 4), "third_year": round(worked.at(2), 4),
        }
    )  # fmt: skip
    return rows


def _months(name: str, months: int) -> Scenario:
    scenario = load_model(Scenario, bundled("scenarios", name), BadScenario)
    return scenario.model_copy(update={"months": months})


def _rung(rung: Rung, book: Book, draws: int, seed: int) -> Row:
    found = _technology(rung, book, draws, seed) if rung.projects else sides(
        _months(rung.scenario, MONTHS), TARGET, book, draws, seed
    )  # fmt: skip
    target, others, income = (x.sum(axis=1) for x in (found.target, found.others, found.income))
    ratio = np.divide(target + others, income, out=np.full_like(income, np.nan), where=income > 1e5)
    return {
        "id": rung.id, "what": rung.what, "scenario": rung.scenario, "sender": SELLER, "target": TARGET,
        "months": len(found.months),
        "target_usd": _three(target), "others_usd": _three(others), "sender_income_usd": _three(income),
        "sender_idle": _three(found.idle.mean(axis=1), 4),
        "loss_per_income": None if np.isnan(ratio).any() else _three(ratio, 2),
    }  # fmt: skip


def _technology(rung: Rung, book: Book, draws: int, seed: int) -> Sides:
    """What a ban on equipment and service adds: projects with it against projects without it, same draws."""
    base = _months(rung.scenario, TECHNOLOGY_MONTHS)

    def with_projects(ban: bool) -> Sides:
        pipeline = base.levers.pipeline.model_copy(update={"projects": "bundled", "technology_ban": ban})
        levers = base.levers.model_copy(update={"pipeline": pipeline})
        return sides(base.model_copy(update={"levers": levers}), TARGET, book, draws, seed)

    barred, open_ = with_projects(True), with_projects(False)
    return Sides(
        barred.months, barred.target - open_.target, barred.others - open_.others, barred.income - open_.income,
        barred.idle - open_.idle,
    )  # fmt: skip


def _three(values: np.ndarray[Any, np.dtype[np.float64]], digits: int = 0) -> Row:
    return {n: round(float(v), digits) for n, v in zip(("p05", "p50", "p95"), bands(values), strict=True)}
