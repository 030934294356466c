"""How much of a focus's demand could be met without the controlling state, year by year, with a plan and without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ytterby.report.figures.svg import element, picture, points

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 760.0, 280.0, 60.0, 46.0, 24.0, 110.0


def alone_figure(rows: Sequence[Mapping[str, Any]], share: float) -> Markup:
    """Return the drawing.

    Parameters
    ----------
    rows : by year, ``month`` and ``p05``, ``p50``, ``p95`` [share] with the plan, and the same in ``without_plan``.
    share : of demand that counts as independence.
    """
    last = max((int(r["month"]) for r in rows), default=12)
    top = [(_x(r["month"], last), _y(r["p95"])) for r in rows]
    low = [(_x(r["month"], last), _y(r["p05"])) for r in reversed(rows)]
    plan = [(_x(r["month"], last), _y(r["p50"])) for r in rows]
    bare = [(_x(r["month"], last), _y(r["without_plan"]["p50"])) for r in rows]
    parts = [
        *_axes(last),
        element("polygon", points=points(top + low), class_="band"),
        element("polyline", points=points(bare), class_="law", fill="none"),
        element("polyline", points=points(plan), class_="median"),
        element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=_y(share), y2=_y(share), class_="axis"),
        element("text", "independence", x=WIDTH - RIGHT + 8, y=_y(share) + 4, class_="tick"),
        *_names(plan, bare),
    ]
    label = "Share of demand that could be met without the controlling state, by year, with the plan and without any."
    return picture(WIDTH, HEIGHT, label, *parts, class_="plan")


def _names(plan: list[tuple[float, float]], bare: list[tuple[float, float]]) -> list[Markup]:
    """Name both lines at their ends, apart enough to be read."""
    if not plan:
        return []
    x, y = plan[-1]
    other = min(max(bare[-1][1], y + 14), HEIGHT - BOTTOM)
    return [
        element("text", "with the plan", x=x + 8, y=y + 4, class_="label"),
        element("text", "without", x=x + 8, y=other + 4, class_="tick"),
    ]


def _axes(last: int) -> list[Markup]:
    out = [element("text", "share of first use that could be met", x=8, y=12, class_="tick")]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _y(share)
        out.append(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid"))
        out.append(element("text", f"{share:.0%}", x=LEFT - 8, y=y + 4, text_anchor="end", class_="tick"))
    step = 12 * max(-(-last // 12 // 10), 1)
    for month in range(step, last + 1, step):
        x = _x(month, last)
        out.append(element("text", f"{month // 12}", x=x, y=HEIGHT - BOTTOM + 18, text_anchor="middle", class_="tick"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    out.append(element("text", "years from the start", x=middle, y=HEIGHT - 8, text_anchor="middle", class_="tick"))
    return out


def _x(month: float, last: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * float(month) / last


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * float(share)
