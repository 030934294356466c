"""A run in a notebook: what it found, and the end uses it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from ytterby.report.headline import headline, range_words
from ytterby.report.summary import summaries
from ytterby.report.view import RunView
from ytterby.report.words import percent, place_name, use_label

MOST = 12


def notebook(result: Mapping[str, Any]) -> str:
    """Return a run as a piece of HTML: its finding in a sentence, and a row for each end use in focus.

    Parameters
    ----------
    result : the object `ytterby run --json` prints.
    """
    run = RunView.from_json(dict(result))
    uses = sorted(summaries(run), key=lambda use: -use.first_short.probability)
    rows = "".join(
        f"<tr><td>{escape(place_name(u.place))}</td><td>{escape(use_label(u.end_use))}</td><td>{u.demand_class}</td>"
        f"<td>{percent(u.first_short.probability)}</td><td>{escape(range_words(run, u.first_short) if u.first_short.p05 else "")}</td></tr>"
        for u in uses[:MOST]
    )
    more = f"<p>{len(uses) - MOST} more in <code>result['first_short']</code></p>" if len(uses) > MOST else ""
    return (
        f"<p><b>{escape(str(result['run']))}</b>: {escape(headline(run).finding)}</p>"
        "<table><thead><tr><th>place</th><th>end use</th><th>class</th><th>runs short</th><th>first short</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{more}"
        f"<p>{result['draws']} futures, {escape(result['months'][0])} to {escape(result['months'][-1])}, "
        f"address <code>{escape(result['hash'][:16])}</code></p>"
    )
