"""What a brief may say: the run's object, what was set beside it, and what follows from them by counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ytterby.errors import Fault, YtterbyError
from ytterby.report.summary import summaries
from ytterby.report.view import RunView
from ytterby.report.words import FEWEST_DRAWS

KEYS: Mapping[str, tuple[str, ...]] = {
    "fill_rate": ("place", "end_use", "class", "month"),
    "first_short": ("place", "end_use", "class"),
    "time_to_survive": ("place", "end_use", "class"),
    "time_to_recover": ("place", "end_use", "class"),
    "undelivered_t": ("place", "end_use", "class"),
    "cover_days": ("place", "end_use", "stage"),
    "lowest_fill": ("place", "end_use", "class"),
}
"""Lists whose rows are named by what they are about, as `ytterby explain` names them; others by their position."""
FIXED = {"part": 9, "whole": 10, "fewest": FEWEST_DRAWS, "all": 1.0, "axis": [0.0, 0.5, 1.0]}
"""Numbers of the conventions that a page repeats: 5 to 95 % is 9 of 10, least draws for it, ticks of an axis."""
NAMED, SHOWN = 3, 8
"""End uses named in the first sentence, and shown on the director's page."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """Rooms of facts by name.

    Attributes
    ----------
    run : object of `ytterby run --json`, as shown: marked, and redacted where asked.
    beside : other rooms: ``made`` (the manifest), ``movers``, ``actions``, ``official``, ``sensitivity``.
    """

    run: Mapping[str, Any]
    beside: Mapping[str, Any]

    @cached_property
    def view(self) -> RunView:
        """The run as the report sees it."""
        return RunView.from_json(self.run)

    @cached_property
    def rooms(self) -> Mapping[str, Any]:
        """Every room; `found` is counted from the run."""
        return {**self.beside, "run": self.run, "found": found_of(self.run, self.view), "fixed": FIXED}

    @cached_property
    def _named(self) -> dict[int, dict[tuple[str, ...], Any]]:
        return {}

    def at(self, path: str) -> Any:  # noqa: ANN401 - plain JSON data
        """Return the value at a path.

        Raises
        ------
        YtterbyError : nothing stands there.
        """
        room, *rest = path.split("/")
        value: Any = self.rooms.get(room)
        last = room
        try:
            while rest:
                if last in KEYS and isinstance(value, Sequence):
                    width = len(KEYS[last])
                    value, rest = self._row(last, value)[tuple(rest[:width])], rest[width:]
                    last = ""
                    continue
                last, *rest = rest
                value = value[int(last)] if isinstance(value, Sequence) else value[last]
        except (KeyError, IndexError, ValueError, TypeError):
            raise YtterbyError(Fault("no fact stands there", path, "each number of a brief has its path")) from None
        return value

    def _row(self, kind: str, rows: Sequence[Row]) -> dict[tuple[str, ...], Any]:
        if id(rows) not in self._named:
            self._named[id(rows)] = {tuple(str(row[k] or "") for k in KEYS[kind]): row for row in rows}
        return self._named[id(rows)]


def found_of(given: Mapping[str, Any], run: RunView) -> Row:
    """Count what a page says of a run and its object does not hold.

    Returns
    -------
    ``uses``, ``short`` (in half the draws or more), ``unnamed`` (short first, beyond those named), ``unshown`` (beyond
    those on the director's page), ``worst`` (month in which least comes into the focus), ``then`` and ``share`` (flows
    in that month [t/mo], and over before; by position), ``standings`` (of the sources).
    """
    uses = summaries(run)
    short = [use for use in uses if use.short]
    first = min((str(use.first_short.p50) for use in short), default="")
    worst = _emptiest(run)
    return {
        "uses": len(uses),
        "short": len(short),
        "unnamed": sum(str(use.first_short.p50) == first for use in short) - NAMED,
        "unshown": len(uses) - SHOWN,
        "worst": run.months[worst],
        "standings": dict(Counter(str(source["standing"]) for source in given.get("sources", []))),
        "then": [f.mean_t_mo[worst] for f in run.flows],
        "share": [f.mean_t_mo[worst] / f.before_t_mo if f.before_t_mo else None for f in run.flows],
    }


def _emptiest(run: RunView) -> int:
    """Return the index of the month in which least comes into the places in focus; the first of equals."""
    into = [f.mean_t_mo for f in run.flows if f.from_ != f.to and (not run.focus or f.to in run.focus)]
    sums = [sum(month) for month in zip(*into, strict=True)] or [0.0]
    return sums.index(min(sums))
