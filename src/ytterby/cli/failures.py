"""How a failure is shown: one screen for people, one object for programs, one exit code."""

from __future__ import annotations

import json
import os
import shutil
import textwrap
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import click

from ytterby.errors import Fault, UsageError, YtterbyError

_MASK: ContextVar[Callable[[str], str] | None] = ContextVar("mask", default=None)

MOST_FAULTS = 8
MOST_CHOICES = 40
TRACEBACK_VARIABLE = "YTTERBY_TRACEBACK"


def mask_with(mask: Callable[[str], str] | None) -> None:
    """Let everything this command prints, refusals included, go through a function that masks names."""
    _MASK.set(mask)


def masked(text: str) -> str:
    """Return a text as it may be printed: as it is while nothing is masked."""
    mask = _MASK.get()
    return mask(text) if mask else text


def as_text(error: YtterbyError, width: int | None = None) -> str:
    """Return the message for a terminal: every fault with its rule, choices and fix, on one screen."""
    width = width or min(shutil.get_terminal_size((100, 24)).columns, 110)
    shown = error.faults[:MOST_FAULTS]
    count = f" ({len(error.faults)} faults)" if len(error.faults) > 1 else ""
    lines = [f"ytterby: {error.code.replace('-', ' ')}{count}"]
    for fault in shown:
        lines += _fault_lines(fault, width)
    if left := len(error.faults) - len(shown):
        lines.append(f"... and {left} more; --json lists all")
    return "\n".join(lines) + "\n"


def as_object(error: YtterbyError) -> dict[str, Any]:
    """Return the object that `--json` prints: the first fault, and the list of all."""
    faults = [_fault_object(fault) for fault in error.faults] or [_fault_object(Fault(""))]
    return {"error": {"code": error.code, **faults[0], "faults": faults}}


def as_json(error: YtterbyError) -> str:
    """Return `as_object` as one line of JSON."""
    return json.dumps(as_object(error), ensure_ascii=False) + "\n"


def from_click(error: click.ClickException) -> YtterbyError:
    """Say a refusal of the command-line parser in our own form."""
    from ytterby.cli.parameter_words import fault_of

    return UsageError(fault_of(error))


def from_os(error: OSError) -> YtterbyError:
    """Say a refusal of the operating system (no such file, no permission, disk full) in our own form."""
    return YtterbyError(
        Fault(
            what=(error.strerror or str(error) or type(error).__name__),
            where=str(error.filename or ""),
            fix="Check the path, the permissions and the free space, then repeat the command.",
        )
    )


def from_unexpected(error: BaseException) -> YtterbyError:
    """Say a fault of the program itself in one line, and how to see where it arose."""
    reason = " ".join(str(error).split())
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("ytterby"):
        return YtterbyError(Fault(what=reason, fix="`ytterby doctor` lists what is not installed."))
    return YtterbyError(
        Fault(
            what=f"unexpected {type(error).__name__}" + (f": {reason}" if reason else ""),
            fix=f"This is a fault of the program. {TRACEBACK_VARIABLE}=1 shows where it arose.",
        )
    )


def wants_traceback() -> bool:
    """True when the user asked for the traceback of an unexpected error."""
    return os.environ.get(TRACEBACK_VARIABLE, "") not in {"", "0"}


def _fault_object(fault: Fault) -> dict[str, Any]:
    return {
        "what": masked(fault.what),
        "where": masked(fault.where),
        "rule": fault.rule,
        "choices": [masked(c) for c in fault.choices],
        "fix": masked(fault.fix),
    }


def _fault_lines(fault: Fault, width: int) -> list[str]:
    choices = ", ".join(fault.choices[:MOST_CHOICES])
    if len(fault.choices) > MOST_CHOICES:
        choices += f", ... ({len(fault.choices)} in all)"
    # masked before it is wrapped: a name must not survive by standing on two lines
    first = masked(f"{fault.where}: {fault.what}" if fault.where else fault.what)
    choices = masked(choices)
    lines = _wrapped(first, "  ", "    ", width)
    for label, text in (("choices", choices), ("rule", fault.rule), ("fix", masked(fault.fix))):
        if text:
            lines += _wrapped(text, f"    {label + ':':<9}", " " * 13, width)
    return lines


def _wrapped(text: str, first: str, rest: str, width: int) -> list[str]:
    # A refused file may hold anything: control characters must not reach the terminal.
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    cut = textwrap.shorten(printable, width=12 * width, placeholder=" ...")
    return textwrap.wrap(cut, width, initial_indent=first, subsequent_indent=rest) or [first.rstrip()]
