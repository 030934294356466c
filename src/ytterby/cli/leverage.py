"""`ytterby assess leverage`: what a restriction costs both sides, and how long it keeps its force."""

from __future__ import annotations

from typing import Any

import click

from ytterby.cli.output import say, say_json, say_marking


@click.command()
@click.option("--draws", default=64, show_default=True, type=click.IntRange(8, 4096), help="Futures of each run.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the draws.")
@click.option("--no-ladder", is_flag=True, help="Leave the steps of the escalation out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def leverage(draws: int, seed: int, no_ladder: bool, as_json: bool) -> None:
    """Losses of target and sender by month, an escalation step by step, decay of a share, odds of an end."""
    from ytterby.assessment.leverage.answer import leverage as run

    found = run(draws, seed, not no_ladder, lambda what: say(f"{what} ...", err=True))
    if as_json:
        say_json(found)
        return
    say_marking()
    for line in lines(found):
        say(line)


def lines(found: dict[str, Any]) -> list[str]:
    """Lay the answer out for a terminal."""
    out = [
        f"Losses over the run, bn USD, 50 % (5 to 95 %); target {r['target']}, sender {r['sender']}"
        for r in found["rows"][:1]
    ]
    for r in found["rows"]:
        cells = ", ".join(f"{name} {_bn(r[key])}" for name, key in _COLUMNS)
        out.append(f"  {r['what']} ({r['months']} months): {cells}")
    for s in found["senders"]:
        last = s["months"][-1]
        out.append(
            f"{s['sender']}, {s['what']}, {last['month']}: target loses {last['target_usd'][1] / 1e9:.2f} bn USD, "
            f"sender forgoes {last['sender_income_usd'][1] / 1e9:.2f}"
        )
    for o in found["suspension"]:
        out.append(
            f"lifted or suspended within {o['within_months']} months ({o['kind']}): {o['ended']} of {o['cases']}; "
            f"{o['p50']:.0%} ({o['p05']:.0%} to {o['p95']:.0%})"
        )
    return [*out, *(f"note: {n}" for n in found["notes"])]


_COLUMNS = (("target", "target_usd"), ("others", "others_usd"), ("sender's income", "sender_income_usd"))


def _bn(three: dict[str, float]) -> str:
    return f"{three['p50'] / 1e9:.2f} ({three['p05'] / 1e9:.2f} to {three['p95'] / 1e9:.2f})"
