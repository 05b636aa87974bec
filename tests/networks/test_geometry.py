"""Lines of links and of the coast."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from networks.geometry import (
    LINK_TABLES,
    coast_lines,
    great_circle_km,
    line_km,
    link_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from networks.geometry import Point
    from scenarios.tables.reading import Tables

# Traced lines against the length in the table, as docs/geometry.md states it.
LAND_TOLERANCE = (0.80, 1.12)
WATER_TOLERANCE = (0.75, 1.25)
FRAME = (95, -8, 125, 32)
COAST_FRAME = (104, 17, 116, 24)


@pytest.fixture(scope="module")
def links(shipped: Tables) -> pd.DataFrame:
    columns = ["link_id", "from_place", "to_place", "length_km", "table"]
    frames = [shipped[name].assign(table=name)[columns] for name in LINK_TABLES]
    return pd.concat(frames, ignore_index=True).merge(
        shipped["link_shapes"], how="left", on="link_id", validate="one_to_one"
    )


@pytest.fixture(scope="module")
def lines(shipped: Tables) -> dict[str, tuple[Point, ...]]:
    return link_lines(shipped)


# --- the shipped lines


def test_every_link_has_one_shape_and_no_shape_lacks_its_link(
    shipped: Tables, links: pd.DataFrame
) -> None:
    assert sorted(shipped["link_shapes"]["link_id"]) == sorted(links["link_id"])


def test_only_plain_links_are_straight(
    shipped: Tables, links: pd.DataFrame, lines: dict[str, tuple[Point, ...]]
) -> None:
    points = shipped["shape_points"]
    assert set(points["link_id"]) == set(links.loc[links["basis"] != "plain", "link_id"])
    counts = points.groupby("link_id")["sequence"].agg(["min", "max", "size"])
    assert (counts["min"] == 0).all()
    assert (counts["max"] == counts["size"] - 1).all()
    drawn = {link: len(line) - 2 for link, line in lines.items() if len(line) > 2}
    assert drawn == counts["size"].to_dict()


def test_lines_start_and_end_at_their_places(
    shipped: Tables, links: pd.DataFrame, lines: dict[str, tuple[Point, ...]]
) -> None:
    places = shipped["places"].set_index("place_id")
    at = {place: (row["lon_deg"], row["lat_deg"]) for place, row in places.iterrows()}
    for link, start, end in zip(
        links["link_id"], links["from_place"], links["to_place"], strict=True
    ):
        assert (lines[link][0], lines[link][-1]) == (at[start], at[end]), link


def test_lines_are_as_long_as_noted(
    links: pd.DataFrame, lines: dict[str, tuple[Point, ...]]
) -> None:
    for link, noted in zip(links["link_id"], links["shape_km"], strict=True):
        assert line_km(lines[link]) == pytest.approx(noted, abs=0.06), link


def test_traced_lines_agree_with_the_length_in_the_table(links: pd.DataFrame) -> None:
    traced = links[links["basis"] == "traced"]
    water = traced["table"] == "waterway_links"
    low, high = (np.where(water, WATER_TOLERANCE[k], LAND_TOLERANCE[k]) for k in range(2))
    ratio = traced["shape_km"] / traced["length_km"]
    assert traced["link_id"][(ratio < low) | (ratio > high)].tolist() == []
    assert len(traced) > len(links) / 2


def test_sea_lines_agree_with_the_length_in_the_table(links: pd.DataFrame) -> None:
    sea = links[links["table"] == "sea_links"]
    assert (sea["shape_km"] / sea["length_km"]).between(0.9, 1.1).all()


def test_what_is_traced_on_openstreetmap_carries_its_credit(
    shipped: Tables, links: pd.DataFrame
) -> None:
    land = links["table"].isin(["road_links", "access_links", "rail_links"])
    traced = links[land & (links["basis"] == "traced")]
    assert set(traced["source"]) == {"osm-rail-graph", "osm-road-graph"}
    sources = shipped["networks_sources"].set_index("source_id")
    for source in set(traced["source"]):
        assert sources.loc[source, "publisher"] == "OpenStreetMap contributors, ODbL 1.0"
    drawn = links[links["basis"] != "traced"]
    assert set(drawn["confidence"]) == {"low"}
    assert not drawn["source"].str.startswith("osm-").any()


def _outside(points: pd.DataFrame, frame: tuple[float, ...]) -> pd.DataFrame:
    inside = points["lon_deg"].between(frame[0], frame[2])
    return points[~(inside & points["lat_deg"].between(frame[1], frame[3]))]


def test_no_point_lies_outside_its_frame(shipped: Tables) -> None:
    assert _outside(shipped["shape_points"], FRAME).empty
    assert _outside(shipped["coast_points"], COAST_FRAME).empty


def test_tables_of_points_stay_small(shipped: Tables) -> None:
    assert len(shipped["shape_points"]) < 6000
    assert len(shipped["coast_points"]) < 1500


def test_the_coast_is_one_mainland_and_closed_islands(shipped: Tables) -> None:
    mainland, *islands = coast_lines(shipped)
    assert mainland[0][1] == COAST_FRAME[1]
    assert mainland[-1][0] == COAST_FRAME[2]
    assert islands
    assert all(island[0] == island[-1] for island in islands)


def _crossings(line: tuple[Point, ...], coast: np.ndarray) -> Iterator[Point]:
    """Yield where a line crosses coast segments, given as x, y, x, y."""
    from_x, from_y, to_x, to_y = coast.T
    for (x, y), (x2, y2) in pairwise(line):
        dx, dy, ex, ey = x2 - x, y2 - y, to_x - from_x, to_y - from_y
        cross = dx * ey - dy * ex
        with np.errstate(divide="ignore", invalid="ignore"):
            along = ((from_x - x) * ey - (from_y - y) * ex) / cross
            across = ((from_x - x) * dy - (from_y - y) * dx) / cross
        hit = (along >= 0) & (along <= 1) & (across >= 0) & (across <= 1)
        yield from ((x + share * dx, y + share * dy) for share in along[hit].tolist())


def test_ships_keep_off_the_land(
    shipped: Tables, links: pd.DataFrame, lines: dict[str, tuple[Point, ...]]
) -> None:
    shore = [(*one, *other) for line in coast_lines(shipped) for one, other in pairwise(line)]
    coast = np.array(shore)
    for link in links.loc[links["table"] == "sea_links", "link_id"]:
        line = lines[link]
        for point in _crossings(line, coast):
            from_port = min(great_circle_km(*point, *line[0]), great_circle_km(*point, *line[-1]))
            assert from_port < 25, (link, point)


# --- lines of other tables


def _tables(lon_end: float) -> dict[str, pd.DataFrame]:
    none = pd.DataFrame({"link_id": [], "from_place": [], "to_place": []})
    road = pd.DataFrame({"link_id": ["R", "S"], "from_place": ["a"] * 2, "to_place": ["b"] * 2})
    return {
        **dict.fromkeys(LINK_TABLES, none),
        "places": pd.DataFrame(
            {"place_id": ["a", "b"], "lon_deg": [100.0, lon_end], "lat_deg": [20.0, 20.0]}
        ),
        "road_links": road,
        "link_shapes": pd.DataFrame({"link_id": ["R"], "shape_km": [244.7]}),
        "shape_points": pd.DataFrame(
            {
                "link_id": ["R", "R"],
                "sequence": [1, 0],
                "lon_deg": [101.0, 100.5],
                "lat_deg": [20.5, 20.5],
            }
        ),
    }


def test_points_stand_between_the_places_in_their_order() -> None:
    line = link_lines(_tables(102))["R"]
    assert line == ((100, 20), (100.5, 20.5), (101, 20.5), (102, 20))


def test_a_link_without_points_is_straight() -> None:
    assert link_lines(_tables(102))["S"] == ((100, 20), (102, 20))


def test_points_are_given_up_when_a_place_has_moved_far_away() -> None:
    assert len(link_lines(_tables(102.05))["R"]) == 4
    assert link_lines(_tables(104))["R"] == ((100, 20), (104, 20))
