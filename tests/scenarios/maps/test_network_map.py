"""The map of the network: legible in each language, and it follows year and plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from scenarios.display.words import word
from scenarios.maps import network_map as maps
from scenarios.maps.label_table import entries
from scenarios.maps.links import read_links
from scenarios.maps.lock_signs import lock_names
from scenarios.maps.placement import COMPASS
from scenarios.maps.view import views_of
from scenarios.maps.voice import Voice
from scenarios.plan.plan import load_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree import ElementTree as ET

    from scenarios.tables.reading import Tables

LAYOUTS = ("zh", "en", "both")


def shown(
    tables: Tables, layout: str = "both", year: int = 2030, plan: str = "reference"
) -> maps.NetworkMap:
    return maps.network_map_of(tables, load_plan(plan, tables), year, Voice(cast("Any", layout)))


def test_most_labels_of_the_table_keep_their_best_side(tables: Tables) -> None:
    kept = total = 0
    for view in views_of(shown(tables).scene):
        for label in maps.labels_of(view, shown(tables, "zh"), "zh"):
            if label.wanted.kind in ("city", "port"):
                total += 1
                kept += label.side == COMPASS[label.wanted.side]
    assert kept >= 0.55 * total


def test_every_label_names_a_place_of_the_tables(tables: Tables) -> None:
    named = {entry.place for entry in entries() if entry.place}
    assert named <= set(tables["places"]["place_id"])
    assert all(entry.place or entry.position for entry in entries())


def test_the_main_frame_holds_at_most_32_names_beside_those_of_locks() -> None:
    assert sum(entry.frame == "main" and entry.kind != "lock" for entry in entries()) <= 32


def test_every_freight_link_has_a_line(tables: Tables) -> None:
    found = {one for link in read_links(tables, 2030) for one in link.link_ids}
    for name in ("road_links", "access_links", "waterway_links", "sea_links"):
        assert set(tables[name]["link_id"]) <= found
    rail = tables["rail_links"]
    assert set(rail.loc[rail["freight_use"], "link_id"]) <= found
    assert not set(rail.loc[~rail["freight_use"], "link_id"]) & found


@pytest.mark.parametrize("layout", [*LAYOUTS, "switch"])
def test_the_picture_is_well_formed_and_says_what_it_is(
    tables: Tables, parsed: Callable[[object], ET.Element], layout: str
) -> None:
    text = "".join(parsed(maps.draw(shown(tables, layout))).itertext())
    note = word("map.note")
    assert (note.zh in text) == (layout != "en")
    assert (note.en in text) == (layout != "zh")
    assert "© OpenStreetMap contributors, ODbL" in text
    assert "Made with Natural Earth" in text
    assert "200 km" in text


def dashed(root: ET.Element) -> int:
    """Return how many lines of water and rail are not open yet."""
    return sum(one.get("stroke-dasharray") == "6 5" for one in root.iter())


def test_the_year_opens_links(tables: Tables, parsed: Callable[[object], ET.Element]) -> None:
    counts = [
        dashed(parsed(maps.draw(shown(tables, "en", year)))) for year in (2024, 2026, 2027, 2028)
    ]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) == 4


def test_canal_and_railway_carry_their_years(tables: Tables) -> None:
    found = {one.name.en: one.opens for one in shown(tables).projects}
    assert found["Pinglu Canal"] == 2026
    assert found["Huangtong-Baise railway"] == 2028


def test_a_plan_adds_its_measures(tables: Tables) -> None:
    base, plan = (shown(tables, plan=one) for one in ("reference", "water-first"))
    titles = {one.name.zh for one in plan.projects} - {one.name.zh for one in base.projects}
    assert "长洲五线船闸" in titles
    assert all(one.of_plan for one in plan.projects if one.name.zh in titles)
    assert maps.draw(base) != maps.draw(plan)


def test_projects_are_numbered_by_year(tables: Tables) -> None:
    projects = shown(tables, plan="water-first").projects
    assert [one.number for one in projects] == list(range(1, len(projects) + 1))
    years = [one.opens for one in projects if one.opens]
    assert years == sorted(years)


def test_locks_to_come_are_faint(tables: Tables) -> None:
    assert lock_names(tables, 2025)["madao"].later
    assert not lock_names(tables, 2026)["madao"].later
    assert lock_names(tables, 2030)["changzhou"].said.zh.count("；") == 3


@pytest.mark.parametrize("layout", [*LAYOUTS, "switch"])
def test_hostile_and_endless_titles_stay_in_their_place(
    tables: Tables, parsed: Callable[[object], ET.Element], tmp_path: Path, layout: str
) -> None:
    title = "<script>&" + "啊" * 70
    measure = f'title = {{ zh = "{title}", en = "{title}" }}\n'
    plan = tmp_path / "mine.toml"
    plan.write_text(
        f'name = "mine"\n{measure}[[measure]]\ngroup = "locks"\nkind = "lock-line"\n{measure}'
        'lock = "changzhou"\nchamber = { length_m = 340, width_m = 34, sill_depth_m = 5.8 }\n'
        "opens = 2029\n",
        "utf-8",
    )
    picture = maps.draw(shown(tables, layout, plan=str(plan)))
    assert "<script" not in picture
    texts = [one.text or "" for one in parsed(picture).iter() if one.text and "啊" in one.text]
    assert texts
    assert all(one.count("啊") < 50 and "…" in one for one in texts)
