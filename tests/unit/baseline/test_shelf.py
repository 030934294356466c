"""One shelf: bundled files, those of a workspace laid over them, and revisions that stay."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from ytterby.baseline import places, resource, table
from ytterby.baseline.freshness import age_days, day_of, old_data, unchecked_rules
from ytterby.baseline.outside import hosts_of, is_here, refuse_outside
from ytterby.baseline.revisions import Revisions
from ytterby.baseline.shelf import bundled_shelf, current, listing_text, reading, using
from ytterby.baseline.workspace import Settings, find_workspace, open_workspace, working_in
from ytterby.baseline.yamlfile import bundled_names
from ytterby.controls.library import load_library
from ytterby.errors import BadData, NotFound, UsageError, YtterbyError

RULE = """id: CN-2026-99
issuer: CHN
body: made up
title: made up
citation: made up
checked_on: 2026-11-21
standing: assumption
sources: [made up for a test]
rules:
  - { id: CN-2026-99, role: suspension, clause: made up, summary: made up, effective: 2026-11-09 }
acts:
  - { action: suspend, on: [CN-2025-61.1], since: 2026-11-11, to: 2027-11-10 }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "regimes").mkdir()
    (tmp_path / "regimes" / "CN-2026-99.yaml").write_text(RULE)
    return tmp_path


def test_a_workspace_adds_rules_without_touching_the_package(folder):
    before = load_library()
    with working_in(open_workspace(folder)):
        spans = load_library().entries["CN-2025-61.1"].spans
        assert spans[-1].since == date(2027, 11, 11) and "CN-2026-99" in bundled_names("regimes")
    assert load_library() is before
    assert "CN-2026-99" not in before.entries


def test_a_file_of_the_same_name_stands_in_for_the_bundled_one(folder):
    (folder / "tables").mkdir()
    own = table("places").filter(table("places")["iso3"].is_in(["JPN", "CHN"]))
    own.write_csv(folder / "tables" / "places.csv")
    with working_in(open_workspace(folder)):
        assert set(places()) == {"JPN", "CHN"}
    assert len(places()) > 200


def test_a_table_of_ones_own_follows_the_schema_of_a_chain(folder):
    (folder / "tables").mkdir()
    table("chain_magnet_rare_earths").head(5).write_csv(folder / "tables" / "chain_mine.csv")
    with working_in(open_workspace(folder)):
        assert table("chain_mine").height == 5
        assert resource("chain_mine").vintage == "workspace"
        (folder / "tables" / "chain_bad.csv").write_text("a\n1\n")
    with working_in(open_workspace(folder)), pytest.raises(BadData, match="cannot be read"):
        table("chain_bad")


def test_what_is_read_is_noted_even_from_a_cache():
    table("trade")
    with reading() as read:
        table("trade")
        load_library()
    assert "tables/trade.parquet" in read and "regimes/CN-2026-1.yaml" in read and "chains/cobalt.yaml" not in read


def test_the_fingerprint_is_of_what_answers_stand_on(folder):
    plain = bundled_shelf().fingerprint()
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "mine.yaml").write_text("id: mine\n")
    with working_in(open_workspace(folder)):
        with_rule = current().fingerprint()
    (folder / "regimes" / "CN-2026-99.yaml").unlink()
    assert open_workspace(folder).shelf.fingerprint() == plain != with_rule
    assert len(listing_text(bundled_shelf().listing())) > 1000


def test_revisions_replay_what_was_changed_since(folder, tmp_path_factory):
    store = Revisions(tmp_path_factory.mktemp("kept"))
    shelf = open_workspace(folder).shelf
    key = store.keep_shelf(shelf)
    assert key == shelf.fingerprint()
    count = sum(1 for _ in store.folder.rglob("*"))
    assert store.keep_shelf(shelf) == key
    assert sum(1 for _ in store.folder.rglob("*")) == count
    (folder / "regimes" / "CN-2026-99.yaml").unlink()
    with using(store.shelf(key)):
        assert "CN-2026-99" in load_library().entries
        assert current().fingerprint() == key


def test_a_damaged_or_missing_revision_is_named(folder):
    store = Revisions(folder / "revisions")
    key = store.keep(b"x")
    path = store.item("a", key).path
    os.chmod(path, 0o644)  # noqa: PTH101
    path.write_bytes(b"y")
    with pytest.raises(YtterbyError, match="was changed"):
        store.item("a", key)
    with pytest.raises(YtterbyError, match="is not kept"):
        store.shelf("0" * 64)


def test_the_workspace_is_found_where_it_was_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YTTERBY_WORKSPACE", raising=False)
    assert find_workspace() is None
    (tmp_path / "ytterby-workspace").mkdir()
    assert find_workspace().folder == Path("ytterby-workspace")
    (tmp_path / "workspace.yaml").write_text("schema: ytterby/workspace/1\nmarking: confidential\n", "utf-8")
    inside = find_workspace()
    assert (inside.folder, str(inside.settings.marking)) == (Path(), "confidential"), (
        "who works inside is under its marking"
    )
    (tmp_path / "workspace.yaml").unlink()
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("YTTERBY_WORKSPACE", "other")
    assert find_workspace().folder == Path("other")
    assert find_workspace(Path("new"), may_be_new=True).folder == Path("new")
    with pytest.raises(NotFound, match="no workspace"):
        find_workspace(Path("new"))
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="not a folder"):
        find_workspace(Path("file"))


@pytest.mark.parametrize("text", ["marking: secret\n", "colour: red\n", "[]", "marking: [confidential]\n"])
def test_settings_that_cannot_be_read_are_refused(text, tmp_path):
    (tmp_path / "workspace.yaml").write_text(text)
    with pytest.raises(BadData):
        open_workspace(tmp_path)


def test_evidence_lies_in_the_workspace_unless_it_says_otherwise(tmp_path):
    assert open_workspace(tmp_path).evidence == str(tmp_path)
    (tmp_path / "workspace.yaml").write_text("evidence: postgresql://here/claims\nmarking: internal\nname: Desk\n")
    assert open_workspace(tmp_path).evidence == "postgresql://here/claims"
    assert open_workspace(tmp_path).headline == "INTERNAL · Desk"


OUTSIDE = [
    "http://192.0.2.1/v1", "https://models.example/v1", "postgresql://db.example/x", "postgresql://u:p@db.example:5432/x",
    "postgresql:///x?host=db.example", "postgresql://localhost,db.example/x", "tcp://10.0.0.3:8786", "tls://a.example:1",
    "http://[2001:db8::1]:80/v1", "http://127.0.0.1.example/v1", "http://localhost@evil.example/", "tcp://0.0.0.0:1",
    "postgresql://localhost/x?hostaddr=192.0.2.1", "postgresql:///x?service=far",
]  # fmt: skip
INSIDE = [
    "http://127.0.0.1:8080/v1", "http://localhost/v1", "http://[::1]:1/v1", "postgresql:///x",
    "postgresql://user@localhost/x", "postgresql:///x?host=/run/postgresql", "tcp://127.0.0.1:8786",
]  # fmt: skip


@pytest.mark.parametrize("address", OUTSIDE)
def test_confidential_work_refuses_what_leads_outside(address, tmp_path):
    (tmp_path / "workspace.yaml").write_text("marking: confidential\n")
    refuse_outside(address, "--here")
    with working_in(open_workspace(tmp_path)), pytest.raises(UsageError, match="is not this machine") as caught:
        refuse_outside(address, "--here")
    assert "p@" not in str(caught.value)


@pytest.mark.parametrize("address", INSIDE)
def test_this_machine_is_not_outside(address, tmp_path, monkeypatch):
    for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "workspace.yaml").write_text("marking: confidential\n")
    with working_in(open_workspace(tmp_path)):
        refuse_outside(address, "--here")


def test_the_environment_may_lead_outside_too(monkeypatch):
    monkeypatch.setenv("PGHOST", "db.example")
    assert list(hosts_of("postgresql:///x")) == ["db.example"]
    assert is_here("localhost") and not is_here("192.0.2.1")


def test_ages_of_data_and_rules():
    today = date(2026, 11, 22)
    assert age_days("2026-08-24", today) == 90 and day_of("2026-13-01") is None and age_days("Babel 2", today) is None
    assert old_data({"a": "2026-08-24"}, today) == []
    (told,) = old_data({"a": "2026-08-23", "b": "2024", "c": "2026-11-21"}, today)
    assert told.startswith("data older than 90 days: b (2024), a (2026-08-23);")
    assert unchecked_rules({"X": date(2026, 11, 8)}, today) == []
    assert "X (2026-11-07)" in unchecked_rules({"X": date(2026, 11, 7)}, today)[0]


def test_settings_have_a_form():
    assert json.loads(Settings().model_dump_json())["schema"] == "ytterby/workspace/1"


def test_a_second_reading_in_one_process_notes_the_same_files():
    """Loaders keep what they have parsed; what a run was made from may not depend on runs before it."""
    from ytterby.baseline.programmes import load_programmes
    from ytterby.baseline.shelf import reading

    noted = []
    for _ in range(2):
        with reading() as read:
            load_programmes()
        noted.append(sorted(read))
    assert noted[0] == noted[1]
    assert "tables/places.csv" in noted[0]
