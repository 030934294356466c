"""The brief in one file, opened from disk: the page behind it moves without a server."""

from __future__ import annotations

import subprocess
import sys

from page_story import BAN, VERB, finished


def test_opens_from_disk_and_moves(opened, tmp_path, runs):
    page = opened(f"overview?s={BAN}")
    finished(page)
    run = page.locator(".sentence").get_attribute("data-run")
    target = tmp_path / "brief.html"
    asked = ["brief", run, "--runs", str(runs), "--out", str(target)]
    subprocess.run([sys.executable, "-c", VERB, *asked], check=True, capture_output=True, cwd=tmp_path)

    mailed = opened(where=target.as_uri())
    mailed.wait_for_selector(".sentence")
    before = mailed.locator(".sentence").get_attribute("data-run"), mailed.locator(".cards").inner_text()
    asked_before = len(mailed.heard.requests)
    slider = mailed.locator("#slider-licences-refused")
    slider.press("End")
    mailed.wait_for_function("(old) => document.querySelector('.cards').innerText !== old", arg=before[1])
    assert len(mailed.heard.requests) == asked_before
    assert mailed.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
