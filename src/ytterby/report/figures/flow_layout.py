"""Where the nodes and bands of the chain figure stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ytterby.report.view import FlowView, RunView

COLUMN = {
    "mine": 0, "host": 0, "separation": 1, "refining": 1, "recycling": 1, "metal": 2, "magnet": 3, "intermediate": 3,
    "first-use": 4,
}  # fmt: skip
COLUMNS = 5
SHOWN = 6
"""Places shown by name in a column; the smaller ones are summed."""
OTHERS = "*"
LEAST_SHARE = 0.001
"""Bands below this share of their column are left out of the drawing; the table has them."""
TOP, HEIGHT, GAP, LEAST_NODE = 34.0, 560.0, 8.0, 15.0

NodeKey = tuple[int, str, str]  # column, kind, place


@dataclass(frozen=True)
class Band:
    """What moves between two nodes.

    Attributes
    ----------
    before : t/mo of the baseline.
    now : (month,) t/mo, mean of the draws.
    """

    source: NodeKey
    target: NodeKey
    before: float
    now: tuple[float, ...]
    y0: float = 0.0
    y1: float = 0.0

    @property
    def widest(self) -> float:
        """The most it carries in any month or before; its room in the drawing [t/mo]."""
        return max(self.before, *self.now)


@dataclass
class Node:
    """A place at a stage, with the bands that enter and leave it."""

    key: NodeKey
    entering: list[Band] = field(default_factory=list)
    leaving: list[Band] = field(default_factory=list)
    y: float = 0.0
    height: float = 0.0

    @property
    def through(self) -> list[Band]:
        """The bands that tell how much passes: those leaving, or entering at the end of the chain."""
        return self.leaving or self.entering

    @property
    def weight(self) -> float:
        """Room it needs [t/mo]."""
        return max(sum(b.widest for b in self.entering), sum(b.widest for b in self.leaving))


@dataclass(frozen=True)
class Layout:
    """Nodes and bands with their places; `scale` is pixels per t/mo."""

    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    scale: float


def layout(run: RunView) -> Layout | None:
    """Return the places of nodes and bands, or nothing where the run gives no flow along the chain."""
    bands = _merge(_bands(run.flows))
    if not bands:
        return None
    kept = _named_places(run, bands)
    bands = _worth_drawing(_merge([_renamed(band, kept) for band in bands]))
    nodes = _nodes(bands)
    scale = _place_nodes(nodes, _importance(bands, run.controller))
    return Layout(tuple(nodes.values()), _place_bands(nodes, bands, scale), scale)


def drawn(flow: FlowView) -> tuple[NodeKey, NodeKey] | None:
    """Return the nodes a flow joins, or nothing for a flow that leaves the chain or runs backwards."""
    target = COLUMN.get(flow.to_stage)
    if target is None or flow.stage not in COLUMN:
        return None
    kind = "scrap" if flow.stage == "recycling" else ""
    source = target - 1 if kind else COLUMN[flow.stage]
    if source < 0 or source >= target:
        return None
    return (source, kind, flow.from_), (target, "scrap" if flow.to_stage == "recycling" else "", flow.to)


def _bands(flows: Iterable[FlowView]) -> list[Band]:
    joined = ((drawn(flow), flow) for flow in flows)
    return [Band(ends[0], ends[1], flow.before_t_mo, flow.mean_t_mo) for ends, flow in joined if ends]


def _merge(bands: list[Band]) -> list[Band]:
    merged: dict[tuple[NodeKey, NodeKey], Band] = {}
    for band in bands:
        key = (band.source, band.target)
        old = merged.get(key)
        if old is None:
            merged[key] = band
        else:
            now = tuple(a + b for a, b in zip(old.now, band.now, strict=True))
            merged[key] = replace(old, before=old.before + band.before, now=now)
    return [band for band in merged.values() if band.widest > 0]


def _nodes(bands: Iterable[Band]) -> dict[NodeKey, Node]:
    nodes: dict[NodeKey, Node] = {}
    for band in bands:
        nodes.setdefault(band.source, Node(band.source)).leaving.append(band)
        nodes.setdefault(band.target, Node(band.target)).entering.append(band)
    return nodes


def _named_places(run: RunView, bands: list[Band]) -> set[NodeKey]:
    """Choose the nodes that keep their name: the largest of each column, the focus and the controller."""
    nodes = _nodes(bands)
    kept = {key for key in nodes if key[2] in (*run.focus, run.controller)}
    for column in range(COLUMNS):
        inside = sorted((n for k, n in nodes.items() if k[0] == column), key=lambda n: -n.weight)
        total = sum(n.weight for n in inside)
        kept |= {n.key for n in inside[:SHOWN] if n.weight > 0.004 * total}
    return kept


def _renamed(band: Band, kept: set[NodeKey]) -> Band:
    def name(key: NodeKey) -> NodeKey:
        return key if key in kept else (key[0], key[1], OTHERS)

    return replace(band, source=name(band.source), target=name(band.target))


def _worth_drawing(bands: list[Band]) -> list[Band]:
    totals = [sum(b.widest for b in bands if b.source[0] == column) for column in range(COLUMNS)]
    return [b for b in bands if b.widest >= LEAST_SHARE * totals[b.source[0]]]


def _importance(bands: Iterable[Band], controller: str) -> dict[str, float]:
    """Rank places by all they carry, so that a place stands at a similar height in every column."""
    rank: dict[str, float] = {}
    for band in bands:
        for key in (band.source, band.target):
            rank[key[2]] = rank.get(key[2], 0.0) + band.widest
    rank[OTHERS] = -1.0
    rank[controller] = float("inf")
    return rank


def _place_nodes(nodes: dict[NodeKey, Node], rank: dict[str, float]) -> float:
    """Give every node its height and place; return the largest scale at which each column fits."""
    columns = [[n for n in nodes.values() if n.key[0] == c] for c in range(COLUMNS)]
    low, high = 0.0, HEIGHT / max(sum(n.weight for n in column) for column in columns)
    for _ in range(40):
        middle = (low + high) / 2
        tallest = max(_tall(column, middle) for column in columns)
        low, high = (middle, high) if tallest <= HEIGHT else (low, middle)
    for column in columns:
        y = TOP
        for node in sorted(column, key=lambda n: (n.key[1], -rank[n.key[2]], n.key[2])):
            node.y, node.height = y, max(LEAST_NODE, node.weight * low)
            y += node.height + GAP
    return low


def _tall(column: list[Node], scale: float) -> float:
    return sum(max(LEAST_NODE, n.weight * scale) + GAP for n in column)


def _place_bands(nodes: dict[NodeKey, Node], bands: list[Band], scale: float) -> tuple[Band, ...]:
    """Stack the bands at both ends in the order of the nodes they lead to."""
    starts: dict[tuple[NodeKey, NodeKey], float] = {}
    ends: dict[tuple[NodeKey, NodeKey], float] = {}
    for node in nodes.values():
        _stack(node, sorted(node.leaving, key=lambda b: nodes[b.target].y), starts, scale)
        _stack(node, sorted(node.entering, key=lambda b: nodes[b.source].y), ends, scale)
    return tuple(
        replace(b, y0=starts[b.source, b.target], y1=ends[b.source, b.target])
        for b in sorted(bands, key=lambda b: -b.widest)
    )


def _stack(node: Node, bands: list[Band], into: dict[tuple[NodeKey, NodeKey], float], scale: float) -> None:
    used = sum(b.widest for b in bands) * scale
    y = node.y + (node.height - used) / 2 if used < LEAST_NODE else node.y
    for band in bands:
        into[band.source, band.target] = y + band.widest * scale / 2
        y += band.widest * scale
