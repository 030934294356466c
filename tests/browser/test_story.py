"""What a reader does: by keyboard alone, by slider, by month, by link; and what they can take away."""

from __future__ import annotations

import statistics
from pathlib import Path

from page_story import BAN, SLOW, STOP, finished, stoppable_plan, with_plan


def tab_to(page, selector: str, most: int = 250) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted) ?? false", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


def sentence(page) -> str:
    return page.locator(".sentence").inner_text()


def test_by_keyboard_alone(opened, tmp_path):
    page = opened(f"overview?s={BAN}&c={BAN},{SLOW}")
    finished(page)
    before = sentence(page)

    tab_to(page, "main select")  # pick a scenario
    page.keyboard.type("Small slow")
    page.wait_for_function("() => location.hash.includes('small-slowdown')")
    finished(page)
    assert sentence(page) != before

    before = sentence(page)
    tab_to(page, "#slider-licences-refused")  # change a lever
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("(old) => document.querySelector('.sentence').innerText !== old", arg=before)
    finished(page)
    assert "v=licences-refused~0.7" in page.url

    tab_to(page, "button.primary")  # why this number
    page.keyboard.press("Enter")
    page.wait_for_selector(".source")
    assert page.evaluate("document.activeElement.matches('button.primary:focus-visible')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"

    page.keyboard.press("Control+z")  # undo
    page.wait_for_function("() => !location.hash.includes('licences-refused')")
    page.keyboard.press("Control+Shift+z")
    page.wait_for_function("() => location.hash.includes('licences-refused')")

    tab_to(page, "nav a[href='#/evidence']")  # the quote in its own script
    page.keyboard.press("Enter")
    page.wait_for_selector(".claims button")
    tab_to(page, ".claims button:lang(zh-Hant)")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-quote]:lang(zh-Hant)")
    assert "中國" in page.locator("[data-quote]").first.inner_text()

    tab_to(page, "nav a[href='#/compare']")  # compare
    page.keyboard.press("Enter")
    page.wait_for_selector("fieldset input")
    tab_to(page, "main button.primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("svg.figure", timeout=240_000)

    tab_to(page, "details.menu > summary")  # export
    page.keyboard.press("Enter")
    with page.expect_download() as told:
        for _ in range(3):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    target = tmp_path / told.value.suggested_filename
    told.value.save_as(target)
    assert target.suffix == ".csv"
    assert len(target.read_text("utf-8-sig").splitlines()) > 12


def test_slider_answers_before_all_futures(opened, request):
    page = opened()
    finished(page)
    page.evaluate("performance.clearMeasures()")
    slider = page.locator("#slider-licences-refused")
    for value in (0.1, 0.3, 0.5, 0.7, 0.9, 0.6, 0.4, 0.2, 0.8, 1.0):
        slider.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); }", value)
        page.wait_for_function(
            "(n) => performance.getEntriesByName('ytterby:sentence').length >= n",
            arg=page.evaluate("performance.getEntriesByName('ytterby:sentence').length") + 1,
        )
    took = page.evaluate("performance.getEntriesByName('ytterby:sentence').map((e) => e.duration)")
    request.node.user_properties.append(("slider_to_sentence_ms_median", round(statistics.median(took), 1)))
    assert len(took) >= 10
    assert page.locator(".sentence").get_attribute("data-draws") == "1"
    finished(page)


def test_scrubbing_asks_nothing(opened):
    page = opened()
    finished(page)
    page.wait_for_function("() => !document.body.innerText.includes('asking …')", timeout=120_000)  # what helps most
    page.heard.requests.clear()
    month = page.locator("#month")
    month.focus()
    for key in ("Home", "ArrowRight", "ArrowRight", "End", "PageDown"):
        month.press(key)
    page.locator("[role=radiogroup] button").last.click()
    assert page.heard.requests == []
    assert "m=" in page.url


def test_a_link_holds_ids_only_and_opens_the_same(opened):
    page = opened(f"overview?s={SLOW}&m=2026-05&u=JPN/wind/civil&g=metal")
    finished(page)
    assert "token" not in page.url
    assert page.locator("output[for=month]").inner_text() == "May 2026"
    assert page.locator(".cards [aria-checked=true] .name").inner_text() == "Wind turbines"
    assert page.locator("[role=radio][aria-checked=true]", has_text="Metal").count() == 1


def test_figures_can_be_taken_away(opened, tmp_path):
    page = opened()
    finished(page)
    for kind in ("PNG", "SVG", "CSV"):
        page.locator("details.menu > summary").first.click()
        with page.expect_download() as told:
            page.locator("details.menu button", has_text=kind).first.click()
        path = tmp_path / told.value.suggested_filename
        told.value.save_as(path)
        assert starts_right(path), kind


def starts_right(path: Path) -> bool:
    content = path.read_bytes()
    signs = {".png": b"\x89PNG", ".svg": b"<svg", ".csv": b"\xef\xbb\xbf"}
    return content.startswith(signs[path.suffix]) and len(content) > 400


def test_a_run_that_is_stopped_keeps_what_is_finished(opened):
    page = opened(f"overview?s={STOP}")
    page.locator("button", has_text="Stop, keep what is finished").click(timeout=240_000)
    page.wait_for_selector("text=stopped; what is finished is kept", timeout=240_000)
    assert page.locator(".sentence").is_visible()


def test_moving_on_stops_nobody_elses_run(opened):
    page = opened(f"overview?s={STOP}")
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("button", has_text="Stop, keep what is finished").wait_for(timeout=240_000)
    for key in ("Home", "ArrowRight"):
        page.locator("[id^=slider-]").first.press(key)
    page.wait_for_function("() => location.hash.includes('v=')")
    page.locator("button", has_text="Stop, keep what is finished").wait_for(timeout=240_000)
    assert "POST" in sent
    assert "DELETE" not in sent, "another tab may listen to the same run; the server stops what nobody listens to"


def test_an_error_keeps_the_old_answer_and_marks_it(opened):
    page = opened()
    finished(page)
    before = sentence(page)
    problem = '{"title": "Refused", "status": 422, "detail": "no such slider", "fix": "take another"}'
    kind = "application/problem+json"
    page.route("**/api/v1/preview", lambda r: r.fulfill(status=422, content_type=kind, body=problem))
    page.locator("#slider-leaks").press("ArrowRight")
    page.wait_for_selector("[role=alert]")
    assert "take another" in page.locator("[role=alert]").inner_text()
    assert page.locator(".sentence.stale").inner_text() == before
    page.heard.errors[:] = [said for said in page.heard.errors if "422" not in said]  # the browser's own line


def test_a_plan_is_shown_and_two_are_pinned(opened, plan):
    page = opened(f"plan?s={BAN}")
    with_plan(page, plan)
    page.wait_for_selector("form button.primary")
    page.locator("form button.primary").click()
    page.wait_for_selector("#frontier-title")
    boxes = page.locator("section", has_text="Two portfolios side by side").last.locator("input[type=checkbox]")
    boxes.nth(1).check()
    boxes.nth(5).check()
    assert page.locator("table", has_text="Levers").count() >= 1


def test_a_plan_is_stopped_and_what_is_finished_is_shown(opened, plan):
    page = opened(f"plan?s={BAN}")
    stop = stoppable_plan(page, plan)
    page.locator("form button.primary").click()
    page.wait_for_selector("text=2 of 8")
    page.locator("nav a[href='#/overview']").click()
    page.wait_for_selector(".sentence")
    page.locator("nav a[href='#/plan']").click()  # it has gone on in the meantime
    page.wait_for_selector("text=2 of 8")
    page.locator("form button", has_text="Stop, keep what is finished").click()
    page.wait_for_selector("#frontier-title")
    assert stop == ["DELETE"]
    assert "stopped in frontier" in page.locator("main").inner_text()
    assert page.locator("form [role=status]").inner_text() == "stopped; what is finished is kept"
    assert page.locator("form button").count() == 1


def test_own_scenario_faults_are_told(opened):
    page = opened("scenario?s=japan-2026")
    page.wait_for_selector("#field-id")
    page.locator("button", has_text="Make an own copy").click()
    page.locator("#yaml").fill("schema: ytterby/scenario/1\nid: mine\nchain: nowhere\n")
    page.wait_for_selector("[role=alert]")
    page.heard.errors[:] = [said for said in page.heard.errors if "422" not in said]
