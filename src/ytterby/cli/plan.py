"""`ytterby plan`: what does most for the money, proposed by the program and simulated on the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ytterby.cli.output import say, say_json, say_marking, write_text, writing
from ytterby.cli.workspace import inform, informing

if TYPE_CHECKING:
    from ytterby.planning.asked import Asked


@click.command()
@click.argument("scenario", default="japan-2026")
@click.option("--budget", required=True, metavar="MONEY", help='For all years, with its unit: "2 GUSD", "500 MUSD".')
@click.option("--per-year", metavar="MONEY", help="Most that can be paid in one year.")
@click.option("--by", type=click.Choice(["expected", "cvar", "regret"]), default="expected", show_default=True,
              help="What is made least: mean cost, mean of the worst tenth, or largest regret.")  # fmt: skip
@click.option("--floor", default="0 %", show_default=True, metavar="SHARE",
              help='Share of demand in the focus to be met in every future, such as "80 %".')  # fmt: skip
@click.option("--floor-from", default=0, show_default=True, type=click.IntRange(0, 50), help="Year the floor begins.")
@click.option(
    "--require",
    multiple=True,
    metavar="LEVER",
    help="A lever that must be in the plan, a stock with its whole `most`; may be repeated.",
)
@click.option("--levers", metavar="NAME|FILE", help="Levers; those bundled for the scenario's chain by default.")
@click.option("--ladder", metavar="NAME|FILE", help="What may follow, with odds; the scenario's own by default.")
@click.option("--futures", default=100, show_default=True, type=click.IntRange(5, 5000), help="Futures in all.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Scrambles the sequence of draws.")
@click.option("--search", default=6, show_default=True, type=click.IntRange(0, 1000),
              help="Runs of the engine spent on neighbours of the proposal.")  # fmt: skip
@click.option("--points", default=12, show_default=True, type=click.IntRange(2, 100), help="Points of the frontier.")
@informing
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with the frontier here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def plan(scenario: str, as_json: bool, page: Path | None, **given: str) -> None:
    """Choose what to hold, build, buy and agree against SCENARIO within a budget. Ctrl-C keeps finished points."""
    from ytterby.planning.ladder import load_ladder
    from ytterby.planning.lever_files import load_levers
    from ytterby.study import load_scenario
    from ytterby.study import plan as planned

    inform(given["evidence"])
    question, asked = load_scenario(scenario), _asked(given)
    book = load_levers(given["levers"]) if given["levers"] else None
    ladder = load_ladder(given["ladder"]) if given["ladder"] else None
    with writing("--page", page):
        with _told() as tell:
            found = planned(question, asked, book, ladder, tell).result
        if page:
            from ytterby.report import plan_page

            write_text(page, plan_page(found))
    if as_json:
        say_json(found)
        return
    _print(found)


def _asked(given: Mapping[str, Any]) -> Asked:
    from ytterby.planning.asked import Asked

    return Asked(
        budget=_money(given["budget"], "--budget"),
        per_year=None if given["per_year"] is None else _money(given["per_year"], "--per-year"),
        criterion=given["by"], futures=given["futures"], seed=given["seed"],
        floor=_share(given["floor"], "--floor"),
        floor_from=given["floor_from"], required=given["require"], tries=given["search"], points=given["points"],
    )  # fmt: skip


def _money(text: str, option: str) -> float:
    """Read an amount of money [MUSD]."""
    from ytterby.errors import Fault, UsageError

    amount = _read(text, option, "MUSD", "2 GUSD")
    if amount < 0:
        what, rule = f'"{text}" is less than nothing', "money is finite and not negative (conventions §19)"
        raise UsageError(Fault(what, option, rule, fix='write for example "2 GUSD"'))
    return amount


def _share(text: str, option: str) -> float:
    """Read a share of the whole."""
    from ytterby.errors import Fault, UsageError

    share = _read(text, option, "share", "80 %")
    if not 0 <= share <= 1:
        what = f'"{text}" is {"more than the whole" if share > 1 else "less than nothing"}'
        raise UsageError(Fault(what, option, "a share, 0 to 100 % (conventions §19)", fix='write for example "80 %"'))
    return share


def _read(text: str, option: str, unit: str, example: str) -> float:
    """Read a quantity in a unit; a refusal names the option, the units that fit and what to write."""
    from dataclasses import replace

    from ytterby.errors import BadUnit, UsageError
    from ytterby.units import alike, parse

    try:
        return parse(text, option).to(unit, option).value
    except BadUnit as bad:
        currency = "amounts are in US dollars, other currencies are not converted: " if unit == "MUSD" else ""
        fix = f'{currency}write for example "{example}"'
        raise UsageError(*(replace(f, choices=alike(unit), fix=fix) for f in bad.faults)) from None


@contextmanager
def _told() -> Iterator[Callable[[str, int, int], None]]:
    """Tell on stderr which part is done, and how far a long one is."""
    import sys

    def tell(part: str, done: int, whole: int) -> None:
        if whole in (1, done) or sys.stderr.isatty():
            say(f"plan: {part}" + (f" {done} of {whole}" if whole > 1 else ""), err=True)

    yield tell


def _print(found: dict[str, Any]) -> None:
    say_marking()
    say(f"Plan for {found['scenario']} within {_usd(found['budget'])}, {found['futures']} futures")
    for row in found["portfolio"]:
        size = f"{row['amount']:g} {row['unit']}" if row["unit"] != "1" else ""
        say(f"  {row['start']}  {row['title']}  {size}  {_usd(row['cost'])}  (source: {row['standing']})")
    if not found["portfolio"]:
        say("  nothing pays")
    engine, without = found["simulated"], found["simulated"]["without"]
    say(f"{'':24}{'expected':>14}{'worst tenth':>14}{'regret':>14}")
    for name, row in (("doing nothing", without), ("this plan, engine", engine), ("program", found["criteria"])):
        say(f"{name:24}" + "".join(f"{_usd(row[k]):>14}" for k in ("expected", "cvar", "regret")))
    say(f"Program: bound {_usd(found['bound'])}, gap {found['gap']:.2%}; on the engine its proposal costs "
        f"{engine['difference']['share']:+.0%}")  # fmt: skip
    warning = found["signal"]["value"]
    told = "" if warning is None else f", a warning {_usd(warning)}"
    say(f"Knowing the future first is worth {_usd(found['evpi'])}{told}")
    if not found["stopped"]:
        sure = [r["lever"] for r in found["robust"] if r["share"] == 1.0]
        say("Chosen whatever comes: " + (", ".join(sure) or "nothing"))
    _print_independence(found["time_to_independence"])
    for row in found["national_plans"]:
        say(
            f"National plan {row['plan']}: kept by {row['due']} in {row['by_date']:.0%} of futures, "
            f"ever in {row['ever']:.0%}"
        )
    for text in found["warnings"]:
        say(f"Note: {text}")


def _print_independence(free: dict[str, Any]) -> None:
    middle = "not within the plan" if free["p50"] is None else f"{free['p50']:g} months"
    say(f"Without the controlling state: {middle} in the middle, never in {free['never']:.0%} of futures")
    if free["met_alone"]:
        last = free["met_alone"][-1]
        say(f"  after {last['month'] // 12} years {last['p50']:.0%} of use could be met ({last['p05']:.0%} to "
            f"{last['p95']:.0%}), {last['without_plan']['p50']:.0%} without the plan")  # fmt: skip


def _usd(value: float) -> str:
    return f"{value / 1e9:,.2f} GUSD" if abs(value) >= 1e9 else f"{value / 1e6:,.1f} MUSD"
