"""Code blocks of the pages: found, and made ready to be run in an empty folder."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")],
    key=lambda path: path.relative_to(ROOT).as_posix(),
)
LANGUAGES = {"sh", "python", "yaml", "json", "csv", "text"}
_BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')
_REMARK = re.compile(r"\s{2,}\S.*$|\s+#\s.*$")

LONG = {
    ("plan",), ("backtest",), ("assess", "contingency"), ("assess", "leverage"), ("assess", "claims"),
    ("assess", "sensitivity"), ("run", "--cluster"),
}  # fmt: skip
"""Commands that take minutes: parsed always, run by `make nightly`."""
ELSEWHERE = ("pdf", "official.json", "plan.json", "tcp://", "postgresql://", "--model-url", "serve", "mcp")
"""Commands that need another machine, fonts, a client, or a file of the user's: parsed, never run."""
SMALL = {"run": ["--draws", "8", "--months", "6"], "compare": ["--draws", "8", "--months", "6"]}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    title: str
    text: str
    line: int


def blocks_of(page: Path) -> list[Block]:
    """Blocks of a page in order."""
    text = page.read_text("utf-8")
    out = []
    for found in _BLOCK.finditer(text):
        info = found[1].strip()
        title = _TITLE.search(info)
        line = text[: found.start()].count("\n") + 1
        out.append(Block(info.split(" ", maxsplit=1)[0], title[1] if title else "", found[2], line))
    return out


def commands_of(block: Block) -> list[list[str]]:
    """Commands of a shell block as words, without the remarks beside them."""
    lines = [_REMARK.sub("", line) for line in block.text.splitlines() if line.strip()]
    return [shlex.split(line) for line in lines]


def is_long(words: list[str]) -> bool:
    """True for a command that takes minutes."""
    return any(all(w in words for w in key) for key in LONG) and "--static" not in words and "--help" not in words


def is_elsewhere(words: list[str]) -> bool:
    """True for a command that needs more than this machine and a terminal."""
    return any(mark in word for mark in ELSEWHERE for word in words)


def made_small(words: list[str]) -> list[str]:
    """The same command with few futures and months."""
    verb = words[1]
    words = [*words]
    fewest = 8 if verb in SMALL else 64  # sensitivity asks for fifty and more
    for option, most in (("--draws", fewest), ("--cluster", "local:2")):
        if option in words:
            words[words.index(option) + 1] = str(most)
    if verb in SMALL and "--replay" not in words:
        for option, value in zip(SMALL[verb][::2], SMALL[verb][1::2], strict=True):
            if option not in words:
                words += [option, value]
    if verb == "brief" and "--live" not in words:
        words += ["--no-live"]
    if verb == "plan":
        words += ["--futures", "5", "--search", "0", "--points", "2"]
    if verb == "backtest":
        words += ["--draws", "12"]
    if words[1:3] == ["assess", "contingency"] and "--static" not in words:
        words += ["--draws", "4", "--months", "6", "--least", "0.3", "--audit", "0"]
    return words
