"""A plan as one page: what to do, what it saves, what more money would buy, how sure that is."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ytterby import __version__
from ytterby.report.figures.alone import alone_figure
from ytterby.report.figures.frontier import billions, frontier_figure
from ytterby.report.figures.worth import worth_figure
from ytterby.report.words import percent, place_name


def plan_page(found: Mapping[str, Any]) -> str:
    """Return the object of `ytterby plan --json` as HTML text; its policy admits its own style and no request."""
    templates = Environment(
        loader=PackageLoader("ytterby.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    loader = templates.loader
    style = loader.get_source(templates, "report.css")[0] if loader else ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    engine = found["simulated"]
    free = found["time_to_independence"]
    saved = engine["without"]["expected"] - engine["expected"]
    return templates.get_template("plan.html.j2").render(
        plan=found, engine=engine, saved=saved, bn=billions, percent=percent,
        places=", ".join(place_name(p) for p in found["focus"]) or "all places but the controlling state",
        compared=(
            ("Doing nothing", engine["without"]), ("This plan", engine),
            ("What the program proposed", engine["proposal"]),
        ),
        figure=frontier_figure(found["frontier"]) if found["frontier"] else None,
        alone=alone_figure(free["met_alone"], free["share"]) if free["met_alone"] else None,
        worth=worth_figure([m for m in found["marginal"] if m["chosen"]]), free=free,
        version=__version__, style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )  # fmt: skip
