"""Write docs/reference/balance.md: what the balance did to the reported figures of every bundled chain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ytterby.baseline import table
from ytterby.baseline.yamlfile import bundled_names
from ytterby.domain.estimate import EstimateSet
from ytterby.network.balance import balance_plan
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.moved import moved_figures
from ytterby.network.program import BalanceProgram, build_program

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "balance.md"
FIRST = "magnet-rare-earths"
HEAD = """# What the balance did to the reported figures

Made by `python tools/moved_table.py` from the packaged tables; a test fails when it is out of date. All figures are
t/a of contained material, 2024 (oxide equivalent for rare earths, SiH2Cl2 for dichlorosilane, metal for the others).
The balance minimises the relative change of every reported figure, weighted by its own range, under mass balance at
every place ([conventions §4](../explanation/conventions.md)). A figure that had to move by more than a quarter is not
repaired in silence: it stands here with the cause. [The chains](../explanation/chains.md) says what is a guess.
"""


def page() -> str:
    """Return the page, the magnet chain first."""
    names = sorted(bundled_names("chains"), key=lambda name: (name != FIRST, name))
    return HEAD + "".join(part for name in names for part in section(name)) + residuals()


def section(name: str) -> Iterator[str]:
    """Yield the parts of one chain: moved figures, named outflows, shares of the stages."""
    chain = load_chain(name)
    estimates = chain_estimates(chain)
    program = build_program(chain, estimates)
    x = balance_plan(program, estimates.best).best
    yield f"\n## {chain.title}\n\nChain `{name}`.\n\n### {name}: reported figures moved by more than 25 %\n\n"
    moved = moved_figures(program, estimates, x)
    lines = [
        f"| `{m.estimate.id}` | {amount(m.estimate.best)} | {amount(m.balanced)} | {m.estimate.standing} | {m.cause} |"
        for m in moved
    ]
    head = "| figure | reported | balanced | standing | cause |\n|---|---:|---:|---|---|\n"
    yield head + "\n".join(lines) + "\n" if lines else "None.\n"
    yield from outflows(name, program, x)
    yield f"\n### {name}: stage shares by place, reported and balanced\n\n"
    yield "| stage | place | reported % | balanced % |\n|---|---|---:|---:|\n"
    for (stage, place), (a, b) in sorted(shares(program, estimates, x).items()):
        if max(a, b) >= 0.005:
            yield f"| {stage} | {place} | {100 * a:.1f} | {100 * b:.1f} |\n"


def outflows(name: str, program: BalanceProgram, x: np.ndarray) -> Iterator[str]:
    """Yield what leaves without a known user."""
    named = [(v.what, v.place, x[k]) for k, v in enumerate(program.variables) if v.kind == "unreported" and x[k] >= 0.5]
    yield f"\n### {name}: named outflows\n\n"
    yield "| outflow | place | t/a |\n|---|---|---:|\n" if named else "None.\n"
    for c, place, q in sorted(named, key=lambda r: -r[2]):
        yield f"| {c} that leaves unreported | {place} | {amount(q)} |\n"


def amount(value: float) -> str:
    """Return tonnes in words: small chains keep a decimal."""
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def shares(
    program: BalanceProgram, estimates: EstimateSet, x: np.ndarray
) -> dict[tuple[str, str], tuple[float, float]]:
    """Share of each place in what a stage makes, (stage and material, place) -> (reported, balanced)."""
    rows = {}
    for k, v in enumerate(program.variables):
        if v.origin >= 0 and estimates.items[v.origin].id.startswith("supply/"):
            _, material, stage, place = estimates.items[v.origin].id.split("/")
            rows[f"{stage} {material}", place] = (estimates.best[v.origin], x[k])
    total = {s: np.sum([r for (t, _), r in rows.items() if t == s], axis=0) for s, _ in rows}
    return {key: tuple(np.array(r) / total[key[0]]) for key, r in rows.items()}


def residuals() -> str:
    """Return the residuals between sources that the collected magnet tables report themselves."""
    out = "\n## Residuals the collected magnet tables themselves report\n\n"
    out += "| check | material | residual % |\n|---|---|---:|\n"
    for r in table("chain_magnet_rare_earths_checks").iter_rows(named=True):
        residual = "" if r["residual_pct"] is None else f"{r['residual_pct']:.1f}"
        out += f"| {r['check']} {r['reading'] or ''} | {r['material']} | {residual} |\n"
    return out


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
