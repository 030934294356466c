"""Routes between places, what they cross, and what they cost (conventions §12)."""

from __future__ import annotations

from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.yamlfile import load_model, named
from ytterby.domain.words import Standing
from ytterby.network.chain import Judged
from ytterby.scenario.quantity import Place, Share


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Corridor(_Frozen):
    """A way between regions: what it crosses, what it can carry, what it costs, how long it takes."""

    id: str
    """Short name."""
    title: str
    """Name for the result."""
    from_: tuple[str, ...] = Field(default=(), alias="from")
    """Regions or places it joins on one side; empty means any."""
    to: tuple[str, ...] = ()
    """Regions or places on the other side; empty means any. Every corridor works both ways."""
    transit: tuple[str, ...] = ()
    """States and named passages it crosses; a closed one closes it."""
    usual: bool = False
    """True for the route taken as long as nothing happens; the last usual one that serves a pair counts."""
    capacity: Judged
    """What it can carry, as a share of a link's usual flow."""
    cost: Judged
    """Freight over the freight of the pair's usual route."""
    lag: Judged
    """Time under way [mo]."""
    source: str
    """Where its course was read."""
    standing: Standing
    """How well its course is known."""

    @model_validator(mode="after")
    def _ordered(self) -> Corridor:
        for judged in (self.capacity, self.cost, self.lag):
            if not judged.low <= judged.best <= judged.high:
                raise ValueError(f'"{judged.id}": low, best and high must not fall')
        if not self.usual and self.cost.low < 1:
            raise ValueError(f'"{self.id}" costs less than the usual route: then it would be the usual one')
        if self.usual and not (self.capacity.low == self.capacity.high == self.cost.low == self.cost.high == 1):
            raise ValueError(f'"{self.id}" is usual: its capacity and cost are 1, what the others are measured by')
        return self


class Closure(_Frozen):
    """A transit state or passage that closes, in whole or in part, or charges for passing."""

    id: str
    """Short name."""
    transit: str
    """State or named passage of `corridors.yaml`."""
    from_: date = Field(alias="from")
    """First day."""
    until: date | None = None
    """Last day; empty means open."""
    closed: Share = 1.0
    """Share of the traffic that does not pass."""
    charge: float = Field(default=0.0, ge=0, le=100)
    """What passing costs more, over the freight of the usual route."""
    source: str
    """Who says so, or `assumption`."""
    standing: Standing = Standing.ASSUMPTION
    """How well it is known."""

    @model_validator(mode="after")
    def _in_order(self) -> Closure:
        if self.until is not None and self.until < self.from_:
            raise ValueError(f'closure "{self.id}" ends on {self.until}, before it starts on {self.from_}')
        return self


class Corridors(_Frozen):
    """All corridors, with the regions and passages they name."""

    regions: dict[str, tuple[Place, ...]]
    """Region -> its places."""
    passages: dict[str, str]
    """Straits, canals, seas and border crossings -> their names."""
    corridors: tuple[Corridor, ...]
    """General ones first: the last usual corridor that serves a pair counts."""

    @model_validator(mode="after")
    def _named(self) -> Corridors:
        from ytterby.baseline import places

        known = places()
        faults = [
            f'"{c.id}" names "{name}", which is neither a region nor a place'
            for c in self.corridors for name in (*c.from_, *c.to) if name not in self.regions and name not in known
        ]  # fmt: skip
        faults += [
            f'"{c.id}" crosses "{name}", which is neither a passage nor a place'
            for c in self.corridors for name in c.transit if name not in self.passages and name not in known
        ]  # fmt: skip
        ids = [c.id for c in self.corridors]
        faults += [f'"{i}" stands twice' for i in sorted({i for i in ids if ids.count(i) > 1})]
        if not any(c.usual and not c.from_ and not c.to for c in self.corridors):
            faults.append("no usual corridor serves any pair: one with empty `from` and `to` is needed")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def transits(self) -> tuple[str, ...]:
        """States and passages that some corridor crosses, sorted."""
        return tuple(sorted({name for c in self.corridors for name in c.transit}))

    def serving(self, origin: str, destination: str) -> tuple[Corridor, ...]:
        """Return the routes between two places: the usual one first, then the others by cost, then by time."""
        fit = [c for c in self.corridors if self._joins(c, origin, destination) or self._joins(c, destination, origin)]
        usual = [c for c in fit if c.usual][-1]
        return (usual, *sorted((c for c in fit if not c.usual), key=lambda c: (c.cost.best, c.lag.best)))

    def _joins(self, corridor: Corridor, one: str, other: str) -> bool:
        return self._within(one, corridor.from_) and self._within(other, corridor.to)

    def _within(self, place: str, names: tuple[str, ...]) -> bool:
        return not names or any(place == name or place in self.regions.get(name, ()) for name in names)


def load_corridors(path: str = "") -> Corridors:
    """Read the bundled corridors, or a file of one's own.

    Raises
    ------
    NotFound, BadData : no such file, or it was refused; all faults at once.
    """
    return _read_corridors(named("corridors", path) if path else current().item("corridors.yaml"))


@cache
def _read_corridors(item: Item) -> Corridors:
    return load_model(Corridors, item.path)
