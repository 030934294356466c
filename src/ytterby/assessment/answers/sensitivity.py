"""Sensitivity as rows: which input drives a result, from which row it comes, and what would turn the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ytterby.assessment.answers.form import packaged, plain
from ytterby.assessment.indices.arrays import Bools, Floats
from ytterby.assessment.sensitivity.flips import flip
from ytterby.assessment.sensitivity.indices import LEAST_DRAWS, FirstOrder, Regional, first_order, regional
from ytterby.assessment.sensitivity.inputs import Inputs, inputs_of
from ytterby.assessment.sensitivity.results import MEANING, is_short, results_of
from ytterby.assessment.sensitivity.sayings import answers, sayings_of
from ytterby.assessment.world import World, redrawn, simulated
from ytterby.domain.estimate import Estimate
from ytterby.errors import BadData, Fault, NotFound, did_you_mean
from ytterby.outcomes.documents import quote_row

Row = dict[str, Any]
Progress = Callable[[int, int], None]
MOST = 12
"""Inputs shown for a result, those that stand out first."""
_ENOUGH = 200
_NOTES = (
    "first_order: share of the variance over draws that the input explains alone; what the inputs of a result leave "
    "unexplained is interaction, inputs too weak to tell, and error",
    "separates: largest gap between the distributions of the input in futures with a shortage and without",
    "found, separated: stands out among all inputs at a false-find rate of 5 %",
)


@dataclass(frozen=True)
class Asked:
    """What is asked of a sensitivity analysis: uses in focus, all if empty, and how many inputs to try for a flip."""

    places: tuple[str, ...] = ()
    end_uses: tuple[str, ...] = ()
    flips: int = 3


def checked_uses(world: World, places: Sequence[str], end_uses: Sequence[str]) -> None:
    """Refuse places and end uses the chain does not have.

    Raises
    ------
    NotFound : all of them at once.
    """
    needs = [world.network.needs[n] for n in world.network.sinks]
    known = ({n.place for n in needs}, {n.end_use for n in needs} - {"unreported"})
    faults = [
        Fault(f'no use of this chain: "{name}"', option, choices=tuple(sorted(of)), fix=did_you_mean(name, sorted(of)))
        for option, names, of in zip(("--place", "--end-use"), (places, end_uses), known, strict=True)
        for name in names
        if name not in of
    ]
    if not faults and not any(
        (not places or n.place in places) and (not end_uses or n.end_use in end_uses) for n in needs
    ):
        faults = [Fault("no use is of these places and these end uses at once", "--place, --end-use")]
    if faults:
        raise NotFound(*faults)


def sensitivity_object(world: World, asked: Asked, progress: Progress | None = None) -> dict[str, Any]:
    """Return the object of `assess sensitivity --json`.

    Parameters
    ----------
    world : the scenario, drawn.
    asked : uses in focus, and how many inputs are tried for a flip.
    progress : told (done, all) as draws are finished.

    Raises
    ------
    BadData : too few draws to tell anything.
    """
    if world.network.n_draws < LEAST_DRAWS:
        raise BadData(Fault(f"{world.network.n_draws} draws", "--draws", f"at least {LEAST_DRAWS} (conventions §15)"))
    places = asked.places or world.scenario.outcomes.focus
    inputs = inputs_of(world)
    results = results_of(world, simulated(world, progress=progress), places, asked.end_uses)
    short = is_short(results["first-short"], world.months)
    apart = regional(inputs.values, short)
    rows: list[Row] = []
    shares: dict[str, FirstOrder] = {}
    for name, y in results.items():
        shares[name] = first_order(inputs.values, y)
        rows += _rows(world, inputs, name, shares[name], apart)
    return {
        "index": "sensitivity", "scenario": world.scenario.id, "chain": world.network.chain.id,
        "draws": world.network.n_draws, "months": world.months, "places": list(places),
        "end_uses": list(asked.end_uses), "inputs": len(inputs.names),
        "short": round(float(short.mean()), 6), "results": _described(results, shares),
        "rows": rows, "flips": _flips(world, asked, inputs, shares, apart, short), **_quotes(world, rows),
        "sources": [*packaged(world.network.chain.table)], "notes": [*_NOTES, *_warnings(world, short)],
    }  # fmt: skip


def _quotes(world: World, rows: Sequence[Row]) -> Row:
    """Return the claims behind the inputs shown, with their quotes; nothing without documents."""
    said = world.known.said
    if said is None:
        return {}
    by_key = {c.id: c for c in said.claims}
    shown = sorted({key for row in rows for key in row["claims"]})
    return {
        "evidence": {
            "workspace": said.address, "claims": len(said.claims), "used": len(world.known.used),
            "quotes": [quote_row(by_key[key], said) for key in shown],
        }
    }  # fmt: skip


def _described(results: dict[str, Floats], shares: dict[str, FirstOrder]) -> list[Row]:
    return [
        {
            "result": name, "meaning": MEANING[name], "p05": _round(np.quantile(y, 0.05)),
            "p50": _round(np.median(y)), "p95": _round(np.quantile(y, 0.95)),
            "explained": _round(np.clip(shares[name].share[shares[name].found], 0.0, None).sum()),
        }
        for name, y in results.items()
    ]  # fmt: skip


def _rows(world: World, inputs: Inputs, result: str, found: FirstOrder, apart: Regional | None) -> list[Row]:
    order = np.lexsort((-found.share, ~found.found))
    return [_row(world, inputs, result, int(k), found, apart) for k in order[:MOST]]


def _row(world: World, inputs: Inputs, result: str, k: int, found: FirstOrder, apart: Regional | None) -> Row:
    name, e = inputs.names[k], inputs.estimates[k]
    parts = name.split("/")
    material = parts[1] if len(parts) > 1 and parts[1] in world.network.chain.materials else None
    out: Row = {
        "result": result, "input": name, "material": material, "stage": parts[2] if material else None,
        "place": parts[3] if material and len(parts) > 3 else None, "year": None,
        "value": _round(found.share[k]), "error": _round(found.error[k]), "found": bool(found.found[k]),
    }  # fmt: skip
    if apart is not None:
        out |= {
            "separates": _round(apart.distance[k]), "separated": bool(apart.found[k]),
            "when_short": _round(apart.inside[k]), "when_not": _round(apart.outside[k]),
        }  # fmt: skip
    behind = [] if e is None else [s.claim for s in sayings_of(world.known, e.id)]
    return out | _origin(e) | {"claims": behind}


def _origin(e: Estimate | None) -> Row:
    """Range and row or claim of an input; luck has none."""
    if e is None:
        nothing = dict.fromkeys(("low", "best", "high", "unit", "standing", "source", "row"))
        return nothing | {"standing": "chance"}
    return {
        "low": e.low, "best": e.best, "high": e.high, "unit": e.unit, "standing": str(e.standing), "source": e.source,
        "row": e.row or None,
    }  # fmt: skip


def _flips(
    world: World, asked: Asked, inputs: Inputs, shares: dict[str, FirstOrder], apart: Regional | None, short: Bools
) -> list[Row]:
    """Try the inputs that matter most for the value at which most futures turn."""
    tried = [k for k in _strongest(inputs, shares, apart) if inputs.estimates[k] is not None][: asked.flips]
    now = float(short.mean())
    rows = []
    for k in tried:
        e = inputs.estimates[k]
        assert e is not None
        found = flip(e, lambda value, id_=e.id: _odds(world, asked, id_, value), now)  # type: ignore[misc]
        rows.append({
            "input": e.id, "answer": _answer(now), "flips_at": plain(found.value),
            "within_range": found.within, "why_not": found.why_not or None, **_origin(e),
            "tried": [{"value": v, "short": round(p, 6)} for v, p in sorted(found.odds.items())],
            "claims": _claims(world, asked, e),
        })  # fmt: skip
    return rows


def _claims(world: World, asked: Asked, e: Estimate) -> list[Row]:
    """What the answer is if one claim about an input is right; null where that was not to be had."""
    found = answers(sayings_of(world.known, e.id), lambda value: _odds(world, asked, e.id, value))
    return [
        {
            "claim": saying.claim, "says": saying.value, "bound": saying.bound or None, "unit": e.unit,
            "short": None if short is None else round(short, 6),
            "answer": None if short is None else _answer(short),
        }
        for saying, short in found
    ]  # fmt: skip


def _answer(short: float) -> str:
    return "short" if short >= 0.5 else "not short"


def _strongest(inputs: Inputs, shares: dict[str, FirstOrder], apart: Regional | None) -> list[int]:
    """Inputs by the largest of what they explain of any result; those that separate the futures come first."""
    most = np.max([s.share for s in shares.values()], axis=0)
    if apart is not None:
        most = np.maximum(most, np.where(apart.found, apart.distance, 0.0))
    return [int(k) for k in np.argsort(-most)]


def _odds(world: World, asked: Asked, id_: str, value: float) -> float:
    """Share of futures that are short when one input has this value in all of them."""
    there = redrawn(world, {id_: value})
    places = asked.places or world.scenario.outcomes.focus
    first = results_of(there, simulated(there), places, asked.end_uses)["first-short"]
    return float(is_short(first, world.months).mean())


def _warnings(world: World, short: Bools) -> list[str]:
    out = []
    if world.network.n_draws < _ENOUGH:
        out.append(f"{world.network.n_draws} draws show strong inputs only: use at least {_ENOUGH}")
    if short.all() or not short.any():
        out.append(f"{'every' if short.all() else 'no'} future runs short: nothing separates them")
    return out


def _round(value: float) -> float:
    return round(float(value), 6)
