"""Make a document out of text: hash, segments, language of each, published date, reliability."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from ytterby.domain.document import Document, LabelledSpan
from ytterby.errors import BadData, Fault
from ytterby.evidence.dates import published_date
from ytterby.evidence.fold import fold
from ytterby.evidence.language import language_of
from ytterby.evidence.segments import Segment, segments

MOST_CHARACTERS = 8_000_000


def text_document(text: str, path: str, published: str = "") -> Document:
    """Return the document of a text; refuses one that is empty or longer than `MOST_CHARACTERS`."""
    if len(text) > MOST_CHARACTERS:
        rule = f"at most {MOST_CHARACTERS:,} characters are read as one document"
        raise BadData(Fault(f"has {len(text):,} characters", path, rule, fix="Split it."))
    if not text.strip():
        raise BadData(Fault("has no text", path))
    return build(text.encode("utf-8", "replace").decode("utf-8"), path, published)


def build(text: str, path: str, published: str = "", pages: tuple[int, ...] = ()) -> Document:
    """Return the document of `text`.

    Parameters
    ----------
    text : the text as decoded; stored unchanged.
    path : where it comes from.
    published : ISO 8601 date if the source tells it; else it is looked for in the text.
    pages : (page,) offset of the first character of every page of a PDF.
    """
    parts = segments(text)
    main = language_of(" ".join(text[s.start : s.end][:400] for s in parts if s.label in ("body", "editorial")) or text)
    spans = tuple(_spans(text, parts, main[0], pages))
    counts: Counter[tuple[str, str]] = Counter()
    for s in spans:
        if s.label in ("body", "editorial", "comments"):
            counts[s.language, s.script] += s.end - s.start
    language, script = counts.most_common(1)[0][0] if counts else main
    known = language if language != "und" else "en"
    when = published or published_date(text, lambda: fold(text, known), known)
    labels = {s.label for s in spans}
    return Document(
        sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        path=path,
        text=text,
        language=language,
        script=script,
        published=when,
        segments=spans,
        reliability="E" if "disclaimer" in labels else "F",
    )


def _spans(text: str, parts: list[Segment], main: str, pages: tuple[int, ...]) -> list[LabelledSpan]:
    out = []
    for s in parts:
        language, script = language_of(text[s.start : s.end], main)
        page = sum(start <= s.start for start in pages)
        out.append(LabelledSpan(s.start, s.end, s.label, language, script, page))
    return out
