"""The one door to units: parse, convert, refuse (conventions §1).

Mass means contained material (rare earths: t of oxide equivalent). The gross weight of a traded article is
another dimension, written ``t gross``, and is never converted by this module.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ytterby.errors import BadUnit, Fault, did_you_mean

if TYPE_CHECKING:
    import pint

RULE = "a quantity is a number and a unit; mass is contained material, gross weight is named (conventions §1)"

_MASS = {"g": "1e-6", "kg": "1e-3", "t": "1", "kt": "1e3", "Mt": "1e6"}
_MONEY = {"USD": "1", "kUSD": "1e3", "MUSD": "1e6", "GUSD": "1e9"}
_TIME = {"d": "1", "wk": "7", "mo": "365.25 / 12", "a": "365.25"}
_SHARE = {"percent": "0.01", "share": "1"}
_UNITS = {"[mass]": _MASS, "[money]": _MONEY, "[time]": _TIME}

CHOICES = (
    *_MASS,
    *(f"{unit} gross" for unit in _MASS),
    *(f"{mass}/{time}" for mass in ("t", "kt") for time in ("a", "mo")),
    *_MONEY,
    "USD/kg",
    "USD/a",
    *_TIME,
    *_SHARE,
)

_DIMENSIONS = {
    (("[mass]", 1.0),): "mass",
    (("[mass]", 1.0), ("[time]", -1.0)): "mass rate",
    (("[gross_mass]", 1.0),): "gross mass",
    (("[gross_mass]", 1.0), ("[time]", -1.0)): "gross mass rate",
    (("[money]", 1.0),): "money",
    (("[money]", 1.0), ("[time]", -1.0)): "money rate",
    (("[mass]", -1.0), ("[money]", 1.0)): "price",
    (("[gross_mass]", -1.0), ("[money]", 1.0)): "gross price",
    (("[time]", 1.0),): "time",
    (("[time]", -1.0),): "share rate",
    (): "share",
}

_ALIASES = {"%": "percent", "tonne": "t", "tonnes": "t", "day": "d", "days": "d", "week": "wk", "weeks": "wk"}
_ALIASES |= {"month": "mo", "months": "mo", "year": "a", "years": "a", "tREO": "t"}
# Words that only repeat the rule "mass is contained"; "oxide equivalent" and "REO" say it for rare earths.
_CONTAINED = re.compile(r"\b(?:of )?(?:oxide[ -]equivalent|oxide|REO|contained|metal content)\b")
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?"
_QUANTITY = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<unit>.*?)\s*", re.DOTALL)
_UNIT = re.compile(r"[A-Za-z%]+(?: gross)?(?:/[A-Za-z]+(?: gross)?)*(?: gross)?|1/[a-z]+")


@dataclass(frozen=True)
class Quantity:
    """A number with its unit.

    Attributes
    ----------
    value : finite number in `unit`.
    unit : canonical text, for example ``kt/a``.
    dimension : mass, mass rate, gross mass, money, price, time, share and so on.
    """

    value: float
    unit: str
    dimension: str

    def to(self, unit: str, where: str = "") -> Quantity:
        """Return the same amount in another unit of the same dimension.

        Examples
        --------
        >>> parse("2 kt/a").to("t/a")
        Quantity(value=2000.0, unit='t/a', dimension='mass rate')
        """
        target = normalise(unit, where)
        return Quantity(convert(self.value, self.unit, target, where), target, self.dimension)

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}"


def parse(text: str, where: str = "") -> Quantity:
    """Read a number and its unit.

    Parameters
    ----------
    text : for example ``2 kt/a``, ``1,500 t REO``, ``0.1 %``, ``2 GUSD``.
    where : file and field, or option, for the message of a refusal.

    Raises
    ------
    BadUnit
        No number, no unit, an unknown unit, or a number that is not finite.

    Examples
    --------
    >>> parse("2 kt/a")
    Quantity(value=2.0, unit='kt/a', dimension='mass rate')
    >>> parse("1,500 t/a oxide equivalent")
    Quantity(value=1500.0, unit='t/a', dimension='mass rate')
    """
    match = _QUANTITY.fullmatch(text)
    number = match["number"].replace(",", "") if match else ""
    if not any(sign.isdigit() for sign in re.split("[eE]", number)[0]):  # "E0 t" has an exponent of nothing
        raise _refusal(f'"{text}" does not begin with a number', where, fix='Write for example "2 kt/a".')
    unit = match["unit"] if match else ""
    if not unit:
        raise _refusal(f'"{text}" has no unit', where, fix=f'Write for example "{text.strip()} t/a".')
    value = float(number)
    if not math.isfinite(value):
        raise _refusal(f'"{text}" is too large for a number', where)
    canonical = normalise(unit, where)
    return Quantity(value, canonical, dimension(canonical))


def quantity(text: str, unit: str, where: str = "") -> float:
    """Read `text` and return its value in `unit`: the short form for a field whose unit is fixed.

    Examples
    --------
    >>> quantity("2 kt/a", "t/a")
    2000.0
    """
    return parse(text, where).to(unit, where).value


def convert(value: float, source: str, target: str, where: str = "") -> float:
    """Convert `value` from one unit to another of the same dimension.

    Raises
    ------
    BadUnit
        Unknown unit, or units of different dimensions; contained and gross mass are different.

    Examples
    --------
    >>> convert(24.0, "t/a", "t/mo")
    2.0
    >>> convert(60.0, "USD/kg", "USD/t")
    60000.0
    """
    source, target = normalise(source, where), normalise(target, where)
    if source == target:
        return float(value)
    have, want = dimension(source), dimension(target)
    if have != want:
        gross = "gross" in have.split() or "gross" in want.split()
        fix = "Name the content (kg contained per kg gross) and convert before." if gross else ""
        raise _refusal(f'"{source}" is {have}, "{target}" is {want}', where, fix=fix)
    return float(value) * _factor(source, target)


def alike(unit: str) -> tuple[str, ...]:
    """Return the units that measure what a unit measures.

    Examples
    --------
    >>> alike("MUSD")
    ('USD', 'kUSD', 'MUSD', 'GUSD')
    """
    return tuple(choice for choice in CHOICES if dimension(choice) == dimension(unit))


def normalise(unit: str, where: str = "") -> str:
    """Return the canonical text of a unit.

    Examples
    --------
    >>> normalise("tonnes REO / year")
    't/a'
    >>> normalise("kg gross")
    'kg gross'
    """
    text = " ".join(_CONTAINED.sub(" ", unit.replace("per ", "/")).split()).replace(" /", "/").replace("/ ", "/")
    if not _UNIT.fullmatch(text):
        raise _unknown(unit, unit, where)
    words = [[_ALIASES.get(word, word) for word in part.split()] for part in text.split("/")]
    known = {*_MASS, *_MONEY, *_TIME, *_SHARE}
    for part in words:
        if part[0] not in known and part[0] != "1":
            raise _unknown(part[0], unit, where)
    if words[0][-1] != "gross" and words[-1][-1] == "gross" and words[0][0] in _MASS:
        words[0].append(words[-1].pop())  # "t/a gross" is "t gross/a"
    if any("gross" in part and part[0] not in _MASS for part in words):
        raise _unknown(unit, unit, where)
    canonical = "/".join(" ".join(part) for part in words)
    dimension(canonical, where)
    return canonical


def dimension(unit: str, where: str = "") -> str:
    """Return what a canonical unit measures.

    Examples
    --------
    >>> dimension("USD/kg"), dimension("percent"), dimension("t gross/a")
    ('price', 'share', 'gross mass rate')
    """
    exponents: dict[str, Any] = dict(_registry().parse_units(_expression(unit)).dimensionality)
    key = tuple(sorted((name, float(power)) for name, power in exponents.items()))
    if key not in _DIMENSIONS:
        raise _unknown(unit, unit, where)
    return _DIMENSIONS[key]


@cache
def _factor(source: str, target: str) -> float:
    registry = _registry()
    return registry.convert(1.0, _expression(source), _expression(target))


def _expression(unit: str) -> str:
    return unit.replace(" gross", "_gross")


@cache
def _registry() -> pint.UnitRegistry[float]:
    import pint  # slow to import, so on first use

    registry: pint.UnitRegistry[float] = pint.UnitRegistry(None)
    for kind, units in _UNITS.items():
        first = next(name for name, size in units.items() if size == "1")
        registry.define(f"{first} = {kind}")
        for name, size in units.items():
            if name != first:
                registry.define(f"{name} = {size} * {first}")
    registry.define("t_gross = [gross_mass]")
    for name, size in _MASS.items():
        if name != "t":
            registry.define(f"{name}_gross = {size} * t_gross")
    registry.define("share = []")
    registry.define("percent = 0.01 * share")
    return registry


def _unknown(word: str, unit: str, where: str) -> BadUnit:
    by_letters = {choice.lower(): choice for choice in CHOICES}
    same_letters = by_letters.get(unit.lower()) or by_letters.get(word.lower())
    near = f'Did you mean "{same_letters}"?' if same_letters else did_you_mean(word, CHOICES)
    return _refusal(f'"{unit}" is not a unit', where, fix=near)


def _refusal(what: str, where: str, fix: str = "") -> BadUnit:
    return BadUnit(Fault(what=what, where=where, rule=RULE, choices=CHOICES, fix=fix))
