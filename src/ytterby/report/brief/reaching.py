"""Which levers on file reach what a run finds short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ytterby.planning.levers import Enabling, Lever, LeverBook, Licences, Plant, Recycle, Stock, Substitute, Supply
from ytterby.report.summary import UseSummary, summaries
from ytterby.report.treatment import treatment
from ytterby.report.view import RunView

Row = dict[str, Any]


def reaching(book: LeverBook, run: RunView) -> list[Row]:
    """Return the levers of a book that act where the run is short, in the form of `LeverView`.

    Of levers of one kind the soonest stands for all: three actions of one kind are no choice.

    Parameters
    ----------
    book : levers on the run's chain.
    run : the run; end uses in focus that run short in half the draws, all in focus if none does.
    """
    uses = summaries(run)
    short = [use for use in uses if use.short] or list(uses)
    rows: dict[str, Row] = {}
    for lever in sorted(book.levers, key=_soonest):
        if not lever.needs and _reaches(lever, short, run):
            rows.setdefault(lever.kind, row_of(lever))
    return list(rows.values())


def row_of(lever: Lever) -> Row:
    """Return a lever as a brief shows it: cost of one unit, lead time, standing."""
    return {
        "lever": lever.id, "title": lever.title, "kind": lever.kind, "cost": lever.cost,
        "unit": "1" if lever.whole else "d of use", "lead_months": lever.lead_months,
        "standing": str(lever.standing), "source": lever.source,
    }  # fmt: skip


def _soonest(lever: Lever) -> tuple[float, float]:
    return lever.lead_months[1] or float("inf"), lever.cost


def _reaches(lever: Lever, short: list[UseSummary], run: RunView) -> bool:
    places, effect = {use.place for use in short}, lever.effect
    match effect:
        case Stock():
            does = effect.place in places and any(_held_for(effect, use) for use in short)
        case Plant() | Supply():
            does = not effect.buyers or bool(places & set(effect.buyers))
        case Recycle():
            does = effect.place in places
        case Substitute():
            does = bool(places & set(effect.places)) and effect.end_use in {use.end_use for use in short}
        case Licences():
            does = any(treatment(run, u.place, u.demand_class).permission == "licence" for u in short)
        case _:
            does = not isinstance(effect, Enabling)  # ventures and agreements serve every buyer of the chain
    return does


def _held_for(stock: Stock, use: UseSummary) -> bool:
    """A stock at the users is for those it names; further up it serves all who are made for."""
    return not stock.end_uses or use.end_use in stock.end_uses


def leads(book: LeverBook) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """Yield the lead time of each lever, for plans that do not say it."""
    yield from ((lever.id, lever.lead_months) for lever in book.levers)
