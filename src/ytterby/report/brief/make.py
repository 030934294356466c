"""A brief from facts to a file: put together, checked, written, read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ytterby.report.brief.analyst import results
from ytterby.report.brief.check import check_document, check_html, check_text
from ytterby.report.brief.director import director
from ytterby.report.brief.facts import Facts
from ytterby.report.brief.grounds import grounds, range_words
from ytterby.report.brief.html import as_html
from ytterby.report.brief.live import live_page
from ytterby.report.brief.markdown import as_markdown, unescaped
from ytterby.report.brief.pdf import as_pdf
from ytterby.report.brief.spans import Document, Line, Plain
from ytterby.report.brief.tongue import Tongue, words_of
from ytterby.report.written import write_bytes

FORMATS = ("html", "pdf", "md")


@dataclass(frozen=True)
class Written:
    """What was written: how many numbers and quotes were checked, the size [bytes], and whether the page is in it."""

    path: Path
    checked: int
    size: int
    live: bool


def brief_of(facts: Facts, lang: str = "en", marking: str = "") -> Document:
    """Return the brief of a run, every number with its path.

    Parameters
    ----------
    facts : the run and what was set beside it.
    lang : one of six.
    marking : how far it may travel; on every page.

    Raises
    ------
    UsageError : no such language.
    """
    tongue = Tongue(lang, facts)
    return Document(
        lang=lang, marking=marking, title=_title(tongue), foot=_foot(tongue), director=director(tongue),
        analyst=(*results(tongue), *grounds(tongue)),
    )  # fmt: skip


def write_brief(
    document: Document, facts: Facts, path: Path, form: str, data: Mapping[str, Any] | None = None,
    font_folders: tuple[str, ...] = (),
) -> Written:  # fmt: skip
    """Check a brief, write it whole or not at all, with its numbers read again from what is written.

    Parameters
    ----------
    document, facts : the brief, and what it speaks of.
    path : file to write.
    form : one of `FORMATS`.
    data : for the page behind an HTML brief; none is put there without it.
    font_folders : folders with more fonts, for PDF.

    Raises
    ------
    YtterbyError : a number is not the run's; the file cannot be written; typst or a font is missing.
    """
    checked = check_document(document, facts)
    live = live_page(data) if data is not None and form == "html" else None
    if form == "html":
        text = as_html(document, live)
        check_html(text, document, facts)
    elif form == "md":
        text = as_markdown(document)
        check_text(unescaped(text), document.told(captions=False), [document.marking, document.marking])
    content = as_pdf(document, font_folders) if form == "pdf" else text.encode()
    write_bytes(content, path)
    return Written(path, checked, len(content), live is not None)


def _title(tongue: Tongue) -> Line:
    """The scenario's title: of a bundled one in the language of the page, else as its author wrote it."""
    run = tongue.facts.run
    if not run.get("title"):
        return (tongue.cite("run/scenario"),)
    bundled = words_of("en").get(f"shared.scenario.{run['scenario']}")
    if tongue.lang != "en" and bundled and run["title"].startswith(bundled):
        return tongue.name("scenario", run["scenario"], "run/scenario")
    return (tongue.quote("run/title"),)


def _foot(tongue: Tongue) -> Line:
    run = tongue.facts.run
    rules = tongue.cite("run/as_of/rules", "date") if run.get("as_of", {}).get("rules") else Plain("–")
    about = tongue.say(
        "brief.about", run=tongue.cite("run/run"), draws=tongue.cite("run/draws", "count"),
        first=tongue.cite("run/months/0", "month"), last=tongue.cite("run/months/-1", "month"),
        data=tongue.cite("run/as_of/data", "date") if run.get("as_of", {}).get("data") else Plain("–"), rules=rules,
    )  # fmt: skip
    redacted: Line = (tongue.gap, *tongue.say("brief.redacted")) if run.get("redacted") else ()
    return (*about, tongue.gap, *range_words(tongue), *redacted)
