"""`ytterby plan` as a user calls it, with wrong input."""

import json

import pytest

from ytterby.cli import main


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["plan", "japan-2026"], 2),
        (["plan", "japan-2026", "--budget", "2 kt"], 3),
        (["plan", "japan-2026", "--budget", "-2 GUSD"], 2),
        (["plan", "japan-2026", "--budget", "2 GUSD", "--by", "hope"], 2),
        (["plan", "japan-2027", "--budget", "2 GUSD"], 2),
        (["plan", "japan-2026", "--budget", "2 GUSD", "--levers", "nowhere.yaml"], 2),
        (["plan", "japan-2026", "--budget", "2 GUSD", "--require", "nolan-loan"], 2),
        (["plan", "gallium-germanium-2023", "--budget", "2 GUSD"], 2),
    ],
)
def test_wrong_input_is_refused_in_one_object(arguments, code, capsys):
    assert main.run([*arguments, "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert told["error"]["what"]
