"""The page of the map in Chromium: no request, no error, its own type, one language at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.mark.browser
def test_the_page_works_offline_and_switches(
    tmp_path: Path, browser: Browser, speaks_both: Callable[[Path], None]
) -> None:
    out = tmp_path / "map.html"
    assert main(["network", "map", "--out", str(out)]) == 0
    speaks_both(out)
    page = browser.new_page()
    page.goto(out.as_uri())
    assert page.locator("svg .zh:visible").count() > 50
    faces = page.evaluate("[...document.fonts].map(one => one.status)")
    assert faces == ["loaded", "loaded"]
    page.close()
