"""A number's way back to its sources, on the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ytterby.evidence.listing import printable


def print_trace(trace: dict[str, Any], console: Console | None = None) -> None:
    """Print what `explain` found: the number, the steps, the sources with their standings and quotes."""
    console = console or Console()
    console.print(Text(str(trace["number"]), "bold"), "=", Text(f"{_shown(trace['value'])} {trace['unit']}"))
    for step in trace["path"]:
        console.print(Text(f"  {step['step']:<10} {step['id']}  "), Text(printable(step["detail"]), "dim"), sep="")
    table = Table("estimate", "low", "best", "high", "unit", "standing", "source", "row", box=None, pad_edge=False)
    for s in trace["sources"]:
        numbers = (f"{s['low']:g}", f"{s['best']:g}", f"{s['high']:g}")
        row = s["claim or row"]
        shown = row.removeprefix("c1:")[:12] if "quote" in s else row
        table.add_row(*(Text(printable(x)) for x in (s["id"], *numbers, s["unit"], s["standing"], s["source"], shown)))
    console.print(table)
    for s in trace["sources"]:
        if "quote" in s:
            _print_quote(s, console)
    if trace.get("workspace"):
        console.print(Text(printable(trace["workspace"]), "dim"))


def _print_quote(source: dict[str, Any], console: Console) -> None:
    """Print one claim: what it says, and its words in their own script, marked within the text around them."""
    before, after = (printable(part) for part in source["context"])
    head = f"{source['claim or row'].removeprefix('c1:')[:12]}  {source['says']}, {source['modality']}"
    console.print()
    console.print(Text(f"{head}, {source['period'] or 'no date'} ({source['language']})"))
    body = Text(f"  …{before}", "dim")
    body.append("»" + printable(source["quote"]) + "«", "bold reverse not dim")
    body.append(f"{after}…", "dim")
    console.print(body)


def _shown(value: object) -> str:
    return f"{value:,.6g}" if isinstance(value, float) else str(value)
