"""A screening as one HTML page without scripts: what matters first, what was considered folded below it."""

from __future__ import annotations

import html
from typing import Any

from ytterby.controls.answers import details, disarmed, silent, stamp, warnings
from ytterby.controls.evaluate import Finding
from ytterby.controls.reasons import rule_object, spread
from ytterby.controls.screening import DISCLAIMER, Judged, Screening

_STYLE = (
    "body{font:15px/1.5 system-ui;margin:2rem auto;max-width:75rem;padding:0 1rem}"
    "td,th{border-bottom:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top}"
    "td:first-child{white-space:nowrap}table{border-collapse:collapse;width:100%}summary{margin:.4rem 0}"
    "details details{margin-left:1rem;color:#444}small{display:block;color:#444}"
)
_MATTERS = ("rule", "outcome", "why", "clause, status, window", "source")
_REST = ("rule", "why", "status", "citation")


def as_page(s: Screening, marking: str = "") -> str:
    """Return a screening as one page under its marking; markup and cells that would run are shown, not obeyed."""
    title = esc(f"Law of {s.query.on}, to {s.query.to}")
    asked = f"End use: {s.query.end_use or 'not known'}. End user: {s.query.end_user or 'none named'}."
    counts = "Lines: " + (", ".join(f"{n} {word}" for word, n in s.counts.items()) or "none judged") + "."
    told = (DISCLAIMER, asked, s.law.notice(), *warnings(s), stamp(s), counts)
    head = f"<p><strong>{esc(marking)}</strong></p>" if marking else ""
    head += "".join(f"<p>{esc(x)}</p>" for x in told if x)
    lines = "".join(_line(j, s) for j in s.judged) or _brief(s)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"</head><body><h1>{title}</h1>{head}{_unresolved(s)}<h2>Lines</h2>{lines}</body></html>\n"
    )


def esc(text: object) -> str:
    """Return text for a page: signs of HTML escaped, cells that would run as formulas disarmed."""
    return html.escape(disarmed(str(text)))


def _unresolved(s: Screening) -> str:
    if not s.unresolved:
        return ""
    rows = [(u.line, u.row, u.part, u.what, ", ".join(u.suggestions)) for u in s.unresolved]
    return "<h2>Lines not judged</h2>" + _table(("line", "row", "part", "what", "suggestions"), rows)


def _line(j: Judged, s: Screening) -> str:
    answer = j.answer
    matters = [f for f in answer.findings if not silent(f)]
    rest = [f for f in answer.findings if silent(f)]
    told = spread(answer) if answer.outcome == "unknown" else ""
    what = f"{esc(j.line.name)} {esc(j.part)}: {esc(answer.outcome)}" + (f" [{esc(told)}]" if told else "")
    table = "".join(_row(rule_object(f, j.line, s.query)) for f in matters)
    head = "".join(f"<th>{name}</th>" for name in _MATTERS)
    shown = f"<table><tr>{head}</tr>{table}</table>" if matters else ""
    opened = " open" if answer.outcome != "none" else ""
    return f"<details{opened}><summary>{what}</summary>{shown}{_considered(rest, j, s)}</details>"


def _row(told: dict[str, Any]) -> str:
    reading = f" ({told['reading']})" if told["reading"] else ""
    since, to = told["window"]
    window = f"{told['status']}, {since or '...'} to {to or '...'}"
    source = f"{told['citation']}; standing {told['standing']}, checked on {told['checked_on']}"
    below = "".join(f"<small>{esc(x.strip())}</small>" for x in details(told))
    gaps = "".join(f"<small>gap: {esc(x)}</small>" for x in told["gaps"])
    return (
        f"<tr><td>{esc(told['id'])}{esc(reading) if reading else ''}</td><td>{esc(told['outcome'])}</td>"
        f"<td>{esc(told['why'])}{below}</td><td>{esc(told['clause'])}<small>{esc(window)}</small></td>"
        f"<td>{esc(source)}{gaps}</td></tr>"
    )


def _considered(rest: list[Finding], j: Judged, s: Screening) -> str:
    told = [rule_object(f, j.line, s.query) for f in rest]
    rows = [(r["id"], r["why"], r["status"], r["citation"]) for r in told]
    count = len({r["id"] for r in told})
    return f"<details><summary>considered, outcome none: {count} rules</summary>{_table(_REST, rows)}</details>"


def _brief(s: Screening) -> str:
    names = ("line", "part", "outcome", "decided_by")
    return _table(names, s.table.select(names).rows()) if s.table.height else ""


def _table(names: tuple[str, ...], rows: list[Any]) -> str:
    head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in names)
    body = "".join("<tr>" + "".join(f"<td>{esc(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"
