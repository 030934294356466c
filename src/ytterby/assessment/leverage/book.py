"""Unit values, past packages and the ladder, read from their file."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ytterby.baseline.value_added import Range
from ytterby.baseline.yamlfile import load_model
from ytterby.scenario.quantity import Place

FILE = Path(__file__).parents[2] / "baseline" / "checks" / "leverage.yaml"


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Package(_Frozen):
    """A package of restrictions, and its end."""

    id: str
    from_: date = Field(alias="from")
    """First day, or day of the announcement."""
    ended: date | None
    """Day it was lifted or suspended; empty while it holds."""
    aimed: bool
    """Whether it names one state."""
    how: str
    """How it ended."""
    source: str
    """Who says so."""


class Rung(_Frozen):
    """A step of an escalation."""

    id: str
    what: str
    """In words."""
    scenario: str
    """Bundled scenario that is run."""
    projects: bool = False
    """Compare projects elsewhere with and without a ban on technology, on top of the scenario."""


class Sender(_Frozen):
    """A state whose leverage is drawn."""

    id: Place
    scenario: str
    target: Place
    what: str
    """Goods and target, in words."""


class Book(_Frozen):
    """Everything of the file."""

    unit_values: dict[str, dict[str, Range]]
    """Chain -> stage -> price of what leaves it [USD/kg contained]."""
    packages: tuple[Package, ...]
    as_of: date
    """Day on which the ends of packages were read."""
    ladder: tuple[Rung, ...]
    senders: tuple[Sender, ...]


@cache
def load_book() -> Book:
    """Read the bundled file."""
    return load_model(Book, FILE)
