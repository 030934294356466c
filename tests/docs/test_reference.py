"""Every verb, option, schema field and public name is documented, and the reference is what the code gives."""

from __future__ import annotations

import sys

import click
import pytest
from code_blocks import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import reference_pages

import ytterby as api
from ytterby.cli import field_words
from ytterby.cli.main import VERBS, ytterby
from ytterby.cli.schema import MODELS, schema_of

REFERENCE = ROOT / "docs" / "reference"


def test_the_pages_are_current():
    assert reference_pages.stale() == [], "run python tools/reference_pages.py"


def test_a_stale_page_is_seen(monkeypatch):
    monkeypatch.setitem(reference_pages.PAGES, "files.md", lambda: "another")
    assert reference_pages.stale() == ["files.md"]


def leaves(command: click.Command, path: str):
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from leaves(inner, f"{path} {name}")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_option_says_what_it_does(verb):
    page = (REFERENCE / "commands.md").read_text("utf-8")
    for path, command in leaves(ytterby.get_command(click.Context(ytterby), verb), f"ytterby {verb}"):
        assert f"## `{path}" in page
        assert command.help, path
        silent = [p.opts for p in command.params if isinstance(p, click.Option) and not p.help]
        assert silent == [], path


@pytest.mark.parametrize("name", MODELS)
def test_every_field_says_what_it_means(name):
    schema = schema_of(name)
    silent = [
        f"{model}.{field}"
        for model, part in {name: schema, **schema.get("$defs", {})}.items()
        for field, about in part.get("properties", {}).items()
        if not about.get("description")
    ]
    assert silent == []


def models():
    for name, home in MODELS.items():
        schema = schema_of(name)
        yield home.rsplit(":", 1)[1], schema
        yield from schema.get("$defs", {}).items()


def test_no_word_is_for_a_field_that_is_gone():
    there = {f"{model}.{field}" for model, part in models() for field in part.get("properties", {})}
    assert set(field_words.HERE) - there == set()
    assert set(field_words.EVERYWHERE) - {name.split(".")[1] for name in there} == set()


def test_every_public_name_is_there():
    page = (REFERENCE / "python.md").read_text("utf-8")
    assert [n for n in api.__all__ if n != "__version__" and f"## `{n}" not in page] == []
