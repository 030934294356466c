"""The loaded regimes: every instrument, its rules, and the timeline that other instruments gave each rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.yamlfile import load_model
from ytterby.controls.timeline import Span, timeline
from ytterby.domain.regime import Instrument, Listing, Role, Rule
from ytterby.errors import BadData, Fault, did_you_mean

TESTED = (Role.EXPORT_CONTROL, Role.IMPORT_CASE, Role.RUMOUR)


@dataclass(frozen=True)
class Entry:
    """A rule with everything the evaluator asks of it, worked out once.

    Attributes
    ----------
    rule : the rule as written.
    instrument : the instrument it stands in.
    spans : its timeline, oldest first, without gaps.
    listed : its own list and the lists it points to by `same_as`.
    counted : for a content test, the lists whose goods are counted.
    acting : True when the rule is tested: a modelled export control, import case or rumour. A case without
        treatments and a rumour that is not assumed never restrict.
    """

    rule: Rule
    instrument: Instrument
    spans: tuple[Span, ...]
    listed: tuple[Listing, ...]
    counted: tuple[Listing, ...]
    acting: bool

    @property
    def makes_list(self) -> bool:
        """True when the rule adds entries to the issuer's list of dual-use items."""
        r = self.rule
        open_to_all = not r.destinations.places and r.nexus.kind == "made-in" and r.reach == "export"
        return self.acting and r.role is Role.EXPORT_CONTROL and bool(r.items.listed) and open_to_all


@dataclass(frozen=True)
class Library:
    """All instruments that are loaded, as entries by rule id, in the order of the files."""

    entries: dict[str, Entry]

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """Each instrument once."""
        return tuple({e.instrument.id: e.instrument for e in self.entries.values()}.values())

    def content_rules(self) -> tuple[Entry, ...]:
        """Return the rules that test a share of content."""
        return tuple(e for e in self.entries.values() if e.rule.content is not None)


def load_library(folder: Path | None = None) -> Library:
    """Read every regime file, bundled and of the workspace or those of a folder, and link them.

    Parameters
    ----------
    folder : of ``.yaml`` files that count alone; the bundled ones and those of the workspace if None.

    Raises
    ------
    BadData : a file is not of the form, an id is used twice or not known; all faults of linking at once.
    """
    if folder is None:
        return _library(tuple(current().item(f"regimes/{name}.yaml") for name in current().names("regimes")))
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise BadData(Fault("there are no regime files", str(folder), fix="name a folder with .yaml"))
    return link(tuple(load_model(Instrument, f) for f in files))


@lru_cache(maxsize=8)
def _library(items: tuple[Item, ...]) -> Library:
    return link(tuple(_instrument(item) for item in items))


@lru_cache(maxsize=1024)
def _instrument(item: Item) -> Instrument:
    return load_model(Instrument, item.path)


def link(instruments: tuple[Instrument, ...]) -> Library:
    """Join instruments to a library: lists that are pointed to, and acts of one on rules of another."""
    rules = {rule.id: rule for i in instruments for rule in i.rules}
    _refuse_bad_ids(instruments, rules)
    acts = tuple((act, i.id) for i in instruments for act in i.acts)
    entries = {}
    for instrument in instruments:
        for rule in instrument.rules:
            own = tuple((act, by) for act, by in acts if rule.id in act.on)
            pointed = tuple(x for other in rule.items.same_as for x in rules[other].items.listed)
            counted: tuple[Listing, ...] = ()
            if rule.content:
                counted = tuple(x for other in rule.content.counted.same_as for x in rules[other].items.listed)
                counted += rule.content.counted.listed
            spans = timeline(rule, own)
            acting = rule.role in TESTED and rule.modelled == "modelled"
            entries[rule.id] = Entry(rule, instrument, spans, rule.items.listed + pointed, counted, acting)
    return Library(entries)


def regime_schema() -> dict[str, Any]:
    """Return the JSON Schema of a regime file."""
    return Instrument.model_json_schema()


def _refuse_bad_ids(instruments: tuple[Instrument, ...], rules: dict[str, Rule]) -> None:
    faults = []
    seen: set[str] = set()
    for instrument in instruments:
        for rule in instrument.rules:
            where = f"{instrument.id}: {rule.id}"
            if rule.id in seen:
                faults.append(Fault(f'"{rule.id}" is used twice', where, "one id, one rule"))
            seen.add(rule.id)
            content = rule.content.counted.same_as if rule.content else ()
            faults += _unknown(rule.items.same_as + content, rules, where)
        for act in instrument.acts:
            faults += _unknown(act.on, rules, f"{instrument.id}: acts")
    if faults:
        raise BadData(*faults)


def _unknown(ids: tuple[str, ...], rules: dict[str, Rule], where: str) -> list[Fault]:
    names = sorted(rules)
    return [Fault(f'there is no rule "{x}"', where, fix=did_you_mean(x, names)) for x in ids if x not in rules]
