"""The glossary has every word in six languages, once, in order."""

from __future__ import annotations

import re

from code_blocks import ROOT

PAGE = (ROOT / "docs/reference/glossary.md").read_text("utf-8")
SCRIPTS = {1: r"[ぁ-んァ-ヶ一-龠]", 2: r"[一-龠]", 3: r"[一-龠]", 4: r"[가-힣]", 5: r"[a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]"}


def rows() -> list[list[str]]:
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")][1:]
    return [[c.strip() for c in line.split("|")[1:-1]] for line in lines]


def test_every_cell_is_in_its_language():
    assert len(rows()) > 50
    for row in rows():
        assert len(row) == 7, row
        for column, script in SCRIPTS.items():
            assert re.search(script, row[column]), (row[0], column)


def test_words_stand_once_and_in_order():
    words = [row[0] for row in rows()]
    assert len(set(words)) == len(words)
    assert words == sorted(words, key=str.casefold)


def test_cited_paragraphs_exist():
    assert all(1 <= int(n) <= 20 for n in re.findall(r"§(\d+)", PAGE))
