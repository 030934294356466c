"""Previews from memory: what no slider moves is made once for each chain and kept."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

from ytterby.web.answers import Answer, told
from ytterby.web.endpoints import Asked
from ytterby.web.first import first_answer
from ytterby.web.forms import PreviewForm
from ytterby.web.house import House

if TYPE_CHECKING:
    from ytterby.preview import Ground
    from ytterby.scenario.schema import Scenario

MOST = 6
"""Grounds that are kept; one is some megabytes."""
_Key = tuple[str, str, str | None, str, int]


def central(house: House, asked: Asked) -> Answer:
    """POST /preview."""
    assert isinstance(asked.body, PreviewForm)
    form, began = asked.body, perf_counter()
    if not house.is_warm and (packaged := first_answer(form)) is not None:
        house.was_asked.set()
        return told(house.shown({**packaged, "moved_sliders": {}, "packaged": True}))
    from ytterby.preview import central as preview
    from ytterby.web.asking import asked_of

    scenario = asked_of(form)
    found = preview(house.previews.ground(scenario), scenario, form.months, form.whole)
    found["elapsed_s"] = round(perf_counter() - began, 4)
    return told(house.shown({**found, "moved_sliders": dict(form.moved)}))


class Previews:
    """Grounds by what they are made from."""

    def __init__(self) -> None:
        self._lock, self._known = Lock(), OrderedDict[_Key, "Ground"]()

    def ground(self, scenario: Scenario) -> Ground:
        """Return what a scenario stands on; two that ask for the same at once wait for one making."""
        from ytterby.preview import ground_of
        from ytterby.runs.address import data_hash

        overrides = hash(tuple(o.model_dump_json() for o in scenario.uncertainties.overrides))
        key = (data_hash(), scenario.chain, scenario.controller, scenario.start, overrides)
        with self._lock:
            if key not in self._known:
                self._known[key] = ground_of(scenario)
            self._known.move_to_end(key)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
            return self._known[key]
