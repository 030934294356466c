"""What the parser of the command line refuses, in our words: the value, the option, the rule, the choices, the fix."""

from __future__ import annotations

import re
from typing import Any

import click

from ytterby.errors import Fault, did_you_mean

_VALUE = re.compile(r"(?:^|: )(?P<value>'[^']*'|\S+) is not ", re.DOTALL)
_KINDS = {
    "integer": ("a whole number", "12"),
    "integer range": ("a whole number", "12"),
    "float": ("a number", "0.5"),
    "float range": ("a number", "0.5"),
    "boolean": ("true or false", "true"),
    "datetime": ("a day, year-month-day", "2026-01-31"),
}


def fault_of(error: click.ClickException) -> Fault:
    """Say one refusal of the parser."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "ytterby"
    more = f"`{command} --help` lists arguments and options."
    parameter = getattr(error, "param", None)
    missing = isinstance(error, click.MissingParameter)
    if isinstance(error, click.BadParameter) and parameter is not None and not missing:
        refused = Fault(error.message.rstrip("."), f"{command} {_name(parameter)}", fix=more)
        return _bad_value(error.message, parameter, refused.where) or refused
    possible = tuple(getattr(error, "possibilities", None) or ()) or (_choices(parameter.type) if parameter else ())
    what = (error.message if possible and not missing else error.format_message()).partition(". Choose from")[0]
    return Fault(what.rstrip("."), command, choices=possible, fix=more)


def _bad_value(message: str, parameter: click.Parameter, where: str) -> Fault | None:
    """Say a value that is not of its option's kind, or outside its range; None for other refusals."""
    found = _VALUE.search(message)
    if found is None:
        return None
    given, kind = found["value"].strip("'"), parameter.type
    if choices := _choices(kind):
        near = did_you_mean(given, choices) or f"write for example {_said(parameter, choices[0])}"
        return Fault(f'"{given}" is not one of the choices', where, choices=choices, fix=near)
    if kind.name not in _KINDS:
        return None
    noun, example = _KINDS[kind.name]
    rule = noun + _range(kind)
    example = str(parameter.default) if isinstance(parameter.default, int | float) else example
    what = f'"{given}" is ' + ("outside the range" if "is not in the range" in message else f"not {noun}")
    return Fault(what, where, rule, fix=f"write for example {_said(parameter, example)}")


def _range(kind: Any) -> str:  # noqa: ANN401 - a type of click, some of which have ends
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        return f" from {low:,} to {high:,}"
    return f", at most {high:,}" if low is None else f", at least {low:,}"


def _choices(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type of click
    return tuple(str(c) for c in kind.choices) if isinstance(kind, click.Choice) else ()


def _name(parameter: click.Parameter) -> str:
    return max(parameter.opts, key=len) if isinstance(parameter, click.Option) else parameter.human_readable_name


def _said(parameter: click.Parameter, value: str) -> str:
    return f"{_name(parameter)} {value}" if isinstance(parameter, click.Option) else value
