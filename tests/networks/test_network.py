"""What is open in which year, and what a link and a chamber carry over from the tables."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from networks import MODES, LockDefaults, Network, build_network
from networks.lock_lines import lockage_times
from networks.projects import tables_of_year

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from scenarios.tables.reading import Tables

NAN = float("nan")
YEARS = (2024, 2025, 2026, 2027, 2028, 2030, 2031, 2040, 2060)


# --- a small network


@pytest.mark.parametrize(
    ("year", "closed"),
    [
        (2024, {"planned", "building", "dated", "promised"}),
        (2025, {"planned", "building", "promised"}),
        (2026, {"planned", "building", "promised"}),
        (2027, {"planned", "promised"}),
        (2029, {"planned", "promised"}),
        (2030, {"planned"}),
    ],
)
def test_a_link_opens_in_its_year_and_never_without_one_if_planned(
    small: dict[str, pd.DataFrame], defaults: LockDefaults, year: int, closed: set[str]
) -> None:
    network = build_network(small, (), year, defaults)
    every = {"open", "planned", "building", "dated", "promised", "access"}
    assert {link.link_id for link in network.links_of("road")} == every - closed


def test_lines_of_a_lock_open_in_their_year(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    before = build_network(small, (), 2025, defaults).chambers
    after = build_network(small, (), 2026, defaults).chambers
    assert [chamber.line for chamber in before["lock"]] == ["1"]
    assert [chamber.line for chamber in after["lock"]] == ["1", "2"]


def test_rail_without_freight_is_left_out(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    network = build_network(small, (), 2024, defaults)
    rail = {link.link_id: link.electrified for link in network.links_of("rail")}
    assert rail == {"wired": True, "bare": False}


def test_wires_hang_from_their_year_on(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    wired = {
        year: build_network(small, (), year, defaults).link_by_id["wired"].electrified
        for year in (2018, 2019)
    }
    assert wired == {2018: False, 2019: True}


def test_roads_carry_lanes_tolls_and_what_is_assumed(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    links = build_network(small, (), 2030, defaults).link_by_id
    assert {
        name: (links[name].facility, links[name].lanes, links[name].lanes_assumed)
        for name in ("open", "dated", "building", "access")
    } == {
        "open": ("expressway", 6, False),
        "dated": ("expressway", 4, True),
        "building": ("road", 3, True),
        "access": ("access_road", 2, True),
    }
    assert (links["open"].toll_low_cny_per_km, links["open"].toll_high_cny_per_km) == (1.6, 2.4)
    assert math.isnan(links["dated"].toll_low_cny_per_km)
    assert math.isnan(links["access"].toll_high_cny_per_km)
    assert (links["bare"].lanes, links["bare"].facility) == (0, "railway")


def test_widths_and_depths_at_sea_stay_unknown_where_they_are(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    links = build_network(small, (), 2030, defaults).link_by_id
    assert math.isnan(links["w1"].fairway_width_m)
    assert links["w2"].fairway_width_m == 80
    assert math.isnan(links["sea"].depth_m)
    assert not links["sea"].depth_assumed


def test_projects_change_railways_from_their_year(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    def rail(year: int) -> dict[str, tuple[bool, int, float]]:
        links = build_network(small, (), year, defaults).links_of("rail")
        return {
            link.link_id: (
                link.electrified,
                link.tracks,
                -1.0 if math.isnan(link.freight_paths_per_day) else link.freight_paths_per_day,
            )
            for link in links
        }

    assert rail(2025) == {"wired": (True, 1, 20.0), "bare": (False, 1, -1.0)}
    assert rail(2026) == {"wired": (True, 2, 70.0), "bare": (False, 1, -1.0)}
    assert rail(2027) == {"wired": (True, 2, 70.0), "bare": (True, 1, -1.0)}
    assert rail(2028) == {"wired": (True, 2, 70.0), "bare": (True, 1, 30.0)}
    assert rail(2029) == {"bare": (True, 1, 30.0)}  # closed


def test_a_depth_that_is_not_known_is_that_of_the_class_and_marked(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    links = build_network(small, (), 2026, defaults).link_by_id
    assert [(links[i].depth_m, links[i].depth_assumed) for i in ("w1", "w2", "w3")] == [
        (4.0, True),
        (3.1, False),
        (6.5, False),
    ]
    assert [links[i].max_draught_m for i in ("w1", "w2", "w3")] == [math.inf, 2.6, math.inf]
    assert all(math.isnan(links[i].depth_m) for i in ("open", "wired", "sea"))


def test_the_upstream_end_is_a_place(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    links = build_network(small, (), 2026, defaults).link_by_id
    assert [links[i].upstream_end for i in ("w1", "w2", "w3")] == ["lock", "lock", ""]
    assert links["w1"].other_end("A") == "lock"
    assert links["w1"].other_end("lock") == "A"


def test_lock_times_come_from_the_line_and_else_from_the_defaults(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    chambers = build_network(small, (), 2026, defaults).chambers
    one, two = chambers["lock"]
    lift = chambers["lift"][0]
    assert (one.lockage_min, one.turn_min) == (60.0, 15.0)  # one cycle known: a quarter to turn
    assert (two.lockage_min, two.turn_min) == (40.0, 10.0)  # 80 / 2, and 50 less 40
    assert (lift.lockage_min, lift.turn_min) == (40.0, 10.0)  # nothing known
    assert math.isnan(lift.length_m)
    assert lift.max_vessel_dwt == 250


@pytest.mark.parametrize(
    ("single", "two_way", "lockage", "turn"),
    [
        (50, 80, 40, 10),
        (40, 100, 50, 0),  # a shorter single cycle than half of both ways leaves no turn
        (60, NAN, 60, 12),
        (NAN, 100, 50, 10),
        (NAN, NAN, 45, 5),
    ],
)
def test_lockage_and_turn(single: float, two_way: float, lockage: float, turn: float) -> None:
    defaults = LockDefaults(cycle_min_single=50, cycle_min_two_way=90, turn_share=0.2)
    assert lockage_times(single, two_way, defaults) == (lockage, turn)


# --- the shipped network


def ids(network: Network, mode: str) -> set[str]:
    return {link.link_id for link in network.links_of(mode)}


def canal_ids(tables: Tables) -> set[str]:
    water = tables["waterway_links"]
    return set(water.loc[water["river"] == "Pinglu Canal", "link_id"])


def test_the_pinglu_canal_opens_in_2026(
    shipped: Tables, network_in: Callable[..., Network]
) -> None:
    canal = canal_ids(shipped)
    assert len(canal) == 6
    assert not canal & ids(network_in(2024), "inland_water")
    assert not canal & ids(network_in(2025), "inland_water")
    assert canal <= ids(network_in(2026), "inland_water")
    locks = {"madao", "qishi", "qingnian"}
    assert not locks & set(network_in(2025).chambers)
    assert {lock: len(network_in(2026).chambers[lock]) for lock in locks} == dict.fromkeys(locks, 2)


@pytest.mark.parametrize(
    ("opens", "mode", "link_id"),
    [
        (2028, "rail", "L13"),
        (2027, "inland_water", "BSE--baise_dam"),
        (2027, "inland_water", "baise_dam--baise_lift"),
        (2025, "inland_water", "WZH--majiang_port"),
    ],
)
def test_links_that_open_in_a_published_year(
    network_in: Callable[..., Network], opens: int, mode: str, link_id: str
) -> None:
    assert link_id not in ids(network_in(opens - 1), mode)
    assert link_id in ids(network_in(opens), mode)


@pytest.mark.parametrize(("opens", "lock"), [(2027, "baise_dam"), (2031, "longtan")])
def test_locks_that_open_in_a_published_year(
    network_in: Callable[..., Network], opens: int, lock: str
) -> None:
    assert lock not in network_in(opens - 1).chambers
    assert len(network_in(opens).chambers[lock]) == 1


def test_passenger_lines_and_undated_plans_never_open(
    shipped: Tables, network_in: Callable[..., Network]
) -> None:
    rail = shipped["rail_links"]
    passenger = set(rail.loc[~rail["freight_use"], "link_id"])
    undated = _undated(shipped)
    assert passenger
    assert "majiang_port--pingle_port" in undated
    for year in YEARS:
        assert not (passenger | undated) & set(network_in(year).link_by_id)


def _undated(tables: Tables) -> set[str]:
    """Links that are not operating and have no opening year."""
    found: set[str] = set()
    for name in ("road_links", "rail_links", "waterway_links"):
        table = tables[name]
        waiting = table["opens_year"].isna() & (table["status"] != "operating")
        found |= set(table.loc[waiting, "link_id"])
    return found


def test_nothing_closes_as_years_go_by_but_by_a_project(
    shipped: Tables, network_in: Callable[..., Network]
) -> None:
    projects = shipped["projects"]
    closing = set(projects.loc[projects["kind"] == "closing", "link_id"])
    for earlier, later in pairwise(YEARS):
        before, after = network_in(earlier), network_in(later)
        assert set(before.link_by_id) - closing <= set(after.link_by_id)
        assert set(before.chambers) <= set(after.chambers)


@pytest.mark.parametrize("year", YEARS)
def test_every_lock_that_vessels_can_pass_has_a_chamber(
    shipped: Tables, network_in: Callable[..., Network], year: int
) -> None:
    network = network_in(year)
    met: dict[str, int] = {}
    for link in network.links_of("inland_water"):
        for place in (link.from_place, link.to_place):
            met[place] = met.get(place, 0) + 1
    sites = {place for place in set(shipped["locks"]["lock"]) if met.get(place, 0) > 1}
    assert len(sites) >= 15
    assert sites <= set(network.chambers)


def test_every_line_in_the_table_is_a_chamber_by_2060(
    shipped: Tables, network_in: Callable[..., Network]
) -> None:
    locks = shipped["locks"]
    made = {
        (chamber.lock, chamber.line, chamber.max_vessel_dwt)
        for lines in network_in(2060).chambers.values()
        for chamber in lines
    }
    listed = locks[["lock", "line", "max_vessel_dwt"]].fillna({"max_vessel_dwt": -1.0})
    assert {(a, b, -1.0 if math.isnan(c) else c) for a, b, c in made} == set(
        listed.itertuples(index=False, name=None)
    )


def test_every_link_joins_known_places_and_has_a_mode(network_in: Callable[..., Network]) -> None:
    network = network_in(2060)
    known = set(network.places.index)
    for link in network.links:
        assert {link.from_place, link.to_place} <= known
        assert link.mode in MODES
        assert link.upstream_end in {"", link.from_place, link.to_place}
        assert link.length_km >= 0
    assert sum(len(network.links_of(mode)) for mode in MODES) == len(network.links)
    assert len(network.link_by_id) == len(network.links)


def test_every_reach_has_a_depth_and_assumed_ones_are_marked(
    shipped: Tables, network_in: Callable[..., Network]
) -> None:
    water = tables_of_year(shipped, 2060)["waterway_links"]
    depth_m = dict(zip(water["link_id"], water["min_depth_m"].to_numpy(dtype=float), strict=True))
    for link in network_in(2060).links_of("inland_water"):
        published = depth_m[link.link_id]
        assert link.depth_m > 0
        assert link.depth_assumed == math.isnan(published)
        if not link.depth_assumed:
            assert link.depth_m == published
