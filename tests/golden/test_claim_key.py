"""The key of a claim is pinned: changing its canonical form would change every key (decision 0002)."""

import json
import unicodedata
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.domain.claim import Claim, claim_key

TEXT = st.one_of(st.none(), st.text(max_size=12))
NUMBER = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
KEYED = (
    "damaged", "document", "end", "high", "kind", "low", "material", "modality", "object", "period", "places",
    "predicate", "speaker", "stage", "start", "subject", "unit", "value",
)  # fmt: skip


def claim(**changes):
    plain = {
        "id": "", "document": "ab" * 32, "start": 3, "end": 17, "quote": "中国占全球镓产量的98%", "kind": "share",
        "subject": "CHN", "predicate": "share_of_world_output", "object": "", "value": 98.0, "low": None, "high": None,
        "unit": "%", "period": None, "material": "gallium", "stage": None, "places": ("CHN",), "modality": "fact",
        "speaker": None, "damaged": False, "credibility": 3,
    }  # fmt: skip
    return Claim(**(plain | changes))


def canonical(c: Claim) -> str:
    """The rule of decision 0002, said slowly."""
    said = {}
    for name in KEYED:
        value = getattr(c, name)
        if isinstance(value, float) and value == int(value) and abs(value) < 2**53:
            value = int(value)
        if name in ("material", "period", "speaker", "stage", "unit"):
            value = value or None
        said[name] = list(value) if isinstance(value, tuple) else value
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "c1:" + sha256(unicodedata.normalize("NFC", text).encode("utf-8", "replace")).hexdigest()


def test_the_key_of_one_claim_is_pinned():
    assert claim_key(claim()) == "c1:5a80c26c327f8449e415ba1b7b59505f32448d09f9afffb0c00bd2e141c524a3"


@settings(deadline=None, max_examples=200)
@given(TEXT, TEXT, TEXT, NUMBER, NUMBER, st.booleans(), st.lists(st.text(max_size=4), max_size=3))
def test_the_key_is_that_of_the_canonical_json(speaker, material, subject, value, low, damaged, places):
    c = claim(speaker=speaker, material=material, subject=subject or "", value=value, low=low, damaged=damaged,
              places=tuple(places))  # fmt: skip
    assert claim_key(c) == canonical(c)


def test_grade_section_and_flags_are_not_part_of_the_key():
    assert claim_key(claim()) == claim_key(
        claim(credibility=1, section="title", flags=("scale",), likelihood=(0.1, 0.2))
    )


def test_kind_damage_and_place_are_part_of_the_key():
    keys = {
        claim_key(c) for c in (claim(), claim(kind="rank"), claim(damaged=True), claim(start=4), claim(document="x"))
    }
    assert len(keys) == 5
