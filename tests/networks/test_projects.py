"""Projects of every kind and mode, year by year, on tables small enough to see through."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from networks import LockDefaults, Network, build_network
from networks.frames import network_frames
from networks.projects import KEYS, projects_in, tables_of_year

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from scenarios.tables.reading import Tables

    Build = Callable[..., Network]
    Project = tuple[str, str, int | None, dict[str, object]]


def project(
    kind: str, target: str, opens: int | None, cells: dict[str, object] | None = None
) -> Project:
    """Make a row of projects; the target is a link, or a lock and a line."""
    return kind, target, opens, cells or {}


@pytest.fixture
def build(
    small: dict[str, pd.DataFrame],
    projects: Callable[..., pd.DataFrame],
    defaults: LockDefaults,
) -> Build:
    """Build the small network of a year with some projects, and years for closing them."""

    def make(year: int, *rows: Project, closes: int | None = None) -> Network:
        table = projects(*rows)
        table["closes_year"] = closes
        table = table.astype({"closes_year": "Int64"})
        return build_network({**small, "projects": table}, (), year, defaults)

    return make


def test_a_link_of_any_mode_closes_and_opens_again(build: Build) -> None:
    for link in ("open", "access", "bare", "w1", "sea"):
        closing = project("closing", link, 2030)
        open_in = [
            link in build(year, closing, closes=2033).link_by_id for year in range(2029, 2034)
        ]
        assert open_in == [True, False, False, False, True], link


def test_a_project_without_an_end_stays_and_one_without_a_year_never_comes(build: Build) -> None:
    assert "bare" not in build(2060, project("closing", "bare", 2030)).link_by_id
    assert "bare" in build(2060, project("closing", "bare", None)).link_by_id


@pytest.mark.parametrize("link", ["planned", "w3", "fast"])
def test_an_opening_opens_a_plan_a_later_link_or_a_passenger_line(build: Build, link: str) -> None:
    opening = project("opening", link, 2020)
    assert [link in build(year, opening).link_by_id for year in (2019, 2020)] == [False, True]


def test_an_opening_may_be_for_some_years_only(build: Build) -> None:
    opening = project("opening", "planned", 2020)
    seen = [
        "planned" in build(year, opening, closes=2022).link_by_id
        for year in (2019, 2020, 2021, 2022)
    ]
    assert seen == [False, True, True, False]


def test_closing_wins_over_opening(build: Build) -> None:
    rows = (project("closing", "planned", 2020), project("opening", "planned", 2020))
    assert "planned" not in build(2020, *rows).link_by_id


def test_a_lock_line_opens_closes_and_is_rebuilt(build: Build) -> None:
    def lines(year: int, *rows: Project) -> list[tuple[str, float]]:
        chambers = build(year, *rows).chambers["lock"]
        return [(one.line, one.length_m) for one in chambers]

    assert lines(2025) == [("1", 100.0)]
    assert lines(2025, project("opening", "lock 2", 2025)) == [("1", 100.0), ("2", 200.0)]
    assert lines(2027, project("closing", "lock 1", 2027)) == [("2", 200.0)]
    larger: dict[str, object] = {
        "chamber_length_m": 340.0,
        "chamber_width_m": 34.0,
        "max_vessel_dwt": 3000.0,
    }
    rebuilt = build(2028, project("rebuilding", "lock 1", 2028, larger)).chambers["lock"][0]
    assert (rebuilt.length_m, rebuilt.width_m, rebuilt.max_vessel_dwt) == (340.0, 34.0, 3000.0)
    assert (
        build(2027, project("rebuilding", "lock 1", 2028, larger)).chambers["lock"][0].length_m
        == 100.0
    )


def test_roads_and_fairways_are_widened_and_deepened(build: Build) -> None:
    rows = (
        project("widening", "open", 2025, {"lanes": 8}),
        project("widening", "dated", 2026, {"lanes": 6}),
        project("widening", "w1", 2025, {"fairway_width_m": 90.0}),
        project("deepening", "w1", 2025, {"min_depth_m": 4.5}),
        project("deepening", "w2", 2025, {"waterway_class": "I"}),
        project("deepening", "sea", 2025, {"min_depth_m": 16.0}),
    )
    before, after = build(2024, *rows).link_by_id, build(2026, *rows).link_by_id
    assert (before["open"].lanes, after["open"].lanes) == (6, 8)
    assert (after["dated"].lanes, after["dated"].lanes_assumed) == (6, False)
    assert (before["w1"].depth_m, before["w1"].depth_assumed) == (4.0, True)
    assert (after["w1"].depth_m, after["w1"].depth_assumed) == (4.5, False)
    assert after["w1"].fairway_width_m == 90
    assert after["w2"].depth_m == 3.1  # a depth of its own comes before that of the class
    assert (math.isnan(before["sea"].depth_m), after["sea"].depth_m) == (True, 16.0)


def test_the_last_project_to_open_holds_whatever_its_row(build: Build) -> None:
    rows = (
        project("widening", "open", 2030, {"lanes": 8}),
        project("widening", "open", 2025, {"lanes": 4}),
    )
    assert [build(y, *rows).link_by_id["open"].lanes for y in (2024, 2025, 2030)] == [6, 4, 8]


def test_projects_leave_the_tables_as_they_were(
    small: dict[str, pd.DataFrame], projects: Callable[..., pd.DataFrame]
) -> None:
    tables = {**small, "projects": projects(project("closing", "w1", 2025))}
    kept = {name: table.copy() for name, table in tables.items()}
    assert len(tables_of_year(tables, 2025)["waterway_links"]) == 2
    for name, table in tables.items():
        assert table.equals(kept[name]), name


# --- the shipped projects


def test_every_shipped_project_names_something(shipped: Tables) -> None:
    ids = {
        link
        for name, key in KEYS.items()
        if key == ["link_id"]
        for link in shipped[name]["link_id"]
    }
    lines = set(shipped["locks"][["lock", "line"]].itertuples(index=False, name=None))
    for row in shipped["projects"].to_dict("records"):
        assert row["link_id"] in ids or (row["lock"], row["line"]) in lines


@pytest.mark.parametrize(
    ("link", "opens"), [("L41", 2019), ("L42", 2016), ("L25", 2020), ("L50", 2017), ("L08", 2025)]
)
def test_lines_are_electrified_in_the_published_year(
    network_in: Callable[..., Network], link: str, opens: int
) -> None:
    wired = [network_in(year).link_by_id[link].electrified for year in (2015, opens - 1, opens)]
    assert wired == [False, False, True]


def test_earlier_networks_are_smaller(network_in: Callable[..., Network]) -> None:
    early, late = network_in(2015), network_in(2024)
    assert {link.link_id for link in early.links} < {link.link_id for link in late.links}
    assert (early.link_by_id["L24"].tracks, late.link_by_id["L24"].tracks) == (1, 2)
    assert (early.link_by_id["R30"].lanes, late.link_by_id["R30"].lanes) == (4, 8)
    assert [len(one.chambers["changzhou"]) for one in (early, late)] == [3, 4]
    assert "datengxia" not in early.chambers


def test_the_fairway_for_3000_t_opens_in_2021(network_in: Callable[..., Network]) -> None:
    reach = [network_in(year).link_by_id["TXN--pingnan"] for year in (2020, 2021)]
    assert [(one.depth_m, one.fairway_width_m) for one in reach] == [(3.5, 80), (4.1, 90)]


def test_a_project_and_its_sources_go_with_the_link(
    shipped: Tables, network_in: Callable[..., Network]
) -> None:
    for row in projects_in(shipped["projects"], 2060).to_dict("records"):
        opens = int(row["opens_year"])
        frames = network_frames(network_in(max(opens, 2015)), shipped)
        link = frames.links.set_index("link_id").loc[row["link_id"]]
        assert row["project"] in link["projects"].split(";")
        assert set(row["source"].split(";")) <= set(link["source"].split(";"))
