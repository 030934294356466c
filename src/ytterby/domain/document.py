"""A document as it was read: immutable text, its segments, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A stretch of a document with one label, in one language.

    Attributes
    ----------
    start, end : span in characters of the stored text.
    label : title, body, editorial, comments, disclaimer, navigation, recommendations or caption.
    language : zh, ja, ko, vi, en or "und".
    script : ISO 15924 code.
    page : page of a PDF, counted from 1; 0 elsewhere.
    """

    start: int
    end: int
    label: str
    language: str
    script: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document and what is known about it; the text is never changed.

    Attributes
    ----------
    sha256 : hash of the stored text (UTF-8).
    path : where it was read from, as the user gave it.
    text : the stored text; all offsets count its characters.
    language, script : of most of its body.
    published : ISO 8601 date, or "" if unknown.
    segments : labelled spans, in order.
    cluster : sha256 of the first document of its near-duplicate cluster; its own if it has no twin.
    reliability : A (reliable) to E; F cannot be judged. A disclaimer lowers it.
    refused : why nothing was taken out of it ("spam", "scrambled", ...), or "".
    """

    sha256: str
    path: str
    text: str
    language: str
    script: str
    published: str
    segments: tuple[LabelledSpan, ...]
    cluster: str = ""
    reliability: str = "F"
    refused: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return what `read --json` prints of a document."""
        return {
            "path": self.path,
            "sha256": self.sha256,
            "language": self.language,
            "script": self.script,
            "published": self.published or None,
            "cluster": self.cluster or self.sha256,
            "reliability": self.reliability,
            "refused": self.refused or None,
            "segments": [
                {
                    "start": s.start,
                    "end": s.end,
                    "label": s.label,
                    "language": s.language,
                    "script": s.script,
                    "page": s.page,
                }
                for s in self.segments
            ],
        }
