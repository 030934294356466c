"""Signed bundles: verified whole before anything is written."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("cryptography", reason="SKIPPED: signed bundles need the extra bundles")

from ytterby.baseline.bundles import MANIFEST, SIGNATURE, make_bundle, unpack_bundle
from ytterby.baseline.signing import make_key, sign
from ytterby.baseline.workspace import open_workspace
from ytterby.errors import BadData, NotFound, UsageError


@pytest.fixture
def made(tmp_path: Path):
    """A bundle, the key that signed it and an empty workspace to unpack into."""
    own = tmp_path / "there"
    (own / "regimes").mkdir(parents=True)
    (own / "regimes" / "a.yaml").write_text("id: a\n")
    (own / "revisions" / "ab").mkdir(parents=True)
    (own / "revisions" / "ab" / "abc").write_bytes(b"\0" * 100_000)
    (own / "pseudonyms.json").write_text("{}")
    (own / "evidence.sqlite").write_bytes(b"x")
    public = make_key(tmp_path / "key.pem")
    make_bundle(open_workspace(own), tmp_path / "b.zip", tmp_path / "key.pem", "for a test")
    return tmp_path / "b.zip", public, open_workspace(tmp_path / "here")


def everything(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*")) if folder.exists() else []


def rewritten(bundle: Path, change) -> Path:
    """The bundle with its members changed."""
    with zipfile.ZipFile(bundle) as old:
        members = {n: old.read(n) for n in old.namelist()}
    change(members)
    target = bundle.with_name("changed.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return target


def test_a_bundle_arrives_whole_and_twice_changes_nothing(made):
    bundle, public, here = made
    contents, by, changed = unpack_bundle(bundle, here, [public])
    assert by == public and contents.note == "for a test"
    assert changed == ["regimes/a.yaml", "revisions/ab/abc"]
    assert (here.folder / "regimes/a.yaml").read_text() == "id: a\n"
    assert "pseudonyms.json" not in contents.files and "evidence.sqlite" not in contents.files
    assert unpack_bundle(bundle, here, [public])[2] == []
    assert not any(".unpacking" in name for name in everything(here.folder.parent))


def test_the_private_key_is_its_owners_alone(made):
    key = made[1].with_name("key.pem")
    assert key.stat().st_mode & 0o077 == 0
    with pytest.raises(UsageError, match="there already"):
        make_key(key)


def swap(members):
    members["regimes/a.yaml"] = b"id: evil\n"


def add(members):
    members["regimes/b.yaml"] = b"id: b\n"


def drop(members):
    del members["regimes/a.yaml"]


def relist(members):
    listed = json.loads(members[MANIFEST])
    listed["note"] = "other"
    members[MANIFEST] = json.dumps(listed).encode()


def unsign(members):
    members[SIGNATURE] = b"\0" * 64


def no_list(members):
    del members[MANIFEST]


@pytest.mark.parametrize("change", [swap, add, drop, relist, unsign, no_list])
def test_any_change_is_refused_and_nothing_is_written(made, change):
    bundle, public, here = made
    with pytest.raises(BadData):
        unpack_bundle(rewritten(bundle, change), here, [public])
    assert everything(here.folder) == []


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "regimes/../../evil", "workspace.yaml", "elsewhere/a", "regimes/.hidden/../x", "regimes"],
)
def test_even_a_trusted_key_does_not_lead_out_of_the_workspace(made, name, tmp_path):
    bundle, public, here = made

    def escape(members):
        listed = json.loads(members[MANIFEST])
        listed["files"][name] = listed["files"].pop("regimes/a.yaml")
        members[name] = members.pop("regimes/a.yaml")
        members[MANIFEST] = json.dumps(listed).encode()
        members[SIGNATURE] = sign(members[MANIFEST], tmp_path / "key.pem")

    with pytest.raises(BadData):
        unpack_bundle(rewritten(bundle, escape), here, [public])
    assert everything(here.folder) == []


def test_a_bundle_never_gives_more_than_it_says(made, tmp_path):
    bundle, public, here = made

    def lie(members):
        listed = json.loads(members[MANIFEST])
        listed["files"]["revisions/ab/abc"]["bytes"] = 10
        members[MANIFEST] = json.dumps(listed).encode()
        members[SIGNATURE] = sign(members[MANIFEST], tmp_path / "key.pem")

    with pytest.raises(BadData, match="not what was signed"):
        unpack_bundle(rewritten(bundle, lie), here, [public])
    assert everything(here.folder) == []


def test_trust_is_asked_for(made, tmp_path):
    bundle, _, here = made
    other = make_key(tmp_path / "other.pem")
    with pytest.raises(BadData, match="none of the trusted keys"):
        unpack_bundle(bundle, here, [other])
    with pytest.raises(UsageError, match="no key is trusted"):
        unpack_bundle(bundle, here, [])
    with pytest.raises(NotFound, match="no key"):
        unpack_bundle(bundle, here, [tmp_path / "none.pem"])
    with pytest.raises(BadData, match="no Ed25519 key"):
        unpack_bundle(bundle, here, [bundle])


@pytest.mark.parametrize("cut", [0, 10, 400])
def test_half_a_bundle_is_refused(made, cut):
    bundle, public, here = made
    bundle.write_bytes(bundle.read_bytes()[:cut])
    with pytest.raises(BadData, match="no whole bundle"):
        unpack_bundle(bundle, here, [public])


def test_an_empty_workspace_has_nothing_to_carry(made, tmp_path):
    with pytest.raises(UsageError, match="nothing to carry"):
        make_bundle(made[2], tmp_path / "x.zip", tmp_path / "key.pem")
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize("name", ["regimes/a (copy).yaml", "tables/x#1.csv"])
def test_what_would_be_refused_there_is_refused_here(name, made, tmp_path):
    own = open_workspace(tmp_path / "there")
    path = own.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    with pytest.raises(BadData, match="would be refused"):
        make_bundle(own, tmp_path / "c.zip", tmp_path / "key.pem")
    assert not (tmp_path / "c.zip").exists()


def test_a_link_that_runs_read_is_not_left_behind_silently(made, tmp_path):
    own = open_workspace(tmp_path / "there")
    (tmp_path / "elsewhere.yaml").write_text("id: b\n")
    (own.folder / "regimes" / "b.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(BadData, match="is a link"):
        make_bundle(own, tmp_path / "c.zip", tmp_path / "key.pem")


def test_a_torn_member_is_bad_data(made):
    bundle, public, here = made
    whole = bytearray(bundle.read_bytes())
    with zipfile.ZipFile(bundle) as found:
        info = found.getinfo("revisions/ab/abc")
    start = info.header_offset + 30 + len(info.filename)
    whole[start : start + info.compress_size] = b"\xff" * info.compress_size
    bundle.write_bytes(bytes(whole))
    with pytest.raises(BadData, match="no whole bundle"):
        unpack_bundle(bundle, here, [public])
    assert everything(here.folder) == []


@pytest.mark.parametrize(
    ("of", "here", "taken"),
    [("confidential", "", False), ("confidential", "internal", False), ("internal", "internal", True),
     ("internal", "confidential", True), ("public", "", True)],
)  # fmt: skip
def test_what_is_confidential_outside_stays_so_inside(tmp_path, of, here, taken):
    own = tmp_path / "there"
    (own / "regimes").mkdir(parents=True)
    (own / "regimes" / "a.yaml").write_text("id: a\n")
    (own / "workspace.yaml").write_text(f"schema: ytterby/workspace/1\nmarking: {of}\n")
    public = make_key(tmp_path / "key.pem")
    make_bundle(open_workspace(own), tmp_path / "b.zip", tmp_path / "key.pem", "")
    inside = tmp_path / "here"
    inside.mkdir()
    if here:
        (inside / "workspace.yaml").write_text(f"schema: ytterby/workspace/1\nmarking: {here}\n")
    before = everything(inside)
    if taken:
        assert unpack_bundle(tmp_path / "b.zip", open_workspace(inside), [public])[2] == ["regimes/a.yaml"]
        return
    with pytest.raises(UsageError, match=f"marking: {of}"):
        unpack_bundle(tmp_path / "b.zip", open_workspace(inside), [public])
    assert everything(inside) == before
