"""Fields of a scenario that people write with units."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from ytterby.domain.month import Month


def _place(value: object) -> object:
    if isinstance(value, bool | int | float):
        raise ValueError("a place is an ISO 3166-1 alpha-3 code such as JPN (conventions §2)")
    text = str(value)
    from ytterby.baseline import places
    from ytterby.errors import did_you_mean

    if text not in places():
        raise ValueError(
            f"no such place; codes are ISO 3166-1 alpha-3 (conventions §2). {did_you_mean(text, list(places()))}"
        )
    return text


def _month(value: object) -> str:
    return str(Month.parse(str(value)))


def _days(value: object) -> object:
    return _with_unit(value, "d")


def _share(value: object) -> object:
    return _with_unit(value, "share")


def quantity_of(value: object, unit: str) -> object:
    """Accept a plain number in `unit`, or text with a unit of the same dimension; of any where `unit` is empty."""
    return _with_unit(value, unit)


def _with_unit(value: object, unit: str) -> object:
    """Turn ``"90 d"`` or ``"30 %"`` into a number of `unit`; refuse another dimension."""
    if not isinstance(value, str):
        return value
    from ytterby.errors import BadUnit
    from ytterby.units import parse

    try:
        quantity = parse(value)
        return quantity.value if not unit else quantity.to(unit).value
    except BadUnit as bad:
        raise ValueError(str(bad)) from None


Place = Annotated[str, BeforeValidator(_place)]
MonthText = Annotated[str, AfterValidator(_month)]
WithUnit = float | Annotated[str, Field(pattern=r"^\s*[+-]?[\d.,]+([eE][+-]?\d+)?\s*[A-Za-z%].*$")]
"""What people may write: a number, or a number with its unit; the JSON Schema for editors says so."""
Days = Annotated[float, Field(ge=0, le=3650), BeforeValidator(_days, json_schema_input_type=WithUnit)]
Share = Annotated[float, Field(ge=0, le=1), BeforeValidator(_share, json_schema_input_type=WithUnit)]
