"""`ytterby brief` from the command line: what it writes, what it refuses, what it masks."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from ytterby.cli import main

OWN = """schema: ytterby/own/1
chain: gallium
firms: [Canary Works KK]
parts: [CANARY-77]
stocks:
  - { id: canary-vault, place: JPN, stage: first-use, days: 30 }
"""
CANARY = re.compile("canary", re.IGNORECASE)
RUN = ["--draws", "8", "--months", "3", "--out"]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    assert main.run(["run", "gallium-germanium-2023", *RUN, str(folder), "--note", "the first", "--json"]) == 0
    (path,) = (p for p in folder.iterdir() if not p.name.startswith("."))
    return path


def said(capsys, *arguments):
    capsys.readouterr()
    code = main.run(["brief", *map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def refused(capsys, *arguments):
    code, told = said(capsys, *arguments)
    return code, told["error"]


def test_one_object_and_one_file(stored: Path, tmp_path: Path, capsys):
    out = tmp_path / "new" / "brief.html"
    code, told = said(capsys, stored, "--out", out, "--no-live")
    assert code == 0 and told["run"] == stored.name and told["brief"] == str(out) and told["live"] is False
    text = out.read_text("utf-8")
    assert told["bytes"] == out.stat().st_size and told["checked"] == len(re.findall("data-from=", text)) > 200
    assert "the first" in text and stored.name in text


def test_html_carries_the_page_with_positions_of_sliders(stored: Path, tmp_path: Path, capsys):
    code, told = said(capsys, stored, "--lang", "ko", "--out", tmp_path / "b.html")
    assert code == 0 and told["live"] is True and told["bytes"] < 3_000_000
    text = (tmp_path / "b.html").read_text("utf-8")
    data = json.loads(re.search(r'id="ytterby-data">(.*?)</script>', text, re.DOTALL)[1])
    assert data["mode"] == "report" and data["lang"] == "ko" and data["run"]["run"] == stored.name
    assert len(data["grid"]["points"]) >= 4 * len(data["sliders"]) > 0
    assert all(point["moved"] and point["run"]["fill"] for point in data["grid"]["points"])


def test_the_folder_of_the_run_is_the_default(stored: Path, capsys):
    code, told = said(capsys, stored.name, "--runs", stored.parent, "--format", "md", "--lang", "vi")
    assert code == 0 and Path(told["brief"]) == stored / "brief-vi.md" and (stored / "brief-vi.md").is_file()


def test_the_ending_of_the_file_says_the_format(stored: Path, tmp_path: Path, capsys):
    code, told = said(capsys, stored, "--out", tmp_path / "b.md")
    assert code == 0 and told["format"] == "md"
    assert (tmp_path / "b.md").read_text("utf-8").startswith("#")
    assert refused(capsys, stored, "--out", tmp_path / "b.pdf", "--format", "md")[0] == 2
    assert not (tmp_path / "b.pdf").exists()


def test_people_read_where_it_is(stored: Path, tmp_path: Path, capsys):
    assert main.run(["brief", str(stored), "--format", "md", "--out", str(tmp_path / "b.md")]) == 0
    out = capsys.readouterr().out
    assert f"Brief: {tmp_path / 'b.md'}" in out and "checked against" in out


@pytest.mark.parametrize(("arguments", "code", "what"), [
    (["no-such-run"], 2, "there is no run"), (["X", "--lang", "zh"], 2, "zh-Hant"),
    (["X", "--format", "docx"], 2, "html"),
    (["X", "--plan", "nowhere.json"], 2, "cannot be read"),
])  # fmt: skip
def test_wrong_words_are_refused_in_one_object(stored: Path, capsys, arguments, code, what):
    found = refused(capsys, *(stored if a == "X" else a for a in arguments))
    assert found[0] == code and what in json.dumps(found[1])


def test_a_folder_that_cannot_be_written_is_refused_before_anything(stored: Path, tmp_path: Path, capsys):
    (tmp_path / "file").write_text("")
    code, error = refused(capsys, stored, "--out", tmp_path / "file" / "b.html")
    assert code == 2 and "is a file, not a folder" in error["what"] and (tmp_path / "file").read_text() == ""


@pytest.mark.parametrize(("option", "content", "what"), [
    ("--plan", "[]", "no JSON object"), ("--plan", "{", "is no JSON"), ("--plan", '{"budget": 1}', "scenario"),
    ("--plan", '{"scenario": "japan-2026", "budget": 1, "portfolio": [], "simulated": {"expected": 2, "without": '
               '{"expected": 3}}}', "is for japan-2026"),
    ("--official", '{"rows": []}', "is missing"),
    ("--official", '{"run": "other", "publisher": "p", "rows": [], "summary": null}', "beside other"),
    ("--sensitivity", '{"index": "hhi"}', "no sensitivity"),
    ("--sensitivity", '{"index": "sensitivity", "scenario": "japan-2026"}', "about japan-2026"),
])  # fmt: skip
def test_files_beside_that_do_not_belong_are_bad_data(stored: Path, tmp_path: Path, capsys, option, content, what):
    (tmp_path / "beside.json").write_text(content)
    code, error = refused(capsys, stored, option, tmp_path / "beside.json", "--out", tmp_path / "b.html")
    assert code == 3 and what in json.dumps(error) and not (tmp_path / "b.html").exists()


def test_a_run_that_was_tampered_with_stops(stored: Path, tmp_path: Path, capsys):
    copy = shutil.copytree(stored, tmp_path / stored.name)
    result = json.loads((copy / "run.json").read_text("utf-8"))
    result["first_short"][0]["probability"] = 7
    (copy / "run.json").write_text(json.dumps(result))
    code, error = refused(capsys, copy, "--format", "md", "--out", tmp_path / "b.md")
    assert code == 3 and error["where"].endswith("run.json") and not (tmp_path / "b.md").exists()


def test_names_of_the_house_are_masked_in_every_format(tmp_path: Path, capsys):
    house = tmp_path / "house"
    assert main.run(["init", str(house), "--marking", "confidential", "--name", "Desk 9"]) == 0
    (house / "own").mkdir(exist_ok=True)
    (house / "own" / "ours.yaml").write_text(OWN)
    from ytterby.baseline.shelf import current

    scenario = current().item("scenarios/gallium-germanium-2023.yaml").path.read_text("utf-8")
    scenario = re.sub(r"(?m)^title: .*$", "title: Does Canary Works KK run short of CANARY-77?", scenario)
    (tmp_path / "ours.yaml").write_text(scenario)
    at = ["--workspace", str(house)]
    assert main.run(["run", str(tmp_path / "ours.yaml"), *RUN, str(tmp_path / "runs"), "--note", "canary", *at]) == 0
    (stored,) = (p for p in (tmp_path / "runs").iterdir() if not p.name.startswith("."))
    for form in ("html", "md"):
        whole, masked = tmp_path / f"whole.{form}", tmp_path / f"masked.{form}"
        assert main.run(["brief", str(stored), "--format", form, "--out", str(whole), *at]) == 0
        assert CANARY.search(whole.read_text("utf-8"))
        capsys.readouterr()
        assert main.run(["brief", str(stored), "--format", form, "--out", str(masked), "--redact", *at]) == 0
        printed, text = "".join(capsys.readouterr()), masked.read_text("utf-8")
        assert not CANARY.search(text) and not CANARY.search(printed)
        assert "CONFIDENTIAL · Desk 9" in text and "Does firm 1 run short of part 1?" in text
