"""Every screen, in light and dark, three languages, two widths: accessible, nothing wider than the window, no label
over another."""

from __future__ import annotations

import pytest
from page_story import BAN, SLOW, finished, with_plan

SCREENS = ("overview", "scenario", "compare", "screen", "evidence", "plan")
LANGUAGES = ("en", "ja", "zh-Hans")
OVERLAPS = """() => [...document.querySelectorAll('svg.figure')].flatMap((svg) => {
  const texts = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const touch = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  return texts.flatMap(([one, a], at) =>
    texts.slice(at + 1).filter(([, b]) => touch(a, b)).map(([two]) => `${one} / ${two}`));
})"""


def fill(page, screen: str) -> None:
    """Bring a screen to where it has something to show."""
    page.locator(f"nav a[href='#/{screen}']").click()
    if screen == "compare":
        page.locator("main button.primary").click()
        page.wait_for_selector("svg.figure, main .scroll", timeout=240_000)
    elif screen == "screen":
        page.locator("form button.primary").click()
        page.wait_for_selector("details.panel")
    elif screen == "evidence":
        page.locator(".claims button").first.click()
        page.wait_for_selector("[data-quote]")
    elif screen == "plan":
        page.locator("form button.primary").click()
        page.wait_for_selector("#gantt-title")
    elif screen == "scenario":
        page.wait_for_selector("#field-id")


def faults(page, axe: str) -> list[str]:
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]


def too_wide(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1440, 390])
def test_every_screen(opened, axe, plan, width):
    page = opened(f"overview?s={BAN}&c={BAN},{SLOW}", width)
    with_plan(page, plan)
    finished(page)
    wrong: dict[str, object] = {}
    for screen in SCREENS:
        fill(page, screen)
        for language in LANGUAGES:
            page.locator("header select").first.select_option(language)
            for theme in ("light", "dark"):
                page.locator("header select").last.select_option(theme)
                page.wait_for_timeout(60)
                where = f"{screen} {language} {theme}"
                if said := faults(page, axe):
                    wrong[where] = said
                if (by := too_wide(page)) > 0:
                    wrong[f"{where} wide"] = by
            if over := page.evaluate(OVERLAPS):
                wrong[f"{screen} {language} labels"] = over
    assert wrong == {}


@pytest.mark.parametrize("language", ["ko", "vi", "zh-Hant"])
def test_other_languages_fit(opened, language):
    page = opened(width=900)
    finished(page)
    page.locator("header select").first.select_option(language)
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.lang") == language
    assert too_wide(page) <= 0
    assert page.evaluate(OVERLAPS) == []


def test_small_windows_read_tables(opened):
    page = opened(width=390)
    finished(page)
    assert page.locator("svg.figure").count() == 0
    assert page.locator("main table").count() >= 3
