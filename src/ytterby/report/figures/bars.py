"""Tonnes not delivered, by end use and reading, as bars with whiskers."""

from __future__ import annotations

from markupsafe import Markup

from ytterby.report.figures.svg import element, picture
from ytterby.report.summary import UseSummary, summaries, use_keys
from ytterby.report.view import RunView
from ytterby.report.words import FEWEST_DRAWS, capital, counted, quantity, use_label

WIDTH, LABEL, VALUE = 960.0, 190.0, 120.0
BAR, GAP, GROUP = 13.0, 3.0, 14.0


def undelivered_bars(runs: tuple[RunView, ...]) -> Markup | None:
    """Return the drawing, or nothing where no run gives undelivered tonnes.

    Bars are medians [t over the whole run]; whiskers span 5 to 95 % where there are draws enough.
    """
    rows = [{(u.place, u.end_use, u.demand_class): u for u in summaries(run)} for run in runs]
    keys = [key for key in use_keys(runs) if any(_median(row.get(key)) for row in rows)]
    if not keys:
        return None
    most = max(_upper(run, row.get(key)) for key in keys for run, row in zip(runs, rows, strict=True))
    scale = (WIDTH - LABEL - VALUE) / most
    parts: list[Markup] = []
    y = 4.0
    for key in keys:
        height = len(runs) * (BAR + GAP)
        name = capital(use_label(key[1]))
        parts.append(element("text", name, x=LABEL - 10, y=y + height / 2 + 3, text_anchor="end", class_="label"))
        for i, (run, row) in enumerate(zip(runs, rows, strict=True)):
            parts += _bar(run, row.get(key), i, y + i * (BAR + GAP), scale)
        y += height + GROUP
    label = (
        f"Tonnes not delivered for {counted(len(keys), 'end use')} in {counted(len(runs), 'reading')}; "
        "the table above holds the numbers."
    )
    return picture(WIDTH, y, label, *parts, class_="bars")


def _bar(run: RunView, use: UseSummary | None, index: int, y: float, scale: float) -> list[Markup]:
    median = _median(use)
    width = max(1.0, median * scale)
    parts = [element("rect", x=LABEL, y=y, width=width, height=BAR, class_=f"reading-{index % 4}")]
    end = LABEL + width
    found = use.undelivered if use else None
    if found and run.draws >= FEWEST_DRAWS and found.p05 is not None and found.p95 is not None:
        end = max(end, LABEL + found.p95 * scale)
        mid = y + BAR / 2
        parts.append(element("line", x1=LABEL + found.p05 * scale, x2=end, y1=mid, y2=mid, class_="error"))
    parts.append(element("text", f"{quantity(median)} t", x=end + 8, y=y + BAR - 2, class_="value"))
    return parts


def _median(use: UseSummary | None) -> float:
    return use.undelivered.p50 or 0.0 if use and use.undelivered else 0.0


def _upper(run: RunView, use: UseSummary | None) -> float:
    median = _median(use)
    if use and use.undelivered and run.draws >= FEWEST_DRAWS:
        return max(median, use.undelivered.p95 or 0.0)
    return median
