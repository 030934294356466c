"""A number's way back to its sources, on the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table


def print_trace(trace: dict[str, Any], console: Console | None = None) -> None:
    """Print what `explain` found: the number, the steps, the sources with their standings."""
    console = console or Console()
    console.print(f"[bold]{trace['number']}[/] = {trace['value']} {trace['unit']}")
    for step in trace["path"]:
        console.print(f"  {step['step']:<10} {step['id']}  [dim]{step['detail']}[/]")
    table = Table("estimate", "low", "best", "high", "unit", "standing", "source", "row", box=None, pad_edge=False)
    for s in trace["sources"]:
        table.add_row(s["id"], f"{s['low']:g}", f"{s['best']:g}", f"{s['high']:g}", s["unit"], s["standing"],
                      s["source"], s["claim or row"])  # fmt: skip
    console.print(table)
