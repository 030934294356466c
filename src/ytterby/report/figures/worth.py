"""What each lever of a plan adds to it, as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ytterby.report.figures.svg import element, picture

WIDTH, LABEL, VALUE, BAR, GAP = 860.0, 400.0, 90.0, 15.0, 9.0


def worth_figure(rows: Sequence[Mapping[str, Any]]) -> Markup | None:
    """Return the drawing, or nothing where no lever of the plan has a value.

    Parameters
    ----------
    rows : levers with ``title`` and ``value`` [USD], by falling value.
    """
    known = [(str(r["title"]), float(r["value"])) for r in rows if r["value"] is not None]
    most = max((abs(value) for _, value in known), default=0.0)
    if most <= 0:
        return None
    scale, y, parts = (WIDTH - LABEL - VALUE) / most, 4.0, []
    for title, value in known:
        width = max(abs(value) * scale, 1.0)
        class_ = "reading-0" if value >= 0 else "reading-1"
        parts.append(element("text", _short(title), x=LABEL - 10, y=y + BAR - 3, text_anchor="end", class_="label"))
        parts.append(element("rect", x=LABEL, y=y, width=width, height=BAR, class_=class_))
        text = f"{value / 1e6:,.0f} M"
        parts.append(element("text", text, x=LABEL + width + 8, y=y + BAR - 3, class_="value"))
        y += BAR + GAP
    label = "Expected cost each lever of the plan saves beside the others, net of what it costs."
    return picture(WIDTH, y, label, *parts, class_="plan")


def _short(title: str, most: int = 52) -> str:
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"
