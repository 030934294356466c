"""Write docs/reference/balance.md: what the balance did to the reported figures of the magnet chain."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ytterby.baseline import table
from ytterby.network.balance import balance
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.moved import moved_figures
from ytterby.network.program import build_program

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "balance.md"
HEAD = """# What the balance did to the reported figures

Made by `python tools/moved_table.py` from the packaged tables; a test fails when it is out of date. All figures are
t/a of contained oxide equivalent, 2024. The balance minimises the relative change of every reported figure, weighted
by its own range, under mass balance at every place ([conventions §4](../explanation/conventions.md)). A figure that
had to move by more than a quarter is not repaired in silence: it stands here with the cause.

## Reported figures moved by more than 25 %

| figure | reported | balanced | standing | cause |
|---|---:|---:|---|---|
"""


def page() -> str:
    chain = load_chain("magnet-rare-earths")
    estimates = chain_estimates(chain)
    program = build_program(chain, estimates)
    x = balance(program, estimates.best[None, :], estimates.best)[0]
    lines = [
        f"| `{m.estimate.id}` | {m.estimate.best:,.0f} | {m.balanced:,.0f} | {m.estimate.standing} | {m.cause} |"
        for m in moved_figures(program, estimates, x)
    ]
    out = HEAD + "\n".join(lines) + "\n\n## Named outflows\n\n| outflow | place | t/a |\n|---|---|---:|\n"
    named = [(v.what, v.place, x[k]) for k, v in enumerate(program.variables) if v.kind == "unreported" and x[k] >= 1]
    rows = [f"| {c} that leaves unreported | {p} | {q:,.0f} |" for c, p, q in sorted(named, key=lambda r: -r[2])]
    out += "\n".join(rows) + "\n\n## Stage shares by place, reported and balanced\n\n"
    out += "| stage | place | reported % | balanced % |\n|---|---|---:|---:|\n"
    for (stage, place), (a, b) in sorted(shares(program, estimates, x).items()):
        if max(a, b) >= 0.005:
            out += f"| {stage} | {place} | {100 * a:.1f} | {100 * b:.1f} |\n"
    out += (
        "\n## Residuals the collected tables themselves report\n\n| check | material | residual % |\n|---|---|---:|\n"
    )
    for r in table("chain_magnet_rare_earths_checks").iter_rows(named=True):
        residual = "" if r["residual_pct"] is None else f"{r['residual_pct']:.1f}"
        out += f"| {r['check']} {r['reading'] or ''} | {r['material']} | {residual} |\n"
    return out


def shares(program, estimates, x):  # type: ignore[no-untyped-def]
    """Share of each place in what a stage makes, (stage and material, place) -> (reported, balanced)."""
    rows = {}
    for k, v in enumerate(program.variables):
        if v.origin >= 0 and estimates.items[v.origin].id.startswith("supply/"):
            _, material, stage, place = estimates.items[v.origin].id.split("/")
            rows[f"{stage} {material}", place] = (estimates.best[v.origin], x[k])
    total = {s: np.sum([r for (t, _), r in rows.items() if t == s], axis=0) for s, _ in rows}
    return {key: tuple(np.array(r) / total[key[0]]) for key, r in rows.items()}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
