"""OpenAPI 3.1, made from the table of routes and the forms."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pydantic import BaseModel

from ytterby import __version__
from ytterby.web.answers import JSON, PROBLEM, Answer, told
from ytterby.web.endpoints import ENDPOINTS, PREFIX, Asked, Endpoint
from ytterby.web.forms import Nothing
from ytterby.web.house import House

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "faults", "fix"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"}, "fix": {"type": "string"},
        "faults": {"type": "array", "items": {
            "type": "object", "required": ["what", "where", "rule", "choices", "fix"],
            "properties": {"what": {"type": "string"}, "where": {"type": "string"}, "rule": {"type": "string"},
                           "choices": {"type": "array", "items": {"type": "string"}}, "fix": {"type": "string"}},
        }},
    },
}  # fmt: skip
_REFUSED = {
    "description": "Refused; the faults say why and what to do.",
    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def described(house: House, asked: Asked) -> Answer:
    """GET /openapi.json."""
    return told(openapi())


@cache
def openapi() -> dict[str, Any]:
    """Return the description of the API."""
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    paths: dict[str, Any] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(PREFIX + endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ytterby", "version": __version__, "description": __doc__ or ""},
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _operation(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    stream = endpoint.path.endswith("/events")
    kind = "text/event-stream" if stream else JSON
    answers: dict[str, Any] = {
        str(status): {"description": text, **({} if status == 304 else {"content": {kind: {"schema": {}}}})}
        for status, text in endpoint.gives
    }
    answers["4XX"] = _REFUSED
    told: dict[str, Any] = {
        "operationId": endpoint.target.replace(":", "_"), "summary": endpoint.summary, "responses": answers,
        "parameters": [*_ids(endpoint.path), *_query(endpoint.query)],
    }  # fmt: skip
    if endpoint.body is not None:
        schemas |= _schemas(endpoint.body)
        schema = {"$ref": f"#/components/schemas/{endpoint.body.__name__}"}
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return told


def _ids(path: str) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", path)
    return [{"name": n, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}} for n in names]


def _query(form: type[BaseModel]) -> list[dict[str, Any]]:
    if form is Nothing:
        return []
    schema = form.model_json_schema(by_alias=True)
    needed = set(schema.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": part}
        for name, part in schema["properties"].items()
    ]


def _schemas(form: type[BaseModel]) -> dict[str, Any]:
    schema = form.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs", {}), form.__name__: schema}
