"""The workspace and the store as they are now: what counts as a change, and what goes while it is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from ytterby.baseline.shelf import current
from ytterby.domain.review import Review
from ytterby.evidence import snapshot
from ytterby.evidence.ingest import ingest
from ytterby.evidence.store import Store
from ytterby.web.premises import Premises, Settings, _state, _store_state

TEXT = "Japan relies on China for more than 85 percent of its gallium.\n"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    document = tmp_path / "paper.txt"
    document.write_text(TEXT)
    with Store(tmp_path / "own.sqlite") as found:
        ingest([document], found)
    return tmp_path / "own.sqlite"


def premises(store: Path, workspace: Path | None = None) -> Premises:
    return Premises(Settings(store.parent, "t" * 32, frozenset(), workspace, evidence=str(store)))


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    found: list[object] = []
    monkeypatch.setattr(snapshot, "taken_from", lambda where, real=snapshot.taken_from: found.append(0) or real(where))
    return found


def test_a_reader_is_no_change_of_the_store(store: Path, taken: list[object]):
    house = premises(store)
    with house.at_work():
        pass
    with Store(store) as reader:
        assert reader.claims()
        assert list(store.parent.glob("own.sqlite-*")), "while it reads there are files beside the store"
        with house.at_work():
            pass
    with house.at_work():
        pass
    assert len(taken) == 1


def test_a_decision_in_a_store_that_is_open_counts(store: Path, taken: list[object]):
    house = premises(store)
    with house.at_work():
        before = current().fingerprint()
    with Store(store) as writer:
        claim = writer.claims()[0]
        writer.review(Review(claim.id, "reject", "A. Reader", "2026-01-01T00:00:00+00:00"))
        with house.at_work():
            assert current().fingerprint() != before
    assert len(taken) == 2


def test_files_that_go_while_they_are_looked_at_are_no_fault(store: Path, monkeypatch: pytest.MonkeyPatch):
    workspace = store.parent / "w"
    (workspace / "own").mkdir(parents=True)
    (workspace / "workspace.yaml").write_text("schema: ytterby/workspace/1\nname: tests\nmarking: internal\n")
    (store.parent / "own.sqlite-shm").symlink_to("gone")
    (workspace / "own" / "gone.yaml").symlink_to("gone")
    real = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda path: path.is_symlink() or real(path))
    assert _store_state(str(store)) == _store_state(str(store.parent))
    assert [name for name, *_ in _state(workspace)] == [str(workspace / "workspace.yaml")]
