"""Who owns whom, from a small table: ``owner,owned,share`` and, for a listed owner, ``listed_on``."""

from __future__ import annotations

import re
from pathlib import Path

from ytterby.controls.facts import Holding
from ytterby.controls.tables import read_table
from ytterby.errors import BadData, Fault

NAMES = ("owner", "owned", "share", "listed_on")


def read_owners(path: Path) -> tuple[Holding, ...]:
    """Read holdings; a share is a fraction between 0 and 1.

    Raises
    ------
    BadData : all faults, each with row and column.
    """
    table = read_table(path)
    faults = [Fault(f'the column "{n}" is missing', f"{path}: row 1") for n in NAMES[:3] if n not in table.columns]
    if faults:
        raise BadData(*faults)
    out = []
    for cells in table.to_dicts():
        row = cells["row"]
        owner, owned = (cells["owner"] or "").strip(), (cells["owned"] or "").strip()
        for name, value in (("owner", owner), ("owned", owned)):
            if not value:
                faults.append(Fault("a name is needed", f"{path}: row {row}, column {name}"))
        share = _share(cells["share"] or "")
        if share is None:
            where = f"{path}: row {row}, column share"
            faults.append(Fault(f'"{cells["share"]}" is no share', where, "a fraction from 0 to 1", fix="write 0.5"))
        lists = tuple((cells.get("listed_on") or "").replace(";", " ").split())
        out.append(Holding(owner, owned, share or 0.0, lists))
    if faults:
        raise BadData(*faults)
    return tuple(out)


def cells_in(path: Path, encoding: str = "utf-8") -> tuple[str, ...]:
    """Return every cell of a file of holdings that may be a name, even where the file would be refused."""
    text = path.read_bytes().decode(encoding, "replace") if path.is_file() else ""
    cells = (c.strip(' "') for line in text.splitlines()[1:] for c in re.split(r"[,;\t]", line))
    return tuple(dict.fromkeys(c for c in cells if c and not c.replace(".", "").isdigit()))


def _share(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None
