"""Docs point at what exists, and code cites paragraphs that exist."""

from __future__ import annotations

import re
from pathlib import Path

from ytterby.cli.main import VERBS

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
CITATION = re.compile(r"§(\d+)")


def test_links_lead_somewhere(root: Path, texts):
    broken = [
        f"{name}: {target}"
        for name, text in texts.items()
        if name.endswith(".md")
        for target in LINK.findall(text)
        if not ((root / name).parent / target).exists()
    ]
    assert broken == []


def test_conventions_run_from_1_to_20(texts):
    headings = re.findall(r"^## §(\d+) ", texts["docs/explanation/conventions.md"], re.MULTILINE)
    assert [int(number) for number in headings] == list(range(1, 21))


def test_cited_paragraphs_exist(texts):
    cited = {
        (name, int(number))
        for name, text in texts.items()
        if name.startswith("src/") and name.endswith(".py")
        for number in CITATION.findall(text)
    }
    assert cited
    assert {(name, number) for name, number in cited if not 1 <= number <= 20} == set()


def test_the_index_lists_every_decision(root: Path, texts):
    pages = sorted(path.name for path in (root / "docs" / "decisions").glob("*.md"))
    assert [page for page in pages if f"decisions/{page}" not in texts["docs/index.md"]] == []
    for page in pages:
        text = texts[f"docs/decisions/{page}"]
        for part in ("## Context", "## Decision", "## Rejected", "## Consequences"):
            assert part in text, f"{page} lacks {part}"


def test_the_readme_names_real_verbs(texts):
    block = texts["README.md"].split("## Use")[1]
    assert set(re.findall(r"^ytterby (\w+)", block, re.MULTILINE)) == set(VERBS)


def test_versions_agree(texts):
    from ytterby import __version__

    assert f"version: {__version__}\n" in texts["CITATION.cff"]
