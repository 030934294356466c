"""What a larger budget buys: cost of the best plan against the budget, by two measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ytterby.report.figures.svg import element, picture, points
from ytterby.report.figures.ticks import ticks

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 760.0, 300.0, 60.0, 46.0, 24.0, 100.0
LINES = (("expected", "expected cost", "reading-0"), ("cvar", "worst tenth", "reading-1"))


def frontier_figure(rows: Sequence[Mapping[str, Any]]) -> Markup:
    """Return the drawing.

    Parameters
    ----------
    rows : points of the frontier with ``budget``, ``expected`` and ``cvar`` [USD]; none draws nothing but axes.
    """
    across = ticks(max((float(r["budget"]) / 1e9 for r in rows), default=0.0))
    up = ticks(max((float(r[key]) / 1e9 for r in rows for key, _, _ in LINES), default=0.0))
    parts: list[Markup] = [*_axes(across, up)]
    for key, name, class_ in LINES:
        pairs = [(_x(float(r["budget"]) / 1e9, across[-1]), _y(float(r[key]) / 1e9, up[-1])) for r in rows]
        parts.append(element("polyline", points=points(pairs), class_="axis", fill="none"))
        parts += [element("circle", cx=x, cy=y, r=4, class_=class_) for x, y in pairs]
        if pairs:
            parts.append(element("text", name, x=pairs[-1][0] + 10, y=pairs[-1][1] + 4, class_="label"))
    label = "Cost of the best plan in the program against its budget; the table below holds the numbers."
    return picture(WIDTH, HEIGHT, label, *parts, class_="plan")


def _axes(across: list[float], up: list[float]) -> list[Markup]:
    out = [element("text", "cost, bn USD", x=8, y=12, class_="tick")]
    for value in up:
        y = _y(value, up[-1])
        out.append(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid"))
        out.append(element("text", f"{value:g}", x=LEFT - 8, y=y + 4, text_anchor="end", class_="tick"))
    for value in across:
        x = _x(value, across[-1])
        out.append(element("text", f"{value:g}", x=x, y=HEIGHT - BOTTOM + 18, text_anchor="middle", class_="tick"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    out.append(element("text", "budget, bn USD", x=middle, y=HEIGHT - 8, text_anchor="middle", class_="tick"))
    return out


def billions(value: float) -> str:
    """Money in billions, two digits after the point at most."""
    return f"{value / 1e9:,.2f}".rstrip("0").rstrip(".")


def _x(value: float, widest: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * value / widest


def _y(value: float, most: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most
