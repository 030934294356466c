"""HTML pages (extra `html`): the article without its frame, by trafilatura."""

from __future__ import annotations

import re

from ytterby.domain.document import Document
from ytterby.errors import BadData, Fault, UsageError
from ytterby.evidence.documents.build import text_document

MOST_DEPTH = 2_000
_OPEN = re.compile(r"<(/?)(?:div|span|table|tr|td|ul|ol|li|b|i|a|p|font|section)\b", re.IGNORECASE)


def html_document(page: str, path: str) -> Document:
    """Return the document of an HTML page: title, article and comments as plain text.

    Raises
    ------
    BadData
        For a page nested deeper than `MOST_DEPTH` or without an article.
    UsageError
        When the extra `html` is not installed.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise UsageError(Fault("needs the extra html", path, fix='pip install "ytterby[html]"')) from error
    if _depth(page) > MOST_DEPTH:
        raise BadData(Fault(f"is nested more than {MOST_DEPTH} deep", path, "such pages are not read"))
    found = bare_extraction(page, include_comments=True, include_tables=True, with_metadata=True)
    plain = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    body = plain.get("text") or ""
    if not body.strip():
        raise BadData(Fault("has no article", path, fix="Save the article as text."))
    title, comments = plain.get("title") or "", plain.get("comments") or ""
    text = f"{title}\n\n{body}" if title and not body.startswith(title) else body
    if comments.strip():
        text += f"\n\nComments\n\n{comments}"
    return text_document(text, path, plain.get("date") or "")


def _depth(page: str) -> int:
    """Return how deep the common elements are nested, unclosed ones included."""
    depth = most = 0
    for match in _OPEN.finditer(page):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        most = max(most, depth)
    return most
