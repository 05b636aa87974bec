"""Each rule names what breaks it, on a small network made for it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from networks import Chamber, Link, Network
from networks.rules import (
    doubled_links,
    locks_off_the_water,
    parts_of,
    places_out_of_reach,
    too_short_links,
    too_small_chambers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

NAN = float("nan")


def network(*links: Link, chambers: Mapping[str, tuple[Chamber, ...]] | None = None) -> Network:
    """Four places a degree of longitude apart on the equator, 111.2 km each."""
    places = pd.DataFrame(
        {
            "lon_deg": [0.0, 1.0, 2.0, 3.0],
            "lat_deg": 0.0,
            "road": [True, True, True, False],
            "rail": False,
            "inland_water": [False, True, True, True],
            "sea": False,
        },
        index=pd.Index(["A", "B", "C", "D"], name="place_id"),
    )
    return Network(2030, links, chambers or {}, places)


def road(link_id: str, a: str, b: str, length_km: float = 120.0) -> Link:
    return Link(link_id, a, b, "road", length_km, 80.0)


def water(link_id: str, a: str, b: str) -> Link:
    return Link(link_id, a, b, "inland_water", 120.0, 12.0, depth_m=4.0)


def test_parts_come_largest_first() -> None:
    found = parts_of(network(road("1", "A", "B"), water("2", "C", "D")), "road")
    assert found == [{"A", "B"}]
    assert parts_of(network(), "rail") == []


def test_a_place_without_its_mode_is_named() -> None:
    whole = network(
        road("1", "A", "B"), road("2", "B", "C"), water("3", "B", "C"), water("4", "C", "D")
    )
    assert places_out_of_reach(whole) == []
    broken = network(road("1", "A", "B"), water("3", "B", "C"), water("4", "C", "D"))
    assert places_out_of_reach(broken) == ["C is not reached by road in this year"]


def test_links_that_stand_twice_are_named() -> None:
    once = network(road("1", "A", "B"), road("2", "B", "C"), water("3", "A", "B"))
    assert doubled_links(once) == []
    twice = network(road("1", "A", "B"), road("2", "B", "A", 130.0))
    assert doubled_links(twice) == ["1 stands twice", "2 stands twice"]


def test_a_link_shorter_than_the_great_circle_is_named() -> None:
    # one degree on the equator: 6371.0088 km x pi / 180 = 111.2 km; two per cent are allowed
    assert too_short_links(network(road("1", "A", "B", 109.5))) == []
    found = too_short_links(network(road("1", "A", "B", 100.0)))
    assert found == ["1 has 100 km, the great circle 111.2 km"]


def test_a_lock_at_the_end_of_a_waterway_is_named() -> None:
    lock = {"C": (Chamber("C", "1", 190, 23, 1000, 40, 10),)}
    assert (
        locks_off_the_water(network(water("1", "B", "C"), water("2", "C", "D"), chambers=lock))
        == []
    )
    found = locks_off_the_water(network(water("1", "B", "C"), chambers=lock))
    assert found == ["lock C stands at the end of a waterway"]


def test_a_chamber_too_small_for_its_vessel_is_named() -> None:
    chambers = {
        "C": (
            Chamber("C", "1", 190, 23, 1000, 40, 10),
            Chamber("C", "2", 190, 12, 3000, 40, 10),
            Chamber("C", "3", NAN, NAN, NAN, 40, 10),
        )
    }
    beams: dict[float, object] = {1000.0: 10.8, 3000.0: 15.8}
    found = too_small_chambers(
        network(chambers=chambers),
        beams,
        lambda chamber, beam: isinstance(beam, float) and beam <= chamber.width_m,
    )
    assert found == ["lock C line 2 is said to pass 3000 t but does not take a hull of 3000 t"]
