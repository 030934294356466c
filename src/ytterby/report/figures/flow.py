"""The chain as bands from mine to first use: before, in one month, and what is lost between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ytterby.report.figures.flow_layout import (
    COLUMN,
    COLUMNS,
    HEIGHT,
    OTHERS,
    TOP,
    Band,
    Layout,
    Node,
    drawn,
    layout,
)
from ytterby.report.figures.svg import element, picture
from ytterby.report.summary import worst_month
from ytterby.report.view import RunView
from ytterby.report.words import month_label, percent, place_name, quantity, stage_label

WIDTH, NODE = 1180.0, 10.0
LABEL_ROOM = 180.0
CHANGED = 0.005
"""A change below this share of what moved before is not drawn."""
MARKED = 0.95
"""A node is red when it passes less than this share of what it passed before."""


@dataclass(frozen=True)
class FlowFigure:
    """The drawing, what a slider needs to redraw it, and the same as a table.

    Attributes
    ----------
    month : index of the month drawn.
    data : bands and nodes as [before, [t/mo by month]], `scale` in pixels per t/mo, labels of months.
    rows : (stage, from, to, to stage, before, then, change) as text, every flow of the run.
    missing : flows that are not drawn, since they leave the chain or run backwards.
    lost : what moves less than before in that month, over all bands [t/mo].
    """

    svg: Markup
    month: int
    data: dict[str, Any]
    rows: tuple[tuple[str, ...], ...]
    missing: int
    lost: float


def flow_figure(run: RunView) -> FlowFigure | None:
    """Return the figure of one run in its worst month, or nothing where it gives no flows."""
    placed = layout(run)
    if placed is None:
        return None
    month = worst_month(run)
    heads = [element("text", name, x=_x(i), y=18, class_="head") for i, name in enumerate(_heads(run))]
    svg = picture(
        WIDTH,
        TOP + HEIGHT + 10,
        _sentence(run, placed, month),
        *heads,
        *(_band(run, band, placed.scale, month) for band in placed.bands),
        *(_node(run, node, month) for node in placed.nodes),
        class_="flow",
    )
    data = {
        "scale": placed.scale,
        "months": [month_label(m) for m in run.months],
        "bands": [[_short(b.before), [_short(v) for v in b.now]] for b in placed.bands],
        "nodes": [_node_data(node) for node in placed.nodes],
    }
    missing = sum(drawn(flow) is None for flow in run.flows)
    lost = sum(max(0.0, b.before - b.now[month]) for b in placed.bands)
    return FlowFigure(svg, month, data, _rows(run, month), missing, lost)


def _heads(run: RunView) -> tuple[str, ...]:
    """Return the words over the columns; chains without magnets have refining and an intermediate product."""
    stages = {flow.stage for flow in run.flows}
    if "refining" not in stages:
        return ("Mine, old scrap", "Separation, recycling", "Metal", "Magnet", "First use")
    return ("Host metal" if "host" in stages else "Mine", "Refining, recycling", "Metal", "Intermediate", "First use")


def widths(band: Band, scale: float, month: int) -> tuple[float, float, str]:
    """Return the pixels of the whole band and of its solid part, and what the difference is.

    Returns
    -------
    whole, solid, kind
        kind is lost, gained or same.
    """
    now = band.now[month]
    if abs(now - band.before) <= CHANGED * max(band.before, now):
        return 0.0, now * scale, "same"
    kind = "lost" if now < band.before else "gained"
    return max(now, band.before) * scale, min(now, band.before) * scale, kind


def _x(column: int) -> float:
    return 8 + (WIDTH - LABEL_ROOM - 8 - NODE) * column / (COLUMNS - 1)


def _band(run: RunView, band: Band, scale: float, month: int) -> Markup:
    x0, x1 = _x(band.source[0]) + NODE, _x(band.target[0])
    middle = (x0 + x1) / 2
    path = f"M{x0:.1f},{band.y0:.1f}C{middle:.1f},{band.y0:.1f} {middle:.1f},{band.y1:.1f} {x1:.1f},{band.y1:.1f}"
    whole, solid, kind = widths(band, scale, month)
    owner = "controller" if band.source[2] == run.controller else "elsewhere"
    return element(
        "g",
        element("title", _band_title(band, month)),
        element("path", d=path, stroke_width=whole, class_=f"edge {kind}"),
        element("path", d=path, stroke_width=solid, class_=f"solid {owner}"),
        class_="band",
    )


def _band_title(band: Band, month: int) -> str:
    return (
        f"{_node_name(band.source)} to {_node_name(band.target)}: "
        f"{quantity(band.before)} t/mo before, {quantity(band.now[month])} t/mo now"
    )


def _node(run: RunView, node: Node, month: int) -> Markup:
    before, now = _node_data(node)
    share = now[month] / before if before else 1.0
    marked = share < MARKED
    x, column = _x(node.key[0]), node.key[0]
    name = _node_name(node.key)
    focus = " focus" if node.key[2] in run.focus else ""
    return element(
        "g",
        element("title", f"{name}: {quantity(before)} t/mo before, {quantity(now[month])} t/mo now"),
        element("rect", x=x, y=node.y, width=NODE, height=node.height, class_="post"),
        element(
            "text",
            f"{name} ",
            element("tspan", percent(share) if marked else "", class_="share"),
            x=x + NODE + 6,
            y=node.y + node.height / 2 + 4,
            class_="label last" if column == COLUMNS - 1 else "label",
        ),
        class_=f"node{' hit' if marked else ''}{focus}",
    )


def _node_name(key: tuple[int, str, str]) -> str:
    name = "other places" if key[2] == OTHERS else place_name(key[2])
    name = name[:1].upper() + name[1:]
    return f"{name} ({'recycling' if key[0] else 'old scrap'})" if key[1] else name


def _node_data(node: Node) -> tuple[float, list[float]]:
    through = node.through
    now = [_short(sum(values)) for values in zip(*(band.now for band in through), strict=True)]
    return _short(sum(band.before for band in through)), now


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def _sentence(run: RunView, placed: Layout, month: int) -> str:
    lost = sorted((n for n in placed.nodes if n.key[2] in run.focus), key=lambda n: n.key[0])
    parts = []
    for node in lost:
        before, now = _node_data(node)
        if before:
            stage = _heads(run)[node.key[0]].split(",")[0].lower()
            parts.append(f"{_node_name(node.key)}, {stage}: {percent(now[month] / before)}")
    told = f" Against before: {'; '.join(parts)}." if parts else ""
    return f"Flows along the chain in {month_label(run.months[month])}, {run.name}.{told}"


def _rows(run: RunView, month: int) -> tuple[tuple[str, ...], ...]:
    order = sorted(run.flows, key=lambda f: (COLUMN.get(f.stage, 9), -f.before_t_mo, f.from_, f.to))
    return tuple(
        (
            stage_label(f.stage),
            place_name(f.from_),
            place_name(f.to),
            stage_label(f.to_stage),
            quantity(f.before_t_mo),
            quantity(f.mean_t_mo[month]),
            percent(f.mean_t_mo[month] / f.before_t_mo) if f.before_t_mo else "new",
        )
        for f in order
        if f.before_t_mo >= 0.05 or f.mean_t_mo[month] >= 0.05
    )
