"""Page of the reference that lists the packaged tables: written from the descriptor, so it cannot drift."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_HEAD = """# Packaged tables

Written by `tools/build_baseline.py`; do not edit. `ytterby data list` shows the same on a terminal,
`ytterby data check` checks the tables, `ytterby data check FILE --table NAME` a table of yours.
In Python: `ytterby.baseline.table("trade")` gives a polars frame.

Every row that is a figure carries `standing` (verified, reported, derived, estimate, assumption,
memory_unverified), most also `source`, and `source_row`: file and line of the collection it was read from.
Licence `facts-cited` means: single facts, each with its citation, selected by us; no text of a source.
Left out on purpose: Energy Institute data and daily oxide prices (licence), World Mining Data as a table,
UN Comtrade, GTA, IEA and ICMM collections (terms not known). Magnet trade (850511) has values only: its
weights are unusable.
"""


def page(entries: Sequence[Mapping[str, Any]]) -> str:
    """Write the page for the tables of the descriptor."""
    return "\n".join([_HEAD, *overview(entries), "", *(line for e in entries for line in section(e))])


def overview(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "| table | rows | holds | licence | vintage |"
    yield "|---|---:|---|---|---|"
    for e in entries:
        licences = ", ".join(x["name"] for x in e["licenses"])
        link = f"[{e['name']}](#{e['name']})"
        yield f"| {link} | {e['rows']} | {e['title']} | {licences} | {e['vintage']} |"


def section(entry: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {entry['name']}\n"
    sources = "; ".join(f"[{s['title']}]({s['path']})" if s["path"] else s["title"] for s in entry["sources"])
    licences = "; ".join(f"[{x['title']}]({x['path']})" for x in entry["licenses"])
    yield f"{entry['title']}. Source: {sources}. Licence: {licences}. File: `{entry['path']}`.\n"
    if entry["standings"]:
        counts = ", ".join(f"{word} {n}" for word, n in entry["standings"].items())
        yield f"Standing: {counts}.\n"
    yield "| column | type | unit | meaning |"
    yield "|---|---|---|---|"
    key = set(entry["schema"]["primaryKey"])
    for field in entry["schema"]["fields"]:
        name = f"**{field['name']}**" if field["name"] in key else field["name"]
        yield f"| {name} | {field['type']} | {field.get('unit', '')} | {field['description']} |"
    yield ""
