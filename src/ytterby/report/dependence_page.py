"""Hidden dependence as one page: a map and a ranking for each product and year."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ytterby import __version__
from ytterby.assessment.answers.form import Answer
from ytterby.report.figures.world_map import legend, world_map
from ytterby.report.words import material_label, percent, place_name, stage_label
from ytterby.report.written import write_whole

MOST_RANKED = 25
NUMBERS = (
    ("direct", "Bought there"), ("mine_origin", "Mined there"), ("made", "Made there"), ("touched", "Touched there"),
    ("no_alternative", "Without alternative"),
)  # fmt: skip
"""Parts that are shown, with their heads; an answer has some of them."""
TOUCHED = "share of what a place takes that was there at any step"
MADE = "share of what a place buys that was made there, re-exports seen through"
Row = Mapping[str, Any]


def write_dependence(answer: Answer, path: Path) -> None:
    """Write the page of an answer of `assess dependence`, whole or not at all.

    Raises
    ------
    YtterbyError
        The file cannot be written there.
    """
    write_whole(render_dependence(answer), path)


def render_dependence(answer: Answer) -> str:
    """Return the page as HTML text; its policy admits its own style and no request."""
    templates = Environment(
        loader=PackageLoader("ytterby.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    loader = templates.loader
    style = loader.get_source(templates, "report.css")[0] if loader else ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return templates.get_template("dependence.html.j2").render(
        sections=[_section(rows) for rows in _groups(answer.rows)],
        heads=_heads(answer.rows),
        controller=place_name(str(answer.rows[0]["controller"])) if answer.rows else "",
        notes=answer.notes, sources=answer.sources, legend=legend(), version=__version__, style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        percent=percent,
    )  # fmt: skip


def _heads(rows: Sequence[Row]) -> list[str]:
    """Heads of the numbers an answer has; without output on record, touched is an upper bound."""
    first = rows[0] if rows else {}
    heads = {key: head for key, head in NUMBERS if key in first}
    return list((heads | {"touched": "Touched, at most"} if "made" in heads else heads).values())


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of the same material and stage, the newest year of each."""
    found: dict[tuple[str, str], list[Row]] = {}
    for r in rows:
        found.setdefault((str(r["material"]), str(r["stage"])), []).append(r)
    return list(found.values())


def _section(rows: Sequence[Row]) -> dict[str, Any]:
    year = max(r["year"] for r in rows)
    last = [r for r in rows if r["year"] == year]
    first = last[0]
    ranked = sorted(last, key=lambda r: (r["rank"], r["place"]))
    title = f"{material_label(str(first['material']))}, {stage_label(str(first['stage']))}, {year}"
    what = MADE if "made" in first else TOUCHED
    return {
        "title": title,
        "goods": first.get("goods", ""), "what": what,
        "map": world_map(_by_place(last), str(first["controller"]), f"{title}: {what}"),
        "rows": [
            {
                "rank": r["rank"], "name": place_name(str(r["place"])), "use": r.get("end_use", "all"),
                "numbers": [float(r[key]) for key, _ in NUMBERS if key in r],
                "hidden": _points(r.get("hidden")),
            }
            for r in ranked[:MOST_RANKED]
        ],
        "more": max(len(ranked) - MOST_RANKED, 0), "hides": "hidden" in first,
        "years": _years(rows, [str(r["place"]) for r in ranked[:6]]),
    }  # fmt: skip


def _points(share: float | None) -> float | None:
    """Percentage points with one decimal, never a negative nothing."""
    return None if share is None else round(100.0 * share, 1) + 0.0


def _by_place(rows: Sequence[Row]) -> dict[str, float]:
    """Value by place; the highest where a place has several uses."""
    out: dict[str, float] = {}
    for r in rows:
        out[str(r["place"])] = max(out.get(str(r["place"]), 0.0), float(r["value"]))
    return out


def _years(rows: Sequence[Row], places: Sequence[str]) -> list[tuple[str, list[tuple[int, float]]]]:
    """Value by year of the first places, where there are several years."""
    if len({r["year"] for r in rows}) < 2:
        return []
    of = [(p, sorted((int(r["year"]), float(r["value"])) for r in rows if r["place"] == p)) for p in places]
    return [(place_name(p), values) for p, values in of]
