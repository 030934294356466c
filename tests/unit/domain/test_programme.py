"""Programmes: what is refused, what is reckoned from their parts."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ytterby.domain.programme import Programme, ProgrammeBook

RANGE = {"low": 1, "best": 2, "high": 4, "standing": "estimate", "source": "s"}


def content(**other):
    return {"commodity": "magnet/ndfeb", "basis": "magnet", "contested": False, **RANGE, **other}


def programme(**other):
    return {
        "id": "a", "title": "A", "place": "JPN", "end_use": "wind", "class": "civil", "kind": "delivery", "unit": "MW",
        "units_per_month": RANGE, "start_month": 0, "content": [content()], "requalification_months": RANGE,
        "material_cost_share": RANGE, "source": "s", **other,
    }  # fmt: skip


def conversion(factor=0.5, **other):
    base = {"commodity": "magnet/ndfeb", "basis": "magnet", "standing": "derived", "source": "s"}
    return {**base, "factor": factor, **other}


def book(*programmes, conversions=None):
    return ProgrammeBook(conversions=conversions or [conversion()], programmes=programmes)


def test_content_is_added_up_as_contained_oxide():
    both = [content(), content(commodity="magnet/ndfeb-dy", basis="element", low=10, best=10, high=10)]
    found = book(
        programme(content=both),
        conversions=[conversion(), conversion(2.0, commodity="magnet/ndfeb-dy", basis="element")],
    )
    assert found.contained(found.programmes[0]) == (20.5, 21.0, 22.0)


def test_standing_is_that_of_the_weakest_part():
    assert Programme(**programme()).standing == "estimate"
    weak = {**RANGE, "standing": "memory_unverified"}
    assert Programme(**programme(units_per_month=weak)).standing == "memory_unverified"
    assert Programme(**programme(content=[content(standing="assumption")])).standing == "assumption"


def test_another_published_figure_makes_content_contested():
    assert not Programme(**programme()).contested
    other = {"what": "gross mass", "low": 9, "high": 9, "standing": "reported", "source": "s"}
    assert Programme(**programme(other_figures=[other])).contested
    assert Programme(**programme(content=[content(contested=True)])).contested


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"units_per_month": {**RANGE, "low": 3}}, "must not fall"),
        ({"units_per_month": {**RANGE, "high": float("inf")}}, "finite number"),
        ({"requalification_months": {**RANGE, "low": -1}}, "greater than or equal to 0"),
        ({"content": []}, "at least 1 item"),
        ({"kind": "upgrade"}, "'delivery' or 'development'"),
        ({"delay": 24}, "Extra inputs are not permitted"),
        ({"start_month": -1}, "greater than or equal to 0"),
    ],
)
def test_what_is_refused(change, told):
    with pytest.raises(ValidationError, match=told):
        Programme(**programme(**change))


def test_a_book_refuses_doubles_and_masses_it_cannot_convert():
    with pytest.raises(ValidationError, match=r"given twice: a; no conversion .*: magnet/ndfeb by element"):
        book(programme(), programme(content=[content(basis="element")]))
