"""Contingency as rows: every removal with what it leaves, ranked by first shortage and by value lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ytterby.assessment.answers.form import packaged, plain
from ytterby.assessment.contingency.dynamic import Asked, Plan
from ytterby.assessment.contingency.findings import Finding
from ytterby.assessment.contingency.removals import Removal, members, name_of, removals
from ytterby.assessment.contingency.screen import final_uses, screen
from ytterby.assessment.contingency.static import static_loss
from ytterby.assessment.contingency.value import prices
from ytterby.assessment.world import World
from ytterby.errors import Fault, NotFound, did_you_mean
from ytterby.network.supply import SupplyNetwork

Row = dict[str, Any]
_VISIBLE = 5e-4
"""Uses that lose less than this share, and never run short, are left out of the rows."""
DYNAMIC_NOTES = (
    "first shortage: first month with a fill rate below the threshold, of the use that is short first; median of draws",
    "lost: use without the removal less use with it, same draws; negative where a use gains",
)
STATIC_NOTES = (
    "static: relations of today stretch by `switch`, sites by 1/utilisation; without stocks, prices and time",
    "gross, net: what is left of the tightest stage hit, over all its demand, and over the demand of the others (§16)",
)


def checked_places(network: SupplyNetwork, places: Sequence[str]) -> tuple[str, ...]:
    """Return places, each of them one with a final use.

    Raises
    ------
    NotFound : a place at which nothing is used; all of them at once.
    """
    known = sorted({place for place, _, _ in final_uses(network).names})
    lost = [p for p in places if p not in known]
    if lost:
        raise NotFound(
            *(Fault(f'nothing of this chain is used in "{p}"', "--place", choices=tuple(known),
                    fix=did_you_mean(p, known)) for p in lost)
        )  # fmt: skip
    return tuple(places)


def dynamic_object(
    world: World, asked: Asked, how: Plan, done: Mapping[str, Finding], journal: str, finished: bool
) -> dict[str, Any]:
    """Return the object of `assess contingency --json`.

    Parameters
    ----------
    world, asked, how : what was asked and how it was done.
    done : finding of each task that is finished.
    journal : where they are kept.
    finished : False when it was interrupted.
    """
    uses = final_uses(world.network)
    rows, ranking = [], []
    for removal in how.asked:
        core = how.screen.core(removal)
        found = done.get(name_of(removal)) or (_nothing(len(uses.names)) if not core else done.get(name_of(core)))
        if found is None:
            continue
        own = name_of(removal) in done
        ranking.append(_ranked(world, how, removal, found, own, done))
        if own:
            rows += _rows(world, asked, removal, found)
    _number(ranking)
    wrong = _audit(how, done, float(uses.total.sum()) * world.months)
    return {
        "index": "contingency", "order": asked.order, "static": False, "scenario": world.scenario.id,
        "chain": world.network.chain.id, "draws": world.network.n_draws, "months": world.months,
        "rows": rows, "ranking": ranking, "left_out": _left_out(how, asked), "audit": wrong,
        "finished": finished, "journal": journal, "sources": _sources(world.network),
        "notes": [*DYNAMIC_NOTES, _value_note(world.network), *_says(how, wrong, finished)],
    }  # fmt: skip


def static_object(network: SupplyNetwork, asked: Asked) -> dict[str, Any]:
    """Return the object of `assess contingency --static --json`."""
    every = removals(network, asked.order)
    reach = screen(network, members(network), 0.0, 0.0)
    loss = static_loss(network, every)
    rows, ranking = [], []
    for k, removal in enumerate(every):
        removed = [str(m) for m in removal]
        ranking.append({
            "removed": removed, "fill_rate": round(float(loss.whole[k]), 6),
            "lost_share": round(1.0 - float(loss.whole[k]), 6), "gross": plain(np.round(loss.gross[k], 6)),
            "net": plain(np.round(loss.net[k], 6)), "at_most": round(sum(reach.world[m] for m in removal), 6),
        })  # fmt: skip
        rows += [
            {"removed": removed, "place": place, "end_use": end_use, "class": class_,
             "fill_rate_p50": round(float(loss.fill[k, u]), 6), "first_short_p50": None}
            for u, (place, end_use, class_) in enumerate(loss.uses)
            if (not asked.places or place in asked.places) and loss.fill[k, u] < 1.0 - _VISIBLE
        ]  # fmt: skip
    ranking.sort(key=lambda r: (r["fill_rate"], r["removed"]))
    ranking = [{"rank": k + 1, **r} for k, r in enumerate(ranking)]
    return {
        "index": "contingency", "order": asked.order, "static": True, "chain": network.chain.id, "rows": rows,
        "ranking": ranking, "sources": _sources(network), "notes": [*STATIC_NOTES, _HIDDEN],
    }  # fmt: skip


_HIDDEN = "uses that lose less than .05 % and are never short are not in the rows"


def _rows(world: World, asked: Asked, removal: Removal, found: Finding) -> list[Row]:
    out = []
    for u, (place, end_use, class_) in enumerate(final_uses(world.network).names):
        quiet = found["fill"][u] > 1.0 - _VISIBLE and found["odds"][u] == 0.0
        if quiet or (asked.places and place not in asked.places):
            continue
        out.append({
            "removed": [str(m) for m in removal], "place": place, "end_use": end_use, "class": class_,
            "fill_rate_p50": found["fill"][u], "lowest_fill_p50": found["lowest"][u],
            "first_short_p50": _month(world, found["short"][u]), "probability": found["odds"][u],
            "lost_t_p50": found["lost_t"][u],
        })  # fmt: skip
    return out


def _ranked(world: World, how: Plan, removal: Removal, found: Finding, own: bool, done: Mapping[str, Finding]) -> Row:
    parts = [done.get(name_of((m,))) for m in removal]
    known = [p["lost"][1] for p in parts if p is not None]
    beyond = found["lost"][1] - sum(known) if own and len(removal) > 1 and len(known) == len(removal) else None
    row = {
        "removed": [str(m) for m in removal],
        "first_short_p50": _month(world, found["first"][1]), "probability": found["first_odds"],
        "lost_t": _three(found["lost"]), "lost_usd": found["lost_usd"] and _three(found["lost_usd"]),
        "beyond_parts_t": None if beyond is None else round(beyond, 6), "simulated": own,
    }  # fmt: skip
    if not own:
        core = how.screen.core(removal)
        row |= {"as": [str(m) for m in core], "and_at_most_share": round(how.screen.bound(removal), 6)}
    return row


def _number(ranking: list[Row]) -> None:
    """Rank what was simulated: by first shortage, then by value (tonnes where there is no price); sort by the first."""

    def worth(row: Row) -> float:
        return float((row["lost_usd"] or row["lost_t"])["p50"])

    own = [r for r in ranking if r["simulated"]]
    by_value = sorted(own, key=lambda r: (-worth(r), r["removed"]))
    by_time = sorted(own, key=lambda r: (r["first_short_p50"] or "9999", -r["probability"], -worth(r), r["removed"]))
    for k, row in enumerate(by_value):
        row["rank_by_value"] = k + 1
    for k, row in enumerate(by_time):
        row["rank"] = k + 1
    ranking.sort(key=lambda r: (r.get("rank", len(own) + 1), r["removed"]))


def _audit(how: Plan, done: Mapping[str, Finding], asked: float) -> Row:
    """Compare each audited removal with what stood in for it; `asked` is the demand of the whole run [t]."""
    errors, more, over = [], [], 0
    for removal in how.audit:
        found, core = done.get(name_of(removal)), how.screen.core(removal)
        if found is None:
            continue
        taken = done.get(name_of(core)) if core else _nothing(len(found["fill"]))
        if taken is None:
            continue
        errors.append(float(np.max(np.abs(np.subtract(found["fill"], taken["fill"])))))
        more.append(found["lost"][1] - taken["lost"][1])
        over += more[-1] > how.screen.bound(removal) * asked
    return {
        "simulated": len(errors), "of": sum(1 for r in how.asked if how.screen.core(r) != r),
        "largest_fill_error": round(max(errors), 6) if errors else None,
        "largest_loss_missed_t": round(max(more), 6) if more else None, "beyond_bound": over,
    }  # fmt: skip


def _left_out(how: Plan, asked: Asked) -> list[Row]:
    """Members that were not simulated, with the most that can hang on each."""
    small = sorted(how.screen.small, key=lambda m: -how.screen.world[m])
    return [
        {"member": str(m), "share_of_world_at_most": round(how.screen.world[m], 6),
         "share_of_a_use_at_most": round(how.screen.use[m], 6), "limits": [asked.least, asked.least_of_use]}
        for m in small
    ]  # fmt: skip


def _says(how: Plan, wrong: Row, finished: bool) -> list[str]:
    out = [_HIDDEN]
    if how.screen.small:
        out.append(
            f"{wrong['of']} of {len(how.asked)} removals hold one of {len(how.screen.small)} members on which too "
            "little can hang (left_out): each stands as what is left of it without them, and at most "
            f"and_at_most_share more is lost; {wrong['simulated']} of them were simulated all the same: the largest "
            f"error of a fill rate was {wrong['largest_fill_error']}, {wrong['beyond_bound']} lost more than that"
        )
    if not finished:
        out.append("interrupted: what is finished is kept in the journal; the same command goes on from there")
    return out


def _value_note(network: SupplyNetwork) -> str:
    if prices(network) is None:
        return "no packaged price for a material of this chain: ranked by tonnes"
    return "value: material in what is not delivered, at packaged prices of 2024 (Dy+Tb as dysprosium, 2025)"


def _nothing(uses: int) -> Finding:
    return {
        "fill": [1.0] * uses, "lowest": [1.0] * uses, "short": [None] * uses, "odds": [0.0] * uses,
        "lost_t": [0.0] * uses, "first": [None] * 3, "first_odds": 0.0, "lost": [0.0] * 3, "lost_usd": None,
    }  # fmt: skip


def _month(world: World, at: int | None) -> str | None:
    return None if at is None else str(world.scenario.first_month + at)


def _three(values: Sequence[float]) -> dict[str, float]:
    return dict(zip(("p05", "p50", "p95"), values, strict=True))


def _sources(network: SupplyNetwork) -> list[Mapping[str, str]]:
    return [*packaged(network.chain.table), *packaged("prices")]
