"""What the changes of a plan do to the network, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from networks import build_network
from networks.changes import (
    BuildRailLink,
    OpenLockLine,
    RailProject,
    SetFairwayDepth,
    SetMaxDraught,
)
from networks.frames import network_frames

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from networks import LockDefaults, Network
    from scenarios.tables.reading import Tables

REACHES = ("guigang--hengzhou_port", "hengzhou_port--xijin")


def test_a_new_line_without_a_cycle_takes_the_times_of_the_largest_line(
    network_in: Callable[..., Network],
) -> None:
    # Guiping: line 1 is 190 x 23 m with default times; line 2 is 280 x 34 m, 50 and 80 minutes.
    network = network_in(2024, OpenLockLine("guiping", "3", 300, 34, 6.0))
    old = network_in(2024).chambers["guiping"]
    new = network.chambers["guiping"]
    assert repr(new[:2]) == repr(old)
    assert (new[2].line, new[2].length_m, new[2].width_m) == ("3", 300, 34)
    assert (new[2].lockage_min, new[2].turn_min) == (old[1].lockage_min, old[1].turn_min)


def test_the_largest_line_is_not_the_last_one(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    # Line 2 (200 x 23 m, 40 and 10 minutes) is larger than line 1 and than the first new line.
    network = build_network(
        small,
        (OpenLockLine("lock", "3", 50, 10, 3.0, 90), OpenLockLine("lock", "4", 60, 10, 3.0)),
        2026,
        defaults,
    )
    last = network.chambers["lock"][-1]
    assert (last.line, last.lockage_min, last.turn_min) == ("4", 40.0, 10.0)


def test_a_line_without_known_size_is_not_the_largest(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    # The lift has no size and the default times (40 and 10); line 2 takes 20 minutes and 5 to turn.
    changes = (OpenLockLine("lift", "2", 100, 12, 3.0, 20), OpenLockLine("lift", "3", 100, 12, 3.0))
    last = build_network(small, changes, 2026, defaults).chambers["lift"][-1]
    assert (last.line, last.lockage_min, last.turn_min) == ("3", 20.0, 5.0)


def test_a_new_line_with_a_cycle_keeps_it(network_in: Callable[..., Network]) -> None:
    network = network_in(2024, OpenLockLine("guiping", "3", 300, 34, 6.0, cycle_min=48))
    third = network.chambers["guiping"][2]
    assert (third.lockage_min, third.turn_min) == (48.0, 12.0)  # a quarter of 48 to turn


def test_a_line_at_a_site_without_any_takes_the_defaults(
    small: dict[str, pd.DataFrame], defaults: LockDefaults
) -> None:
    network = build_network(small, (OpenLockLine("C", "1", 120, 12, 3.0),), 2024, defaults)
    (chamber,) = network.chambers["C"]
    assert (chamber.lockage_min, chamber.turn_min) == (40.0, 10.0)


def test_a_later_change_wins(network_in: Callable[..., Network]) -> None:
    network = network_in(
        2024,
        OpenLockLine("guigang", "3", 200, 23, 4.0, 40),
        SetFairwayDepth(REACHES, 4.0),
        OpenLockLine("guigang", "3", 300, 34, 6.0, 60),
        SetFairwayDepth(REACHES[:1], 5.0),
    )
    lines = {chamber.line: chamber for chamber in network.chambers["guigang"]}
    assert len(lines) == len(network.chambers["guigang"]) == 3
    assert (lines["3"].length_m, lines["3"].lockage_min) == (300, 60)
    assert [network.link_by_id[i].depth_m for i in REACHES] == [5.0, 4.0]


def test_a_line_in_the_table_can_be_replaced(network_in: Callable[..., Network]) -> None:
    before = network_in(2024).chambers["guigang"]
    after = network_in(2024, OpenLockLine("guigang", "1", 280, 34, 5.8, 50)).chambers["guigang"]
    assert [chamber.line for chamber in after] == [chamber.line for chamber in before]
    assert (after[0].length_m, after[0].lockage_min) == (280, 50)
    assert repr(after[1]) == repr(before[1])


@pytest.mark.parametrize("change", [SetFairwayDepth, SetMaxDraught])
def test_only_the_named_links_change(
    network_in: Callable[..., Network], change: type[SetFairwayDepth | SetMaxDraught]
) -> None:
    before, after = network_in(2024), network_in(2024, change(REACHES, 3.9))
    assert repr(after.chambers) == repr(before.chambers)  # NaN sizes are equal as text
    for link_id, link in before.link_by_id.items():
        other = after.link_by_id[link_id]
        if link_id not in REACHES:
            assert repr(other) == repr(link)
        elif change is SetFairwayDepth:
            assert other == replace(link, depth_m=3.9, depth_assumed=False)
        else:
            assert other == replace(link, max_draught_m=3.9)


def test_a_set_depth_is_no_longer_assumed(network_in: Callable[..., Network]) -> None:
    reach = "NNG--laokou"
    assert network_in(2024).link_by_id[reach].depth_assumed
    assert not network_in(2024, SetFairwayDepth((reach,), 4.1)).link_by_id[reach].depth_assumed


def test_a_change_to_a_link_that_is_not_open_yet_opens_nothing(
    network_in: Callable[..., Network],
) -> None:
    change = SetFairwayDepth(("pingtang--madao",), 7.0)
    assert set(network_in(2024, change).link_by_id) == set(network_in(2024).link_by_id)
    assert network_in(2026, change).link_by_id["pingtang--madao"].depth_m == 7.0


@pytest.mark.parametrize(
    ("change", "link", "expected"),
    [
        (RailProject(("bare",), "electrification", 2026), "bare", {"electrified": True}),
        (
            RailProject(("bare",), "doubling", 2026, 2, 40.0),
            "bare",
            {"tracks": 2, "freight_paths_per_day": 40.0},
        ),
        (RailProject(("bare",), "doubling", 2026, 2), "bare", {"tracks": 2}),
    ],
)
def test_a_rail_project_of_a_plan_changes_its_links_from_its_year_on(
    small: dict[str, pd.DataFrame],
    projects: Callable[..., pd.DataFrame],
    defaults: LockDefaults,
    change: RailProject,
    link: str,
    expected: dict[str, Any],
) -> None:
    tables = {**small, "projects": projects(("closing", "wired", 2050, {}))}
    before = build_network(tables, (), 2026, defaults)
    early = build_network(tables, (change,), 2025, defaults)
    after = build_network(tables, (change,), 2026, defaults)
    assert repr(early.links) == repr(build_network(tables, (), 2025, defaults).links)
    assert repr(after.link_by_id[link]) == repr(replace(before.link_by_id[link], **expected))
    others = [one for one in before.link_by_id if one != link]
    assert [repr(after.link_by_id[one]) for one in others] == [
        repr(before.link_by_id[one]) for one in others
    ]


def test_a_rail_project_opens_a_line_to_freight(network_in: Callable[..., Network]) -> None:
    planned, passengers = "L13", "L58"
    assert not {planned, passengers} & set(network_in(2027).link_by_id)
    network = network_in(2027, RailProject((planned, passengers), "opening", 2027))
    assert {planned, passengers} <= set(network.link_by_id)


def test_a_plan_and_the_table_give_the_one_that_opened_last(
    network_in: Callable[..., Network],
) -> None:
    # The table doubles L42 in 2027 with 80 paths a day.
    early, late = (RailProject(("L42",), "doubling", year, 2, 99.0) for year in (2026, 2028))
    paths = [network_in(2030, one).link_by_id["L42"].freight_paths_per_day for one in (early, late)]
    assert paths == [80.0, 99.0]


def test_a_built_rail_link_joins_places_and_frames(
    network_in: Callable[..., Network], shipped: Tables
) -> None:
    link = BuildRailLink("plan-NSA-GZH", "NSA", "GZH", 70.0, 2028)
    before, after = network_in(2030), network_in(2030, link)
    built = after.link_by_id["plan-NSA-GZH"]
    assert (built.mode, built.length_km, built.tracks) == ("rail", 70.0, 1)
    assert built.electrified
    assert set(after.link_by_id) - set(before.link_by_id) == {"plan-NSA-GZH"}
    changed = after.places["rail"] != before.places["rail"]
    assert changed[changed].index.tolist() == ["NSA"]
    assert network_in(2027, link).link_by_id.keys() == network_in(2027).link_by_id.keys()
    rows = network_frames(after, shipped, (link,)).links.set_index("link_id")
    assert rows.loc["plan-NSA-GZH", "source"].startswith("plan")
    assert not shipped["places"].set_index("place_id").loc["NSA", "rail"]  # left as it was
