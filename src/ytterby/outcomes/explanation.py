"""From one number of a run back to the rows it stands on."""

from __future__ import annotations

from typing import Any

import numpy as np

from ytterby.errors import Fault, NotFound, did_you_mean
from ytterby.evidence.listing import amount
from ytterby.outcomes.bearing import rule_steps, stocks
from ytterby.outcomes.fill import Floats, first_shortage, time_to_recover, undelivered
from ytterby.outcomes.influence import influences
from ytterby.outcomes.quotes import Quotes, quotes_of
from ytterby.runs.folder import StoredRun

Row = dict[str, Any]
_MOST = 12
LOWEST = "lowest_fill"
"""What `ranked` calls the worst month of a use; the other kinds are those of a run's numbers."""
_KEYS = {
    "fill_rate": ("place", "end_use", "class", "month"),
    "first_short": ("place", "end_use", "class"),
    "time_to_survive": ("place", "end_use", "class"),
    "time_to_recover": ("place", "end_use", "class"),
    "undelivered_t": ("place", "end_use", "class"),
    "cover_days": ("place", "end_use", "stage"),
}
_MEANING = {
    "fill_rate": "use over demand in the month, over all draws (conventions §5)",
    "first_short": "first month with a fill rate below the scenario's threshold (conventions §14)",
    "time_to_survive": "months until the fill rate first falls below the threshold (conventions §14)",
    "time_to_recover": "months from the first short month until it stays above (conventions §14)",
    "undelivered_t": "demand less use, summed over the run (conventions §5)",
    "cover_days": "stock of inputs over their use, before anything happens (conventions §5)",
}
_UNIT = {"fill_rate": "share", "first_short": "month", "undelivered_t": "t", "cover_days": "d"}


def explain_number(run: StoredRun, number: str) -> Row:
    """Trace a number: outcome, the rules and stocks that bear on it, the inputs that move it most, their sources.

    Parameters
    ----------
    run : a stored run.
    number : path such as ``fill_rate/JPN/ev-traction/civil/2026-08/p50``, or the id of an estimate.

    Raises
    ------
    NotFound : the run has no such number; the nearest is named.
    """
    known = {s["id"]: s for s in run.result["sources"]}
    if number in known:
        return _estimate(run, known[number])
    row, level = _find(run, number)
    kind = number.split("/", maxsplit=1)[0]
    value = row.get(level)
    steps = [{"step": "find", "id": number, "detail": _MEANING[kind]}]
    steps += rule_steps(run.result, row, kind)
    held = {s: said for s, said in stocks(run.result, row, kind).items() if s in known}
    steps += [{"step": "assemble", "id": stock, "detail": said} for stock, said in held.items()]
    moving = ranked(run, row, kind)
    shares = {s["id"]: share for s, share in moving}
    # what is held decides how long it lasts, whether or not it varies enough to move the number
    found = [(known[s], shares.get(s, 0.0)) for s in held] + [(s, share) for s, share in moving if s["id"] not in held]
    quotes = quotes_of(run.result, {s["id"] for s, _ in found})
    of = "" if kind in ("fill_rate", "cover_days") else " of the worst month's fill rate"
    files = dict.fromkeys(f for s, _ in found if (f := file_of(s["row"])))
    steps += [
        {"step": "reconcile", "id": s["id"], "detail": f"explains {100 * share:.0f} % of the spread{of} by rank"}
        for s, share in moving
        if share > 0
    ]
    steps += [_step(n) for n in quotes.numbers.values()]
    steps += [_read_step(f) for f in files]
    return {
        "number": number, "value": value, "unit": row.get("unit", _UNIT.get(kind, "mo")), "path": steps,
        "sources": [row for s, _ in found for row in _sources(s, quotes)], **_note(quotes),
    }  # fmt: skip


def value_of(run: StoredRun, number: str) -> float | str | None:
    """Return one number of a run by its path; None where it does not happen.

    Raises
    ------
    NotFound : the run has no such number; the nearest is named.
    """
    row, level = _find(run, number)
    found: float | str | None = row.get(level)
    return found


def _find(run: StoredRun, number: str) -> tuple[Row, str]:
    kind, *rest = number.split("/")
    keys = _KEYS.get(kind)
    if keys is None:
        choices = (*_KEYS, "the id of an estimate")
        near = did_you_mean(number, [*_KEYS, *(s["id"] for s in run.result["sources"])])
        raise NotFound(Fault(f'"{kind}" is not an outcome of a run', number, choices=choices, fix=near))
    level = rest[-1] if rest and rest[-1] in {"p05", "p50", "p95", "probability"} else "p50"
    wanted = [w for w in rest if w not in {"p05", "p50", "p95", "probability"}]
    for row in run.result[kind]:
        if [str(row[k]) for k in keys] == wanted:
            return row, level
    names = ["/".join([kind, *(str(r[k]) for k in keys)]) for r in run.result[kind]]
    near = did_you_mean("/".join([kind, *wanted]), names)
    raise NotFound(Fault(f"the run has no number {number}", rule=f"its path is {kind}/{'/'.join(keys)}/p05|p50|p95",
                         fix=near or f"for example {names[0]}"))  # fmt: skip


def ranked(run: StoredRun, row: Row, kind: str) -> list[tuple[Row, float]]:
    """Sources by influence on the number across draws; the stock behind a cover comes first.

    Of the kind `LOWEST` it is the fill rate of the worst month, which every use has.
    """
    known = {s["id"]: s for s in run.result["sources"]}
    if kind == "cover_days":
        return [(known[str(row["stock_source"]).split(" ", maxsplit=1)[0]], 1.0)]
    outcome = _per_draw(run, row, kind)
    ids = [c for c in run.draws.columns if c in known]
    share = influences(run.draws.select(ids).to_numpy(), np.arange(len(ids)), outcome)
    order = np.argsort(-share)[:_MOST]
    found = [(known[ids[i]], float(share[i])) for i in order if share[i] > 0]
    return found or [(s, 0.0) for s in _own(run, row)]


def _per_draw(run: StoredRun, row: Row, kind: str) -> Floats:
    """Value of the number in each draw; of a kind that is none of a run's, the fill rate of the worst month."""
    import polars as pl

    frame = run.table("fill_rate").filter(
        (pl.col("place") == row["place"]) & (pl.col("end_use") == row["end_use"]) & (pl.col("class") == row["class"])
    )
    if kind == "fill_rate":
        frame = frame.filter(pl.col("month") == row["month"])
    months = frame.sort("draw", "month").collect()
    draws = months["draw"].n_unique()
    used, demand, fill = (
        months[name].to_numpy().astype(np.float64).reshape(draws, 1, -1) for name in ("used_t", "demand_t", "fill_rate")
    )
    below = run.result["shortage_below"]
    if kind in {"first_short", "time_to_survive"}:
        return first_shortage(fill, below)[:, 0]
    if kind == "time_to_recover":  # no time at all where it is never short
        return np.nan_to_num(time_to_recover(fill, below), posinf=np.inf)[:, 0]
    return undelivered(used, demand)[:, 0] if kind == "undelivered_t" else fill.min(axis=2)[:, 0]


def _own(run: StoredRun, row: Row) -> list[Row]:
    """Sources about the number's own place and end use, where no input moves it; else about the end use anywhere."""
    sources, use = run.result["sources"], row["end_use"]
    here = [s for s in sources if s["id"].endswith(f"/{row['place']}/{use}")]
    return here or [s for s in sources if s["id"].startswith("demand/") and use in s["id"].split("/")]


def _sources(source: Row, quotes: Quotes) -> list[Row]:
    """Return the claims behind an estimate with their quotes, or the row it was read from."""
    span = {k: source[k] for k in ("id", "low", "best", "high", "unit")}
    claims = quotes.by_estimate.get(source["id"])
    if not claims:
        return [{"claim or row": source["row"], "source": source["source"], "standing": source["standing"], **span}]
    said = [
        {"claim or row": c["claim"], "source": _origin(c), "standing": "reported", **span, **_quoted(c)} for c in claims
    ]
    number = quotes.numbers[source["id"]]
    if number["moved"] and "within bounds" not in source["source"]:
        return said
    old = number["before"]  # claims that agree with the packaged figure, or only cut its range, stand beside it
    packaged = {**span, "low": old["low"], "best": old["best"], "high": old["high"]}
    return [{"claim or row": old["row"], "source": old["source"], "standing": old["standing"], **packaged}, *said]


def _origin(claim: Row) -> str:
    parts = (claim["speaker"], claim["path"], claim["published"])
    return ", ".join(p for p in parts if p)


def _quoted(claim: Row) -> Row:
    names = ("quote", "document", "start", "end", "language", "period", "modality")
    context = [claim["before"], claim["after"]]
    return {**{name: claim[name] for name in names}, "context": context, "says": amount(claim)}


def _note(quotes: Quotes) -> Row:
    return {"workspace": quotes.note} if quotes.note else {}


def file_of(row: str) -> tuple[str, str] | None:
    """Return name and SHA-256 of the imported file a figure was read from, None where it was not.

    Examples
    --------
    >>> file_of("months.csv sha256:" + 64 * "0")[0]
    'months.csv'
    """
    name, sign, key = row.rpartition(" sha256:")
    return (name, key) if sign and len(key) == 64 else None


def _read_step(file: tuple[str, str]) -> Row:
    return {"step": "read", "id": f"sha256:{file[1]}", "detail": f"imported file {file[0]}, kept under its hash"}


def _estimate(run: StoredRun, source: Row) -> Row:
    quotes = quotes_of(run.result, {source["id"]})
    span = f"{source['low']:g} to {source['high']:g} {source['unit']}"
    steps = [_step(n) for n in quotes.numbers.values()]
    steps = steps or [{"step": "reconcile", "id": source["id"], "detail": span}]
    steps += [
        {
            "step": "assemble",
            "id": m["id"],
            "detail": f"balanced to {m['balanced']} {m['unit']}: {m['cause']}",
        }
        for m in run.result["moved"]
        if m["id"] == source["id"]
    ]
    if found := file_of(source["row"]):
        steps.append(_read_step(found))
    return {"number": source["id"], "value": source["best"], "unit": source["unit"], "path": steps,
            "sources": _sources(source, quotes), **_note(quotes)}  # fmt: skip


def _step(n: Row) -> Row:
    """Return the step by which documents moved a number, or left it."""
    old, new = n["before"], n["after"]
    was = f"{old['low']:g} .. {old['best']:g} .. {old['high']:g} {n['unit']}"
    now = f"{new['low']:g} .. {new['best']:g} .. {new['high']:g} {n['unit']}"
    apart = f"; pairs of claims that disagree: {len(n['disagree'])}" if n["disagree"] else ""
    what = f"{was} -> {now}" if n["moved"] else f"{was}, kept"
    by = f"claims: {len(n['claims'])}, independent sources: {n['sources']}"
    return {"step": "reconcile", "id": n["estimate"], "detail": f"{what}: {n['how']} ({by}{apart})"}
