"""What a route gives back, and how it becomes bytes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_json

JSON, PROBLEM = "application/json", "application/problem+json"


@dataclass(frozen=True)
class Answer:
    """Status, bytes and headers.

    Attributes
    ----------
    status : of HTTP.
    body : as sent.
    headers : beside the ones every answer has; names in lower case.
    """

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stream:
    """An answer that goes on: server-sent events.

    Attributes
    ----------
    events : begins to listen, inside the event loop; gives the text of one event after the other.
    """

    events: Callable[[], AsyncIterator[bytes]]


def told(content: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Return one JSON object as an answer."""
    return Answer(status, as_bytes(content), {"content-type": JSON, **(headers or {})})


def as_bytes(content: object) -> bytes:
    """Return plain data as JSON; what is not finite becomes null."""
    return to_json(content, inf_nan_mode="null")
