"""The shipped tables, and tables small enough to see through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from networks import LockDefaults, Network, build_network
from scenarios.tables import Tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from networks.changes import NetworkChange


@pytest.fixture(scope="session")
def shipped() -> Tables:
    return read_tables()


@pytest.fixture(scope="session")
def defaults() -> LockDefaults:
    return LockDefaults(cycle_min_single=50, cycle_min_two_way=80, turn_share=0.25)


@pytest.fixture(scope="session")
def network_in(shipped: Tables, defaults: LockDefaults) -> Callable[..., Network]:
    """Build the shipped network of a year with some changes."""

    def build(year: int, *changes: NetworkChange) -> Network:
        return build_network(shipped, changes, year, defaults)

    return build


def _dated(rows: Sequence[tuple[object, ...]], columns: list[str]) -> pd.DataFrame:
    """Make a frame of links or locks whose last column is the opening year."""
    frame = pd.DataFrame(rows, columns=[*columns, "opens_year"])
    return frame.astype({"opens_year": "Int64"})


@pytest.fixture
def small() -> dict[str, pd.DataFrame]:
    """Five places, one link of each kind of every mode, and two locks."""
    places = ["A", "B", "C", "lock", "quay"]
    ends = ["link_id", "from_place", "to_place", "length_km"]
    water = [
        ("w1", "A", "lock", 20.0, "river", "I", None, None, 10.0, "to", "operating", None),
        ("w2", "lock", "B", 30.0, "river", "II", 3.1, 2.6, 12.0, "from", "operating", None),
        ("w3", "B", "C", 40.0, "canal", "", 6.5, None, 12.0, "none", "operating", 2026),
    ]
    return {
        "places": pd.DataFrame({"place_id": places}),
        "road_links": _dated(
            [
                ("open", "A", "B", 1.0, 80.0, "operating", None),
                ("planned", "A", "B", 2.0, 80.0, "planned", None),
                ("building", "A", "B", 3.0, 80.0, "building", 2027),
                ("dated", "A", "B", 4.0, 80.0, "operating", 2025),
                ("promised", "A", "B", 5.0, 80.0, "planned", 2030),
            ],
            [*ends, "free_speed_kmh", "status"],
        ),
        "access_links": pd.DataFrame(
            [("access", "C", "B", 7.0, 50.0)], columns=[*ends, "free_speed_kmh"]
        ),
        "rail_links": _dated(
            [
                ("wired", "A", "B", 100.0, 80.0, True, 1, 20.0, True, "operating", None),
                ("bare", "B", "C", 50.0, 60.0, False, 1, None, True, "operating", None),
                ("fast", "A", "C", 90.0, 200.0, True, 2, 90.0, False, "operating", None),
            ],
            [
                *ends,
                "freight_speed_kmh",
                "electrified",
                "tracks",
                "freight_paths_per_day",
                "freight_use",
                "status",
            ],
        ),
        "projects": pd.DataFrame(
            [
                ("doubling", "wired", 2026, 2.0, 70.0),
                ("electrification", "bare", 2027, None, None),
                ("signals", "bare", 2028, None, 30.0),
                ("closing", "wired", 2029, None, None),
            ],
            columns=["kind", "link_id", "opens_year", "tracks", "freight_paths_per_day"],
        ),
        "waterway_links": _dated(
            water,
            [
                *ends,
                "kind",
                "waterway_class",
                "min_depth_m",
                "max_draught_m",
                "design_speed_kmh",
                "upstream_end",
                "status",
            ],
        ).astype({"min_depth_m": float, "max_draught_m": float}),
        "sea_links": pd.DataFrame([("sea", "C", "quay", 500.0)], columns=ends),
        "locks": _dated(
            [
                ("lock", "1", 100.0, 12.0, 500.0, 60.0, None, "operating", None),
                ("lock", "2", 200.0, 23.0, 1000.0, 50.0, 80.0, "operating", 2026),
                ("lift", "1", None, None, 250.0, None, None, "operating", None),
            ],
            [
                "lock",
                "line",
                "chamber_length_m",
                "chamber_width_m",
                "max_vessel_dwt",
                "cycle_min_single",
                "cycle_min_two_way",
                "status",
            ],
        ).astype(dict.fromkeys(["chamber_length_m", "cycle_min_single"], float)),
        "assumed_depths": pd.DataFrame(
            [("river", "I", 4.0), ("river", "II", 3.5), ("canal", "", 6.0)],
            columns=["kind", "waterway_class", "depth_m"],
        ),
    }
