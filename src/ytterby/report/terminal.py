"""The report on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ytterby.report.headline import comparison_headline, headline
from ytterby.report.tables import Cell, cover_rows, law_rows, use_rows
from ytterby.report.view import RunView
from ytterby.report.words import FEWEST_DRAWS, counted


def print_run(run: RunView, console: Console | None = None) -> None:
    """Print one run: headline, end uses, cover, law, warnings.

    Parameters
    ----------
    run : the run.
    console : where to print; standard output by default.
    """
    out = console or Console()
    out.print(Panel(Text(headline(run).text), title=Text(run.name), border_style="red" if _hit(run) else "green"))
    table = _table("End use", "Lowest met", "First short", "Futures short", "Not delivered")
    for name, _, (cells,) in use_rows([run]):
        table.add_row(Text(name), *(_text(cell) for cell in cells))
    out.print(table)
    _print_cover(run, out)
    _print_law([run], out)
    _print_evidence(run, out)
    _print_foot([run], out)


def print_comparison(runs: Sequence[RunView], console: Console | None = None) -> None:
    """Print several runs side by side: what sets them apart, each headline, end uses by run, law.

    Parameters
    ----------
    runs : one or more runs.
    console : where to print; standard output by default.
    """
    out = console or Console()
    if len(runs) == 1:
        print_run(runs[0], out)
        return
    out.print(Panel(Text(comparison_headline(runs)), border_style="red" if any(map(_hit, runs)) else "green"))
    table = _table("End use", *(run.name for run in runs))
    for name, _, columns in use_rows(runs):
        table.add_row(Text(name), *(_brief(lowest, first, chance) for lowest, first, chance, _ in columns))
    out.print(table)
    for run in runs:
        out.print(Text(f"• {headline(run).text}"))
    _print_law(runs, out)
    _print_foot(runs, out)


def _print_cover(run: RunView, out: Console) -> None:
    rows = cover_rows([run])
    if not rows:
        return
    table = _table("Place", "Stage", "End use", "Days of cover", "Stock figure from")
    for place, stage, use, cells, source in rows:
        table.add_row(Text(place), Text(stage), Text(use), _text(cells[0]), Text(source, style="dim"))
    out.print(table)


def _print_evidence(run: RunView, out: Console) -> None:
    """Say which numbers documents moved, from what to what, by which claims, and what they left as it was."""
    found = run.evidence
    if found is None:
        return
    out.print(Text(f"Documents: {found.used} of {counted(found.claims, 'claim')} speak of this chain", style="bold"))
    for n in found.numbers:
        keys = ", ".join(q.key for q in found.of(n))
        was, now = (f"{r.low:,.4g} .. {r.best:,.4g} .. {r.high:,.4g}" for r in (n.before, n.after))
        span = f"{was} -> {now} {n.unit}" if n.moved else f"{was} {n.unit}, kept"
        apart = f", {len(n.disagree)} disagree" if n.disagree else ""
        out.print(Text.assemble((f"• {n.estimate}", "bold"), f": {span}: {n.how} (claims {keys}{apart})"))
    for u in found.unused:
        out.print(Text(f"  not used, {counted(u.claims, 'claim')}: {u.reason}", style="dim"))


def _print_law(runs: Sequence[RunView], out: Console) -> None:
    rows = law_rows(runs)
    if not rows:
        out.print(Text("No measure is in force."))
        return
    out.print(Text("Law assumed", style="bold"))
    for name, words, span, permission, origin, to, classes, goods, readings in rows:
        scope = f"goods from {origin} ({goods}) to {to}, {classes} users, {span}"
        where = f" [{readings}]" if len(runs) > 1 else ""
        out.print(Text.assemble((f"• {name}", "bold"), f": {permission}: {scope}. {words}{where}"))


def _print_foot(runs: Sequence[RunView], out: Console) -> None:
    for run in runs:
        for warning in run.warnings:
            out.print(Text(f"Warning ({run.name}): {warning}", style="yellow"))
        if run.draws < FEWEST_DRAWS:
            few = f"{run.name}: {counted(run.draws, 'draw')}, fewer than {FEWEST_DRAWS}; ranges are not shown as such."
            out.print(Text(few, style="yellow"))
        seed = "" if run.seed is None else f", seed {run.seed}"
        out.print(
            Text(f"Run {run.run}: {counted(run.draws, 'draw')}{seed}, {run.months[0]} to {run.months[-1]}.", "dim")
        )
    out.print(Text("Ranges hold 9 of 10 simulated futures; model error not included.", style="dim"))


def _hit(run: RunView) -> bool:
    return any(first.p50 for first in run.first_short if not run.focus or first.place in run.focus)


def _table(*heads: str) -> Table:
    table = Table(header_style="bold", expand=False)
    for head in heads:
        table.add_column(Text(head), overflow="fold")
    return table


def _text(cell: Cell) -> Text:
    text = Text(cell.text, style="bold red" if cell.bad else "")
    if cell.small:
        text.append(f"  {' '.join(cell.small)}", style="dim")
    return text


def _brief(lowest: Cell, first: Cell, chance: Cell) -> Text:
    text = Text(lowest.text, style="bold red" if lowest.bad else "")
    if first.bad:
        text.append(f"  short {first.text}", style="red")
        if first.small:
            text.append(f"\n{' '.join(first.small)}", style="dim")
        text.append(f"\n{chance.text} of futures" if chance.value is not None else "", style="dim")
    return text
