"""How long a reader of the page waits, in Chromium: cold start to first sentence, slider to new sentence.

Run: python benchmarks/page.py [--starts 3] [--steps 20]. Chromium has to be on the path, or named by YTTERBY_CHROMIUM.

The clock of a cold start begins with the server's process; the browser is open already. A slider step is counted by the
page itself, from the move to the painted sentence. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from serve import machine, started

CHROMIUM = os.environ.get("YTTERBY_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
SLIDER = "#slider-licences-refused"
MOVE = "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); }"
SENTENCES = "performance.getEntriesByName('ytterby:sentence')"


def first_sentence(browser: Browser) -> float:
    """Seconds from the start of the server's process to the first sentence on screen."""
    with tempfile.TemporaryDirectory() as runs:
        server, told, began = started(runs)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(str(told["address"]))
        page.wait_for_selector(".sentence[data-draws]", timeout=60_000)
        took = time.perf_counter() - began
        page.close()
        server.kill()
        server.wait()
    return round(took, 3)


def slider_steps(browser: Browser, count: int) -> dict[str, float]:
    """Move one slider of a scenario of five years step by step, all futures being there already."""
    with tempfile.TemporaryDirectory() as runs:
        server, told, _ = started(runs)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(str(told["address"]))
        page.wait_for_selector(".sentence[data-draws='200']", timeout=240_000)
        page.wait_for_function("() => !document.body.innerText.includes('asking …')", timeout=120_000)
        page.evaluate("performance.clearMeasures()")
        for k in range(count):
            seen = page.evaluate(f"{SENTENCES}.length")
            page.locator(SLIDER).evaluate(MOVE, round(0.05 * (k % 20) + 0.025, 3))
            page.wait_for_function(f"(n) => {SENTENCES}.length > n", arg=seen)
        took = sorted(page.evaluate(f"{SENTENCES}.map((e) => e.duration)"))
        server.kill()
        server.wait()
    return {
        "steps": len(took), "median_ms": round(statistics.median(took), 1),
        "p95_ms": round(took[int(0.95 * (len(took) - 1))], 1), "most_ms": round(took[-1], 1),
    }  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--starts", type=int, default=3)
    asked.add_argument("--steps", type=int, default=20)
    given = asked.parse_args()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        found: dict[str, Any] = {
            "machine": machine(),
            "first_sentence_s": [first_sentence(browser) for _ in range(given.starts)],
            "slider": slider_steps(browser, given.steps),
        }
        browser.close()
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
