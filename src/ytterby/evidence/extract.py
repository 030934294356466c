"""The deterministic extractor: a labelled text becomes claims."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Protocol

from ytterby.domain.claim import Claim, Statement, key_of
from ytterby.domain.document import Document, LabelledSpan
from ytterby.evidence.dates import When, dates
from ytterby.evidence.fold import fold
from ytterby.evidence.frames import carried, found_in
from ytterby.evidence.lexicon import Mark, lexicon
from ytterby.evidence.quality import refusal
from ytterby.evidence.quantities import Quantity, quantities
from ytterby.evidence.reading import NOTHING, Carried, Reading
from ytterby.evidence.segments import CLAIMABLE
from ytterby.evidence.sentences import clauses, sentences

_TITLE = re.compile(r"《[^》]*》")
_READABLE = CLAIMABLE - {"title"}


class Extractor(Protocol):
    """Anything that takes claims out of a document."""

    def __call__(self, document: Document) -> list[Claim]:
        """Return the claims of `document`; every quote equals the text at its span."""
        ...


class Page:
    """The folded parts of a document that may hold claims, with their marks."""

    __slots__ = ("document", "parts", "refused")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.parts: list[tuple[LabelledSpan, str, list[Mark]]] = []
        for segment in document.segments:
            if segment.label not in _READABLE or segment.language == "und":
                continue
            raw = document.text[segment.start : segment.end]
            folded = fold(raw, segment.language)
            self.parts.append((segment, folded, lexicon(segment.language).marks(raw, folded)))
        self.refused = self._refused()

    def _refused(self) -> str:
        """Judge the parts in the main language together."""
        same = [p for p in self.parts if p[0].language == self.document.language]
        if not same:
            return "" if self.parts else "no prose"
        marks = [m for p in same for m in p[2]]
        raw = "\n".join(self.document.text[p[0].start : p[0].end] for p in same)
        return refusal("\n".join(p[1] for p in same), raw, self.document.language, marks)


def extract(document: Document) -> list[Claim]:
    """Return the claims of a document in order; none from a page that was refused."""
    return extract_page(Page(document))


def extract_page(page: Page) -> list[Claim]:
    """Return the claims of a page that was folded and marked already."""
    if page.refused:
        return []
    out: list[Claim] = []
    for segment, folded, marks in page.parts:
        raw = page.document.text[segment.start : segment.end]
        for found in _found(raw, folded, marks, segment, page.document.published):
            out.append(_claim(page.document, segment, found))
    return out


def _found(raw: str, folded: str, marks: list[Mark], segment: LabelledSpan, published: str) -> Iterator[Statement]:
    language = segment.language
    whens = dates(folded, language, published)
    masks = [(w.start, w.end) for w in whens]
    masks += [(m.start(), m.end()) for m in _TITLE.finditer(folded)]
    numbers = quantities(folded, language, masks)
    starts, telling = [m[0] for m in marks], lexicon(language).telling
    number_starts = [q.start for q in numbers]
    when_starts = [w.start for w in whens]
    before, last = NOTHING, 0
    for span in sentences(folded, language, 0, len(folded)):
        if "\n\n" in folded[last : span[0]]:
            before = NOTHING._replace(pair=before.pair)
        last = span[1]
        mine = _cut(marks, starts, span)
        amounts = numbers[bisect_left(number_starts, span[0]) : bisect_left(number_starts, span[1])]
        if not amounts and telling.isdisjoint([id(m[2]) for m in mine]):
            before = _light(mine, before)
            continue
        when = whens[bisect_left(when_starts, span[0]) : bisect_left(when_starts, span[1])]
        reading = _reading(raw, folded, segment, span, mine, amounts, when, before)
        yield from found_in(reading)
        before = carried(reading)


def _cut(marks: list[Mark], starts: list[int], span: tuple[int, int]) -> list[Mark]:
    return marks[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]


def _light(marks: list[Mark], before: Carried) -> Carried:
    """Carry on without a reading: the last material and the first places of a sentence that claims nothing."""
    material, named = before.material, []
    for _, _, entries in marks:
        for category, value in entries:
            if category == "mat":
                material = value.replace("+", ";")
            elif category == "place" and not value.startswith(("HOME:", "HERE:")):
                named += value.split("+")
    if not named and material == before.material and not before.currency:
        return before
    places = tuple(dict.fromkeys(named))
    return before._replace(
        material=material, places=places[:2] or before.places, currency="",
        pair=places if 2 <= len(places) <= 4 else before.pair,
    )  # fmt: skip


def _reading(
    raw: str, folded: str, segment: LabelledSpan, span: tuple[int, int], marks: list[Mark],
    amounts: list[Quantity], whens: list[When], before: Carried,
) -> Reading:  # fmt: skip
    parts = clauses(folded, segment.language, span[0], span[1])
    return Reading(raw, folded, segment.language, span, parts, marks, amounts, whens, segment.label, before)


def _claim(document: Document, segment: LabelledSpan, f: Statement) -> Claim:
    start, end = segment.start + f.start, segment.start + f.end
    return Claim(
        key_of(document.sha256, start, end, f), document.sha256, start, end, document.text[start:end], f.kind,
        f.subject, f.predicate, f.object, f.value, f.low, f.high, f.unit, f.period or None, f.material or None,
        f.stage or None, f.places, f.modality, f.speaker or None, f.damaged, _credibility(segment.label, f),
        segment.label, f.likelihood,
    )  # fmt: skip


def _credibility(label: str, f: Statement) -> int:
    """Grade 1 to 6 (Admiralty system): comments cannot be judged, hearsay and forecasts are doubtful."""
    if label == "comments":
        return 6
    return {"fact": 3, "plan": 3, "reported": 4, "forecast": 4, "opinion": 5}[f.modality]
