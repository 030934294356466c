"""The page in a real browser: a server of its own, Chromium, and what must never happen on any page.

`axe.min.js` (axe-core 4.14.1, Deque Systems, MPL-2.0, unchanged) lies beside this file because users and `make test`
need no node; it is used by tests only and is no part of the package.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from page_story import BAN, SLOW, STOP, VERB

from ytterby.baseline.yamlfile import bundled

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = os.environ.get("YTTERBY_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARTICLES = {
    "hant.txt": "2024年，中國佔全球稀土分離產能的90%。日本計劃在2027年前投資30億日圓興建一座稀土分離廠。",
    "ja.txt": "2024年、日本のガリウムの中国依存度は85%であった。"
    "日本政府は重希土類の備蓄を60日分に増やす計画を発表した。",
    "vi.txt": "Năm 2024, Trung Quốc chiếm 90% công suất tách đất hiếm của thế giới.",
}
"""Sentences of ours in the scripts the readers know."""
COPIES = {BAN: "japan-2026", SLOW: "japan-2026-slowdown", STOP: "total-stop"}


@dataclass
class Heard:
    """What a page said and asked while a test looked at it."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def strangers(self) -> list[str]:
        """Addresses that are not this machine's."""
        inside = {"blob", "data", "file"}
        return [u for u in self.requests if urlsplit(u).scheme not in inside and urlsplit(u).hostname != "127.0.0.1"]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    articles = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (articles / name).write_text(text + "\n", "utf-8")
    for verb in (["init", str(folder / "w")], ["read", str(articles), "--workspace", str(folder / "w")]):
        subprocess.run([sys.executable, "-c", VERB, *verb], check=True, capture_output=True, cwd=folder)
    (folder / "w" / "scenarios").mkdir(exist_ok=True)
    for id_, original in COPIES.items():
        text = bundled("scenarios", original).read_text("utf-8")
        text = re.sub(r"^id: .*$", f"id: {id_}", text, flags=re.MULTILINE)
        text = re.sub(r"^title: .*$", f"title: {id_.replace('-', ' ').capitalize()}", text, flags=re.MULTILINE)
        if id_ != STOP:  # long enough to be stopped
            text = re.sub(r"^months: .*$", "months: 12", text, flags=re.MULTILINE)
        (folder / "w" / "scenarios" / f"{id_}.yaml").write_text(text, "utf-8")
    return folder / "w"


@pytest.fixture(scope="session")
def runs(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="session")
def address(runs, workspace) -> Iterator[str]:
    """Start `ytterby serve` and give the address it prints."""
    asked = ["serve", "--port", "0", "--runs", str(runs), "--workspace", str(workspace), "--json"]
    server = subprocess.Popen(
        [sys.executable, "-c", VERB, *asked], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=runs
    )
    try:
        assert server.stdout is not None
        yield json.loads(server.stdout.readline())["address"]
    finally:
        server.terminate()
        server.wait(30)
        assert server.stdout is not None
        server.stdout.close()


@pytest.fixture(scope="module")
def browser():
    """Chromium for one file of tests: while it is open, Playwright's event loop runs and no other test can have one."""
    if os.environ.get("YTTERBY_WITHOUT_BROWSER") == "1":
        pytest.skip("YTTERBY_WITHOUT_BROWSER=1: the page was not tested in a browser")
    if not Path(CHROMIUM).exists():
        pytest.fail("chromium is needed: apt install chromium, or set YTTERBY_CHROMIUM, or YTTERBY_WITHOUT_BROWSER=1")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def opened(browser, address) -> Iterator[Callable]:
    """Open the page; afterwards it must have had no error and asked nobody else."""
    contexts, heard = [], Heard()

    def open_page(screen: str = f"overview?s={BAN}", width: int = 1440, language: str = "en", where: str = ""):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=language, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        listen(page, heard)
        token = address.partition("#")[2]
        page.add_init_script(f"sessionStorage.setItem('ytterby-token', '{token.removeprefix('token=')}')")
        page.goto(where or f"{address.partition('#')[0]}#/{screen}")
        page.heard = heard
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard.errors == []
    assert heard.strangers == []


def listen(page, heard: Heard) -> None:
    page.on("request", lambda request: heard.requests.append(request.url))
    page.on("pageerror", lambda error: heard.errors.append(str(error)))
    page.on("console", lambda said: heard.errors.append(said.text) if said.type in {"error", "warning"} else None)


@pytest.fixture(scope="session")
def axe() -> str:
    return (HERE / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def plan() -> dict:
    """An answer of `ytterby plan japan-2026 --budget "2 GUSD" --json`, shortened: making one takes minutes."""
    return json.loads((HERE / "plan.json").read_text("utf-8"))
