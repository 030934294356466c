"""Whose borders the map draws."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from ytterby.errors import BadData, Fault
from ytterby.web.answers import Answer, told
from ytterby.web.endpoints import Asked
from ytterby.web.house import House

LARGEST = 20_000_000
_NOTE = (
    "Borders as Natural Earth draws them: who controls a place in fact, not who claims it. "
    "`ytterby serve --map FILE` draws others."
)


def chosen(house: House, asked: Asked) -> Answer:
    """GET /map: the page's own borders, or the user's as TopoJSON."""
    path = house.settings.topology
    if path is None:
        return told(house.shown({"topology": "natural-earth-de-facto", "note": _NOTE, "data": None}))
    state = path.stat()
    note = f"Borders of {path.name}, as given to `ytterby serve`."
    return told(house.shown({"topology": path.name, "note": note, "data": _read(path, state.st_mtime_ns)}))


def check(path: Path) -> None:
    """Refuse a file that is no TopoJSON of countries, when the server starts.

    Raises
    ------
    BadData : why.
    """
    if path.stat().st_size > LARGEST:
        raise BadData(Fault(f"{path.stat().st_size} bytes are too many", str(path), f"at most {LARGEST}"))
    _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
        objects = found["objects"]
        if found["type"] != "Topology" or not objects or "arcs" not in found:
            raise ValueError("it has no objects")
    except (ValueError, KeyError, TypeError, RecursionError) as failure:
        rule = 'type "Topology" with objects and arcs; each country with its ISO 3166-1 code as id'
        raise BadData(Fault(f"not TopoJSON: {failure}", str(path), rule)) from None
    plain: dict[str, Any] = found
    return plain
