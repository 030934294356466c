"""The report as one HTML file: no network, no font, no image beside it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ytterby import __version__
from ytterby.report.figures.bars import undelivered_bars
from ytterby.report.figures.curves import curve
from ytterby.report.figures.flow import flow_figure
from ytterby.report.headline import comparison_headline, headline
from ytterby.report.summary import UseSummary, summaries, use_keys
from ytterby.report.tables import (
    card,
    cover_rows,
    law_rows,
    moved_rows,
    provenance_rows,
    source_groups,
    time_rows,
    use_name,
    use_rows,
)
from ytterby.report.view import ReportInput, RunView
from ytterby.report.words import (
    FEWEST_DRAWS,
    counted,
    in_place,
    joined,
    month_label,
    percent,
    place_name,
    quantity,
    route_name,
    standing_label,
)
from ytterby.report.written import write_whole

MOST_COLUMNS = 4


def write_report(given: ReportInput, path: Path, marking: str = "") -> None:
    """Write the report to one file, whole or not at all.

    Parameters
    ----------
    given : the runs with their sources.
    path : file to write; its folder is made if it is missing.
    marking : how far the report may travel, above everything else; none where empty.

    Raises
    ------
    YtterbyError
        The file cannot be written there; an older file stays as it was.
    """
    write_whole(render(given, marking), path)


def render(given: ReportInput, marking: str = "") -> str:
    """Return the report as HTML text.

    The policy in its head admits only the style and the script of this page, by their hashes, and no request.
    """
    templates = Environment(
        loader=PackageLoader("ytterby.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    source = {name: _asset(templates, name) for name in ("report.css", "report.js")}
    return templates.get_template("report.html.j2").render(
        **_content(given),
        marking=marking,
        style=Markup(source["report.css"]),
        script=Markup(source["report.js"]),
        policy=(
            f"default-src 'none'; style-src '{_digest(source['report.css'])}'; "
            f"script-src '{_digest(source['report.js'])}'; base-uri 'none'; form-action 'none'"
        ),
    )


def _content(given: ReportInput) -> dict[str, Any]:
    runs = given.runs
    return {
        "title": joined([run.name for run in runs]) if len(runs) <= MOST_COLUMNS else "Report",
        "lead": headline(runs[0]) if len(runs) == 1 else None,
        "comparison": comparison_headline(runs) if len(runs) > 1 else "",
        "runs": runs,
        "columns": min(len(runs), MOST_COLUMNS),
        "cards": [card(run) for run in runs],
        "uses": use_rows(runs),
        "times": time_rows(runs),
        "bars": undelivered_bars(runs),
        "flows": _flows(runs),
        "curves": _curves(runs),
        "cover": cover_rows(runs),
        "law": law_rows(runs),
        "groups": source_groups(given.sources),
        "moved": moved_rows(given.moved),
        "provenance": provenance_rows(given),
        "places": joined(list(dict.fromkeys(in_place(p) for run in runs for p in run.focus))),
        "controllers": joined(list(dict.fromkeys(place_name(run.controller) for run in runs if run.controller))),
        "few": [run for run in runs if run.draws < FEWEST_DRAWS],
        "fewest": FEWEST_DRAWS,
        "below": sorted({run.shortage_below for run in runs if run.shortage_below is not None}),
        "warnings": [(run.name, text) for run in runs for text in run.warnings],
        "version": __version__,
        "percent": percent,
        "quantity": quantity,
        "route_name": route_name,
        "standing_label": standing_label,
        "counted": counted,
    }


def _flows(runs: Sequence[RunView]) -> list[dict[str, Any]]:
    drawn = [(run, figure) for run in runs if (figure := flow_figure(run))]
    most = max((figure.lost for _, figure in drawn), default=0.0)
    return [
        {"run": run, "figure": figure, "when": month_label(run.months[figure.month]), "first": figure.lost == most}
        for run, figure in drawn
    ]


def _curves(runs: Sequence[RunView]) -> list[dict[str, Any]]:
    """Return for each end use its drawings by run, and the same month by month as a table."""
    found = [{(u.place, u.end_use, u.demand_class): u for u in summaries(run)} for run in runs]
    keys = use_keys(runs)
    several = len({key[0] for key in keys}) > 1
    return [
        {
            "name": use_name(key, several),
            "cells": [
                (run, curve(run, uses[key]) if key in uses else None) for run, uses in zip(runs, found, strict=True)
            ],
            "rows": _months(runs, [uses.get(key) for uses in found]),
        }
        for key in keys
    ]


def _months(runs: Sequence[RunView], uses: Sequence[UseSummary | None]) -> list[tuple[str, list[str]]]:
    months = sorted({month for run in runs for month in run.months})
    columns = []
    for run, use in zip(runs, uses, strict=True):
        ranged = run.draws >= FEWEST_DRAWS
        points = {p.month: p for p in use.fill} if use else {}
        columns.append(
            {m: _range(p.p05 if ranged else None, p.p50, p.p95 if ranged else None) for m, p in points.items()}
        )
    return [(month_label(month), [column.get(month, "–") for column in columns]) for month in months]


def _range(low: float | None, middle: float | None, high: float | None) -> str:
    if middle is None:
        return "–"
    return percent(middle) if low is None or high is None else f"{percent(middle)} ({percent(low)}–{percent(high)})"


def _asset(templates: Environment, name: str) -> str:
    loader = templates.loader
    return loader.get_source(templates, name)[0] if loader else ""


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
