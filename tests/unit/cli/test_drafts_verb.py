"""The verb `drafts`, and workspaces that are not there."""

import json

import pytest
from click.testing import CliRunner

from ytterby.cli import main
from ytterby.cli.claims import claims
from ytterby.cli.drafts import drafts
from ytterby.cli.read import read
from ytterby.errors import BadData, NotFound


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(
        "2026-01-07\n\n中国禁止向日本出口镓。日本承诺五年内向哈萨克斯坦投资37亿美元。", "utf-8"
    )

    def invoke(command, *args):
        return CliRunner().invoke(command, args, catch_exceptions=False)

    invoke(read, "in")
    return invoke


def test_drafts_are_written_and_left_alone(run, tmp_path):
    first = json.loads(run(drafts, "--json").stdout)["files"]
    assert len(first) == 2
    (tmp_path / first[0]).write_text("mine", "utf-8")
    assert json.loads(run(drafts, "--json").stdout)["files"] == []
    assert (tmp_path / first[0]).read_text("utf-8") == "mine"
    assert "no claim gives a draft" in run(drafts, "--about", "日本", "--out", "other", "--about", "钨").stdout


def settle(path):
    lines = path.read_text("utf-8").splitlines()
    at = lines.index("doubts:")
    end = next(i for i in range(at + 1, len(lines)) if not lines[i].startswith(("- ", "  ")))
    path.write_text("\n".join([*lines[:at], *lines[end:]]) + "\n", "utf-8")


def test_a_settled_draft_is_accepted_and_its_claims_are_marked(run, tmp_path):
    run(drafts)
    path = next((tmp_path / "drafts").glob("regime-*"))
    with pytest.raises(BadData, match="doubt is left"):
        run(drafts, "--accept", str(path), "--by", "A. Reader")
    assert not (tmp_path / "accepted").exists()
    settle(path)
    with pytest.raises(BadData, match="who accepted it"):
        run(drafts, "--accept", str(path))
    files = json.loads(run(drafts, "--accept", str(path), "--by", "A. Reader", "--json").stdout)["files"]
    assert len(files) == 3
    (banned,) = json.loads(run(claims, "--about", "禁止", "--json").stdout)["claims"]
    assert banned["credibility"] == 2


def test_a_correction_outlives_the_acceptance(run, tmp_path):
    run(drafts)
    path = next((tmp_path / "drafts").glob("regime-*"))
    settle(path)
    (one,) = json.loads(run(claims, "--about", "禁止", "--json").stdout)["claims"]
    run(claims, "--review", "correct", "--claim", one["id"], "--by", "An", "--set", "stage=metal")
    run(drafts, "--accept", str(path), "--by", "A. Reader")
    (after,) = json.loads(run(claims, "--about", "禁止", "--json").stdout)["claims"]
    assert after["stage"] == "metal"


def test_a_rejected_claim_carries_no_draft(run, tmp_path):
    run(drafts)
    path = next((tmp_path / "drafts").glob("regime-*"))
    settle(path)
    (one,) = json.loads(run(claims, "--about", "禁止", "--json").stdout)["claims"]
    run(claims, "--review", "reject", "--claim", one["id"], "--by", "An")
    with pytest.raises(BadData, match="was rejected"):
        run(drafts, "--accept", str(path), "--by", "A. Reader")


@pytest.mark.parametrize("text", ["", "review: needed\n", "schema: ytterby/draft/1\nextra: 1\n", "[1, 2]\n", "\x00"])
def test_a_file_that_is_no_draft_is_refused(run, tmp_path, text):
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    with pytest.raises(BadData):
        run(drafts, "--accept", "x.yaml", "--by", "A")


@pytest.mark.parametrize("command", [claims, drafts])
def test_a_workspace_that_is_not_there_is_named_and_not_made(run, tmp_path, command):
    with pytest.raises(NotFound, match="no evidence store"):
        run(command, "--store", "typo")
    assert not (tmp_path / "typo").exists()


def test_exit_codes(run, capsys):
    assert main.run(["claims", "--store", "typo"]) == 2
    assert main.run(["run", "gallium-germanium-2023", "--evidence", "typo", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fix"].startswith("`ytterby read")
