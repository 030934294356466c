"""A failure fits on one screen, whatever it quotes."""

from __future__ import annotations

import json

from ytterby.cli.failures import MOST_FAULTS, as_json, as_object, as_text
from ytterby.errors import BadData, Fault, YtterbyError


def test_many_faults_are_counted_and_all_stand_in_the_object():
    error = BadData(*(Fault(f"row {i} is wrong", "trade.csv") for i in range(30)))
    text = as_text(error, width=80)
    assert "(30 faults)" in text
    assert f"{30 - MOST_FAULTS} more" in text
    assert len(text.splitlines()) <= 24
    assert len(as_object(error)["error"]["faults"]) == 30


def test_long_and_binary_content_stays_on_the_screen():
    text = as_text(BadData(Fault("\x1b[31m\x00" + "long " * 2000, "a.yaml")), width=80)
    assert len(text.splitlines()) <= 24
    assert all(sign.isprintable() or sign == "\n" for sign in text)


def test_json_is_one_line_and_keeps_scripts():
    line = as_json(YtterbyError(Fault("磁石", "a.yaml", choices=("鎵",))))
    assert line.count("\n") == 1
    assert "磁石" in line
    assert json.loads(line)["error"]["choices"] == ["鎵"]


def test_an_error_without_faults_still_has_every_key():
    assert as_object(YtterbyError())["error"]["what"] == ""
