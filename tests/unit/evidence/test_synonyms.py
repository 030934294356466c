"""A search finds what means the same in any language, and says what there is where it finds nothing."""

from __future__ import annotations

import pytest

from ytterby.evidence.documents.build import build
from ytterby.evidence.ingest import take
from ytterby.evidence.store import Store
from ytterby.evidence.synonyms import alternatives, nearest

TEXTS = {
    "zh": "2025-11-01\n\n中国占全球镓产量的93%。",
    "en": "China produces 70% of the world's gallium.",
    "vi": "Nhật Bản nhập khẩu 60% đất hiếm từ Trung Quốc.",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(tmp_path_factory.mktemp("work")) as kept:
        for name, text in TEXTS.items():
            t = take(build(text, f"{name}.txt", "2025-11-01"))
            kept.add(t.document, t.claims, t.sketch)
        yield kept


def quotes(store, about):
    return {c.quote for c in store.claims(about)}


@pytest.mark.parametrize(
    "words", [("gallium", "镓", "鎵", "ガリウム", "갈륨", "gali"), ("China", "中国", "中國", "Trung Quốc", "CHN")]
)
def test_every_language_finds_the_same(store, words):
    found = [quotes(store, word) for word in words]
    assert all(one == found[0] for one in found) and len(found[0]) >= 2


def test_all_terms_must_be_there_and_long_ones_are_one_term(store):
    assert quotes(store, "China gallium") == quotes(store, "中国 镓") == quotes(store, "gallium")
    assert {q[:9] for q in quotes(store, "Japan rare earths")} == {"Nhật Bản "}
    assert len(alternatives("Japan rare earths")) == 2
    assert quotes(store, "gallium xyzzy") == set()


def test_a_word_no_lexicon_knows_stands_for_itself(store):
    assert alternatives("xyzzy") == [[("xyzzy",)]] and quotes(store, "produces") == {
        q for q in quotes(store, "gallium") if "produces" in q
    }


def test_short_words_of_alphabets_do_not_stand_for_a_place():
    assert ("us",) not in alternatives("アメリカ")[0] and ("usa",) in alternatives("アメリカ")[0]


def test_what_there_is_where_nothing_is_found(store):
    near = nearest("galium", store.claims())
    assert near["words"][0] == "gallium"
    assert "gallium" in near["materials"] and "CHN" in near["places"]
