"""Every format of the table prints a valid JSON Schema."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from ytterby.cli import main
from ytterby.cli.schema import MODELS


@pytest.mark.parametrize("name", MODELS)
def test_schema_is_valid_and_closed(name, capsys):
    assert main.run(["schema", name]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
