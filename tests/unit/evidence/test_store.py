"""The store on SQLite and on PostgreSQL: append-only, idempotent, searchable in every script."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from ytterby.domain.review import Review
from ytterby.errors import BadData, NotFound, UsageError
from ytterby.evidence.addresses import STORE_NAME
from ytterby.evidence.documents.build import build
from ytterby.evidence.export import LONGEST_QUOTE, cut
from ytterby.evidence.ingest import take
from ytterby.evidence.snapshot import snapshot_of, unpacked
from ytterby.evidence.store import Store

TEXTS = (
    "中国占全球镓产量的98%。越南稀土出口依赖中国的比例为60%。",
    "日本はレアアースの6割を中国から輸入している。備蓄は60日分だ。",
    "중국산 희토류 비중은 88.8%에 달했다.",
    "Germany buys 98% of its magnets from China.",
)


def fill(store):
    return [
        store.add(t.document, t.claims, t.sketch) for t in (take(build(x, f"{i}.txt")) for i, x in enumerate(TEXTS))
    ]


def test_adding_twice_changes_nothing(workspace):
    with Store(workspace) as store:
        first = fill(store)
        before = store.content_hash()
        assert sum(first) == len(store.claims()) >= 5
        assert fill(store) == [0, 0, 0, 0]
        assert store.content_hash() == before
    with Store(workspace) as again:
        assert again.content_hash() == before


def test_every_stored_quote_is_the_text_at_its_span(workspace):
    with Store(workspace) as store:
        fill(store)
        texts = {d.sha256: d.text for d in store.documents()}
        assert all(c.quote == texts[c.document][c.start : c.end] for c in store.claims())


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("稀土", 3),
        ("希土類", 3),
        ("レアアース", 3),
        ("희토류", 3),
        ("日本", 1),
        ("germany magnets", 1),
        ("60", 2),
        ("備蓄", 1),
    ],
)
def test_search_finds_words_of_every_script(workspace, words, count):
    with Store(workspace) as store:
        fill(store)
        assert len({c.document for c in store.claims(words)}) == count


def test_search_words_are_never_syntax(workspace):
    with Store(workspace) as store:
        fill(store)
        for words in ('" OR 1=1 --', "a' | 'b", "NEAR(x y)", "稀土) OR (镓"):
            store.claims(words)
        with pytest.raises(UsageError, match="no word to look for"):
            store.claims("!!!")


def test_traditional_and_simplified_find_each_other(workspace):
    with Store(workspace) as store:
        fill(store)
        assert len(store.claims("稀土出口依賴")) == len(store.claims("稀土出口依赖")) == 1


def test_reviews_are_records_beside_the_claims(workspace):
    with Store(workspace) as store:
        fill(store)
        first, second, *_ = store.claims()
        store.review(Review(first.id, "reject", "An", "2026-01-01T00:00:00+00:00", "a copy"))
        store.review(Review(second.id, "correct", "An", "2026-01-02T00:00:00+00:00", correction=(("value", 61.0),)))
        after = {c.id: c for c in store.claims()}
        assert first.id not in after
        assert after[second.id].value == 61.0
        assert {c.id for c in store.claims(reviewed=False)} >= {first.id, second.id}
        store.review(Review(first.id, "accept", "Bo", "2026-01-03T00:00:00+00:00"))
        assert first.id in {c.id for c in store.claims()}
        assert len(store.reviews()) == 3
        with pytest.raises(NotFound):
            store.review(Review("c1:none", "accept", "Bo", "2026-01-03T00:00:00+00:00"))


def test_copies_across_scripts_share_a_cluster(workspace):
    simplified = (
        "中国控制着全球稀土开采量的六成以上,精炼产能超过八成五。日本正在寻求替代来源,并与澳大利亚企业签署长期协议。" * 2
    )
    traditional = (
        "中國控制著全球稀土開採量的六成以上,精煉產能超過八成五。日本正在尋求替代來源,並與澳大利亞企業簽署長期協議。" * 2
    )
    other = "Kazakhstan found twenty million tonnes of rare earths and asked for partners to develop the deposit."
    with Store(workspace) as store:
        for i, text in enumerate((simplified, traditional, other)):
            t = take(build(text, str(i)))
            store.add(t.document, t.claims, t.sketch)
        leaders = {d.path: d.cluster for d in store.documents()}
    assert leaders["0"] == leaders["1"] != leaders["2"]


def test_an_old_store_is_brought_up_to_date(tmp_path):
    with Store(tmp_path) as store:
        fill(store)
        before = store.content_hash()
    connection = sqlite3.connect(tmp_path / STORE_NAME)
    connection.executescript("DROP TABLE quote; DELETE FROM migration WHERE number = 3;")
    connection.close()
    with Store(tmp_path) as store:
        assert store.content_hash() == before
        assert store.claims("稀土") == []


def test_a_newer_store_is_refused(tmp_path):
    Store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / STORE_NAME)
    with connection:
        connection.execute("INSERT INTO migration VALUES (99, 'later')")
    connection.close()
    with pytest.raises(BadData, match="newer version"):
        Store(tmp_path)


def test_a_file_that_is_no_store_is_refused(tmp_path):
    (tmp_path / STORE_NAME).write_bytes(b"this is not a database at all, but it is long enough to look at" * 20)
    with pytest.raises(BadData, match="no evidence store"):
        Store(tmp_path)


def test_a_server_that_is_not_there_is_a_usage_error():
    with pytest.raises(UsageError, match="cannot be used"):
        Store("postgresql://nobody:secret@127.0.0.1:1/none")


def test_the_password_is_not_shown():
    with pytest.raises(UsageError) as caught:
        Store("postgresql://nobody:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def test_claims_of_an_earlier_reader_stay_and_are_no_longer_listed(workspace):
    taken = take(build(TEXTS[0], "a.txt"))
    first, second = taken.claims[:1], taken.claims[1:]
    with Store(workspace) as store:
        store.add(taken.document, first, taken.sketch, reader=1)
        assert store.claims() == list(first)
        store.add(taken.document, second, taken.sketch, reader=2)
        assert store.claims() == list(second)
        assert store.claims("镓") == [c for c in second if "镓" in c.quote]
        store.review(Review(first[0].id, "accept", "An", "2026-01-01T00:00:00+00:00"))
        before = store.content_hash()
        store.add(taken.document, first, taken.sketch, reader=1)
        assert store.content_hash() == before


def test_a_store_of_the_first_version_lists_its_claims_and_is_read_again(tmp_path):
    with Store(tmp_path) as store:
        fill(store)
        count = len(store.claims())
    connection = sqlite3.connect(tmp_path / STORE_NAME)
    connection.executescript("DROP TABLE reading; DROP TABLE found; DELETE FROM migration WHERE number = 4;")
    connection.close()
    with Store(tmp_path) as store:
        assert len(store.claims()) == count
        taken = take(build(TEXTS[0], "0.txt"))
        store.add(taken.document, taken.claims[:1], taken.sketch)
        assert len(store.claims()) == count - len(taken.claims) + 1


def test_one_document_is_looked_up_by_its_key(workspace):
    with Store(workspace) as store:
        fill(store)
        keys = [d.sha256 for d in store.documents()]
        assert store.document(keys[2]).sha256 == keys[2]
        assert [d.sha256 for d in store.documents(*keys[1:3])] == keys[1:3]
        with pytest.raises(NotFound):
            store.document("0" * 64)


def test_a_store_that_is_only_looked_at_is_not_made(tmp_path):
    with pytest.raises(NotFound, match="no evidence store"):
        Store(tmp_path / "typo", create=False)
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize("create", [True, False])
def test_a_database_of_something_else_is_left_alone(tmp_path, create):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE t (a)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(BadData, match="other tables"):
        Store(path, create=create)
    assert path.read_bytes() == before


def test_an_empty_database_is_no_store_to_look_at(tmp_path, workspace):
    if "://" in str(workspace):
        with pytest.raises(NotFound, match="no evidence store"):
            Store(workspace, create=False)
    (tmp_path / "empty.sqlite").touch()
    with pytest.raises(NotFound, match="no evidence store"):
        Store(tmp_path / "empty.sqlite", create=False)
    with Store(tmp_path / "empty.sqlite") as store:
        assert store.claims() == []


def test_a_snapshot_is_whole_and_shows_no_password(workspace):
    with Store(workspace) as store:
        fill(store)
        claims = store.claims()
        texts = {d.sha256: d.text for d in store.documents()}
    file = snapshot_of(workspace)
    found = unpacked(file)
    assert list(found.claims) == [replace(c, quote=cut(c.quote)) for c in claims]
    assert set(found.documents) == {c.document for c in claims}
    for c in claims:
        before, after = found.context[c.id]
        assert before + c.quote + after in texts[c.document]
        assert len(before + cut(c.quote) + after) <= LONGEST_QUOTE
    assert "@" not in found.address or "://...@" in found.address
    assert snapshot_of(workspace) == file


def test_a_copy_is_found_among_many_pages_of_one_site(tmp_path):
    frame = "本站所有报道均经编辑核对,转载须注明出处,图片版权归作者所有,商业使用请联系本站编辑部取得书面许可。" * 3

    def page(i):
        return frame + "".join(
            f"第{i * 37 + k}号矿区的镓产量为{i * 13 + k}吨,价格上涨{(i * 7 + k) % 90}%。" for k in range(14)
        )

    texts = [page(i) for i in range(40)]
    texts.append(texts[37].replace("上涨", "涨了", 1))
    with Store(tmp_path) as store:
        for i, text in enumerate(texts):
            taken = take(build(text, f"{i}.txt"))
            store.add(taken.document, taken.claims, taken.sketch)
        leaders = {d.path: d.cluster for d in store.documents()}
        keys = {d.path: d.sha256 for d in store.documents()}
    assert leaders["40.txt"] == keys["37.txt"]
    assert sum(leaders[f"{i}.txt"] == keys[f"{i}.txt"] for i in range(40)) == 40


def test_a_folder_with_an_at_sign_is_shown_whole(tmp_path):
    with Store(tmp_path / "a@b") as store:
        assert store.shown == str(tmp_path / "a@b" / STORE_NAME)
