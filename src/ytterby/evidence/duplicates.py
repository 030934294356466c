"""Near-duplicate documents: bottom-k sketches of character 5-grams, compared across Chinese scripts."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.document import Document
from ytterby.evidence.characters import PLANE, looked_up
from ytterby.evidence.fold import folded_codes

SKETCH = 96
BUCKETS = 12
SAME = 0.55
SHARED, LOOKED_AT = 3, 5
"""A twin shares at least so many of its `BUCKETS` smallest hashes (expected: six and more); so many are compared."""
CROWDED = 24
"""A hash that so many documents have is that of a sentence printed everywhere, and tells nothing of a twin."""
_GRAM = 5
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
    folded = folded_codes(prose or document.text, language)
    letters = folded[looked_up(folded, _letters())].astype(np.uint64)
    if letters.size < _GRAM:
        return np.zeros(0, dtype=np.uint64)
    grams = np.zeros(letters.size - _GRAM + 1, dtype=np.uint64)
    for step in range(_GRAM):
        grams = (grams << np.uint64(13)) ^ (grams >> np.uint64(7)) ^ letters[step : step + grams.size]
    mixed = grams * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes: Hashes = mixed ^ (mixed >> np.uint64(29))
    most = 2 * SKETCH  # the smallest are enough: only repeats among them could leave too few
    if hashes.size > most:
        least: Hashes = np.unique(np.partition(hashes, most)[:most])
        if least.size >= SKETCH:
            hashes = least
    smallest: Hashes = np.unique(hashes)[:SKETCH]
    return smallest


@cache
def _letters() -> NDArray[np.bool_]:
    """Return which code points are letters or digits, (code point,)."""
    return np.array([chr(code).isalnum() or code == 0x5F for code in range(PLANE)], dtype=np.bool_)


def resemblance(a: Hashes, b: Hashes) -> float:
    """Return the estimated overlap of two documents' 5-grams, 0 to 1."""
    if not a.size or not b.size:
        return 0.0
    left, right = set(a.tolist()), set(b.tolist())
    union = sorted(left | right)[:SKETCH]
    return sum(h in left and h in right for h in union) / len(union)
