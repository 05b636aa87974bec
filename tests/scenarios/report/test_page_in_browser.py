"""The page in Chromium: fits its width, makes no request and no error, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.report import render_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from scenarios.comparison.comparison import Comparison

    Speaks = Callable[[Path], None]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(large: Comparison, tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(render_report(large), "utf-8")
    return file.as_uri()


def opened(browser: Browser, address: str, width: int) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 800})
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: troubles.append(request.url))
    page.goto(address)
    return page, [one for one in troubles if not one.startswith(("file:", "data:"))]


def test_the_page_speaks_both(large: Comparison, tmp_path: Path, speaks_both: Speaks) -> None:
    file = tmp_path / "report.html"
    file.write_text(render_report(large), "utf-8")
    speaks_both(file)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1280, 800, 390])
def test_page_fits_without_errors_or_requests(
    browser: Browser, address: str, width: int, language: str
) -> None:
    page, troubles = opened(browser, f"{address}?lang={language}", width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert troubles == []
    assert page.evaluate("document.documentElement.lang") == language
    other = {"zh": "en", "en": "zh"}[language]
    assert page.locator(f"main .{other}:visible").count() == 0
    page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_first_screen_holds_title_table_and_limits(
    browser: Browser, address: str, language: str
) -> None:
    page, _ = opened(browser, f"{address}?lang={language}", 1280)
    for part in ("h1", "table.changes", ".redline"):
        box = page.locator(f".block.on {part}").first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800
    page.close()


def test_switches_change_language_plan_and_year(browser: Browser, address: str) -> None:
    page, _ = opened(browser, f"{address}#en", 1280)
    assert page.evaluate("document.documentElement.lang") == "en"
    page.click("button[data-to=zh]")
    page.click("button[data-year='2030']")
    page.click("button[data-plan=less]")
    assert page.locator(".block.on").count() == 1
    assert "2030" in page.locator(".block.on h1").inner_text()
    page.close()


def test_the_page_opens_on_the_last_year_and_names_itself(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, 1280)
    assert "2035" in page.locator(".block.on h1").inner_text()
    assert page.title() == "landsea · 参考方案 · 水运优先 · 水运优先 2"
    page.click("button[data-to=en]")
    assert page.title() == "landsea · Reference · Water first · Water first 2"
    page.click("button[data-year='2030']")
    assert "2030" in page.locator(".block.on h1").inner_text()
    page.close()


def test_readable_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".block:visible").count() == 4
    assert page.locator("main .en:visible").count() == 0
    context.close()


def test_the_search_finds_assumptions(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, 1280)
    page.evaluate("document.querySelector('details.all').open = true")
    page.fill("#filter", "vlsfo")
    shown = page.locator("details.inner tbody tr:visible")
    assert 0 < shown.count() < 60
    page.close()
