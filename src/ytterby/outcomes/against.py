"""The model beside official figures: what moved from place to place, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

Row = dict[str, Any]
Pair = tuple[str, str, str]
_MOST = 20


def against(official: Sequence[Row], stage_of: Mapping[str, str], run: Mapping[str, Any]) -> Row:
    """Set official flows beside those of a run.

    Parameters
    ----------
    official : rows with period (month or year), from, to, kind, low, best, high [t of contained mass].
    stage_of : kind of commodity -> stage that makes it; flows of a run are told by stage, all commodities together.
    run : object of `ytterby run --json`.

    Returns
    -------
    `rows`: for each pair of places and period in both, official low, best and high and the model's mean [t], the
    difference (model less official) and whether the model lies within the official range, which is that of the
    declared content; `pairs`: the same added up, the largest difference first; `apart`: what only one side has;
    `summary`: totals over what is in both.

    Notes
    -----
    A year is compared where the run covers all its months.
    """
    theirs = _official(official, stage_of)
    ours = _model(run, {key[3] for key in theirs})
    both = sorted(theirs.keys() & ours.keys(), key=lambda k: (k[0], k[1], k[2], k[3]))
    rows = [_row(key, theirs[key], ours[key]) for key in both]
    pairs: dict[Pair, list[Row]] = defaultdict(list)
    for row in rows:
        pairs[row["stage"], row["from"], row["to"]].append(row)
    added = [_added(pair, found) for pair, found in pairs.items()]
    stages = {key[0] for key in theirs}
    return {
        "rows": rows,
        "pairs": sorted(added, key=lambda r: -abs(r["difference_t"])),
        "apart": {
            "official_only": _alone(theirs.keys() - ours.keys(), {k: v[1] for k, v in theirs.items()}),
            "model_only": _alone({k for k in ours.keys() - theirs.keys() if k[0] in stages}, ours),
        },
        "summary": _added(("all", "all", "all"), rows) if rows else None,
    }


Key = tuple[str, str, str, str]


def _official(rows: Sequence[Row], stage_of: Mapping[str, str]) -> dict[Key, tuple[float, float, float]]:
    out: dict[Key, tuple[float, float, float]] = defaultdict(lambda: (0.0, 0.0, 0.0))
    for r in rows:
        key = (stage_of[r["kind"]], r["from"], r["to"], r["period"])
        low, best, high = out[key]
        out[key] = (low + r["low"], best + r["best"], high + r["high"])
    return dict(out)


def _model(run: Mapping[str, Any], periods: set[str]) -> dict[Key, float]:
    """Mean flows of a run over its futures [t], by the periods the official side has."""
    months: Sequence[str] = run["months"]
    whole = {y for y in periods if len(y) == 4 and sum(m.startswith(y) for m in months) == 12}
    out: dict[Key, float] = defaultdict(float)
    for flow in run["flows"]:
        if flow["from"] == flow["to"]:
            continue  # no customs house sees it
        for month, tonnes in zip(months, flow["mean_t_mo"], strict=True):
            for period in (month, month[:4]):
                if period in periods and (len(period) == 7 or period in whole):
                    out[flow["stage"], flow["from"], flow["to"], period] += tonnes
    return dict(out)


def _row(key: Key, official: tuple[float, float, float], model: float) -> Row:
    stage, sender, receiver, period = key
    low, best, high = official
    return {
        "period": period, "stage": stage, "from": sender, "to": receiver,
        "official_low_t": round(low, 3), "official_t": round(best, 3), "official_high_t": round(high, 3),
        "model_t": round(model, 3), "difference_t": round(model - best, 3),
        "ratio": round(model / best, 4) if best > 0 else None, "within": low <= model <= high,
    }  # fmt: skip


def _added(pair: Pair, rows: Sequence[Row]) -> Row:
    official, model = (sum(r[k] for r in rows) for k in ("official_t", "model_t"))
    return {
        "stage": pair[0], "from": pair[1], "to": pair[2], "periods": len(rows), "official_t": round(official, 3),
        "model_t": round(model, 3), "difference_t": round(model - official, 3),
        "ratio": round(model / official, 4) if official > 0 else None,
        "mean_absolute_t": round(sum(abs(r["difference_t"]) for r in rows) / len(rows), 3),
        "within": sum(r["within"] for r in rows),
    }  # fmt: skip


def _alone(keys: set[Key], tonnes: Mapping[Key, float]) -> list[Row]:
    """Pairs of places that one side alone has, with their tonnes, the largest first."""
    sums: dict[Pair, float] = defaultdict(float)
    for stage, sender, receiver, period in keys:
        sums[stage, sender, receiver] += tonnes[stage, sender, receiver, period]
    largest = sorted(sums.items(), key=lambda item: -item[1])[:_MOST]
    return [{"stage": s, "from": a, "to": b, "t": round(t, 3)} for (s, a, b), t in largest if t > 0]
