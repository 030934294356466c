"""What holds for every text: no crash, quotes at their spans, offsets that survive folding."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.domain.claim import KINDS, MODALITIES, Claim, claim_key
from ytterby.evidence.anchors import anchor, selector
from ytterby.evidence.documents.build import build
from ytterby.evidence.extract import extract
from ytterby.evidence.fold import fold
from ytterby.evidence.quantities import quantities
from ytterby.evidence.segments import segments

WORDS = [
    "稀土",
    "镓",
    "锗",
    "85",
    "%",
    "近",
    "超",
    "三成",
    "亿",
    "万",
    "美元",
    "年",
    "、",
    ",",
    "。",
    "中国",
    "日本",
    "出口",
    "下降",
    "据",
    "计划",
    "6年3个月",
    "数百",
    "磁石",
    "レアアース",
    "は",
    "割",
    "トン",
    "円",
    "を",
    "희토류",
    "배",
    "억",
    "달러",
    "의",
    "đất",
    "hiếm",
    "tỷ",
    "USD",
    "tấn",
    "giảm",
    "XNUMX",
    "tháng",
    "rare",
    "earths",
    "fell",
    "percent",
    "three",
    "to",
    "five",
    "times",
    "$",
    "bn",
    "-",
    "0.1",
    "1,200",
    "F-35",
    "C5+1",
    "İ",
    "ß",
]
PIECES = st.sampled_from([*WORDS, "\u202e", "\n", "\u3000"])
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)
LANGUAGES = st.sampled_from(["zh", "ja", "ko", "vi", "en"])


@settings(deadline=None)
@given(TEXTS)
def test_claims_of_any_text(text):
    for c in extract(build(text, "x", "2026-01-10")):
        assert c.quote == text[c.start : c.end]
        assert c.kind in KINDS
        assert c.modality in MODALITIES
        assert (c.unit is None) == (c.value is c.low is c.high is None)
        assert c.low is None or c.high is None or c.low <= c.high
        assert Claim.from_dict(c.to_dict()) == c
        assert c.id == claim_key(c)


@settings(deadline=None)
@given(TEXTS, LANGUAGES)
def test_folding_keeps_every_offset(text, language):
    assert len(fold(text, language)) == len(text)


@settings(deadline=None)
@given(TEXTS, LANGUAGES)
def test_quantities_are_in_order_and_in_the_text(text, language):
    found = quantities(fold(text, language), language, [])
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)


@settings(deadline=None)
@given(TEXTS)
def test_segments_are_in_order_and_do_not_overlap(text):
    found = segments(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(text[s.start : s.end].split()) for s in found) == "".join(text.split())


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60), st.data())
def test_an_anchor_finds_its_own_selector_or_nothing(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = anchor(text, **selector(text, start, end))
    assert found in (None, (start, end))
