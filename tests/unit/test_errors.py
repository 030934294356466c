"""One tree of errors, one form of message."""

from __future__ import annotations

import pytest

from ytterby import errors
from ytterby.errors import Fault, YtterbyError, did_you_mean

EXIT_CODES = {
    "YtterbyError": 1, "UsageError": 2, "NotFound": 2, "BadInput": 3, "BadScenario": 3, "BadData": 3,
    "BadUnit": 3, "LookAhead": 3, "Infeasible": 3, "ThresholdCrossed": 4, "WorkLost": 1,
}  # fmt: skip


def test_every_class_has_its_exit_code_and_stands_in_the_tree():
    found = {
        name: cls.exit_code
        for name, cls in vars(errors).items()
        if isinstance(cls, type) and issubclass(cls, YtterbyError)
    }
    assert found == EXIT_CODES
    for name, code in found.items():
        line = next(line for line in errors.__doc__.splitlines() if name in line.split())
        assert f"exit {code}" in line


def test_codes_are_distinct():
    codes = [getattr(errors, name).code for name in EXIT_CODES]
    assert len(set(codes)) == len(codes)


def test_a_fault_says_what_where_rule_choices_and_fix():
    fault = Fault("stage is smelting", "a.yaml: levers[2]", "conventions §3", ("mine", "metal"), "Write metal.")
    assert fault.text() == (
        "a.yaml: levers[2]: stage is smelting; choices are mine, metal; rule: conventions §3; Write metal."
    )


def test_all_faults_are_kept_in_order():
    error = errors.BadScenario("first", Fault("second", "here"))
    assert [fault.what for fault in error.faults] == ["first", "second"]
    assert str(error) == "first\nhere: second"


@pytest.mark.parametrize(("word", "answer"), [("magnte", 'Did you mean "magnet"?'), ("qqq", ""), ("", "")])
def test_did_you_mean(word, answer):
    assert did_you_mean(word, ["mine", "magnet"]) == answer
