"""Previews: one future, from memory."""

from __future__ import annotations

from time import perf_counter

from ytterby.web.answers import Answer, told
from ytterby.web.endpoints import Asked
from ytterby.web.first import first_answer
from ytterby.web.forms import PreviewForm
from ytterby.web.house import House


def central(house: House, asked: Asked) -> Answer:
    """POST /preview."""
    assert isinstance(asked.body, PreviewForm)
    form, began = asked.body, perf_counter()
    if not house.is_warm and (packaged := first_answer(form)) is not None:
        house.was_asked.set()
        return told(house.shown({**packaged, "moved_sliders": {}, "packaged": True}))
    from ytterby.preview import central as preview
    from ytterby.web.asking import asked_of
    from ytterby.web.standalone import columned

    scenario = asked_of(form)
    found = preview(house.grounds.of(scenario), scenario, form.months, form.whole)
    if not form.whole:
        found = columned(found)
    found["elapsed_s"] = round(perf_counter() - began, 4)
    return told(house.shown({**found, "moved_sliders": dict(form.moved)}))
