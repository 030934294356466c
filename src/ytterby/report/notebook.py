"""A run in a notebook: what it found, and the end uses it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from ytterby.report.headline import headline, range_words
from ytterby.report.summary import UseSummary, summaries
from ytterby.report.view import RunView
from ytterby.report.words import percent, place_name, use_label

MOST = 12
HEAD = "".join(f"<th>{name}</th>" for name in ("place", "end use", "class", "runs short", "first short"))


def notebook(result: Mapping[str, Any]) -> str:
    """Return a run as a piece of HTML: its finding in a sentence, and a row for each end use in focus.

    Parameters
    ----------
    result : the object `ytterby run --json` prints.
    """
    run = RunView.from_json(dict(result))
    uses = sorted(summaries(run), key=lambda use: -use.first_short.probability)
    rows = "".join(_row(run, use) for use in uses[:MOST])
    more = f"<p>{len(uses) - MOST} more in <code>result['first_short']</code></p>" if len(uses) > MOST else ""
    return (
        f"<p><b>{escape(str(result['run']))}</b>: {escape(headline(run).finding)}</p>"
        f"<table><thead><tr>{HEAD}</tr></thead><tbody>{rows}</tbody></table>{more}"
        f"<p>{result['draws']} futures, {escape(result['months'][0])} to {escape(result['months'][-1])}, "
        f"address <code>{escape(result['hash'][:16])}</code></p>"
    )


def _row(run: RunView, use: UseSummary) -> str:
    first = use.first_short
    when = range_words(run, first) if first.p05 else ""
    cells = (place_name(use.place), use_label(use.end_use), use.demand_class, percent(first.probability), when)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
