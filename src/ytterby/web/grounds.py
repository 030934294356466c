"""What no slider moves, made once for each chain and kept."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from ytterby.preview import Ground, ground_of
from ytterby.runs.address import data_hash
from ytterby.scenario.schema import Scenario

MOST = 6
"""Grounds that are kept; one is some megabytes."""
_Key = tuple[str, str, str | None, str, int]


class Grounds:
    """Grounds by what they are made from."""

    def __init__(self) -> None:
        self._lock, self._known = Lock(), OrderedDict[_Key, Ground]()

    def of(self, scenario: Scenario) -> Ground:
        """Return what a scenario stands on; two that ask for the same at once wait for one making."""
        overrides = hash(tuple(o.model_dump_json() for o in scenario.uncertainties.overrides))
        key = (data_hash(), scenario.chain, scenario.controller, scenario.start, overrides)
        with self._lock:
            if key not in self._known:
                self._known[key] = ground_of(scenario)
            self._known.move_to_end(key)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
            return self._known[key]
