"""Units: what is read, what is converted, what is refused."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby import units
from ytterby.errors import BadUnit
from ytterby.units import CHOICES, Quantity, convert, normalise, parse, quantity


def test_examples_of_the_docstrings():
    result = doctest.testmod(units)
    assert result.attempted >= 8
    assert result.failed == 0


@pytest.mark.parametrize(
    ("text", "value", "unit", "dimension"),
    [
        ("2 kt/a", 2, "kt/a", "mass rate"),
        ("2kt/a", 2, "kt/a", "mass rate"),
        ("1,500 t", 1500, "t", "mass"),
        ("-3.5e2 t/mo", -350, "t/mo", "mass rate"),
        ("12 t/a oxide equivalent", 12, "t/a", "mass rate"),
        ("12 t of oxide equivalent per year", 12, "t/a", "mass rate"),
        ("12 t REO/a", 12, "t/a", "mass rate"),
        ("12 t contained", 12, "t", "mass"),
        ("12 t gross/a", 12, "t gross/a", "gross mass rate"),
        ("12 t/a gross", 12, "t gross/a", "gross mass rate"),
        ("2 GUSD", 2, "GUSD", "money"),
        ("60 USD/kg", 60, "USD/kg", "price"),
        ("0.1 %", 0.1, "percent", "share"),
        ("45 d", 45, "d", "time"),
    ],
)
def test_parse(text, value, unit, dimension):
    assert parse(text) == Quantity(value, unit, dimension)


@pytest.mark.parametrize("unit", CHOICES)
def test_every_choice_is_a_canonical_unit(unit):
    assert normalise(unit) == unit
    assert convert(3.0, unit, unit) == 3.0


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (1, "kt/a", "t/mo", 1000 / 12),
        (1, "Mt", "g", 1e12),
        (1, "a", "d", 365.25),
        (1, "a", "mo", 12),
        (2, "wk", "d", 14),
        (1, "GUSD", "MUSD", 1000),
        (60, "USD/kg", "USD/t", 60_000),
        (0.1, "percent", "share", 0.001),
        (5, "kg gross", "g gross", 5000),
    ],
)
def test_convert(value, source, target, expected):
    assert convert(value, source, target) == pytest.approx(expected, rel=1e-12)


def test_a_field_with_a_fixed_unit():
    assert quantity("24 t/a", "t/mo") == pytest.approx(2.0, rel=1e-12)
    assert str(parse("2.50 kt/a").to("t/a")) == "2500 t/a"


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        ("5", "has no unit", "Write for example"),
        ("", "does not begin with a number", ""),
        ("many t", "does not begin with a number", ""),
        ("E0 t", "does not begin with a number", ""),
        ("nan t", "does not begin with a number", ""),
        ("1e999 t", "too large", ""),
        ("1,5 t", "not a unit", ""),
        ("2 KT/A", "not a unit", 'Did you mean "kt/a"?'),
        ("2 MUSDD", "not a unit", 'Did you mean "MUSD"?'),
        ("2 tons", "not a unit", ""),
        ("2 t/a/a", "not a unit", ""),
        ("2 t**2", "not a unit", ""),
        ("2 d gross", "not a unit", ""),
        ("2 __import__('os')", "not a unit", ""),
    ],
)
def test_refusals_name_the_value_the_rule_and_the_choices(text, what, fix):
    with pytest.raises(BadUnit) as caught:
        parse(text, "mine.yaml: levers[0].capacity")
    fault = caught.value.faults[0]
    assert what in fault.what
    assert fault.where == "mine.yaml: levers[0].capacity"
    assert "conventions §1" in fault.rule
    assert fault.choices == CHOICES
    assert fix in fault.fix


@pytest.mark.parametrize(("source", "target"), [("t", "t gross"), ("kt gross/a", "t/mo"), ("USD/kg", "USD/kg gross")])
def test_gross_weight_is_never_taken_for_content(source, target):
    with pytest.raises(BadUnit, match="gross"):
        convert(1.0, source, target)
    assert convert(1.0, target, target) == 1.0


@pytest.mark.parametrize("target", ["t", "USD", "d", "percent"])
def test_other_dimensions_are_refused(target):
    with pytest.raises(BadUnit, match='"t/a" is mass rate'):
        convert(1.0, "t/a", target)


PAIRS = [(a, b) for a in CHOICES for b in CHOICES if units.dimension(a) == units.dimension(b)]


@settings(deadline=None)
@given(value=st.floats(-1e12, 1e12), pair=st.sampled_from(PAIRS))
def test_there_and_back(value, pair):
    source, target = pair
    assert convert(convert(value, source, target), target, source) == pytest.approx(value, rel=1e-12, abs=1e-300)


@settings(deadline=None)
@given(text=st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        read = parse(text)
    except BadUnit:
        return
    assert math.isfinite(read.value)
    assert parse(f"{read.value!r} {read.unit}") == read
