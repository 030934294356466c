"""A world map of shares, drawn from packaged outlines: nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from ytterby.baseline import table
from ytterby.domain.place import EU_MEMBERS
from ytterby.report.figures.svg import element, picture
from ytterby.report.words import percent, place_name

WIDTH, HEIGHT = 1000.0, 440.0
"""The sheet of the outlines, without the empty south."""
STEPS = (0.2, 0.4, 0.6, 0.8)
"""Where one shade ends and the next begins."""
UNION = "EUU"
_DOT = 3.2


def shade(share: float) -> int:
    """Return the shade of a share, 0 for the lightest.

    Examples
    --------
    >>> shade(0.1), shade(0.2), shade(0.95)
    (0, 1, 4)
    """
    return sum(share >= step for step in STEPS)


def legend() -> list[tuple[str, str]]:
    """Return class and words of each shade."""
    edges = (0.0, *STEPS, 1.0)
    return [(f"shade-{k}", f"{100 * edges[k]:.0f} to {percent(edges[k + 1])}") for k in range(len(edges) - 1)]


def world_map(shares: Mapping[str, float], controller: str, label: str) -> Markup:
    """Draw a map.

    Parameters
    ----------
    shares : place -> share, ISO 3166-1 alpha-3; the Union counts for those of its members that are not named.
    controller : place marked as the one that may stop.
    label : what the map shows, for those who cannot see it.
    """
    marks = []
    for iso3, path, x, y in _outlines():
        value = _share(shares, iso3)
        class_ = "controller" if iso3 == controller else ("land" if value is None else f"shade-{shade(value)}")
        title = element("title", place_name(iso3) + ("" if value is None else f": {percent(value)}"))
        if path:
            marks.append(element("path", *([title] if iso3 else []), d=path, class_=class_))
        elif value is not None or iso3 == controller:
            marks.append(element("circle", title, cx=x, cy=y, r=_DOT, class_=class_))
    return picture(WIDTH, HEIGHT, label, *marks, class_="map")


def _share(shares: Mapping[str, float], iso3: str) -> float | None:
    if iso3 in shares:
        return shares[iso3]
    return shares.get(UNION) if iso3 in EU_MEMBERS else None


@cache
def _outlines() -> tuple[tuple[str, str, float, float], ...]:
    """Places as (iso3, path, x, y): areas first, so that dots stand on them."""
    rows = table("outlines").select("iso3", "path", "x", "y").rows()
    plain = [(iso3 or "", path or "", float(x), float(y)) for iso3, path, x, y in rows]
    return tuple(sorted(plain, key=lambda r: (not r[1], r[0])))
