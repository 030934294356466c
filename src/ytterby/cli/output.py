"""The door through which every verb prints and writes: it adds the workspace's marking and masks what is redacted."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ytterby.cli import failures


def say(text: str, nl: bool = True, err: bool = False) -> None:
    """Print a text, masked where a redactor is in use."""
    click.echo(failures.masked(text), nl=nl, err=err)


def say_marking() -> None:
    """Print the marking of the workspace in use above a text for people; nothing where none is stated."""
    if text := headline():
        click.echo(text)


def say_json(told: Mapping[str, Any], indent: int | None = None) -> None:
    """Print the one object of `--json`, with the marking of the workspace in use as `marking`."""
    click.echo(json.dumps(masked_plain(marked(told)), ensure_ascii=False, allow_nan=False, indent=indent))


def marked(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with the marking of the workspace in use, or its own where that is stricter."""
    from ytterby.baseline.workspace import strictest

    found = strictest(marking(), told.get("marking"))
    return {**told, "marking": found} if found else dict(told)


def marking() -> str | None:
    """Return the marking of the workspace in use, None where none is stated."""
    from ytterby.baseline.workspace import current_workspace

    workspace = current_workspace()
    stated = workspace.settings.marking if workspace else None
    return str(stated) if stated else None


def headline() -> str:
    """Return the marking in words, with the workspace's name; empty where none is stated."""
    from ytterby.baseline.workspace import current_workspace

    workspace = current_workspace()
    return failures.masked(workspace.headline) if workspace else ""


def say_marking_of(result: Mapping[str, Any]) -> None:
    """Print the marking above what is told of a stored run: that of the workspace in use, or the run's own."""
    if text := headline_of(result):
        click.echo(text)


def headline_of(result: Mapping[str, Any]) -> str:
    """Return the marking in words above what is told of a stored run; one that was marked stays marked."""
    from ytterby.baseline.workspace import strictest

    here, of = marking(), result.get("marking")
    return headline() if here and strictest(here, of) == here else str(of or "").upper()


@contextmanager
def writing(option: str, *paths: Path | None) -> Iterator[None]:
    """Refuse files that could not be written before any work is done; say which folders were made for them after it.

    Raises
    ------
    UsageError : a folder is a file, or cannot be made or written to.
    """
    from ytterby.runs.writable import refuse_unwritable

    folders = dict.fromkeys(path.absolute().parent for path in paths if path is not None)
    for folder in folders:
        refuse_unwritable(folder, option)
    missing = [folder for folder in folders if not folder.exists()]
    yield
    for folder in missing:
        if folder.is_dir():
            say(f"Made the folder {folder}", err=True)


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all, masked where a redactor is in use; its folder is made if it is missing."""
    path.absolute().parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent if str(path.parent) else ".", prefix=".writing-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(failures.masked(text))
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def masked_plain(value: Any) -> Any:  # noqa: ANN401 - plain JSON data
    """Return plain data with every text in it, keys included, masked where a redactor is in use."""
    if isinstance(value, str):
        return failures.masked(value)
    if isinstance(value, Mapping):
        return {failures.masked(str(k)): masked_plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [masked_plain(v) for v in value]
    return value
