"""Small tables that plans are checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
