"""Near-duplicate documents: bottom-k sketches of character 5-grams, compared across Chinese scripts."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.document import Document
from ytterby.evidence.fold import fold

SKETCH = 96
BUCKETS = 12
SAME = 0.55
_GRAM = 5
_KEEP = re.compile(r"\W+")
_MIX = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]


def sketch(document: Document) -> Hashes:
    """Return the sketch of a document: the smallest hashes of the 5-grams of its prose.

    Returns
    -------
    (hash,)
        At most `SKETCH` numbers, sorted; two documents share about as many as their sets of 5-grams overlap.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents, doi:10.1109/SEQUEN.1997.666900.
    """
    language = document.language if document.language != "und" else "en"
    prose = "".join(
        document.text[s.start : s.end] for s in document.segments if s.label in ("title", "body", "editorial")
    )
    letters = _KEEP.sub("", fold(prose or document.text, language))
    codes = np.frombuffer(letters.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    if codes.size < _GRAM:
        return codes[:0]
    grams = np.zeros(codes.size - _GRAM + 1, dtype=np.uint64)
    for step in range(_GRAM):
        grams = (grams << np.uint64(13)) ^ (grams >> np.uint64(7)) ^ codes[step : step + grams.size]
    mixed = grams * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.unique(mixed ^ (mixed >> np.uint64(29)))[:SKETCH]


def resemblance(a: Hashes, b: Hashes) -> float:
    """Return the estimated overlap of two documents' 5-grams, 0 to 1."""
    if not a.size or not b.size:
        return 0.0
    union = np.union1d(a, b)[:SKETCH]
    shared = np.intersect1d(a, b, assume_unique=True)
    return float(np.isin(union, shared).sum() / union.size)


def clusters(sketches: dict[str, Hashes]) -> dict[str, str]:
    """Return for every document the first document it nearly repeats (itself if none), in the order given."""
    leader: dict[str, str] = {}
    seen: dict[int, list[str]] = {}
    for key, own in sketches.items():
        candidates = dict.fromkeys(k for h in own[:BUCKETS].tolist() for k in seen.get(h, ()))
        twin = next((k for k in candidates if resemblance(own, sketches[k]) >= SAME), None)
        leader[key] = leader[twin] if twin else key
        for h in own[:BUCKETS].tolist():
            seen.setdefault(h, []).append(key)
    return leader
