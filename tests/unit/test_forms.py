"""What a form refuses is told in our words: what, where, rule, choices, fix; never in the library's."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ytterby.forms import dotted, fault_of


class Colour(StrEnum):
    """Two."""

    RED = "red"
    BLUE = "blue"


class Inner(BaseModel):
    """One."""

    does: Literal["one"]


class Other(BaseModel):
    """Two."""

    does: Literal["two"]


class Form(BaseModel):
    """A field of every kind."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    draws: int = Field(default=1, ge=1, le=9)
    share: float = Field(default=0.5, gt=0, lt=1)
    whole: bool = True
    name: str = Field(default="a", min_length=1, max_length=3, pattern="^[a-z]*$")
    day: date = date(2026, 1, 1)
    colour: Colour = Colour.RED
    reading: Literal["once", "cascade"] = "once"
    rows: tuple[int, ...] = Field(default=(1,), min_length=1)
    inner: Inner | None = None
    either: Annotated[Inner | Other, Field(discriminator="does")] | None = None
    table: dict[str, int] = {}


CASES = [
    ({"draws": "many"}, '"many" is not a whole number', "whole number, such as 12"),
    ({"draws": 1.5}, "1.5 is not a whole number", "give a whole number"),
    ({"draws": None}, "nothing is not a whole number", "give a whole number"),
    ({"draws": 0}, "0 is not at least 1", "give a value at least 1"),
    ({"draws": 10}, "10 is not at most 9", "give a value at most 9"),
    ({"share": "half"}, '"half" is not a number', "such as 0.5"),
    ({"share": 0}, "0 is not above 0", "above 0"),
    ({"share": 1}, "1 is not below 1", "below 1"),
    ({"share": float("nan")}, "nan is not a finite number", "finite"),
    ({"whole": "perhaps"}, '"perhaps" is not true or false', "true"),
    ({"name": 5}, "5 is not text", "text"),
    ({"name": ""}, '"" does not have at least 1 sign', "at least 1"),
    ({"name": "abcd"}, '"abcd" does not have at most 3 signs', "at most 3"),
    ({"name": "A"}, '"A" is not written as it must be', "pattern"),
    ({"day": "soon"}, '"soon" is not a day', "2026-01-31"),
    ({"colour": "bleu"}, '"bleu" is not one of the choices', 'Did you mean "blue"?'),
    ({"reading": "cascad"}, '"cascad" is not one of the choices', 'Did you mean "cascade"?'),
    ({"rows": 5}, "5 is not a list", "[...]"),
    ({"rows": []}, "[] does not have at least 1 entry", "at least 1"),
    ({"table": {"a": "x"}}, '"x" is not a whole number', "12"),
    ({"inner": 5}, "5 is not an object with fields", "{...}"),
    ({"either": {"does": "tow"}}, '"tow" is not one of the choices', 'Did you mean "two"?'),
    ({"table": 5}, "5 is not an object with fields", "{...}"),
    ({"inner": {}}, '"does" is missing', "add does:"),
    ({"drawz": 1}, '"drawz" is not a field here', 'Did you mean "draws"?'),
]
PYDANTIC = (
    "Input should",
    "unable to",
    "String should",
    "valid integer",
    "List should",
    "Field required",
    "Extra inputs",
)


@pytest.mark.parametrize(("given", "what", "fix"), CASES)
def test_every_refusal_is_in_our_words(given: dict[str, Any], what: str, fix: str):
    with pytest.raises(ValidationError) as caught:
        Form.model_validate(given)
    (entry,) = caught.value.errors(include_url=False)
    fault = fault_of(entry, "a.yaml", tuple(Form.model_fields))
    assert fault.what.startswith(what) and fix in fault.fix
    assert fault.where.startswith(f"a.yaml: {next(iter(given))}")
    assert not [words for words in PYDANTIC if words in fault.text()]


def test_the_choices_are_those_of_the_form():
    with pytest.raises(ValidationError) as caught:
        Form.model_validate({"colour": "green", "reading": 5})
    assert [fault_of(e).choices for e in caught.value.errors()] == [("red", "blue"), ("once", "cascade")]


def test_a_rule_of_the_model_itself_keeps_its_words():
    entry = {"type": "value_error", "loc": (), "input": {"a": 1}, "msg": "Value error, shares sum to 1"}
    assert fault_of(entry, "x").text() == "x: {'a': 1} is refused: shares sum to 1"
    assert fault_of(entry, "x", fix="mend it").fix == "mend it"


def test_places_are_written_with_brackets():
    assert dotted(("a", 0, "b")) == "a[0].b" and dotted(()) == ""
