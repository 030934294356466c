"""The site: every page is in its navigation, and the built pages ask nothing of any other machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib import util

import pytest
from code_blocks import ROOT
from ruamel.yaml import YAML

FETCHED = re.compile(
    r"<(?:script|img|iframe|source)[^>]*?\ssrc=[\"']?(?:https?:)?//[^\"'> ]+"
    r"|<link[^>]*rel=[\"']?(?:stylesheet|preload|preconnect|icon)[^>]*href=[\"']?(?:https?:)?//[^\"'> ]+"
    r"|@import\s+url\(\s*[\"']?(?:https?:)?//"
)


def settings() -> dict:
    return YAML(typ="safe", pure=True).load((ROOT / "mkdocs.yml").read_text("utf-8"))


def pages_of(nav: object) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    inner = nav.values() if isinstance(nav, dict) else nav
    return [page for part in inner for page in pages_of(part)]


def test_every_page_is_in_the_navigation_once():
    listed = pages_of(settings()["nav"])
    there = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert sorted(listed) == sorted(there)


def test_nothing_is_asked_for_that_comes_from_elsewhere():
    assert settings()["theme"]["font"] is False
    assert settings()["plugins"] == ["search"], "the plugin offline loads a script from a CDN (decision 0112)"


def test_four_kinds_of_pages():
    names = [next(iter(part)) for part in settings()["nav"]]
    assert names == ["Start", "Tutorial", "How-to", "Reference", "Explanation", "Decisions"]


@pytest.mark.nightly
@pytest.mark.skipif(util.find_spec("zensical") is None, reason="the group docs is not installed: no site is built")
def test_built_pages_fetch_nothing_from_elsewhere(tmp_path):
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", str(tmp_path / "mkdocs.yml")]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    built = list((tmp_path / "build" / "site").rglob("*.html"))
    assert len(built) > 60
    asked = {found for page in built for found in FETCHED.findall(page.read_text("utf-8"))}
    assert asked == set()


def test_the_pattern_can_match():
    assert FETCHED.search('<script src="https://cdn.example/x.js">')
    assert FETCHED.search("<link rel=stylesheet href=//fonts.example/css>")
    assert not FETCHED.search('<a href="https://doi.org/10.1/x">')
