"""`ytterby schema`: print the JSON Schema of a file format."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import click

from ytterby.errors import Fault, UsageError, did_you_mean

MODELS = {
    "scenario": "ytterby.scenario.schema:Scenario",
    "chain": "ytterby.network.chain:Chain",
    "regime": "ytterby.domain.regime:Instrument",
    "claim": "ytterby.domain.claim:Claim",
    "draft": "ytterby.scenario.drafts:Draft",
    "levers": "ytterby.planning.levers:LeverBook",
    "escalations": "ytterby.planning.ladder:Ladder",
    "programmes": "ytterby.domain.programme:ProgrammeBook",
    "projects": "ytterby.scenario.project_list:ProjectList",
    "own": "ytterby.scenario.own:OwnBook",
    "statements": "ytterby.assessment.claims.book:Book",
    "mapping": "ytterby.evidence.sources.mapping:Mapping",
    "workspace": "ytterby.baseline.workspace:Settings",
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@click.command()
@click.argument("name", metavar="|".join(MODELS))
@click.option("--json", "as_json", is_flag=True, help="No effect: a JSON Schema is one JSON object.")
def schema(name: str, as_json: bool) -> None:
    """Print the JSON Schema of a file format, for editors and other programs."""
    click.echo(json.dumps(schema_of(name), indent=2, ensure_ascii=False))


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the format `name`.

    Raises
    ------
    UsageError
        There is no such format.
    """
    if name not in MODELS:
        near = did_you_mean(name, list(MODELS))
        raise UsageError(Fault(f'"{name}" is not a file format', "ytterby schema", choices=tuple(MODELS), fix=near))
    module, attribute = MODELS[name].split(":")
    from pydantic import TypeAdapter

    found = getattr(import_module(module), attribute)
    model: TypeAdapter[object] = TypeAdapter(found)
    made = {"$schema": DIALECT, "additionalProperties": False, **model.json_schema()}
    _describe(made, attribute, _attributes(found.__doc__ or ""))
    for inner, part in made.get("$defs", {}).items():
        _describe(part, inner, {})
    return made


def _describe(part: dict[str, Any], model: str, told: dict[str, str]) -> None:
    """Say what each field means where it does not say it itself."""
    from ytterby.cli.field_words import word_for

    for field, schema in part.get("properties", {}).items():
        text = schema.get("description") or told.get(field) or word_for(model, field)
        if text:
            schema["description"] = text


def _attributes(docstring: str) -> dict[str, str]:
    """Read the section `Attributes` of a docstring: of a dataclass it is what fields have."""
    out: dict[str, str] = {}
    for line in docstring.partition("----------")[2].splitlines():
        names, sign, text = line.strip().partition(" : ")
        out.update(dict.fromkeys(names.split(", "), text) if sign else {})
    return out
