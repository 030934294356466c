"""Lines over months as a drawing: one or two panels, labelled axes, a sentence under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from markupsafe import Markup

from ytterby.report.figures.svg import element, points

BLUE, ORANGE, GREEN, GREY, PURPLE = "#1f5fa8", "#c8581b", "#2b7d4f", "#6b6b6b", "#7a4a9c"
WIDTH, PANEL_HEIGHT, TOP, LEFT, RIGHT, FOOT, GAP = 760.0, 230.0, 62.0, 62.0, 16.0, 76.0, 66.0
FONT = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"


@dataclass(frozen=True)
class Line:
    """One curve: (draw, point), or (point,). The middle half-line is the median, the band 5 to 95 % of draws."""

    name: str
    values: np.ndarray
    colour: str
    dashed: bool = False
    band: bool = False


@dataclass(frozen=True)
class Mark:
    """A vertical line with its word."""

    at: float
    name: str


@dataclass(frozen=True)
class Panel:
    """One set of axes.

    Attributes
    ----------
    title, y_name : what is drawn, with its unit.
    lines : curves.
    start : first month, like 2026-01; empty where `x` is given.
    x, x_name : other abscissas, drawn on a logarithmic axis.
    top : least end of the ordinate; log : ordinate in logarithms.
    """

    title: str
    y_name: str
    lines: Sequence[Line]
    start: str = "2026-01"
    marks: Sequence[Mark] = ()
    x: np.ndarray | None = None
    x_name: str = ""
    top: float | None = None
    percent: bool = False
    log: bool = False


@dataclass(frozen=True)
class Figure:
    """Panels side by side, and one line that says what was switched."""

    name: str
    caption: str
    panels: Sequence[Panel]
    note: str = field(default="")

    def svg(self) -> str:
        """Return the drawing as text."""
        width = (WIDTH - LEFT * 1.0 - RIGHT - GAP * (len(self.panels) - 1)) / len(self.panels)
        drawn = [_panel(p, LEFT + i * (width + GAP), width) for i, p in enumerate(self.panels)]
        height = TOP + PANEL_HEIGHT + FOOT
        captions = [
            _text(line, LEFT - 48, height - 24 + 15 * i, 11.5, GREY, "start")
            for i, line in enumerate(_wrap(self.caption))
        ]
        return str(
            element(
                "svg",
                element("title", self.caption),
                element("rect", width=WIDTH, height=height + 4, fill="#ffffff"),
                *[part for parts in drawn for part in parts],
                *captions,
                xmlns="http://www.w3.org/2000/svg",
                viewBox=f"0 0 {WIDTH:.0f} {height + 4:.0f}",
                width=int(WIDTH),
                height=int(height) + 4,
                role="img",
                font_family=FONT,
            )
        )


def _wrap(sentence: str, most: int = 116) -> list[str]:
    lines, line = [], ""
    for word in sentence.split():
        if len(line) + len(word) + 1 > most:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def _text(text: str, x: float, y: float, size: float, colour: str, anchor: str, **more: str) -> Markup:
    return element("text", text, x=round(x, 1), y=round(y, 1), font_size=size, fill=colour, text_anchor=anchor, **more)


@dataclass(frozen=True)
class _Axes:
    left: float
    width: float
    x0: float
    x1: float
    top: float
    log: bool
    bottom: float

    def x(self, at: float) -> float:
        return self.left + self.width * (at - self.x0) / (self.x1 - self.x0)

    def y(self, value: float) -> float:
        if self.log:
            share = (np.log(max(value, self.bottom)) - np.log(self.bottom)) / (np.log(self.top) - np.log(self.bottom))
        else:
            share = value / self.top
        return TOP + PANEL_HEIGHT * (1.0 - min(max(float(share), 0.0), 1.02))


def _panel(panel: Panel, left: float, width: float) -> list[Markup]:
    at = np.arange(panel.lines[0].values.shape[-1]) + 0.5 if panel.x is None else np.log10(panel.x)
    middles = [np.median(line.values, axis=0) if line.values.ndim > 1 else line.values for line in panel.lines]
    upper = [np.quantile(li.values, 0.95, axis=0) if li.band else m for li, m in zip(panel.lines, middles, strict=True)]
    highest = max(float(np.max(u)) for u in upper)
    lowest = min(float(np.min(m)) for m in middles)
    top = panel.top or _step(highest * 1.02) * np.ceil(highest * 1.02 / _step(highest * 1.02))
    bottom = 10 ** np.floor(np.log10(min(lowest, 0.99))) if panel.log else 0.0
    first, last = (0.0, float(at.size)) if panel.x is None else (float(at[0]), float(at[-1]))
    axes = _Axes(left, width, first, last, top, panel.log, max(bottom, 0.1) if panel.log else 0.0)
    parts = [_text(panel.title, left, TOP - 42, 13, "#222222", "start", font_weight="600")]
    parts += _grid(panel, axes)
    for i, mark in enumerate(panel.marks):
        x = axes.x(mark.at)
        parts.append(
            element("line", x1=x, x2=x, y1=TOP, y2=TOP + PANEL_HEIGHT, stroke="#999999", stroke_dasharray="2 3")
        )
        parts.append(_text(mark.name, x + 4, TOP + PANEL_HEIGHT - 6 - 13 * i, 10.5, GREY, "start"))
    for line, middle in zip(panel.lines, middles, strict=True):
        parts += _curve(line, middle, at, axes)
    return parts + _legend(panel, left, width)


def _curve(line: Line, middle: np.ndarray, at: np.ndarray, axes: _Axes) -> list[Markup]:
    parts = []
    if line.band:
        low, high = np.quantile(line.values, [0.05, 0.95], axis=0)
        ring = [(axes.x(a), axes.y(v)) for a, v in zip(at, high, strict=True)]
        ring += [(axes.x(a), axes.y(v)) for a, v in zip(at[::-1], low[::-1], strict=True)]
        parts.append(element("polygon", points=points(ring), fill=line.colour, fill_opacity=0.13))
    path = [(axes.x(a), axes.y(v)) for a, v in zip(at, middle, strict=True)]
    dash = "6 4" if line.dashed else None
    parts.append(
        element(
            "polyline", points=points(path), fill="none", stroke=line.colour, stroke_width=2.2, stroke_dasharray=dash
        )
    )
    return parts


def _legend(panel: Panel, left: float, width: float) -> list[Markup]:
    parts, x, y = [], left, TOP - 24
    for line in panel.lines:
        size = 26 + 6.0 * len(line.name)
        if x + size > left + width + 8 and x > left:
            x, y = left, y + 12
        dash = "5 3" if line.dashed else None
        parts.append(element("line", x1=x, x2=x + 16, y1=y - 4, y2=y - 4, stroke=line.colour, stroke_width=2.2,
                             stroke_dasharray=dash))  # fmt: skip
        parts.append(_text(line.name, x + 20, y, 11, line.colour, "start"))
        x += size + 6
    return parts


def _grid(panel: Panel, axes: _Axes) -> list[Markup]:
    parts = []
    for value in _ticks(axes):
        y = axes.y(value)
        parts.append(element("line", x1=axes.left, x2=axes.left + axes.width, y1=y, y2=y, stroke="#e3e3e3"))
        label = f"{value * 100:.0f} %" if panel.percent else f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"
        parts.append(_text(label, axes.left - 6, y + 4, 10.5, GREY, "end"))
    base = TOP + PANEL_HEIGHT
    parts.append(element("line", x1=axes.left, x2=axes.left + axes.width, y1=base, y2=base, stroke="#444444"))
    middle = TOP + PANEL_HEIGHT / 2
    turn = f"rotate(-90 {axes.left - 44:.1f} {middle:.1f})"
    parts.append(_text(panel.y_name, axes.left - 44, middle, 11, "#444444", "middle", transform=turn))
    if panel.x is None:
        parts += _months(panel.start, axes, base)
    else:
        for power in range(int(np.ceil(axes.x0)), int(np.floor(axes.x1)) + 1):
            parts.append(_text(f"{10.0**power:g}", axes.x(power), base + 15, 10.5, GREY, "middle"))
    name = panel.x_name or "month"
    parts.append(_text(name, axes.left + axes.width, base + 29, 11, "#444444", "end"))
    return parts


def _months(start: str, axes: _Axes, base: float) -> list[Markup]:
    year, month = (int(part) for part in start.split("-"))
    parts = []
    every = 6 if axes.x1 <= 40 else 12 if axes.x1 <= 60 else 24
    for i in range(int(axes.x1)):
        now = (month - 1 + i) % 12
        months_in = (year + (month - 1 + i) // 12) * 12 + now
        if months_in % every == 0:
            x = axes.x(i)
            parts.append(element("line", x1=x, x2=x, y1=base, y2=base + 4, stroke="#444444"))
            parts.append(_text(f"{year + (month - 1 + i) // 12}-{now + 1:02d}", x, base + 16, 10.5, GREY, "middle"))
    return parts


def _ticks(axes: _Axes) -> list[float]:
    if axes.log:
        return [v for v in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 40) if axes.bottom <= v <= axes.top * 1.001]
    return [float(v) for v in np.arange(0.0, axes.top * 1.001, _step(axes.top))]


def _step(top: float) -> float:
    """Distance of ticks: 1, 2, 2.5 or 5 times a power of ten, at most six steps."""
    scale = 10.0 ** np.floor(np.log10(top / 6.0))
    return float(next(s for s in (1, 2, 2.5, 5, 10) if s * scale * 6.0 >= top * 0.9999) * scale)


def month_of(day: str, start: str) -> float:
    """Where a day lies on an axis that begins with a month."""
    year, month, *rest = (int(part) for part in day.split("-"))
    first_year, first_month = (int(part) for part in start.split("-"))
    return (year - first_year) * 12 + month - first_month + ((rest[0] - 1) / 30.4 if rest else 0.0)
