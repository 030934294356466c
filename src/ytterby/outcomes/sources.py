"""What a run stands on, as rows: sources with standings, figures the balance moved, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ytterby.network.moved import Moved
from ytterby.network.supply import SupplyNetwork

ENOUGH_DRAWS = 200


def source_rows(network: SupplyNetwork) -> list[dict[str, Any]]:
    """One row for each estimate, in the order of the origin ids."""
    return [
        {
            "id": e.id, "what": e.id.split("/")[0], "place": _place(e.id), "low": e.low, "best": e.best,
            "high": e.high, "unit": e.unit, "standing": str(e.standing), "source": e.source, "row": e.row,
        }
        for e in network.estimates.items
        if e.best > 0 or e.high > 0
    ]  # fmt: skip


def moved_rows(moved: Sequence[Moved]) -> list[dict[str, Any]]:
    """One row for each reported figure the balance moved by more than a quarter."""
    return [
        {
            "id": m.estimate.id, "reported": m.estimate.best, "balanced": round(m.balanced, 3), "unit": m.estimate.unit,
            "ratio": round(m.ratio, 4), "cause": m.cause, "standing": str(m.estimate.standing),
            "source": m.estimate.source,
        }
        for m in moved
    ]  # fmt: skip


def warnings_of(draws: int) -> list[str]:
    """What a reader must know before quoting a number."""
    if draws < ENOUGH_DRAWS:
        return [f"{draws} draws are too few for ranges: use at least {ENOUGH_DRAWS}"]
    return []


def _place(id_: str) -> str:
    parts = id_.split("/")
    return parts[3] if len(parts) > 3 else ""
