"""The verbs `read` and `claims`."""

import json

import pytest
from click.testing import CliRunner

from ytterby.cli.claims import claims
from ytterby.cli.read import read
from ytterby.domain.claim import KINDS, MODALITIES
from ytterby.errors import BadData, NotFound, UsageError

KEYS = {
    "id", "document", "start", "end", "quote", "kind", "subject", "predicate", "object", "value", "low", "high", "unit",
    "period", "material", "stage", "places", "modality", "speaker", "damaged", "credibility",
}  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("中国占全球镓产量的98%。越南对中国稀土的依赖度超过60%。", "utf-8")
    (tmp_path / "in/b.txt").write_text("Gallium exports fell 75%. \u202eChina bans exports of antimony.", "utf-8")

    def invoke(command, *args):
        return CliRunner().invoke(command, args, catch_exceptions=False)

    return invoke


def test_json_is_one_object_with_the_contract_keys(run, tmp_path):
    found = json.loads(run(read, "in", "--json").stdout)
    assert {d["language"] for d in found["documents"]} == {"zh", "en"}
    assert all(set(d) >= {"path", "sha256", "language", "published", "segments"} for d in found["documents"])
    texts = {d["sha256"]: (tmp_path / d["path"]).read_text("utf-8") for d in found["documents"]}
    assert len(found["claims"]) >= 4
    for c in found["claims"]:
        assert set(c) >= KEYS
        assert c["kind"] in KINDS
        assert c["modality"] in MODALITIES
        assert c["quote"] == texts[c["document"]][c["start"] : c["end"]]


def test_reading_twice_adds_nothing(run):
    run(read, "in")
    again = run(read, "in").stdout
    assert "0 files read, 2 read before" in again
    assert "(0 new)" in again


def test_the_same_text_in_another_place_is_found_again(run, tmp_path):
    run(read, "in")
    (tmp_path / "copy.txt").write_text((tmp_path / "in/a.txt").read_text("utf-8"), "utf-8")
    assert len(json.loads(run(read, "copy.txt", "--json").stdout)["claims"]) == 2


def test_json_lines_with_addresses_are_listed(run, tmp_path):
    row = {"url": "https://example.org/1", "text": "China refines 92% of the rare earths."}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), "utf-8")
    found = json.loads(run(read, "a.jsonl", "--json").stdout)
    assert [d["path"] for d in found["documents"]] == ["https://example.org/1"]
    assert found["claims"]


def test_a_bad_file_beside_good_ones_is_listed(run, tmp_path):
    (tmp_path / "in/c.txt").write_bytes(b"PK\x03\x04")
    done = run(read, "in")
    assert done.exit_code == 0
    assert "not read: in/c.txt: is an archive" in done.stdout


def test_only_bad_files_is_bad_data(run, tmp_path):
    (tmp_path / "c.txt").write_bytes(b"PK\x03\x04")
    with pytest.raises(BadData):
        run(read, "c.txt")


def test_a_missing_path(run):
    with pytest.raises(NotFound):
        run(read, "nowhere")


def test_drafts_are_written(run, tmp_path):
    run(read, "in", "--drafts", "drafts")
    assert [p.name.split("-")[0] for p in (tmp_path / "drafts").iterdir()] == ["regime"]


def test_claims_are_listed_searched_and_reviewed(run):
    run(read, "in")
    listed = run(claims).stdout
    assert "60 % or more" in listed
    assert "\u202e" not in listed
    (one,) = json.loads(run(claims, "--about", "依赖度", "--json").stdout)["claims"]
    run(claims, "--review", "correct", "--claim", one["id"][:14], "--by", "An", "--set", "value=61", "--note", "newer")
    (after,) = json.loads(run(claims, "--about", "依赖度", "--json").stdout)["claims"]
    assert after["value"] == 61.0
    run(claims, "--review", "reject", "--claim", one["id"], "--by", "An")
    assert json.loads(run(claims, "--about", "依赖度", "--json").stdout)["claims"] == []
    with pytest.raises(NotFound):
        run(claims, "--review", "reject", "--claim", "zzz", "--by", "An")


def test_estimates_and_exports(run):
    run(read, "in")
    assert "98 .. 98 .. 98 %" in run(claims, "--estimates").stdout
    assert json.loads(run(claims, "--estimates", "--json").stdout)["estimates"]
    assert "wasDerivedFrom" in json.loads(run(claims, "--export", "prov").stdout)
    assert json.loads(run(claims, "--export", "annotation").stdout)[0]["type"] == "Annotation"
    assert len(run(claims, "--export", "jsonl").stdout.splitlines()) >= 4


def test_only_bad_files_print_one_object(run, tmp_path, capsys):
    from ytterby.cli import main

    (tmp_path / "c.txt").write_bytes(b"PK\x03\x04")
    assert main.run(["read", "c.txt", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "bad-data"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--kind", "shares"), "no kind of claim"),
        (("--by", "me"), "without --review"),
        (("--set", "value=1"), "without --review"),
        (("--review", "accept", "--by", "me"), "is missing"),
        (("--review", "accept", "--claim", "c1:", "--by", "me"), "is missing"),
        (("--store", "mysql://x/y"), "no database that is supported"),
    ],
)
def test_options_that_say_nothing_are_refused(run, args, words):
    run(read, "in")
    with pytest.raises(UsageError, match=words):
        run(claims, *args)


@pytest.mark.parametrize(
    "change", ["kind=zzz", "modality=true", "value=inf", "low=5,high=1", "quote=other", "places=JPN"]
)
def test_corrections_that_no_claim_can_have_are_refused(run, change):
    run(read, "in")
    (one,) = json.loads(run(claims, "--about", "依赖度", "--json").stdout)["claims"]
    sets = [x for part in change.split(",") for x in ("--set", part)]
    with pytest.raises(BadData):
        run(claims, "--review", "correct", "--claim", one["id"], "--by", "An", *sets)
    (after,) = json.loads(run(claims, "--about", "依赖度", "--json").stdout)["claims"]
    assert after == one


def test_one_claim_is_listed_by_its_key(run):
    run(read, "in")
    (one,) = json.loads(run(claims, "--about", "依赖度", "--json").stdout)["claims"]
    listed = json.loads(run(claims, "--claim", one["id"][3:12], "--json").stdout)["claims"]
    assert [c["id"] for c in listed] == [one["id"]]
    assert "no such claim" in run(claims, "--claim", "zzz").stdout


def test_a_search_that_finds_nothing_says_what_there_is(run):
    run(read, "in")
    text = run(claims, "--about", "zzqqy").stdout
    assert 'no claim has "zzqqy"' in text and "materials there are: " in text and "places there are: " in text
    told = json.loads(run(claims, "--about", "zzqqy", "--json").stdout)
    assert told["claims"] == [] and "gallium" in told["nearest"]["materials"]
    other = run(claims, "--about", "gallium", "--kind", "corridor").stdout
    assert other == "no such claim\n"
