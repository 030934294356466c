"""A bill of which no line can be judged is refused: silence would read as freedom."""

from __future__ import annotations

import json
from pathlib import Path

from ytterby.cli import main

HEAD = "line,parent,part,quantity,material,mass_g,value_usd,origin,technology,hs,maker\n"
BARE = "1,,actuator,1,,,250,JPN,,,\n2,,thing,1,,,3,JPN,,,\n"


def screened(bill: Path, *more: str) -> int:
    return main.run(["screen", str(bill), "--to", "JPN", "--end-use", "civil", "--on", "2026-02-01", *more])


def test_nothing_judged_is_bad_data_with_every_line_and_what_to_add(tmp_path: Path, capsys):
    bill = tmp_path / "bill.csv"
    bill.write_text(HEAD + BARE)
    assert screened(bill, "--json", "--html", str(tmp_path / "made" / "page.html")) == 3
    error = json.loads(capsys.readouterr().out)["error"]
    assert [f["where"].split(", ")[1] for f in error["faults"]] == ["row 2: line 1 actuator", "row 3: line 2 thing"]
    assert all("no line of the bill could be judged" in f["what"] for f in error["faults"])
    assert all("fill material" in f["fix"] for f in error["faults"])
    assert not (tmp_path / "made").exists()


def test_one_line_judged_is_an_answer(tmp_path: Path, capsys):
    bill = tmp_path / "bill.csv"
    bill.write_text(HEAD + BARE + "3,,box,1,copper wire,3,3,JPN,,8544110000,\n")
    assert screened(bill) == 0
    assert "Not judged: 2 lines" in capsys.readouterr().out
