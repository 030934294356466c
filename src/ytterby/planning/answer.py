"""A plan as the JSON object of `ytterby plan` (money in USD)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.network.chain import load_chain
from ytterby.planning.criteria import Criteria, measure
from ytterby.planning.deals import load_deals
from ytterby.planning.independence import months_to_independence
from ytterby.planning.levers import Enabling, Priority
from ytterby.planning.national import kept, load_national_plans
from ytterby.planning.plan import Planned
from ytterby.planning.search import Seen, choice_of
from ytterby.scenario.chance import project_list

Floats = NDArray[np.float64]
Row = dict[str, Any]
_USD = 1e6


def answer(p: Planned) -> Row:
    """Return the object of the JSON contract.

    Parameters
    ----------
    p : a finished plan.

    Notes
    -----
    `portfolio` is what is recommended: the best plan tried on the engine. `proposal` is what the program proposed;
    `criteria`, `bound` and `gap` are its own, `simulated` says what the engine makes of either.
    """
    asked, odds = p.asked, p.program.model.odds
    proposed = p.proposals[asked.criterion]
    titles = {lever.id: lever.title for lever in p.book.levers}
    return {
        "scenario": p.scenario.id, "ladder": p.ladder.id, "focus": list(p.scenario.outcomes.focus),
        "budget": asked.budget * _USD, "unit": "USD", "criterion": asked.criterion, "level": asked.level,
        "floor": {"share": asked.floor, "from_year": asked.floor_from},
        "per_year": _usd(asked.per_year), "required": list(asked.required),
        "futures": p.program.model.futures, "seed": asked.seed, "periods": [int(m) for m in p.program.lengths],
        "criteria": _criteria(measure(proposed.cost[None, :], odds, asked.level, p.best_known)[0]),
        "portfolio": portfolio(p, p.chosen.amount),
        "proposal": portfolio(p, proposed.amount),
        "bound": proposed.bound * _USD, "gap": proposed.gap,
        "side_by_side": [
            {"by": name, **_criteria(measure(q.cost[None, :], odds, asked.level, p.best_known)[0]), "gap": q.gap,
             "levers": [r["lever"] for r in portfolio(p, q.amount)]}
            for name, q in p.proposals.items()
        ],
        "simulated": simulated(p),
        "frontier": [
            {"budget": x.budget * _USD, "spent": p.menu.spent(x.plan.amount) * _USD, **_criteria(x.criteria),
             "bound": x.plan.bound * _USD, "gap": x.plan.gap,
             "levers": [r["lever"] for r in portfolio(p, x.plan.amount)]}
            for x in p.frontier
        ],
        "evpi": p.evpi * _USD,
        "signal": {"value": _usd(p.signal), "sensitivity": asked.sensitivity, "specificity": asked.specificity},
        "marginal": [
            {"lever": m.lever, "title": titles[m.lever], "chosen": m.chosen, "value": _usd(m.value)} for m in p.marginal
        ],
        "robust": [
            {"lever": name, "title": titles[name], "share": len(plans) / len(p.parts), "chosen_in": list(plans)}
            for name, plans in sorted(p.robust.items(), key=lambda kv: -len(kv[1]))
        ],
        "time_to_independence": time_to_independence(p),
        "fit": {
            "ease": p.fit.ease,
            "steps": [
                {"step": s, "engine": e * _USD, "program": c * _USD, "weight": w}
                for s, e, c, w in zip(p.fit.steps, p.fit.engine, p.fit.program, p.fit.weight, strict=True)
            ],
        },
        "national_plans": national_rows(p), "deals": deal_rows(p),
        "warnings": warnings(p), "stopped": p.stopped,
        "seconds": {part: {"wall": wall, "cpu": cpu} for part, (wall, cpu) in p.seconds.items()},
        "elapsed_s": round(sum(wall for wall, _ in p.seconds.values()), 2),
    }  # fmt: skip


def portfolio(p: Planned, amount: Floats) -> list[Row]:
    """One row for each lever of a plan."""
    levers = {lever.id: lever for lever in p.book.levers}
    first = p.scenario.first_month
    return [
        {
            "lever": name, "title": levers[name].title, "kind": levers[name].kind, "amount": round(size, 2),
            "unit": "d of use" if levers[name].kind == "stockpile" else "1",
            "start": str(first + 12 * year),
            "cost": _cash(p, name, year) * size * _USD, "standing": str(levers[name].standing),
            "source": levers[name].source,
        }
        for (name, year), size in sorted(choice_of(p.menu, amount).items(), key=lambda kv: (kv[0][1], kv[0][0]))
    ]  # fmt: skip


def _cash(p: Planned, lever: str, year: int) -> float:
    return next(float(o.cash.sum()) for o in p.menu.options if (o.lever, o.year) == (lever, year))


def simulated(p: Planned) -> Row:
    """What the engine makes of the plans tried; regret is against the best of them in each future."""
    odds, asked = p.program.model.odds, p.asked
    cost = np.array([s.cost for s in p.tried])
    found = measure(cost, odds, asked.level)
    rows = [_seen(p, s, c) for s, c in zip(p.tried, found, strict=True)]
    at = next(k for k, s in enumerate(p.tried) if s is p.chosen)
    proposed = next(k for k, s in enumerate(p.tried) if s.name == f"by {asked.criterion}")
    program = measure(p.proposals[asked.criterion].cost[None, :], odds, asked.level, p.best_known)[0]
    return {
        **_criteria(found[at]), "plan": p.chosen.name, "without": _criteria(found[0]),
        "proposal": _criteria(found[proposed]),
        "difference": {
            "expected": (found[proposed].expected - program.expected) * _USD,
            "share": found[proposed].expected / program.expected - 1.0 if program.expected > 0 else 0.0,
        },
        "fill": _fill(p),
        "short_t": float(p.chosen.trial.short @ odds), "short_without_t": float(p.tried[0].trial.short @ odds),
        "tried": rows,
    }  # fmt: skip


def _fill(p: Planned) -> Row:
    """Share of the focus's demand met on the engine in the worst twelve months of each future, and the floor there."""
    odds, asked = p.program.model.odds, p.asked
    plans = (("plan", p.chosen), ("without", p.tried[0]))
    out: Row = {name: _spread(worst_year(s.trial.fill), odds) for name, s in plans}
    if asked.floor > 0:
        kept = (p.chosen.trial.fill[:, 12 * asked.floor_from :] >= asked.floor - 1e-3).all(axis=1)
        out["floor_kept"] = float(odds[kept].sum())
    return out


def worst_year(fill: Floats) -> Floats:
    """Least mean over twelve months in a row (future,), of shares by month (future, month)."""
    sums = np.cumsum(np.pad(fill, ((0, 0), (1, 0))), axis=1)
    span = min(12, fill.shape[1])
    return np.asarray((sums[:, span:] - sums[:, :-span]).min(axis=1) / span)


def _seen(p: Planned, s: Seen, c: Criteria) -> Row:
    return {"plan": s.name, **_criteria(c), "levers": [f"{k}" for k, _ in choice_of(p.menu, s.amount)]}


def _usd(value: float | None) -> float | None:
    return None if value is None else value * _USD


def _criteria(c: Criteria) -> Row:
    return {"expected": c.expected * _USD, "cvar": c.cvar * _USD, "regret": c.regret * _USD}


def time_to_independence(p: Planned) -> Row:
    """Quantiles over futures [mo] with the plan and without any, and what share could be met alone year by year."""
    lengths, met, odds = p.program.lengths, p.asked.met, p.program.model.odds
    ends = np.cumsum(lengths)
    last = [int(np.flatnonzero(ends <= month)[-1]) for month in range(12, int(ends[-1]) + 1, 12)]
    return {
        **independence(months_to_independence(p.alone.with_plan, lengths, met), odds), "unit": "mo", "share": met,
        "without_plan": independence(months_to_independence(p.alone.without, lengths, met), odds),
        "met_alone": [
            {"month": int(ends[t]), **_spread(p.alone.with_plan[:, t], odds),
             "without_plan": _spread(p.alone.without[:, t], odds)}
            for t in last
        ],
    }  # fmt: skip


def independence(months: Floats, odds: Floats) -> Row:
    """Quantiles over futures [mo]; None where it is not reached within the plan."""
    found = {name: value if np.isfinite(value) else None for name, value in _spread(months, odds).items()}
    return {**found, "never": float(odds[~np.isfinite(months)].sum())}


def _spread(values: Floats, odds: Floats) -> dict[str, float]:
    """Least value that so large a share of futures does not exceed."""
    order = np.argsort(values)
    reached = np.cumsum(odds[order])
    at = [min(int(np.searchsorted(reached, q - 1e-12)), values.size - 1) for q in (0.05, 0.5, 0.95)]
    return dict(zip(("p05", "p50", "p95"), (float(values[order][k]) for k in at), strict=True))


def deal_rows(p: Planned) -> list[Row]:
    """Deals of the documents that levers of the book follow, with what a promise is likely to turn into [USD]."""
    follow: dict[str, list[str]] = {}
    for lever in p.book.levers:
        for deal in lever.deals:
            follow.setdefault(deal, []).append(lever.id)
    return [
        {"deal": d.id, "title": d.title, "form": d.form, "date": d.date, "amount": d.amount, "expected": d.expected,
         "kept": d.conversion.model_dump(mode="json") if d.conversion else None, "levers": follow[d.id],
         "document": d.document, "standing": str(d.standing)}
        for d in load_deals()
        if d.id in follow
    ]  # fmt: skip


def national_rows(p: Planned) -> list[Row]:
    """Odds that national plans keep their own dates, by the stages of the chain's project list."""
    listed = project_list(load_chain(p.scenario.chain))
    if listed is None:
        return []
    found = [kept(plan, listed.rules()) for plan in load_national_plans()]
    return [
        {"plan": k.plan.id, "title": k.plan.title, "place": k.plan.place, "due": k.plan.due, "by_date": k.by_date,
         "ever": k.ever, "months_late_p50": None if np.isnan(k.p50) else k.p50, "standing": str(k.plan.standing)}
        for k in found
    ]  # fmt: skip


def warnings(p: Planned) -> list[str]:
    """What a reader must know before using the numbers."""
    levers = {lever.id: lever for lever in p.book.levers}
    chosen = {name for name, _ in choice_of(p.menu, p.chosen.amount)}
    weak = sorted(n for n in chosen if levers[n].standing.weak)
    out = [f"odds of the ladder are an {p.ladder.standing}: {p.ladder.source}"]
    if weak:
        out.append("cost or effect is an assumption for " + ", ".join(weak))
    cut = [s for s, w in zip(p.fit.steps, p.fit.weight, strict=True) if w in (0.2, 5.0)]
    if cut:
        out.append("the program misses what the engine finds in " + ", ".join(cut))
    sought = len(p.frontier) > 0 and p.asked.points > 1 and p.stopped != "frontier"
    if sought and p.frontier[0].budget > 0:
        out.append(f"no plan of less than {p.frontier[0].budget:,.0f} MUSD was found that keeps every limit")
    idle = sorted({o.lever for o in p.menu.options} - {o.lever for o in p.menu.options if o.columns.size})
    still = [n for n in idle if not isinstance(levers[n].effect, Enabling | Priority)]
    if still:
        out.append("within the plan these move nothing in the program: " + ", ".join(still))
    kept = simulated(p)["fill"].get("floor_kept", 1.0)
    if kept < 1.0:
        out.append(f"the floor holds in the program; on the engine in {kept:.0%} of futures")
    if p.stopped:
        out.append(f"stopped in {p.stopped}: later parts are missing")
    return out
