"""What sets two questions apart: files, rules, assumptions and code, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

from ytterby.baseline.shelf import Item, Shelf
from ytterby.runs.provenance import Asked
from ytterby.scenario.schema import Scenario

Kind = Literal["data", "rule", "assumption", "code"]
_RULES = ("regimes/", "arrangements.yaml")
_ASSUMPTIONS = ("chains/", "own/")
_DESCRIPTOR = "datapackage.json"
_WORDS = frozenset(["schema", "id", "title", "question"])
"""Fields of a scenario that change no number."""
_REASONS = frozenset(["source", "citation", "standing"])
"""Fields that say why a value was taken; the value beside them is what counts."""
_NAMES = ("id", "rule", "estimate", "end_use")
"""Fields by which entries of a list are known, in this order."""


@dataclass(frozen=True)
class Change:
    """One thing that differs.

    Attributes
    ----------
    kind, id : what it is: a file, a field of the scenario, or the program.
    before, after : its value; SHA-256 of a file; None where it is not there.
    applied : gives the first question with this one change made.
    """

    kind: Kind
    id: str
    before: Any
    after: Any
    applied: Callable[[Asked], Asked]


def changes(first: Asked, second: Asked, read: frozenset[str]) -> list[Change]:
    """Return what differs between two questions.

    Parameters
    ----------
    first, second : the questions.
    read : names of the files that either of the runs has read; others do not matter.
    """
    return [*_files(first.shelf, second.shelf, read), *_fields(first.scenario, second.scenario)]


def kind_of(name: str) -> Kind:
    """Return what a file holds: rules, assumptions (a chain's structure and judgements, own stocks), or data."""
    if name.startswith(_RULES):
        return "rule"
    return "assumption" if name.startswith(_ASSUMPTIONS) else "data"


def _files(first: Shelf, second: Shelf, read: frozenset[str]) -> Iterator[Change]:
    for name in sorted(read - {_DESCRIPTOR}):
        before, after = first.files.get(name), second.files.get(name)
        old, new = (x.sha256 if x else None for x in (before, after))
        if old != new:
            # a table comes with its description, which other tables do not mind
            names = (name, _DESCRIPTOR) if name.startswith("tables/") else (name,)
            with_it = {n: second.files.get(n) for n in names}
            yield Change(kind_of(name), name, old, new, lambda q, w=with_it: _on(q, w))  # type: ignore[misc]


def _on(question: Asked, files: dict[str, Item | None]) -> Asked:
    changed = {**question.shelf.files, **{n: x for n, x in files.items() if x is not None}}
    for gone in (n for n, x in files.items() if x is None):
        changed.pop(gone, None)
    return replace(question, shelf=Shelf(MappingProxyType(changed)))


def _fields(first: Scenario, second: Scenario) -> Iterator[Change]:
    a, b = (s.model_dump(mode="json", by_alias=True) for s in (first, second))
    for path, before, after in _differences(a, b, ()):
        if path[0] not in _WORDS and path[-1] not in _REASONS:
            yield Change("assumption", _written(path), before, after, lambda q, p=path, v=after: _asking(q, p, v))  # type: ignore[misc]


Step = str | int | tuple[str, str]
"""A field, a position in a list, or the entry of a list whose field has a value."""


def _differences(a: Any, b: Any, path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Any, Any]]:  # noqa: ANN401
    if a == b:
        return
    if isinstance(a, dict) and isinstance(b, dict):
        for key in dict.fromkeys((*a, *b)):
            yield from _differences(a.get(key), b.get(key), (*path, key))
        return
    entries = isinstance(a, list) and isinstance(b, list) and all(isinstance(x, dict) for x in (*a, *b))
    if not entries:
        yield path, a, b
        return
    name = next((n for n in _NAMES if _tells(a, n) and _tells(b, n)), None)
    if name is None and len(a) != len(b):
        yield path, a, b
    elif name is None:
        for k, (x, y) in enumerate(zip(a, b, strict=True)):
            yield from _differences(x, y, (*path, k))
    else:
        old, new = ({str(x[name]): x for x in side} for side in (a, b))
        for key in dict.fromkeys((*old, *new)):
            yield from _differences(old.get(key), new.get(key), (*path, (name, key)))


def _tells(entries: list[dict[str, Any]], name: str) -> bool:
    """True if a field is in every entry, and no two have the same."""
    values = [str(x.get(name)) for x in entries]
    return all(name in x for x in entries) and len(set(values)) == len(values)


def _written(path: tuple[Step, ...]) -> str:
    out = ""
    for step in path:
        if isinstance(step, str):
            out += f".{step}" if out else step
        else:
            out += f"[{step[1] if isinstance(step, tuple) else step}]"
    return out


def _asking(question: Asked, path: tuple[Step, ...], value: Any) -> Asked:  # noqa: ANN401
    """The question with one field changed; raises ValueError where it cannot stand alone."""
    plain = question.scenario.model_dump(mode="json", by_alias=True)
    return replace(question, scenario=Scenario.model_validate(_set(plain, path, deepcopy(value))))


def _set(plain: Any, path: tuple[Step, ...], value: Any) -> Any:  # noqa: ANN401
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, tuple):
        name, key = step
        kept = [x for x in plain if str(x[name]) != key]
        old = next((x for x in plain if str(x[name]) == key), None)
        new = _set(old, rest, value)
        if new is None:
            return kept
        at = next((k for k, x in enumerate(plain) if str(x[name]) == key), len(plain))
        return [*kept[:at], new, *kept[at:]]
    if isinstance(step, int):
        return [_set(x, rest, value) if k == step else x for k, x in enumerate(plain)]
    return {**(plain or {}), step: _set((plain or {}).get(step), rest, value)}
