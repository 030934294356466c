import pytest

from ytterby.assessment.contingency.journal import Journal
from ytterby.errors import BadData


def test_results_are_there_again(tmp_path):
    path = tmp_path / "deep" / "j.jsonl"
    Journal(path, "a").add("one", {"x": 1.5})
    again = Journal(path, "a")
    assert again.done == {"one": {"x": 1.5}}
    again.add("two", {"x": None})
    assert list(Journal(path, "a").done) == ["one", "two"]


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_line_cut_short_is_done_again(tmp_path, cut):
    path = tmp_path / "j.jsonl"
    journal = Journal(path, "a")
    journal.add("one", {"x": 1})
    journal.add("two", {"place": "中"})
    path.write_bytes(path.read_bytes()[:-cut])
    torn = Journal(path, "a")
    assert "two" not in torn.done
    torn.add("two", {"x": 2})
    torn.add("three", {"x": 3})
    assert list(Journal(path, "a").done) == ["one", "two", "three"]


@pytest.mark.parametrize("text", ['{"form": "ytterby/journal/1", "address": "b"}\n', "no json\n", "[]\n", "\n"])
def test_another_file_is_refused_and_left_as_it_is(tmp_path, text):
    path = tmp_path / "j.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadData):
        Journal(path, "a")
    assert path.read_text(encoding="utf-8") == text
