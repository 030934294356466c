"""A brief as one HTML file: readable without a script, every number with its path."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ytterby import __version__
from ytterby.report.brief.live import Live
from ytterby.report.brief.spans import (
    Block,
    Bullets,
    Cited,
    Document,
    Gallery,
    Heading,
    Line,
    Para,
    Picture,
    Span,
    Table,
    plain,
)
from ytterby.report.brief.tongue import words_of
from ytterby.report.figures.svg import element

_CODE = re.compile(r"`([^`]+)`")
FOLDED_FROM = 12
"""Rows from which a table that may be folded is folded on a screen; it is whole on paper."""


def as_html(document: Document, live: Live | None = None) -> str:
    """Return a brief as HTML text.

    The policy in its head admits only the styles and scripts of this page, by their hashes, and no request.

    Parameters
    ----------
    document : the brief.
    live : the page put behind it, with its data; None leaves the readable part alone.
    """
    templates = Environment(
        loader=PackageLoader("ytterby.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    loader = templates.loader
    own = loader.get_source(templates, "brief.css")[0] if loader else ""
    styles = [own, *(live.styles if live else ())]
    scripts = list(live.scripts) if live else []
    return templates.get_template("brief.html.j2").render(
        lang=document.lang, marking=document.marking, title=plain(document.title), head=line_html(document.title),
        director=[block_html(block) for block in document.director],
        analyst=[block_html(block) for block in document.analyst],
        foot=line_html(document.foot), words=words_of(document.lang), version=__version__,
        styles=[Markup(style) for style in styles], scripts=[Markup(script) for script in scripts],
        data=Markup(live.data) if live else None, mount=live.mount if live else "", policy=_policy(styles, scripts),
    )  # fmt: skip


def block_html(block: Block) -> Markup:
    """Return one block."""
    match block:
        case Heading(line, level):
            return element(f"h{level}", line_html(line))
        case Para(line, kind):
            return element("p", line_html(line), class_=kind)
        case Bullets(lines):
            return element("ul", *(element("li", line_html(line)) for line in lines))
        case Table():
            return _table(block)
        case Gallery(pictures, caption):
            drawn = [_picture(picture) for picture in pictures]
            shape = "wide" if pictures[0].width == 1 else "small"
            return element("div", *drawn, class_=f"gallery {shape}") + element("p", line_html(caption), class_="small")


def line_html(line: Line) -> Markup:
    """Return a line; each cited number says where it comes from."""
    return Markup("").join(_span(span) for span in line)


def _span(span: Span) -> Markup:
    if isinstance(span, Cited):
        return element(
            "data", span.text, value=span.text, data_from=span.path, data_as=span.form, lang=span.lang or None
        )
    parts = _CODE.split(span.text)
    said = (element("code", part) if i % 2 else escape(part) for i, part in enumerate(parts))
    return Markup("").join(said)


def _picture(picture: Picture) -> Markup:
    title = element("figcaption", line_html(picture.title)) if picture.title else Markup("")
    return element("figure", title, picture.svg)


def _table(table: Table) -> Markup:
    rows = [element("tr", *_cells(table, row, "td")) for row in table.rows]
    head = element("thead", element("tr", *_cells(table, table.head, "th"))) if table.head else Markup("")
    whole = element("div", element("table", head, element("tbody", *rows)), class_="scroll", tabindex=0)
    if not (table.folded and len(rows) >= FOLDED_FROM):
        return whole
    title = line_html(table.title) if table.title else line_html(table.head[0])
    return element("details", element("summary", title), whole)


def _cells(table: Table, row: Sequence[Line], tag: str) -> list[Markup]:
    return [element(tag, line_html(cell), class_="n" if i in table.numeric else None) for i, cell in enumerate(row)]


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    allowed = " ".join(f"'{_digest(text)}'" for text in styles)
    run = " ".join(f"'{_digest(text)}'" for text in scripts) or "'none'"
    return (
        f"default-src 'none'; style-src {allowed}; script-src {run}; img-src data: blob:; base-uri 'none'; "
        "form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
