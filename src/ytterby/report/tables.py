"""The rows of the page's tables, as text beside the exact value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from ytterby.report.figures.curves import spark
from ytterby.report.headline import Headline, headline, range_words
from ytterby.report.summary import Key, UseSummary, median, summaries, use_keys
from ytterby.report.view import Cover, FirstShort, MovedView, ReportInput, RunView, SourceView, UseRange
from ytterby.report.words import (
    FEWEST_DRAWS,
    NBSP,
    STAGES,
    STANDINGS,
    capital,
    month_label,
    percent,
    place_name,
    quantity,
    stage_label,
    use_label,
)


class Cell(NamedTuple):
    """A number as shown, with the exact value behind it and a range in small print."""

    text: str
    value: float | str | None = None
    small: tuple[str, ...] = ()
    bad: bool = False


@dataclass(frozen=True)
class Worst:
    """The hardest hit use of one class: its lowest demand met."""

    demand_class: str
    use: str
    lowest: Cell
    spark: Markup


@dataclass(frozen=True)
class Card:
    """One reading at a glance; each number is that of one end use, which is named."""

    run: RunView
    headline: Headline
    worst: tuple[Worst, ...]
    first: Cell
    first_of: str
    probability: Cell
    short: Cell
    undelivered: Cell
    undelivered_of: str


STAGE_ORDER = {stage: i for i, stage in enumerate(STAGES)}
NONE = Cell("–")
REACH = {
    "exports": "; what leaves the origin",
    "deliveries": "; what leaves the origin, and deliveries of it by third places",
    "use": "; what leaves the origin, deliveries of it by third places, and use of stock already there",
}
"""How far a measure reaches, in words (conventions §7)."""


def card(run: RunView) -> Card:
    """Return the card of one run."""
    uses = summaries(run)
    first = min((u for u in uses if u.short), key=lambda u: (str(u.first_short.p50), median(u.lowest)), default=None)
    likeliest = max(uses, key=lambda u: u.first_short.probability, default=None)
    most = max((u for u in uses if u.undelivered), key=_undelivered, default=None)
    short = sum(u.short for u in uses)
    return Card(
        run=run,
        headline=headline(run),
        worst=tuple(_worst(run, uses)),
        first=first_cell(run, first) if first else Cell("none"),
        first_of=_of(first),
        probability=probability_cell(run, first or likeliest),
        short=Cell(f"{short} of {len(uses)}", short),
        undelivered=undelivered_cell(run, most),
        undelivered_of=_of(most),
    )


def _worst(run: RunView, uses: Sequence[UseSummary]) -> Iterator[Worst]:
    """Give the lowest use of each class, classes in alphabetical order in every reading."""
    for kind in sorted({u.demand_class for u in uses}):
        known = [u for u in uses if u.demand_class == kind and u.lowest]
        if known:
            use = min(known, key=lambda u: median(u.lowest))
            yield Worst(kind, use_label(use.end_use), lowest_cell(run, use), spark(run, use))


def lowest_cell(run: RunView, use: UseSummary | None) -> Cell:
    """Return the lowest median fill with its range in that month."""
    if use is None or use.lowest is None or use.lowest.p50 is None:
        return NONE
    p = use.lowest
    small = (*_span(run, p.p05, p.p95, percent), f"in{NBSP}{month_label(p.month)}")
    return Cell(percent(use.lowest.p50), use.lowest.p50, small if use.lowest.p50 < 1 else (), use.short)


def first_cell(run: RunView, use: UseSummary | None) -> Cell:
    """Return the first month short with its range."""
    if use is None:
        return NONE
    found = use.first_short
    if found.p50 is None:
        return Cell("none")
    return Cell(month_label(found.p50), found.p50, _first_span(run, found), True)


def _first_span(run: RunView, found: FirstShort) -> tuple[str, ...]:
    if run.draws < FEWEST_DRAWS:
        return ()
    if found.p05 == found.p50 == found.p95:
        return ("the same in 9 of 10",)
    first, to, last = range_words(run, found).partition(" to ")
    return (f"{first} to".replace(" ", NBSP), last.replace(" ", NBSP)) if to else (first.replace(" ", NBSP),)


def probability_cell(run: RunView, use: UseSummary | None) -> Cell:
    """Return the share of draws that run short; nothing for a single draw."""
    if use is None or run.draws == 1:
        return NONE
    return Cell(percent(use.first_short.probability), use.first_short.probability)


def undelivered_cell(run: RunView, use: UseSummary | None) -> Cell:
    """Return the tonnes not delivered over the run."""
    return _amount_cell(run, use.undelivered if use else None, f"{NBSP}t", "–")


def use_rows(runs: Sequence[RunView]) -> list[tuple[str, str, list[tuple[Cell, Cell, Cell, Cell]]]]:
    """Return for each end use: its name, its class, and lowest fill, first short, chance, loss by run."""
    found = [{(u.place, u.end_use, u.demand_class): u for u in summaries(run)} for run in runs]
    keys = use_keys(runs)
    several = len({key[0] for key in keys}) > 1
    return [
        (
            use_name(key, several),
            key[2],
            [
                (
                    lowest_cell(run, uses.get(key)),
                    first_cell(run, uses.get(key)),
                    probability_cell(run, uses.get(key)),
                    undelivered_cell(run, uses.get(key)),
                )
                for run, uses in zip(runs, found, strict=True)
            ],
        )
        for key in keys
    ]


def time_rows(runs: Sequence[RunView]) -> list[tuple[str, list[tuple[Cell, Cell, Cell]]]]:
    """Return for each end use: months survived, months to recover, demand that price destroyed, by run."""
    found = [{(u.place, u.end_use, u.demand_class): u for u in summaries(run)} for run in runs]
    keys = use_keys(runs)
    several = len({key[0] for key in keys}) > 1
    return [
        (use_name(key, several), [_time_cells(run, uses.get(key)) for run, uses in zip(runs, found, strict=True)])
        for key in keys
    ]


def _time_cells(run: RunView, use: UseSummary | None) -> tuple[Cell, Cell, Cell]:
    if use is None:
        return NONE, NONE, NONE
    return (
        _amount_cell(run, use.survive, f"{NBSP}mo", "to the end"),
        _amount_cell(run, use.recover, f"{NBSP}mo", "not in the run"),
        _amount_cell(run, use.destroyed, f"{NBSP}t", "–"),
    )


def _amount_cell(run: RunView, found: UseRange | None, unit: str, never: str) -> Cell:
    if found is None:
        return NONE
    if found.p50 is None:
        return Cell(never)
    return Cell(f"{quantity(found.p50)}{unit}", found.p50, _span(run, found.p05, found.p95, quantity))


def use_name(key: Key, several_places: bool) -> str:
    """Return an end use with its place where the report looks at several."""
    name = capital(use_label(key[1]))
    return f"{place_name(key[0])}: {name[:1].lower()}{name[1:]}" if several_places else name


def cover_rows(runs: Sequence[RunView]) -> list[tuple[str, str, str, list[Cell], str]]:
    """Return days of cover: place, stage, end uses, one cell per run or one for all, source of the stock.

    End uses with the same cover from the same source share a row.
    """
    found = [{_cover_key(c): c for c in run.cover_days if not run.focus or c.place in run.focus} for run in runs]
    merged: dict[tuple[str, str, tuple[Cell, ...], str], list[str]] = {}
    for key in dict.fromkeys(key for covers in found for key in covers):
        cells = [_cover_cell(run, covers.get(key)) for run, covers in zip(runs, found, strict=True)]
        sources = dict.fromkeys(c.stock_source or "" for covers in found if (c := covers.get(key)))
        row = (key[0], key[1], tuple(_once(cells)), "; ".join(filter(None, sources)))
        merged.setdefault(row, []).append(use_label(key[2]) if key[2] else "all")
    order = sorted(merged.items(), key=lambda item: (item[0][0], STAGE_ORDER.get(item[0][1], 9)))
    return [
        (place_name(place), stage_label(stage), capital(", ".join(uses)), list(cells), source)
        for (place, stage, cells, source), uses in order
    ]


def _cover_key(row: Cover) -> tuple[str, str, str]:
    return row.place, row.stage, row.end_use or ""


def _cover_cell(run: RunView, row: Cover | None) -> Cell:
    if row is None or row.p50 is None:
        return NONE
    return Cell(f"{quantity(row.p50)}{NBSP}d", row.p50, _span(run, row.p05, row.p95, quantity))


def _once(cells: list[Cell]) -> list[Cell]:
    return cells[:1] if len(set(cells)) == 1 else cells


def law_rows(runs: Sequence[RunView]) -> list[tuple[str, ...]]:
    """Return the measures of all runs: id, words, span, treatment, origin, to, classes, goods, readings."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for run in runs:
        for m in run.measures:
            share = f", {percent(m.volume)} of the volume before" if m.volume not in {None, 1.0} else ""
            row = (
                m.id,
                m.citation,
                f"{m.from_} to {m.until}" if m.until else f"from {m.from_}",
                f"{m.permission}{share}{REACH.get(m.reach or '', '')}",
                place_name(m.origin),
                ", ".join(place_name(code) for code in m.destinations) or "every other place",
                ", ".join(m.classes) or "all",
                ", ".join(m.commodities) or "all",
            )
            rows.setdefault(row, []).append(run.name)
    every = [run.name for run in runs]
    return [(*row, "all" if names == every else "; ".join(names)) for row, names in rows.items()]


def source_groups(sources: Iterable[SourceView]) -> list[tuple[str, list[SourceView]]]:
    """Return the sources by standing, best first; unknown standings last."""
    groups: dict[str, list[SourceView]] = {standing: [] for standing in STANDINGS}
    for source in sources:
        groups.setdefault(source.standing, []).append(source)
    return [(name, rows) for name, rows in groups.items() if rows]


def moved_rows(moved: Iterable[MovedView]) -> list[MovedView]:
    """Return moved flows, those moved most first, up or down."""

    def distance(row: MovedView) -> float:
        ratio = row.ratio or 0.0
        return float("-inf") if ratio <= 0 else -max(ratio, 1 / ratio)

    return sorted(moved, key=lambda row: (distance(row), row.id))


def provenance_rows(given: ReportInput) -> list[tuple[str, ...]]:
    """Return run, scenario, hash, data as of, rules as of, draws, seed, months for each run."""
    return [
        (
            run.run,
            run.scenario,
            run.hash,
            run.as_of.get("data") or "–",
            run.as_of.get("rules") or "–",
            f"{run.draws:,}",
            "–" if run.seed is None else str(run.seed),
            f"{run.months[0]} to {run.months[-1]}",
            "–" if run.assumption_share is None else percent(run.assumption_share),
        )
        for run in given.runs
    ]


def _span(run: RunView, low: float | None, high: float | None, words: Callable[[float], str]) -> tuple[str, ...]:
    if run.draws < FEWEST_DRAWS or low is None or high is None:
        return ()
    first, last = words(low), words(high)
    return () if first == last else (f"{first.removesuffix(NBSP + '%')}–{last}",)


def _undelivered(use: UseSummary) -> float:
    return use.undelivered.p50 or 0.0 if use.undelivered else 0.0


def _of(use: UseSummary | None) -> str:
    return use_label(use.end_use) if use else ""
