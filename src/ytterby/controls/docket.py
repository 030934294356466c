"""The law of one day: the state of every rule, under each branch, and what awaits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ytterby.controls.library import Entry, Library
from ytterby.controls.timeline import Span, State, next_change, span_at
from ytterby.domain.regime import Branch

BRANCHES = (Branch.LAPSE, Branch.REVIVE, Branch.EXTEND)


@dataclass(frozen=True)
class Docket:
    """The law on a day.

    Attributes
    ----------
    on : the day.
    library : the regimes.
    spans : the span of each rule the day lies in, by rule id.
    live : whether each rule applies, by rule id, one value per branch of `BRANCHES`.
    lists : by issuer, the rules that make its list of dual-use items.
    unknown : rules whose suspension has ended with no later instrument loaded.
    """

    on: date
    library: Library
    spans: dict[str, Span]
    live: dict[str, tuple[bool, bool, bool]]
    lists: dict[str, tuple[Entry, ...]]
    unknown: tuple[str, ...]

    def notice(self) -> str:
        """Say how many rules nobody can place on this day; empty when all are known."""
        n = len(self.unknown)
        if not n:
            return ""
        verb = "rule has" if n == 1 else "rules have"
        names = ", ".join(self.unknown)
        return f"{n} {verb} unknown status on {self.on}: {names} (suspension ended, no later instrument loaded)"


@lru_cache(maxsize=4096)
def docket(library: Library, on: date, assumed: frozenset[str] = frozenset()) -> Docket:
    """Return the law of a day; rules in `assumed` (a rumour, say) are taken as in force."""
    spans = {rid: span_at(e.spans, on) for rid, e in library.entries.items()}
    live = {
        rid: (True, True, True)
        if rid in assumed
        else (s.live(Branch.LAPSE), s.live(Branch.REVIVE), s.live(Branch.EXTEND))
        for rid, s in spans.items()
    }
    lists: dict[str, tuple[Entry, ...]] = {}
    for entry in library.entries.values():
        if entry.makes_list:
            issuer = entry.instrument.issuer
            lists[issuer] = (*lists.get(issuer, ()), entry)
    unknown = tuple(
        r for r, s in spans.items() if s.state is State.UNKNOWN and r not in assumed and library.entries[r].acting
    )
    return Docket(on, library, spans, live, lists, unknown)


@dataclass(frozen=True, slots=True)
class Coming:
    """A date to watch."""

    on: date
    rule: str
    what: str
    issuer: str
    citation: str


def coming_dates(library: Library, since: date, to: date | None = None) -> tuple[Coming, ...]:
    """Return what is due from a day on: suspensions that end, rules that begin or end, cases that close."""
    found = []
    for rid, entry in library.entries.items():
        source = entry.instrument
        for span in entry.spans:
            if span.since and span.since >= since and span.state is not State.NOT_ANNOUNCED:
                what = f"becomes {span.state.value}" + (f" ({span.by})" if span.by else "")
                found.append(Coming(span.since, rid, what, source.issuer, source.citation))
        for key in entry.rule.dates:
            found.append(Coming(key.on, rid, key.what, source.issuer, source.citation))
    kept = [c for c in found if c.on >= since and (to is None or c.on <= to)]
    return tuple(sorted(kept, key=lambda c: (c.on, c.rule)))


def next_date(entry: Entry, on: date) -> Span | None:
    """Return the next span of a rule that would change an answer."""
    return next_change(entry.spans, on)
