"""A plan as the JSON object of `ytterby plan` (money in USD)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.network.chain import load_chain
from ytterby.planning.criteria import Criteria, measure
from ytterby.planning.national import kept, load_national_plans
from ytterby.planning.plan import Planned
from ytterby.planning.search import Seen, choice_of
from ytterby.scenario.chance import project_list

Floats = NDArray[np.float64]
Row = dict[str, Any]
_USD = 1e6


def answer(p: Planned) -> Row:
    """Return the object of the JSON contract.

    `portfolio` is what is recommended: the best plan tried on the engine. `proposal` is what the program proposed;
    `criteria`, `bound` and `gap` are its own, `simulated` says what the engine makes of either.
    """
    asked, odds = p.asked, p.program.model.odds
    proposed = p.proposals[asked.criterion]
    return {
        "scenario": p.scenario.id, "ladder": p.ladder.id, "focus": list(p.scenario.outcomes.focus),
        "budget": asked.budget * _USD, "unit": "USD", "criterion": asked.criterion, "level": asked.level,
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
            {"budget": x.budget * _USD, **_criteria(x.criteria), "bound": x.plan.bound * _USD, "gap": x.plan.gap,
             "levers": [r["lever"] for r in portfolio(p, x.plan.amount)]}
            for x in p.frontier
        ],
        "evpi": p.evpi * _USD,
        "signal": {"value": p.signal * _USD, "sensitivity": asked.sensitivity, "specificity": asked.specificity},
        "marginal": [{"lever": m.lever, "chosen": m.chosen, "value": m.value * _USD} for m in p.marginal],
        "robust": [
            {"lever": name, "share": len(plans) / len(p.parts), "chosen_in": list(plans)}
            for name, plans in sorted(p.robust.items(), key=lambda kv: -len(kv[1]))
        ],
        "time_to_independence": independence(p.independence, odds),
        "fit": {
            "ease": p.fit.ease,
            "steps": [
                {"step": s, "engine": e * _USD, "program": c * _USD, "weight": w}
                for s, e, c, w in zip(p.fit.steps, p.fit.engine, p.fit.program, p.fit.weight, strict=True)
            ],
        },
        "national_plans": national_rows(p),
        "warnings": warnings(p), "seconds": p.seconds, "elapsed_s": round(sum(p.seconds.values()), 2),
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
        "short_t": float(p.chosen.trial.short @ odds), "short_without_t": float(p.tried[0].trial.short @ odds),
        "tried": rows,
    }  # fmt: skip


def _seen(p: Planned, s: Seen, c: Criteria) -> Row:
    return {"plan": s.name, **_criteria(c), "levers": [f"{k}" for k, _ in choice_of(p.menu, s.amount)]}


def _criteria(c: Criteria) -> Row:
    return {"expected": c.expected * _USD, "cvar": c.cvar * _USD, "regret": c.regret * _USD}


def independence(months: Floats, odds: Floats) -> Row:
    """Quantiles over futures [mo]; None where it is not reached within the plan."""
    order = np.argsort(months)
    reached = np.cumsum(odds[order])
    out: Row = {}
    for name, q in (("p05", 0.05), ("p50", 0.5), ("p95", 0.95)):
        value = float(months[order][min(int(np.searchsorted(reached, q - 1e-12)), months.size - 1)])
        out[name] = value if np.isfinite(value) else None
    return {**out, "unit": "mo", "never": float(odds[~np.isfinite(months)].sum())}


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
    return out
