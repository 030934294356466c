"""YAML 1.2 files read into frozen models; every fault of a file is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ytterby.baseline.shelf import Item, current, loose
from ytterby.errors import BadData, BadInput, Fault, NotFound, did_you_mean
from ytterby.forms import fault_of

M = TypeVar("M", bound=BaseModel)
_LARGEST = 5_000_000


def bundled(folder: str, name: str) -> Path:
    """Return the path of a bundled file, or one of the workspace, such as ``chains/magnet-rare-earths``.

    Raises
    ------
    NotFound : no file of that name; the choices are listed.
    """
    choices = bundled_names(folder)
    if name not in choices:
        raise NotFound(
            Fault(
                what=f'there is no {folder[:-1]} "{name}"',
                choices=choices,
                fix=did_you_mean(name, choices) or "or give the path of a .yaml file of your own",
            )
        )
    return current().item(f"{folder}/{name}.yaml").path


def named(folder: str, name: str) -> Item:
    """Return a file by its name on the shelf, or one of the user's by its path (``.yaml``).

    Raises
    ------
    NotFound : no such file; the choices are listed.
    """
    if not name.endswith((".yaml", ".yml")):
        bundled(folder, name)
        return current().item(f"{folder}/{name}.yaml")
    kept = current().files.get(f"{folder}/{Path(name).name}")
    if kept is not None and kept.origin == "revision":  # a replay reads the file as it was
        return current().item(kept.name)
    _refuse_missing(Path(name))
    return loose(f"{folder}/{Path(name).name}", Path(name))


def bundled_names(folder: str) -> tuple[str, ...]:
    """Return the names of the files of a folder, bundled or of the workspace, sorted."""
    return current().names(folder)


def load_model(model: type[M], path: Path, error: type[BadInput] = BadData) -> M:
    """Read one YAML file into a frozen model.

    Raises
    ------
    NotFound : no such file.
    error : not text, not YAML, empty, or not of the model's form; all faults at once.
    """
    return parse_model(model, read_yaml(path, error), str(path), error)


@contextmanager
def with_lines(path: Path) -> Iterator[None]:
    """Add the line of the file to every fault that names a field of it."""
    try:
        yield
    except BadInput as bad:
        raise type(bad)(*(_on_line(path, fault) for fault in bad.faults)) from None


def _on_line(path: Path, fault: Fault) -> Fault:
    prefix = f"{path}: "
    if not fault.where.startswith(prefix):
        return fault
    field = fault.where.removeprefix(prefix)
    return replace(fault, where=f"{path}, line {_line_of(path, field)}: {field}")


def _line_of(path: Path, field: str) -> int:
    """Line [from 1] of a field such as ``levers[2].cost``; that of the nearest entry around it if it is not there."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    node = YAML(typ="safe", pure=True).compose(path)
    line = int(node.start_mark.line) + 1
    for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", field):
        inside = None
        if index and isinstance(node, SequenceNode) and int(index) < len(node.value):
            inside = node.value[int(index)]
            line = int(inside.start_mark.line) + 1
        elif name and isinstance(node, MappingNode):
            for key, value in node.value:
                if key.value == name:
                    inside, line = value, int(key.start_mark.line) + 1
        node = inside if inside is not None else node
    return line


def parse_model(model: type[M], raw: object, where: str, error: type[BadInput] = BadData) -> M:
    """Turn parsed YAML into a frozen model; `where` names the file in messages."""
    try:
        return model.model_validate(raw)
    except ValidationError as failure:
        faults = [fault_of(e, where, _siblings(model, e["loc"])) for e in failure.errors(include_url=False)]
        raise error(*faults) from None


def read_yaml(path: Path, error: type[BadInput] = BadData) -> dict[str, Any]:
    """Parse a YAML 1.2 mapping from a file of text."""
    return parse_yaml(_text(path, error), str(path), error)


def parse_yaml(text: str, where: str, error: type[BadInput] = BadData) -> dict[str, Any]:
    """Parse a YAML 1.2 mapping from text that is at hand; `where` names it in messages.

    Raises
    ------
    error : not YAML, empty, no mapping, or nested beyond reason.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        raw = YAML(typ="safe", pure=True).load(text)
    except RecursionError:
        raise error(Fault("it is nested too deeply", where, fix="is this what was meant?")) from None
    except ValueError as failure:  # a day that does not exist, such as 2026-02-30
        raise error(Fault(f"not YAML: {failure}", where, "YAML 1.2", fix="mend that value")) from None
    except YAMLError as failure:
        mark = getattr(failure, "problem_mark", None)
        line = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(failure, "problem", None) or "it cannot be parsed"
        raise error(Fault(f"not YAML: {problem}", f"{where}{line}", "YAML 1.2", fix="mend that line")) from None
    if not isinstance(raw, dict):
        what = "the file is empty" if raw is None else f"the file holds a {type(raw).__name__}, not fields"
        raise error(Fault(what, where, fix="start from a bundled one, or see `ytterby schema`"))
    return raw


def _text(path: Path, error: type[BadInput]) -> str:
    _refuse_missing(path)
    if path.stat().st_size > _LARGEST:
        raise error(Fault(f"{path.stat().st_size} bytes are too many for one file", str(path), "at most 5 MB"))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as failure:
        raise error(
            Fault(f"byte {failure.start} is not UTF-8: is this a text file?", str(path), fix="save it as UTF-8")
        ) from None
    except OSError as failure:
        raise error(Fault(f"it cannot be read: {failure.strerror}", str(path))) from None
    bad = next((i for i, c in enumerate(text) if ord(c) < 32 and c not in "\t\n\r"), None)
    if bad is not None:
        raise error(Fault(f"character {bad} is a control character", str(path), fix="is this a text file?"))
    return text


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        what = f"{path} is a folder" if path.is_dir() else f"there is no file {path}"
        raise NotFound(Fault(what, fix="check the path"))


def _siblings(model: type[BaseModel], loc: tuple[str | int, ...]) -> tuple[str, ...]:
    """Walk the model along `loc` and return the fields allowed where it ends."""
    here: Any = model
    for part in loc[:-1]:
        if isinstance(here, type) and issubclass(here, BaseModel) and isinstance(part, str):
            found = [f.annotation for n, f in here.model_fields.items() if part in {n, f.alias}]
            here = found[0] if found else None
        here = _inner(here)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return tuple(f.alias or n for n, f in here.model_fields.items())
    return ()


def _inner(annotation: object) -> object:
    """Return the model inside ``tuple[Model, ...]``, ``Model | None`` or ``dict[str, Model]``."""
    for arg in getattr(annotation, "__args__", ()):
        if isinstance(arg, type) and issubclass(arg, BaseModel):
            return arg
    return annotation
