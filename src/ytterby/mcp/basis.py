"""Contained metal and gross weight are two things: an answer is in one, and nothing is set beside the other."""

from __future__ import annotations

from typing import Literal

from ytterby.errors import BadUnit, Fault
from ytterby.mcp.figures import Figure, Frozen
from ytterby.units import Quantity, convert, parse

Basis = Literal["contained", "gross"]
RULE = "mass is contained material; the gross weight of an article is another dimension (conventions §1)"


class Beside(Frozen):
    """An amount of the caller's beside a figure."""

    amount: float
    """In the unit of the figure."""
    unit: str
    ratio: float | None
    """Amount over figure; None where the figure is nothing."""
    ratio_low: float | None
    ratio_high: float | None


def refuse_gross(basis: Basis) -> None:
    """Refuse to give amounts as gross weight.

    Raises
    ------
    BadUnit : the model has contained material only.
    """
    if basis == "gross":
        fix = "ask for contained, and convert outside with a content that is named (kg contained per kg gross)"
        raise BadUnit(Fault("amounts are not known as gross weight", "basis", RULE, ("contained",), fix))


def beside(figure: Figure, amount: str, basis: Basis | None) -> Beside:
    """Set an amount beside a figure of the same kind.

    Parameters
    ----------
    amount : such as ``120 t`` or ``30 d``.
    basis : of a mass; must be said.

    Raises
    ------
    BadUnit : the basis of a mass is not said, or amount and figure are of different kinds.
    """
    given = _given(amount, basis)
    unit = figure.unit.replace(" contained", "")
    if not isinstance(figure.value, int | float):
        raise BadUnit(Fault(f"{figure.id} is no amount", "amount", fix="compare with a figure that has one"))
    if "as stated" in figure.unit:
        what = f"{figure.id} is in {unit}: its source does not say whether that is contained or gross"
        raise BadUnit(Fault(what, "amount", RULE, fix="compare with a figure whose basis is known"))
    value = convert(given.value, given.unit, unit, "amount")
    return Beside(
        amount=value, unit=figure.unit, ratio=_over(value, figure.value), ratio_low=_over(value, figure.high),
        ratio_high=_over(value, figure.low),
    )  # fmt: skip


def _given(amount: str, basis: Basis | None) -> Quantity:
    given = parse(amount, "amount")
    said = "gross" in given.dimension
    if "mass" in given.dimension and basis is None:
        raise BadUnit(
            Fault(f'"{amount}" may be contained material or gross weight', "basis", RULE, ("contained", "gross"),
                  "say which")
        )  # fmt: skip
    if "mass" in given.dimension and said != (basis == "gross"):
        if said:
            raise BadUnit(Fault(f'"{amount}" is gross weight, the basis given is contained', "basis", RULE))
        mass, sign, rest = given.unit.partition("/")
        return parse(f"{given.value!r} {mass} gross{sign}{rest}", "amount")
    return given


def _over(amount: float, figure: float | str | None) -> float | None:
    return amount / figure if isinstance(figure, int | float) and figure else None
