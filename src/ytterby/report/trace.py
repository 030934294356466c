"""A number's way back to its sources, on the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ytterby.evidence.listing import printable
from ytterby.report.words import standing_label


def print_trace(trace: dict[str, Any], console: Console | None = None) -> None:
    """Print what `explain` found: the number, the steps, the sources with their standings and quotes.

    Ids stand at the head of a line of their own, so that no width cuts what a reader is to type; lines are wrapped on a
    terminal and nowhere else.
    """
    out = console or Console()
    _line(out, Text.assemble((str(trace["number"]), "bold"), f" = {_shown(trace['value'])} {trace['unit']}"))
    for step in trace["path"]:
        _line(out, Text.assemble(f"{step['step']:<10} {step['id']}", ("  " + printable(step["detail"]), "dim")), 2)
    _line(out, Text("Sources", "bold"))
    for s in trace["sources"]:
        row = s["claim or row"]
        shown = row.removeprefix("c1:")[:12] if "quote" in s else row
        span = f"{s['low']:g} .. {s['best']:g} .. {s['high']:g} {s['unit']}"
        _line(out, Text(printable(f"{s['id']}  {span}  ({standing_label(s['standing'])})")), 2)
        _line(out, Text(printable(f"{s['source']}; {shown}" if s["source"] else shown), "dim"), 6)
    for s in trace["sources"]:
        if "quote" in s:
            _print_quote(s, out)
    if trace.get("workspace"):
        _line(out, Text(printable(trace["workspace"]), "dim"))


def _print_quote(source: dict[str, Any], console: Console) -> None:
    """Print one claim: what it says, and its words in their own script, marked within the text around them."""
    before, after = (printable(part) for part in source["context"])
    head = f"{source['claim or row'].removeprefix('c1:')[:12]}  {source['says']}, {source['modality']}"
    console.print()
    _line(console, Text(f"{head}, {source['period'] or 'no date'} ({source['language']})"))
    body = Text(f"…{before}", "dim")
    body.append("»" + printable(source["quote"]) + "«", "bold reverse not dim")
    body.append(f"{after}…", "dim")
    _line(console, body, 2)


def _line(console: Console, text: Text, indent: int = 0) -> None:
    """Print a line: wrapped to the width of a terminal; whole into a file or another program."""
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent)))
    else:
        console.print(Text(" " * indent) + text, soft_wrap=True)


def _shown(value: object) -> str:
    return f"{value:,.6g}" if isinstance(value, float) else str(value)
