"""Many files: resume, bad files named, the same store whatever the number of processes."""

import pytest

from ytterby.evidence.ingest import ingest
from ytterby.evidence.store import Store


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    for i in range(20):
        (place / f"{i:02d}.txt").write_text(f"中国占全球镓产量的{70 + i}%。日本的库存只够{i + 2}个月。", "utf-8")
    (place / "bad.txt").write_bytes(b"PK\x03\x04 not text")
    (place / "spam.txt").write_text("Best casino bonus! Free spins, click here for rare earth slots.", "utf-8")
    return sorted(place.iterdir())


def test_one_bad_file_is_listed_with_its_reason(folder, tmp_path):
    with Store(tmp_path / "w") as store:
        report = ingest(folder, store)
    assert [(p.rpartition("/")[2], "archive" in r) for p, r in report.bad] == [("bad.txt", True)]
    assert [(p.rpartition("/")[2], r) for p, r in report.refused] == [("spam.txt", "spam")]
    assert (report.files, report.documents) == (22, 21)
    assert report.new == report.claims >= 40


def test_a_second_import_goes_on_where_the_first_stopped(folder, tmp_path):
    calls = []

    def stop(done, count, path):
        calls.append(count)
        if done == 7:
            raise KeyboardInterrupt

    with Store(tmp_path / "w") as store:
        with pytest.raises(KeyboardInterrupt):
            ingest(folder, store, progress=stop)
        assert len(list(store.documents())) == 7
    with Store(tmp_path / "w") as store:
        report = ingest(folder, store)
        assert report.skipped == 7
        interrupted = store.content_hash()
    with Store(tmp_path / "v") as whole:
        ingest(folder, whole)
        assert whole.content_hash() == interrupted


def test_two_processes_make_the_same_store(folder, tmp_path):
    with Store(tmp_path / "one") as one, Store(tmp_path / "two") as two:
        ingest(folder, one, workers=1)
        ingest(folder, two, workers=2)
        assert one.content_hash() == two.content_hash()
