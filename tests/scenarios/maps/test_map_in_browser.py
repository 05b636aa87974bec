"""The page of the map in Chromium: no request, no error, its own type, one language at a time."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from scenarios.cli import main

if TYPE_CHECKING:
    from pathlib import Path

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = os.environ.get("LANDSEA_CHROMIUM") or shutil.which("chromium") or ""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]


def test_the_page_works_offline_and_switches(tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    assert main(["network", "map", "--out", str(out)]) == 0
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: troubles.append(request.url))
        page.goto(out.as_uri())
        for language, other in (("zh", "en"), ("en", "zh")):
            page.click(f"button[data-to={language}]")
            assert page.locator(f"svg .{language}:visible").count() > 50
            assert page.locator(f"svg .{other}:visible").count() == 0
        faces = page.evaluate("[...document.fonts].map(one => one.status)")
        assert faces == ["loaded", "loaded"]
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        browser.close()
    assert [one for one in troubles if not one.startswith(("file:", "data:"))] == []
