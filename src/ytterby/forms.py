"""What a form refuses, in our own words: one place for files, requests and what other verbs printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ytterby.errors import Fault, did_you_mean

# what is wanted, by the first words of the kind of refusal (pydantic, "Validation Errors"): the rule, and an example
_WANTED = {
    "int": ("a whole number", "12"),
    "float": ("a number", "0.5"),
    "finite_number": ("a finite number", "0.5"),
    "decimal": ("a number", "0.5"),
    "bool": ("true or false", "true"),
    "string_type": ("text", '"some words"'),
    "string_unicode": ("text in Unicode", '"some words"'),
    "date": ("a day, year-month-day", "2026-01-31"),
    "datetime": ("a day and a time", "2026-01-31T12:00:00Z"),
    "list": ("a list", "[...]"),
    "tuple": ("a list", "[...]"),
    "set": ("a list without repeats", "[...]"),
    "frozen_set": ("a list without repeats", "[...]"),
    "iterable": ("a list", "[...]"),
    "dict": ("an object with fields", "{...}"),
    "mapping": ("an object with fields", "{...}"),
    "model": ("an object with fields", "{...}"),
    "dataclass": ("an object with fields", "{...}"),
}
_BOUNDS = {
    "ge": ("greater_than_equal", "at least {}"), "gt": ("greater_than", "above {}"),
    "le": ("less_than_equal", "at most {}"), "lt": ("less_than", "below {}"),
}  # fmt: skip
_LENGTHS = {"min_length": "at least {}", "max_length": "at most {}"}
_QUOTED = re.compile(r"'([^']*)'")
MOST_SHOWN = 60


def fault_of(entry: Mapping[str, Any], where: str = "", fields: Sequence[str] = (), fix: str = "") -> Fault:
    """Say one refusal of a form: what is wrong, where, by which rule, what is allowed, and what to do.

    Parameters
    ----------
    entry : one of pydantic's `ValidationError.errors()`.
    where : what was read, such as a file; the field is added to it.
    fields : those allowed at its place, for a field that is not known.
    fix : what to do, where the caller knows better than the form does.

    Examples
    --------
    >>> fault_of({"type": "int_parsing", "loc": ("draws",), "input": "many", "msg": ""}, "body").text()
    'body: draws: "many" is not a whole number; rule: a whole number; give a whole number, such as 12'
    """
    kind, field = str(entry["type"]), dotted(entry["loc"])
    name = str(entry["loc"][-1]) if entry["loc"] else ""
    at = f"{where}: {field}" if where and field else where or field
    if kind == "extra_forbidden":
        near = fix or did_you_mean(name, fields) or "remove it"
        return Fault(f'"{name}" is not a field here', at, "unknown keys are refused", tuple(fields), near)
    if kind == "missing":
        return Fault(f'"{name}" is missing', at, fix=fix or f"add {name}:")
    what, rule, choices, own_fix = _said(entry, kind)
    return Fault(what, at, rule, choices, fix or own_fix)


def dotted(loc: Sequence[str | int]) -> str:
    """Return the place of a field as it is written.

    Examples
    --------
    >>> dotted(("levers", 2, "cost"))
    'levers[2].cost'
    """
    out = ""
    for part in loc:
        out += f"[{part}]" if isinstance(part, int) else (f".{part}" if out else str(part))
    return out


def shown(value: object) -> str:
    """Return a refused value as it is printed: text in quotes, long ones cut."""
    text = f'"{value}"' if isinstance(value, str) else "nothing" if value is None else repr(value)
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 3]}..."


def _said(entry: Mapping[str, Any], kind: str) -> tuple[str, str, tuple[str, ...], str]:
    """Return what is wrong, the rule, the choices and the fix."""
    given, context = shown(entry.get("input")), entry.get("ctx") or {}
    for key, (of, words) in _BOUNDS.items():
        if kind == of:
            bound = context.get(key)
            rule = words.format(f"{bound:g}" if isinstance(bound, float) else bound)
            return f"{given} is not {rule}", rule, (), f"give a value {rule}"
    for key, words in _LENGTHS.items():
        if key in context and kind.endswith(("too_short", "too_long")):
            one, many = ("sign", "signs") if kind.startswith("string") else ("entry", "entries")
            rule = f"{words.format(context[key])} {one if context[key] == 1 else many}"
            return f"{given} does not have {rule}", rule, (), f"give {rule}"
    if kind in ("literal_error", "enum") or kind.startswith("union_tag"):
        choices = tuple(_QUOTED.findall(str(context.get("expected_tags") or context.get("expected") or "")))
        value = str(context.get("tag") or entry.get("input"))
        return f"{shown(value)} is not one of the choices", "", choices, did_you_mean(value, choices) or "take a choice"
    if kind == "string_pattern_mismatch":
        rule = f"signs as in the pattern {context.get('pattern')}"
        return f"{given} is not written as it must be", rule, (), "write it by the pattern"
    if wanted := next((w for start, w in _WANTED.items() if kind == start or kind.startswith(f"{start}_")), None):
        return f"{given} is not {wanted[0]}", wanted[0], (), f"give {wanted[0]}, such as {wanted[1]}"
    return f"{given} is refused: {str(entry['msg']).removeprefix('Value error, ')}", "", (), ""
