"""What a number stands on, step by step."""

from __future__ import annotations

from ytterby.mcp.basis import Beside
from ytterby.mcp.figures import Figure, Frozen, Told


class Step(Frozen):
    """One step back: what was done, to what."""

    step: str
    id: str
    detail: str


class Source(Frozen):
    """A claim, a row of a table, a rule, or an assumption; a redacted answer gives no figures of the house's own."""

    id: str
    source: str
    row: str = ""
    """Row of the table, key of the claim, or clause."""
    standing: str = ""
    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str = ""
    quote: str | None = None


class Explained(Told):
    """A number, walked back."""

    number: Figure
    path: tuple[Step, ...] = ()
    sources: tuple[Source, ...] = ()
    beside: Beside | None = None
    """The amount that was given, over the number."""
