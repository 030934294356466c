"""PDF files with a text layer (extra `pdf`), by pypdf: the page of every span is kept."""

from __future__ import annotations

from io import BytesIO

from ytterby.domain.document import Document
from ytterby.errors import BadData, Fault, UsageError
from ytterby.evidence.documents.build import MOST_CHARACTERS, build

MOST_PAGES = 2_000


def pdf_document(raw: bytes, path: str) -> Document:
    """Return the document of a PDF: its pages joined by blank lines, the page of each segment kept.

    Raises
    ------
    BadData
        For a damaged or encrypted file, one without a text layer, or one that unpacks beyond the limits.
    UsageError
        When the extra `pdf` is not installed.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise UsageError(Fault("needs the extra pdf", path, fix='pip install "ytterby[pdf]"')) from error
    try:
        pages = PdfReader(BytesIO(raw)).pages
        if len(pages) > MOST_PAGES:
            raise BadData(
                Fault(f"has {len(pages)} pages", path, f"at most {MOST_PAGES} pages are read", fix="Split it.")
            )
        texts, size = [], 0
        for page in pages:
            texts.append(page.extract_text().replace("\0", ""))
            size += len(texts[-1])
            if size > MOST_CHARACTERS:
                raise BadData(
                    Fault("unpacks to too much text", path, f"at most {MOST_CHARACTERS:,} characters are read")
                )
    except (PyPdfError, ValueError, KeyError, RecursionError, OverflowError, AttributeError, TypeError) as error:
        raise BadData(Fault(f"is damaged or locked ({type(error).__name__})", path)) from error
    if not any(text.strip() for text in texts):
        raise BadData(Fault("has no text layer", path, "scanned pages are not read", fix="Run text recognition first."))
    offsets, at = [], 0
    for text in texts:
        offsets.append(at)
        at += len(text) + 2
    return build("\n\n".join(texts), path, pages=tuple(offsets))
