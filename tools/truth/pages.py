"""The generated part of each page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from truth import drawings

from ytterby.assessment.backtests import blind
from ytterby.assessment.backtests.board import backtest
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
    yield f"{draws} draws, seed {SEED}. CRPS in the unit named, smaller is better; skill is against the best naive forecast."
    yield ""
    yield "| episode | quantity | behaviour | score | naive | which | skill | observed | model 5, 50, 95 % | inputs until |"
    yield "|---|---|---|---:|---:|---|---:|---:|---|---|"
    for r in board.rows:
        band = f"{r['p05']:.3g}, {r['p50']:.3g}, {r['p95']:.3g}" if "p50" in r else f"{r.get('within_90', '-')} of {r['cases']} inside"
        seen = f"{r['observed']:.3g}" if "observed" in r else ""
        gained = "" if r["skill"] is None else f"{r['skill']:+.2f}"
        yield (
            f"| {r['id']} | {r['quantity']} | {r['behaviour']} | {r['value']:.3g} | {r['baseline']:.3g} | "
            f"{r['baseline_name']} | {gained} | {seen} | {band} | {r['inputs_until']} |"
        )
    judged = [r for r in board.rows if r["skill"] is not None]
    lost = [r for r in judged if r["skill"] <= 0]
    yield ""
    yield f"{len(judged)} scores have a naive forecast to beat; {len(lost)} do not beat it."
    yield ""
    yield "### Behaviour before and after the calibration episodes"
    yield ""
    c = board.calibration
    yield (
        f"From {' and '.join(c['episodes'])}, figures until {c['figures_until']}: {c['effective_draws']:.0f} of {c['draws']} "
        f"draws count, likelihood raised to {c['tempered']:.2f}."
    )
    yield ""
    yield "| parameter | prior 5, 50, 95 % | posterior |"
    yield "|---|---|---|"
    for p in board.parameters:
        yield f"| {p['parameter']} | {three(p['prior'])} | {three(p['posterior'])} |"
    yield ""
    yield "### The rush before a rule, from one strength of hoarding"
    yield ""
    yield "| episode | month | reported | prior | posterior | within |"
    yield "|---|---|---|---|---|---|"
    for s in board.surges:
        low, high = s["reported"]
        yield f"| {s['id']} | {s['month']} | {low} to {high} | {three(s['prior'])} | {three(s['posterior'])} | {'yes' if s['meets'] else 'no'} |"
    yield ""
    yield "### The promises"
    yield ""
    yield "| promised | odds by the stages | came in time |"
    yield "|---|---:|---|"
    for d in next(r for r in board.rows if "details" in r)["details"]:
        yield f"| {d['what']} | {d['odds']:.2f} | {'yes' if d['met'] else 'no'} |"
    yield ""
    note = blind.published()
    yield "### The blind forecast"
    yield ""
    yield f"Made on {note['made_on']}, SHA-256 `{note['sha256']}`, file `baseline/checks/{blind.FILE.name}`."
    yield ""
    yield "| quantity | branch | 5, 50, 95 % |"
    yield "|---|---|---|"
    for branch, months in note["exports_of_magnets_t"].items():
        yield f"| magnets leaving China, December 2026 [t] | {branch} | {three(months['2026-12'])} |"
        yield f"| the same, December 2027 [t] | {branch} | {three(months['2027-12'])} |"
    for year, share in note["share_of_china_in_japans_tonnes"].items():
        yield f"| China's share in Japan's tonnes, {year} | all | {three(share)} |"
    drawings.paths(draws, SEED).save(images / "paths.svg")
    drawings.origins(SEED).save(images / "origins.svg")


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
    yield "| step | months | target, bn USD | others, bn USD | sender's income, bn USD | sender's exports idle | value lost per income forgone |"
    yield "|---|---:|---|---|---|---:|---|"
    for r in found["rows"]:
        ratio = r["loss_per_income"]
        told = "" if ratio is None else f"{ratio['p50']:.0f} ({ratio['p05']:.0f} to {ratio['p95']:.0f})"
        yield (
            f"| {r['what']} | {r['months']} | {bn(r['target_usd'])} | {bn(r['others_usd'])} | {bn(r['sender_income_usd'])} | "
            f"{r['sender_idle']['p50']:.1%} | {told} |"
        )
    yield ""
    yield "| odds that a restriction is lifted or suspended | within months | cases | ended | 5, 50, 95 % |"
    yield "|---|---:|---:|---:|---|"
    for o in found["suspension"]:
        yield f"| {o['kind']} | {o['within_months']} | {o['cases']} | {o['ended']} | {o['p05']:.0%}, {o['p50']:.0%}, {o['p95']:.0%} |"
    yield ""
    yield "| share of China in Japan's tonnes, fitted on years to | start, floor, tau of the fall | turn | level and tau of the rise |"
    yield "|---:|---|---:|---|"
    for s in found["share"]:
        if "fitted_until" in s:
            f, up = s["fall"], s["rise"]
            rise = "too few years" if up is None else f"{up['level']:.3f}, {up['tau']:.2f} a"
            yield f"| {s['fitted_until']} | {f['start']:.3f}, {f['level']:.3f}, {f['tau']:.2f} a | {s['turn']} | {rise} |"
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
        yield (
            f"| {r['id']} | {r['claim']} | {'; '.join(r['speaker'])} | {r['date']} | {r['definition']} | {r['scenario'] or ''} | "
            f"**{r['outcome']}** | {odds} | {span} | {r['why']} |"
        )


def three(values: list[float]) -> str:
    return ", ".join(f"{v:.4g}" for v in values)


def bn(row: dict[str, float]) -> str:
    return f"{row['p50'] / 1e9:.2f} ({row['p05'] / 1e9:.2f} to {row['p95'] / 1e9:.2f})"
