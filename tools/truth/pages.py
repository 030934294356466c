"""The generated part of each page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from truth import drawings
from ytterby.assessment.backtests import blind
from ytterby.assessment.backtests.board import Board, backtest
from ytterby.assessment.backtests.product import product_rows
from ytterby.assessment.claims.answer import claim_rows
from ytterby.assessment.claims.book import load_statements
from ytterby.assessment.leverage.answer import leverage as leverage_of
from ytterby.study import load_scenario, run_scenario

SEED = 1
FEWER = 64
Row = dict[str, Any]


def backtests(draws: int, images: Path) -> Iterator[str]:
    board = backtest(draws=draws, seed=SEED)
    yield f"{draws} draws, seed {SEED}. CRPS in the unit named, smaller is better; skill is against the best naive one."
    yield ""
    heads = "episode quantity behaviour score naive which skill observed model,_5,_50,_95_% inputs_until"
    yield from head(heads.split(), "lllrrlrrll")
    yield from map(scored, board.rows)
    judged = [r for r in board.rows if r["skill"] is not None]
    lost, exact = [r for r in judged if r["skill"] <= 0], len(board.rows) - len(judged)
    yield ""
    yield f"{len(judged)} scores have a naive forecast to beat; {len(lost)} do not. In {exact} more it is exact."
    yield from learnt(board)
    yield from promised(next(r for r in board.rows if "details" in r))
    yield from blindly(blind.published())
    drawings.paths(draws, SEED).save(images / "paths.svg")
    drawings.origins(SEED).save(images / "origins.svg")


def scored(r: Row) -> str:
    inside = f"{r.get('within_90', '-')} of {r['cases']} inside"
    band = three([r["p05"], r["p50"], r["p95"]]) if "p50" in r else inside
    seen = f"{r['observed']:.3g}" if "observed" in r else ""
    gained = "" if r["skill"] is None else f"{r['skill']:+.2f}"
    scores = (f"{r['value']:.3g}", f"{r['baseline']:.3g}", r["baseline_name"], gained)
    return cells(r["id"], r["quantity"], r["behaviour"], *scores, seen, band, r["inputs_until"])


def learnt(board: Board) -> Iterator[str]:
    c = board.calibration
    yield from ("", "### Behaviour before and after the calibration episodes", "")
    yield (
        f"From {' and '.join(c['episodes'])}, figures until {c['figures_until']}: {c['effective_draws']:.0f} of "
        f"{c['draws']} draws count, likelihood raised to {c['tempered']:.2f}."
    )
    yield ""
    yield from head(["parameter", "prior,_5,_50,_95_%", "posterior"], "lll")
    for p in board.parameters:
        yield cells(p["parameter"], three(p["prior"]), three(p["posterior"]))
    yield from ("", "### The rush before a rule, from one strength of hoarding", "")
    yield from head(
        ["episode", "month", "reported", "prior", "posterior", "within", "largest_month_since_notice"], "lllllll"
    )
    for s in board.surges:
        span, within = "{} to {}".format(*s["reported"]), "yes" if s["meets"] else "no"
        yield cells(s["id"], s["month"], span, three(s["prior"]), three(s["posterior"]), within, three(s["largest"]))


def promised(row: Row) -> Iterator[str]:
    yield from ("", "### The promises", "")
    yield from head(["promised", "odds_by_the_stages", "came_in_time"], "lrl")
    for d in row["details"]:
        yield cells(d["what"], f"{d['odds']:.2f}", "yes" if d["met"] else "no")


def blindly(note: Row) -> Iterator[str]:
    yield from ("", "### The blind forecast", "")
    yield f"Made on {note['made_on']}, SHA-256 `{note['sha256']}`, file `baseline/checks/{blind.FILE.name}`."
    yield ""
    yield from head(["quantity", "branch", "5,_50,_95_%"], "lll")
    for branch, months in note["exports_of_magnets_t"].items():
        yield cells("magnets leaving China, December 2026 [t]", branch, three(months["2026-12"]))
        yield cells("the same, December 2027 [t]", branch, three(months["2027-12"]))
    for year, share in note["share_of_china_in_japans_tonnes"].items():
        yield cells(f"China's share in Japan's tonnes, {year}", "all", three(share))


def money(draws: int, images: Path) -> Iterator[str]:
    yield "| stop | step | 5, 50, 95 % of a year's product | mean | adds to the mean |"
    yield "|---|---|---|---:|---:|"
    for r in product_rows(min(draws, 96), SEED):
        before: float | None = None
        for step in r["decomposition"]:
            band = ", ".join(f"{step[k]:.3%}" for k in ("p05", "p50", "p95"))
            added = "" if before is None else f"{step['mean'] - before:+.3%}"
            yield f"| {r['quantity']} | {step['step']} | {band} | {step['mean']:.3%} | {added} |"
            before = step["mean"]
        low, high = r["published"]
        yield f"| | published | {low:.2%} to {high:.2%} | | |"


def leverage(draws: int, images: Path) -> Iterator[str]:
    found = leverage_of(min(draws, FEWER), SEED)
    heads = "step months target,_bn_USD others,_bn_USD sender's_income,_bn_USD exports_idle lost_per_income_forgone"
    yield from head(heads.split(), "lrlllrl")
    for r in found["rows"]:
        ratio = r["loss_per_income"]
        told = "" if ratio is None else f"{ratio['p50']:.0f} ({ratio['p05']:.0f} to {ratio['p95']:.0f})"
        money = (bn(r["target_usd"]), bn(r["others_usd"]), bn(r["sender_income_usd"]))
        yield cells(r["what"], r["months"], *money, f"{r['sender_idle']['p50']:.1%}", told)
    yield ""
    yield from head(["odds_of_an_end", "within_months", "cases", "ended", "5,_50,_95_%"], "lrrrl")
    for o in found["suspension"]:
        band = ", ".join(f"{o[k]:.0%}" for k in ("p05", "p50", "p95"))
        yield cells(o["kind"], o["within_months"], o["cases"], o["ended"], band)
    yield ""
    yield "China's share in Japan's tonnes, fitted on years up to a cut-off:"
    yield ""
    yield from head(["fitted_to", "start,_floor,_tau_of_the_fall", "turn", "level,_tau_of_the_rise"], "rlrl")
    for s in (x for x in found["share"] if "fitted_until" in x):
        f, up = s["fall"], s["rise"]
        rise = "too few years" if up is None else f"{up['level']:.3f}, {up['tau']:.2f} a"
        yield cells(s["fitted_until"], f"{f['start']:.3f}, {f['level']:.3f}, {f['tau']:.2f} a", s["turn"], rise)
    drawings.leverage(found).save(images / "leverage.svg")


def claims(draws: int, images: Path) -> Iterator[str]:
    @cache
    def results(name: str) -> Row:
        return run_scenario(load_scenario(name), min(draws, FEWER), None, SEED).result

    rows = claim_rows(load_statements(), results)
    words = sorted({r["outcome"] for r in rows})
    yield ", ".join(f"{sum(r['outcome'] == w for r in rows)} {w}" for w in words) + f"; {len(rows)} in all."
    yield ""
    yield "| id | statement | speaker | date | definition | scenario | model check | odds | range | why |"
    yield "|---|---|---|---|---|---|---|---:|---|---|"
    for r in rows:
        odds = "" if r["probability"] is None else f"{r['probability']:.2f}"
        span = "" if r["range"] is None else ", ".join(f"{x:.3g}" for x in r["range"])
        said = (r["id"], r["claim"], "; ".join(r["speaker"]), r["date"], r["definition"], r["scenario"] or "")
        yield cells(*said, f"**{r['outcome']}**", odds, span, r["why"])


def head(names: list[str], sides: str) -> Iterator[str]:
    """Yield the head of a table; an underscore stands for a space, r for a column of numbers."""
    yield cells(*(n.replace("_", " ") for n in names))
    yield "|" + "".join("---:|" if side == "r" else "---|" for side in sides)


def cells(*values: object) -> str:
    return "| " + " | ".join(str(v) for v in values) + " |"


def three(values: list[float]) -> str:
    return ", ".join(f"{v:.3g}" if abs(v) < 1000 else f"{v:.0f}" for v in values)


def bn(row: dict[str, float]) -> str:
    return f"{row['p50'] / 1e9:.2f} ({row['p05'] / 1e9:.2f} to {row['p95'] / 1e9:.2f})"
