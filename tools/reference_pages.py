"""Write docs/reference/{commands,files,python,mcp}.md from the code; ``--check`` says whether they are current.

Run ``python tools/reference_pages.py [--check]``.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

TARGET = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE = "<!-- written by tools/reference_pages.py: change the code, not this page -->"


def commands() -> str:
    """Every verb with its arguments, options and their meaning."""
    from ytterby.cli.main import VERBS, ytterby

    out = ["# Commands", NOTE, "", "Every verb takes `--help`. Exit codes: 0 ok, 1 failed, 2 usage, 3 bad data or "
           "scenario, 4 a threshold given with `--fail-if` was crossed. A missing folder is made, and said "
           "to be.", ""]  # fmt: skip
    context = click.Context(ytterby, info_name="ytterby")
    for verb in VERBS:
        out += list(_command(ytterby.get_command(context, verb), f"ytterby {verb}"))
    return "\n".join(out).rstrip() + "\n"


def _command(command: click.Command, path: str) -> Iterator[str]:
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    shown = " ".join(p.make_metavar(click.Context(command)) for p in arguments)
    yield f"## `{path} {shown}".rstrip() + "`"
    yield ""
    yield _text(inspect.cleandoc(command.help or ""))
    yield ""
    options = [p for p in command.params if isinstance(p, click.Option)]
    if options:
        yield "| option | | default |"
        yield "|---|---|---|"
        for option in options:
            names = ", ".join((*option.opts, *option.secondary_opts))
            given = _given(option)
            yield f"| `{names}` | {_cell(option.help or '')} | {given} |"
        yield ""
    if isinstance(command, click.Group):
        for name in command.commands:
            yield from _command(command.commands[name], f"{path} {name}")


def _given(option: click.Option) -> str:
    """Default of an option; of one that depends on the machine, in words."""
    if option.name == "workers":
        return "cores, at most 8"
    unset = option.default in (None, (), False, "") or type(option.default).__name__ == "Sentinel"
    return "" if unset or callable(option.default) else f"`{option.default}`"


def files() -> str:
    """Every format of input files with every field."""
    from ytterby.cli.schema import MODELS, schema_of

    out = ["# Files", NOTE, "", "Fields of every format. `ytterby schema NAME` prints the same as JSON Schema; "
           "`ytterby init` writes the schemas beside commented templates. Unknown fields are refused.", ""]  # fmt: skip
    for name in MODELS:
        schema = schema_of(name)
        out += [f"## {name}", "", _text(schema.get("description", "")), "", *_fields(schema)]
        for inner, part in sorted(schema.get("$defs", {}).items()):
            if part.get("properties"):
                out += [f"### {name}: {inner}", "", _text(part.get("description", "")), "", *_fields(part)]
    return "\n".join(out).rstrip() + "\n"


def _fields(schema: dict[str, Any]) -> list[str]:
    required = set(schema.get("required", ()))
    rows = ["| field | what may stand there | meaning |", "|---|---|---|"]
    for field, part in schema.get("properties", {}).items():
        must = "" if field in required else _default(part)
        rows.append(f"| `{field}` | {_cell(_kind(part) + must)} | {_cell(part.get('description', ''))} |")
    return [*rows, ""]


def _default(part: dict[str, Any]) -> str:
    value = part.get("default")
    return ", optional" if value in (None, [], {}, "") or isinstance(value, dict | list) else f", default {value}"


def _kind(part: dict[str, Any]) -> str:  # noqa: PLR0911 - one return for each shape of a schema
    if "$ref" in part:
        return part["$ref"].rsplit("/", 1)[-1]
    if "anyOf" in part:
        kinds = [_kind(p) for p in part["anyOf"] if p.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "const" in part:
        return f"`{part['const']}`"
    if "enum" in part:
        return ", ".join(f"`{x}`" for x in part["enum"])
    if part.get("type") == "array":
        return f"list of {_kind(part.get('items', {})) or 'values'}"
    if part.get("type") == "object":
        inner = part.get("additionalProperties")
        return f"map to {_kind(inner)}" if isinstance(inner, dict) else "map"
    return {"string": "text", "integer": "whole number"}.get(part.get("type", ""), part.get("type", "value"))


def python() -> str:
    """The public names with signature and docstring."""
    import ytterby

    out = ["# Python", NOTE, "", f"`import ytterby` offers {len(ytterby.__all__)} names; each is imported when it is "
           "first used.", ""]  # fmt: skip
    for name, home in ytterby._HOMES.items():
        found = getattr(ytterby, name)
        signature = "" if inspect.isclass(found) else _signature(found)
        out += [f"## `{name}{signature}`", "", f"`ytterby.{home.replace(':', '.')}`", "",
                _docstring(inspect.getdoc(found) or ""), ""]  # fmt: skip
    return "\n".join(out).rstrip() + "\n"


def _signature(found: Any) -> str:
    parameters = inspect.signature(found).parameters.values()
    shown = [p.name if p.default is p.empty else f"{p.name}={_value(p.default)}" for p in parameters]
    return f"({', '.join(shown)})"


def _value(value: object) -> str:
    bundled = isinstance(value, Path) and value.is_absolute()  # a file of the package, wherever that lies
    return "…" if callable(value) or bundled else f'"{value}"' if isinstance(value, Path) else repr(value)


def _docstring(text: str) -> str:
    """Sections of a numpydoc text as bold words, parameters as lists."""
    text = re.sub(r"^(\w+)\n-+$", r"**\1**\n", text, flags=re.MULTILINE)
    text = re.sub(r"^([\w*, ]+) : (.*)$", r"- `\1`: \2", text, flags=re.MULTILINE)
    text = re.sub(r"(^>>> .*(?:\n(?!\n|\*\*).*)*)", r"```text\n\1\n```", text, flags=re.MULTILINE)
    return _text(text)


def _text(text: str) -> str:
    return text.replace("``", "`").replace("```text`", "```text").strip() if "```text" not in text else text.strip()


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("``", "`").split())


PAGES = {"commands.md": commands, "files.md": files, "python.md": python}


def stale() -> list[str]:
    """Pages that are not what the code gives."""
    return [n for n, write in PAGES.items() if not (TARGET / n).is_file() or (TARGET / n).read_text("utf-8") != write()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; leave with 1 if a page is not current")
    if parser.parse_args().check:
        if behind := stale():
            sys.exit(f"not current: {', '.join(behind)}; run python tools/reference_pages.py")
        return
    for name, write in PAGES.items():
        (TARGET / name).write_text(write(), "utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
