"""Every code block of the pages runs: shell, Python, YAML against its schema, JSON."""

from __future__ import annotations

import json
import os
import re
import shlex
import tomllib
from pathlib import Path

import click
import jsonschema
import pytest
from code_blocks import LANGUAGES, PAGES, ROOT, Block, blocks_of, commands_of, is_elsewhere, is_long, made_small
from page_folders import Names, prepared
from ruamel.yaml import YAML

from ytterby.cli.main import run, ytterby
from ytterby.cli.schema import MODELS, schema_of

WITH_BLOCKS = [page for page in PAGES if blocks_of(page)]
LONG_PAGES = [
    page for page in WITH_BLOCKS
    if any(is_long(c) and not is_elsewhere(c) for b in blocks_of(page) if b.language == "sh" for c in commands_of(b))
]  # fmt: skip
FORMS = {
    form: name
    for name in MODELS
    for form in re.findall(r'"const": "(ytterby/[\w/-]+)"', json.dumps(schema_of(name)))
}  # fmt: skip


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_block_says_what_it_is(page):
    unknown = {f"line {b.line}: {b.language or 'no language'}" for b in blocks_of(page) if b.language not in LANGUAGES}
    assert unknown == set()
    assert page.read_text("utf-8").count("\n```") % 2 == 0 or page.read_text("utf-8").startswith("```")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("YTTERBY_WORKSPACE", raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    here = Path.cwd()
    yield tmp_path
    os.chdir(here)


@pytest.mark.parametrize("page", WITH_BLOCKS, ids=named)
def test_blocks_run(page, folder, capsys):
    names = prepared(page, folder)
    space: dict = {"__name__": "page"}
    for block in blocks_with_files(page):
        follow(block, names, space, long_too=False)


@pytest.mark.nightly
@pytest.mark.parametrize("page", LONG_PAGES, ids=named)
def test_long_blocks_run(page, folder, capsys):
    names = prepared(page, folder)
    space: dict = {"__name__": "page"}
    for block in blocks_with_files(page):
        follow(block, names, space, long_too=True)


def blocks_with_files(page: Path) -> list[Block]:
    """Blocks of a page; files it shows are written first, wherever it shows them, as a command may come before."""
    blocks = blocks_of(page)
    for block in blocks:
        if block.title:
            path = Path(block.title)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
    return blocks


def follow(block: Block, names: Names, space: dict, long_too: bool) -> None:
    if block.language == "sh":
        for words in commands_of(block):
            follow_command([names.get(w, w) for w in words], long_too)
    elif block.language == "python":
        exec(compile(block.text, f"block at line {block.line}", "exec"), space)
    elif block.language == "yaml":
        check_yaml(block)
    elif block.language == "json":
        json.loads(block.text)


def follow_command(words: list[str], long_too: bool) -> None:
    assignments = [w for w in words if re.fullmatch(r"[A-Z_]+=.*", w)]
    words = words[len(assignments) :]
    if words[0] != "ytterby":
        check_other(words)
        return
    elsewhere, into = is_elsewhere(words), words[words.index(">") + 1] if ">" in words else None
    words = words[: words.index(">")] if into else words
    if elsewhere or (is_long(words) and not long_too):
        parse(words)
        return
    code = run(made_small(words)[1:])
    assert code == 0, f"{shlex.join(words)} left with {code}"
    if into:
        asked(words, into)


def asked(words: list[str], into: str) -> None:
    from click.testing import CliRunner

    Path(into).write_text(CliRunner().invoke(ytterby, words[1:], catch_exceptions=False).stdout, "utf-8")


def parse(words: list[str]) -> None:
    """A command that is not run here must still be one: verb, options and their values are known."""
    command: click.Command = ytterby
    context = click.Context(ytterby, info_name="ytterby")
    rest = words[1:]
    while isinstance(command, click.Group):
        inner = command.get_command(context, rest[0])
        assert inner is not None, f"{shlex.join(words)}: no {rest[0]}"
        command, rest = inner, rest[1:]
    known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
    assert {w for w in rest if w.startswith("--")} <= known, shlex.join(words)


def check_other(words: list[str]) -> None:
    """pip takes extras that exist, make targets that exist; the rest is a short list."""
    if words[0] == "pip":
        extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
        asked_for = [e for w in words for e in re.findall(r"\[([\w,]+)\]", w)]
        assert {e for group in asked_for for e in group.split(",")} <= set(extras), words
    elif words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE), words
    else:
        assert words[0] in {"dask", "python", "towncrier"}, words


def check_yaml(block: Block) -> None:
    raw = json.loads(json.dumps(YAML(typ="safe", pure=True).load(block.text), default=str))
    told = re.search(r"\$schema=\S*/([\w]+)\.schema\.json", block.text)
    name = told[1] if told else FORMS.get(str(raw.get("schema")))
    assert name, f"line {block.line}: YAML that names no schema"
    jsonschema.Draft202012Validator(schema_of(name)).validate(raw)


def test_a_wrong_block_would_be_seen(folder):
    with pytest.raises(AssertionError):
        parse(["ytterby", "run", "--drawz", "8"])
    with pytest.raises(AssertionError):
        check_other(["make", "coffee"])
    with pytest.raises(jsonschema.ValidationError):
        check_yaml(Block("yaml", "", "schema: ytterby/workspace/1\nmarkings: x\n", 1))
    with pytest.raises(AssertionError, match="left with 2"):
        follow_command(["ytterby", "run", "japan-2062"], long_too=False)
