"""The command line: verbs, failures, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

import click
import pytest

from ytterby import __version__
from ytterby.cli import main
from ytterby.errors import BadScenario, Fault, ThresholdCrossed


@pytest.fixture
def verb(monkeypatch):
    """A verb `probe` that raises what the test gives it."""

    def install(error: BaseException | None) -> None:
        @click.command()
        @click.option("--json", "as_json", is_flag=True)
        def probe(as_json: bool) -> None:
            if error is not None:
                raise error

        monkeypatch.setitem(main.VERBS, "probe", main.Verb(f"{__name__}:probe", "For the test."))
        monkeypatch.setattr(sys.modules[__name__], "probe", probe, raising=False)

    return install


def test_every_verb_of_the_table_exists():
    for name, row in main.VERBS.items():
        module, attribute = row.target.split(":")
        assert find_spec(module), f"{name}: {module} is missing"
        assert module.startswith("ytterby.cli.")
        assert attribute == name
        assert len(row.summary) < 70


def test_help_lists_every_verb(capsys):
    assert main.run(["--help"]) == 0
    shown = capsys.readouterr().out
    for name, row in main.VERBS.items():
        assert name in shown
        assert row.summary in shown


def test_version(capsys):
    assert main.run(["--version"]) == 0
    assert capsys.readouterr().out == f"ytterby {__version__}\n"


def test_success_is_zero(verb):
    verb(None)
    assert main.run(["probe"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["docter"], ['"docter" is not a verb', 'Did you mean "doctor"?']),
        (["zzz"], ['"zzz" is not a verb', "choices: run, compare"]),
        (["doctor", "--jsn"], ["No such option", "choices: --json"]),
        (["doctor", "surplus"], ["unexpected extra argument"]),
        (["schema"], ["Missing argument"]),
        (["schema", "scenari"], ["is not a file format", 'Did you mean "scenario"?']),
        ([], ["no verb was given"]),
        (
            ["run", "--months", "abc"],
            ['ytterby run --months: "abc" is not a whole number', "from 1 to 600", "--months 12"],
        ),
        (["run", "--months", "0"], ['--months: "0" is outside the range', "from 1 to 600", "--months 12"]),
        (["run", "--seed", "-1"], ['"-1" is outside the range', "a whole number, at least 0", "--seed 1"]),
        (["brief", "x", "--lang", "kr"], ['"kr" is not one of the choices', "choices: en, ja", "--lang en"]),
        (["export", "x"], ["Missing option '--format'", "choices: csv, iamc"]),
        (["plan", "--budget", "2 GEUR"], ['"GEUR" is not a unit', "choices: USD, kUSD", "US dollars"]),
        (["plan", "--budget", "2 GUSD", "--floor", "130 %"], ['"130 %" is more than the whole', "0 to 100 %", "80 %"]),
    ],
)
def test_wrong_calls_exit_2_with_a_hint(arguments, words, capsys):
    assert main.run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    for word in words:
        assert word in captured.err
    assert len(captured.err.splitlines()) <= 24


@pytest.mark.parametrize("arguments", [["zzz", "--json"], ["schema", "--json"], ["doctor", "--json", "--nope"]])
def test_json_failures_are_one_object_on_stdout(arguments, capsys):
    assert main.run(arguments) == 2
    captured = capsys.readouterr()
    error = json.loads(captured.out)["error"]
    assert captured.err == ""
    assert set(error) == {"code", "what", "where", "rule", "choices", "fix", "faults"}
    assert error["code"] == "usage"
    assert error["faults"][0]["what"] == error["what"]


def test_our_errors_carry_their_exit_code(verb, capsys):
    verb(BadScenario(Fault("months is -3", "a.yaml", "conventions §15", (), "Write 36."), Fault("second")))
    assert main.run(["probe"]) == 3
    shown = capsys.readouterr().err
    assert "bad scenario (2 faults)" in shown
    for word in ("a.yaml: months is -3", "rule:    conventions §15", "fix:     Write 36.", "second"):
        assert word in shown
    verb(ThresholdCrossed("fill rate below .9"))
    assert main.run(["probe"]) == 4


def test_interruption(verb, capsys):
    verb(KeyboardInterrupt())
    assert main.run(["probe"]) == 130
    assert capsys.readouterr().err == "ytterby: interrupted\n"


def test_unexpected_errors_are_one_line_and_a_way_to_more(verb, capsys, monkeypatch):
    monkeypatch.delenv("YTTERBY_TRACEBACK", raising=False)
    verb(ZeroDivisionError("division by zero"))
    assert main.run(["probe"]) == 1
    shown = capsys.readouterr().err
    assert "unexpected ZeroDivisionError: division by zero" in shown
    assert "YTTERBY_TRACEBACK=1" in shown
    assert "Traceback" not in shown
    monkeypatch.setenv("YTTERBY_TRACEBACK", "1")
    assert main.run(["probe"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_the_operating_system_is_quoted_with_its_path(verb, capsys):
    verb(PermissionError(13, "Permission denied", "out/report.html"))
    assert main.run(["probe"]) == 1
    assert "out/report.html: Permission denied" in capsys.readouterr().err


def test_a_reader_that_goes_away_leaves_no_traceback():
    code = "from ytterby.cli.main import main; main(['--help'])"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        child.stdout.close()
        complaint = child.stderr.read()
    assert complaint == ""
    assert child.returncode == main.EXIT_PIPE
