"""Outlines of countries for offline maps, from Natural Earth, projected once (Equal Earth)."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from baseline.resource import Field, Licence, Resource

NATURAL_EARTH = Licence(
    "natural-earth", "Natural Earth, public domain", "https://www.naturalearthdata.com/about/terms-of-use/"
)
WIDTH, HEIGHT = 1000.0, 487.0
# Coefficients of the projection: Savric, Patterson and Jenny (2018), doi:10.1080/13658816.2018.1504949.
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT = math.sqrt(3.0) / 2.0
_ANTARCTICA = "010"
_LEAST_AREA = 0.6
"""Islets smaller than this, in square units of the drawing, are left out unless they are all there is."""
FIELDS = (
    Field(
        "id", "string", "m49, or the name where Natural Earth gives no code", role="id", constraints={"unique": True}
    ),
    Field("iso3", "string", "ISO 3166-1 alpha-3; empty where there is none"),
    Field("path", "string", "SVG path on a sheet of 1000 by 487; empty where the place is too small to be drawn"),
    Field("x", "number", "middle of its largest part", unit="1"),
    Field("y", "number", "middle of its largest part", unit="1"),
)
Ring = list[tuple[float, float]]


def build(shared: Path) -> list[Resource]:
    """Return one row for each country; small ones that the coarse map lacks have a point only."""
    iso3 = _codes()
    coarse, fine = (_countries(shared / "data" / "geo" / f"countries-{s}.json") for s in ("110m", "50m"))
    rows = []
    for key, rings in sorted({**fine, **coarse}.items()):
        if key == _ANTARCTICA:
            continue
        largest = max(rings, key=_area)
        x, y = _middle(largest)
        drawn = [r for r in rings if _area(r) >= _LEAST_AREA or r is largest] if key in coarse else []
        rows.append({"id": key, "iso3": iso3.get(key, ""), "path": _path(drawn), "x": round(x, 1), "y": round(y, 1)})
    return [
        Resource(
            "outlines", "Outlines of countries on an Equal Earth sheet", FIELDS, rows, (NATURAL_EARTH,),
            (("Natural Earth 1:110m and 1:50m by way of world-atlas 2.0.2", "https://www.naturalearthdata.com"),),
            "2.0.2", ("id",),
        )
    ]  # fmt: skip


def _codes() -> dict[str, str]:
    table = Path(__file__).resolve().parents[2] / "src" / "ytterby" / "baseline" / "tables" / "places.csv"
    with table.open(encoding="utf-8") as file:
        found = {r["m49"]: r["iso3"] for r in csv.DictReader(file) if r["m49"] and r["kind"] == "territory"}
    return found | {"Kosovo": "XKX"}


def _countries(path: Path) -> dict[str, list[Ring]]:
    """Read a TopoJSON of countries into projected outer rings by code."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = [_arc(a, topology["transform"]) for a in topology["arcs"]]
    out: dict[str, list[Ring]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        key = shape.get("id") or shape["properties"]["name"]
        whole = (part for ring in _outer(shape, arcs) for part in _within(ring))
        out.setdefault(key, []).extend([_projected(p) for p in whole])
    return out


def _arc(arc: list[list[int]], transform: dict[str, Any]) -> Ring:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    out, x, y = [], 0, 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        out.append((x * sx + tx, y * sy + ty))
    return out


def _outer(shape: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for part in parts:
        ring: Ring = []
        for index in part[0]:
            points = arcs[index] if index >= 0 else arcs[~index][::-1]
            ring += points[1:] if ring else points
        yield ring


def _within(ring: Ring) -> Iterator[Ring]:
    """Cut a ring that crosses the edge of the sheet (180 degrees) into the parts on either side."""
    turns, unrolled = 0.0, []
    for k, (lon, lat) in enumerate(ring):
        if k and abs(lon - ring[k - 1][0]) > 180:
            turns += 360.0 if lon < ring[k - 1][0] else -360.0
        unrolled.append((lon + turns, lat))
    for shift in (-360.0, 0.0, 360.0):
        moved = [(lon + shift, lat) for lon, lat in unrolled]
        part = _clipped(_clipped(moved, 180.0, 1.0), -180.0, -1.0)
        if len(part) > 2:
            yield part


def _clipped(ring: Ring, edge: float, side: float) -> Ring:
    """Keep what lies on one side of a meridian: side 1 keeps the west of it, -1 the east."""
    out: Ring = []
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        a_in, b_in = side * a[0] <= side * edge, side * b[0] <= side * edge
        if a_in:
            out.append(a)
        if a_in != b_in:
            share = (edge - a[0]) / (b[0] - a[0])
            out.append((edge, a[1] + share * (b[1] - a[1])))
    return out


def _projected(ring: Ring) -> Ring:
    return [_equal_earth(lon, lat) for lon, lat in ring]


def _equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """Place a point on the sheet: x to the right, y downwards."""
    t = math.asin(_ROOT * math.sin(math.radians(lat)))
    a1, a2, a3, a4 = _A
    slope = a1 + 3 * a2 * t**2 + t**6 * (7 * a3 + 9 * a4 * t**2)
    x = math.radians(lon) * math.cos(t) / (_ROOT * slope)
    y = t * (a1 + a2 * t**2 + t**6 * (a3 + a4 * t**2))
    scale = WIDTH / (2 * math.pi / (_ROOT * a1))
    return WIDTH / 2 + x * scale, HEIGHT / 2 - y * scale


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def _middle(ring: Ring) -> tuple[float, float]:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _path(rings: list[Ring]) -> str:
    """Write rings as relative moves in tenths of a unit: half the bytes of absolute ones."""
    out = []
    for ring in rings:
        tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
        x, y = tenths[0]
        moves = []
        for nx, ny in tenths[1:]:
            if (nx, ny) != (x, y):
                moves.append(f"{_tenth(nx - x)} {_tenth(ny - y)}")
                x, y = nx, ny
        out.append(f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l{' '.join(moves)}z")
    return "".join(out)


def _tenth(value: int) -> str:
    return f"{value / 10:g}"
