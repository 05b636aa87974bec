"""Small tables that plans are checked against, and Chromium for the pages."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Two locks, four links of which two are a canal, two rail links and three places."""
    locks = [("changzhou", "1"), ("changzhou", "4"), ("guiping", "1")]
    links = [
        ("wuzhou--changzhou", "river"),
        ("changzhou--tengxian", "river"),
        ("pingtang--madao", "canal"),
        ("madao--qishi", "canal"),
    ]
    places = [
        ("GGG", True, True, True, False),
        ("NNG", True, True, True, False),
        ("KMG", True, True, False, False),
        ("wharf", True, False, True, False),
    ]
    return {
        "locks": pd.DataFrame(locks, columns=["lock", "line"]),
        "waterway_links": pd.DataFrame(links, columns=["link_id", "kind"]),
        "rail_links": pd.DataFrame({"link_id": ["L13", "L53"]}),
        "road_links": pd.DataFrame({"link_id": ["r1"]}),
        "vessel_powertrains": pd.DataFrame({"powertrain": ["battery-swap", "lng-otto"]}),
        "vessel_costs": pd.DataFrame({"class_id": ["inland-2000", "inland-3000"]}),
        "stock_powertrains": pd.DataFrame(
            [("inland", "diesel"), ("inland", "lng-otto"), ("truck", "swap")],
            columns=["group_id", "powertrain"],
        ),
        "stock_stages": pd.DataFrame(
            [("inland", "China I"), ("truck", "China III")], columns=["group_id", "stage"]
        ),
        "choice_groups": pd.DataFrame({"choice_group": ["bulk", "container"]}),
        "places": pd.DataFrame(places, columns=["place_id", "road", "rail", "inland_water", "sea"]),
    }


@pytest.fixture
def write_plan(tmp_path: Path) -> Callable[..., Path]:
    """Write a plan file with a name, from the text after its first line."""

    def write(text: str, file: str = "mine.toml", name: str = "mine") -> Path:
        path = tmp_path / file
        path.write_text(f'name = "{name}"\n{text}', encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium, or skip where it or Playwright is missing."""
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = os.environ.get("LANDSEA_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        started = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        started.close()


@pytest.fixture
def speaks_both(browser: Browser) -> Callable[[Path], None]:
    """Open a page in each language by its address and by its switch, on a desk and on a phone."""

    def speaks(file: Path) -> None:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: troubles.append(request.url))
        titles = set()
        for end, language in (("", "zh"), ("#en", "en"), ("#zh", "zh"), ("?lang=en", "en")):
            page.goto(file.as_uri() + end)
            assert page.evaluate("document.documentElement.lang") == language
            assert page.locator(f"main .{language}:visible").count() > 10
            assert page.locator(f"main .{'zh' if language == 'en' else 'en'}:visible").count() == 0
            titles.add(page.title())
        assert len(titles) == 2
        page.click("button[data-to=zh]")
        assert page.evaluate("document.documentElement.lang") == "zh"
        page.set_viewport_size({"width": 390, "height": 800})
        for language in ("zh", "en"):
            page.click(f"button[data-to={language}]")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.close()
        assert [one for one in troubles if not one.startswith(("file:", "data:"))] == []

    return speaks
