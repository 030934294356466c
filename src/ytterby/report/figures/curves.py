"""Demand met over time: a small drawing for each end use and reading, all on the same axes."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ytterby.report.figures.svg import element, picture, points
from ytterby.report.headline import range_words
from ytterby.report.summary import UseSummary
from ytterby.report.view import FillPoint, RunView
from ytterby.report.words import FEWEST_DRAWS, capital, month_label, percent, use_label

WIDTH, HEIGHT = 340.0, 132.0
LEFT, RIGHT, TOP, BOTTOM = 42.0, 10.0, 8.0, 92.0
LANE = 106.0  # y of the first-shortage marker, below the axis so that it never meets a curve
YEARS = 126.0


@dataclass(frozen=True)
class Axis:
    """Months to pixels, shares to pixels."""

    months: tuple[str, ...]

    def x(self, month: str) -> float:
        """Return the pixel of a month; months outside the run are pulled to its ends."""
        inside = min(max(month, self.months[0]), self.months[-1])
        last = max(1, len(self.months) - 1)
        return LEFT + (WIDTH - LEFT - RIGHT) * self.months.index(inside) / last

    def y(self, share: float) -> float:
        """Return the pixel of a share of demand met, between 0 and 1."""
        return BOTTOM - (BOTTOM - TOP) * min(max(share, 0.0), 1.0)


def curve(run: RunView, use: UseSummary) -> Markup:
    """Return the drawing of one end use in one run.

    The line is the median; the band spans 5 to 95 % of draws and is left out where they are too few.
    """
    axis = Axis(run.months)
    parts = [*_grid(axis), *course(run, use, axis), *_first_label(run, use, axis)]
    return picture(WIDTH, HEIGHT, _sentence(run, use), *parts, class_="curve")


def course(run: RunView, use: UseSummary, axis: Axis) -> list[Markup]:
    """Return what is drawn between the axes, without a word: law, band, median, first month short."""
    parts = _law(run, use, axis)
    if run.draws >= FEWEST_DRAWS:
        parts += _band(use.fill, axis)
    return [*parts, *_median(use.fill, axis), *_first_short(run, use, axis)]


def spark(run: RunView, use: UseSummary) -> Markup:
    """Return the median alone, small, for a card."""
    last = max(1, len(run.months) - 1)
    place = {month: i for i, month in enumerate(run.months)}
    line = [
        (2 + 116 * place[p.month] / last, 32 - 28 * min(1.0, p.p50))
        for p in use.fill
        if p.p50 is not None and p.month in place
    ]
    return picture(
        120,
        36,
        _sentence(run, use),
        element("line", x1=2, x2=118, y1=4, y2=4, class_="grid"),
        element("polyline", points=points(line), class_="median"),
        class_="spark",
    )


def _grid(axis: Axis) -> list[Markup]:
    parts = []
    for share in (0.0, 0.5, 1.0):
        y = axis.y(share)
        parts.append(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid"))
        parts.append(element("text", f"{share * 100:.0f} %", x=LEFT - 5, y=y + 4, text_anchor="end", class_="tick"))
    parts += _years(axis)
    return parts


def _years(axis: Axis) -> list[Markup]:
    """Label January of each year, and every second or third year where they would touch."""
    starts = [m for m in axis.months if m.endswith("-01")] or [axis.months[0]]
    step = -(-len(starts) // 5)
    parts = []
    for month in starts[::step]:
        x = axis.x(month)
        parts.append(element("line", x1=x, x2=x, y1=BOTTOM, y2=BOTTOM + 4, class_="axis"))
        label = month[:4] if month.endswith("-01") else month_label(month)
        anchor = "end" if x > WIDTH - RIGHT - 16 else "start" if x < LEFT + 16 else "middle"
        parts.append(element("text", label, x=x, y=YEARS, text_anchor=anchor, class_="tick"))
    return parts


def _law(run: RunView, use: UseSummary, axis: Axis) -> list[Markup]:
    starts = {
        m.from_[:7]
        for m in run.measures
        if (not m.destinations or use.place in m.destinations)
        and (not m.classes or use.demand_class in m.classes)
        and m.from_[:7] <= run.months[-1]
    }
    return [element("line", x1=axis.x(s), x2=axis.x(s), y1=TOP - 4, y2=BOTTOM, class_="law") for s in sorted(starts)]


def _band(fill: tuple[FillPoint, ...], axis: Axis) -> list[Markup]:
    known = [(p.month, p.p05, p.p95) for p in fill if p.p05 is not None and p.p95 is not None]
    upper = [(axis.x(month), axis.y(high)) for month, _, high in known]
    lower = [(axis.x(month), axis.y(low)) for month, low, _ in reversed(known)]
    return [element("polygon", points=points(upper + lower), class_="band")] if known else []


def _median(fill: tuple[FillPoint, ...], axis: Axis) -> list[Markup]:
    line = [(axis.x(p.month), axis.y(p.p50)) for p in fill if p.p50 is not None]
    if len(line) == 1:
        return [element("circle", cx=line[0][0], cy=line[0][1], r=3, class_="dot")]
    return [element("polyline", points=points(line), class_="median")] if line else []


def reach(run: RunView, use: UseSummary, axis: Axis) -> tuple[float, float]:
    """Return where the range of the first month short begins and ends [px]; its median where there is no range."""
    found = use.first_short
    if run.draws < FEWEST_DRAWS or found.p05 is None:
        return axis.x(str(found.p50)), axis.x(str(found.p50))
    return axis.x(found.p05), axis.x(found.p95 or run.months[-1])


def _first_short(run: RunView, use: UseSummary, axis: Axis) -> list[Markup]:
    if use.first_short.p50 is None:
        return []
    left, right = reach(run, use, axis)
    ranged = run.draws >= FEWEST_DRAWS and use.first_short.p05 is not None
    whisker = [element("line", x1=left, x2=right, y1=LANE, y2=LANE, class_="whisker")] if ranged else []
    return [*whisker, element("circle", cx=axis.x(use.first_short.p50), cy=LANE, r=4, class_="short")]


def _first_label(run: RunView, use: UseSummary, axis: Axis) -> list[Markup]:
    if use.first_short.p50 is None:
        return []
    left, right = reach(run, use, axis)
    roomy = right < WIDTH - 70
    if not roomy and left <= LEFT + 70:
        return []
    anchor, at = ("start", right + 8) if roomy else ("end", left - 8)
    label = month_label(use.first_short.p50)
    return [element("text", label, x=at, y=LANE + 4, text_anchor=anchor, class_="when")]


def _sentence(run: RunView, use: UseSummary) -> str:
    who = f"{capital(use_label(use.end_use))}, {run.name}"
    if use.lowest is None or use.lowest.p50 is None:
        return f"{who}: no fill rate is given."
    low = f"lowest demand met {percent(use.lowest.p50)} in {month_label(use.lowest.month)}"
    if not use.short:
        return f"{who}: {low}; does not run short in the median future."
    when = month_label(str(use.first_short.p50))
    span = f" ({range_words(run, use.first_short)})" if run.draws >= FEWEST_DRAWS else ""
    return f"{who}: {low}; first short in {when}{span}."
