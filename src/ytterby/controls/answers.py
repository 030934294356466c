"""A screening as one object, as text and as a table; cells that would run are disarmed."""

from __future__ import annotations

import csv
import io
from typing import Any

from ytterby.baseline.freshness import unchecked_rules
from ytterby.controls.docket import BRANCHES
from ytterby.controls.evaluate import Finding
from ytterby.controls.reasons import rule_object, spread
from ytterby.controls.screening import DISCLAIMER, Changed, Judged, Screening
from ytterby.controls.timeline import State
from ytterby.domain.regime import Reading, Role

READINGS = (Reading.ONCE, Reading.CASCADE)
OVER = (State.ENDED, State.REVOKED, State.NOT_ANNOUNCED)
SHORT = "not legal advice"
_ARMED = ("=", "+", "-", "@", "\t", "\r")


def as_object(s: Screening) -> dict[str, Any]:
    """Return the JSON object of a screening: unresolved lines, then every line with every rule considered."""
    out: dict[str, Any] = {
        "date": s.query.on.isoformat(),
        "disclaimer": DISCLAIMER,
        "notice": s.law.notice(),
        "warnings": warnings(s),
        "stamp": stamp(s),
        "query": {
            "to": s.query.to,
            "end_use": s.query.end_use,
            "end_user": s.query.end_user or None,
            "uses": [[u, figure] for u, figure in s.query.uses],
            "branch": s.query.branch.value if s.query.branch else None,
            "reading": s.query.reading.value if s.query.reading else None,
            "assumed": sorted(s.query.assumed),
        },
        "counts": s.counts,
        "unresolved": [
            {"line": u.line, "row": u.row, "part": u.part, "what": u.what, "suggestions": list(u.suggestions)}
            for u in s.unresolved
        ],
        "lines": [line_object(j, s) for j in s.judged] if s.judged else _brief(s),
    }
    if not s.judged and s.table.height:
        out["note"] = "a bill of this size is answered with the deciding rule of each line"
    return out


def line_object(judged: Judged, s: Screening) -> dict[str, Any]:
    """Return one line's part of the JSON object."""
    answer = judged.answer
    return {
        "line": judged.line.name,
        "part": judged.part,
        "outcome": answer.outcome,
        "branches": {b.value: r.word for b, r in zip(BRANCHES, answer.branches, strict=True)},
        "readings": {x.value: r.word for x, r in zip(READINGS, answer.readings, strict=True)},
        "rules": [rule_object(f, judged.line, s.query) for f in answer.findings],
    }


def difference_object(before: Screening, after: Screening, changed: tuple[Changed, ...]) -> dict[str, Any]:
    """Return the JSON object of two days side by side."""
    out = as_object(before)
    out["and"] = after.query.on.isoformat()
    out["notice_and"] = after.law.notice()
    out["changed"] = [
        {
            "line": c.line,
            "part": c.part,
            "before": c.before,
            "after": c.after,
            "ranges": list(c.ranges),
            "why": [{"id": r, "before": x, "after": y} for r, x, y in c.why],
        }
        for c in changed
    ]
    return out


def warnings(s: Screening) -> list[str]:
    """Say which rules nobody has checked for long."""
    return unchecked_rules({i.id: i.checked_on for i in s.law.library.instruments})


def stamp(s: Screening) -> str:
    """Say which branch and reading an output stands for; empty when all are in it."""
    parts = []
    if s.query.branch:
        parts.append(f"branch {s.query.branch.value} only")
    if s.query.reading:
        parts.append(f"reading {s.query.reading.value} only")
    if s.query.assumed:
        parts.append("assumes " + ", ".join(sorted(s.query.assumed)))
    return "; ".join(parts)


def as_text(s: Screening) -> str:
    """Return a screening for a terminal: unresolved lines first, then each line with what decides it."""
    who = s.query.end_user or "no end user named"
    rows = [f"Law of {s.query.on}, to {s.query.to}, end use {s.query.end_use or 'not known'}, {who}"]
    rows += [text for text in (s.law.notice(), stamp(s), *(f"Warning: {w}" for w in warnings(s))) if text]
    if s.unresolved:
        rows += ["", f"Not judged: {len(s.unresolved)} lines"]
        for u in s.unresolved[:50]:
            near = f"; suggestions: {', '.join(u.suggestions)}" if u.suggestions else ""
            rows.append(f"  line {u.line} (row {u.row}) {clipped(u.part)}: {u.what}{near}")
        if len(s.unresolved) > 50:
            rows.append(f"  and {len(s.unresolved) - 50} more: --json or --csv lists them all")
    rows += ["", "Lines: " + (", ".join(f"{n} {word}" for word, n in s.counts.items()) or "none judged")]
    common = _silent_everywhere(s)
    for j in s.judged:
        rows += _line_text(j, s, common)
    if common:
        rows += ["", f"Considered for every line, outcome none: {', '.join(common)}"]
    if not s.judged:
        head = s.table.head(50).to_dicts()
        rows += [f"  {r['line']} {clipped(r['part'])}: {r['outcome']} {r['decided_by']}" for r in head]
        if s.table.height > 50:
            rows.append(f"  and {s.table.height - 50} more: --json or --csv lists them all")
    rows += ["", DISCLAIMER]
    return "\n".join(printable(r) for r in rows) + "\n"


def silent(f: Finding) -> bool:
    """Return whether a rule has nothing to say of a line but that it was considered."""
    if f.entry.rule.role is Role.IMPORT_CASE and f.match.result:
        return False  # never decides, but whoever ships these goods wants to know
    if f.span.state in OVER:
        return not any(r.most for r in f.branches)
    return not f.would.most and not (f.share is not None and f.share.pointed)


def _silent_everywhere(s: Screening) -> tuple[str, ...]:
    loud = {f.entry.rule.id for j in s.judged for f in j.answer.findings if not silent(f)}
    return tuple(r for r in s.law.library.entries if r not in loud) if s.judged else ()


def _line_text(j: Judged, s: Screening, common: tuple[str, ...]) -> list[str]:
    a = j.answer
    rows = [f"  {j.line.name} {clipped(j.part)}: {a.outcome}" + (f"  [{spread(a)}]" if a.outcome == "unknown" else "")]
    once, cascade = a.readings
    if s.query.reading is None and once != cascade:
        rows.append(f"      content read once: {once.word}; read as a cascade: {cascade.word}")
    for f in a.findings:
        if silent(f):
            continue
        told = rule_object(f, j.line, s.query)
        reading = f" ({told['reading']})" if told["reading"] else ""
        since, to = told["window"]
        window = f"{told['status']} {since or '...'} to {to or '...'}"
        what = f"{told['outcome']}, {told['clause']}; {told['why']}; {window}; {told['citation']}"
        rows.append(f"      {told['id']}{reading}: {what}")
        rows += details(told)
    quiet = dict.fromkeys(f.entry.rule.id for f in a.findings if silent(f))
    rest = [r for r in quiet if r not in common]
    return [*rows, f"      considered, outcome none: {', '.join(rest)}"] if rest else rows


def details(told: dict[str, Any]) -> list[str]:
    """Return the lines below a rule: share, parties and uses, what is missing, what would change the answer, clock."""
    rows = []
    if "share" in told["inputs"]:
        low, high = told["inputs"]["share"]
        rows.append(f"          share {low:.6g} to {high:.6g} of {told['inputs']['of_value']}, threshold "
                    f"{told['inputs']['threshold']:g} ({told['inputs']['comparator']})")  # fmt: skip
    for text in told["inputs"].get("parties_and_uses", []):
        rows.append(f"          {text}")
    if told["role"] in {Role.IMPORT_CASE.value, Role.RUMOUR.value}:
        rows += [f"          noted: {text}" for text in told["flags"]]
    if told["missing"]:
        rows.append(f"          missing: {'; '.join(told['missing'])}")
    if told["flips_at"]:
        turns = "; ".join(f"{k.replace('_', ' ')} {_shown(v)}" for k, v in told["flips_at"].items())
        rows.append(f"          would change the answer: {turns}")
    if (clock := told["clock"]) and clock["working_days"]:
        sure = " (estimate)" if clock["estimate"] else ""
        rows.append(f"          filed that day, decided by {clock['decided_by']}{sure}, {clock['calendar']}")
    elif clock:
        rows.append(f"          {clock['note']} ({clock['clause']})")
    return rows


def _shown(value: object) -> str:
    if isinstance(value, list):
        low, high = (_figure(x) for x in value)
        return low if low == high else f"{low} to {high}"
    return _figure(value) if isinstance(value, float) else str(value)


def _figure(x: float) -> str:
    return f"{x:,.0f}" if x >= 1e4 else f"{x:g}"


def _brief(s: Screening) -> list[dict[str, Any]]:
    rows = s.table.select("line", "part", "outcome", "decided_by").rows()
    return [
        {"line": a, "part": b, "outcome": c, "rules": [{"id": d, "outcome": c}] if d else []} for a, b, c, d in rows
    ]


def as_table(s: Screening, marking: str = "") -> str:
    """Return the outcome of every line as CSV; unresolved lines first, cells disarmed; a marking in its own column.

    Every row says that it is not legal advice; only the first says it at length, as there may be millions.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    tail = [marking] if marking else []
    writer.writerow(["line", "row", "part", "outcome", "decided_by", "note", *(["marking"] if marking else [])])
    for u in s.unresolved:
        note = "; ".join((u.what, *u.suggestions, SHORT))
        writer.writerow([disarmed(str(x)) for x in (u.line, u.row, u.part, "not judged", "", note, *tail)])
    for i, row in enumerate(s.table.select("line", "row", "part", "outcome", "decided_by").iter_rows()):
        writer.writerow([*(disarmed(str(x)) for x in row), SHORT if i else DISCLAIMER, *tail])
    return out.getvalue()


def disarmed(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not run.

    Examples
    --------
    >>> disarmed("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell.lstrip(" \n").startswith(_ARMED) else cell


def clipped(text: str, most: int = 120) -> str:
    """Return a name short enough for a line of a terminal."""
    return text if len(text) <= most else f"{text[:most]}..."


def printable(text: str) -> str:
    """Return text without control characters, which a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)
