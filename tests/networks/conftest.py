"""The shipped tables, and tables small enough to see through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from networks import LockDefaults, Network, build_network
from networks.projects import SETTINGS
from scenarios.tables.reading import Tables, read_tables

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


def _projects(*rows: tuple[str, str, int | None, dict[str, object]]) -> pd.DataFrame:
    """Make a table of projects from kind, target, opening year and further cells.

    A target is a link, or a lock and its line with a space between.
    """
    names = ["kind", "link_id", "lock", "line", "opens_year", "closes_year", *SETTINGS]
    made = []
    for kind, target, opens, cells in rows:
        lock, _, line = target.partition(" ")
        on = {"lock": lock, "line": line} if line else {"link_id": target}
        made.append({"kind": kind, "opens_year": opens, **on, **cells})
    frame = pd.DataFrame(made, columns=names, dtype=object)
    for name in ("link_id", "lock", "line", "waterway_class"):
        frame[name] = frame[name].fillna("").astype("str")
    return frame.astype({"opens_year": "Int64", "closes_year": "Int64"})


@pytest.fixture
def projects() -> Callable[..., pd.DataFrame]:
    """Make a table of projects; see `_projects`."""
    return _projects


@pytest.fixture
def small() -> dict[str, pd.DataFrame]:
    """Five places, one link of each kind of every mode, and two locks."""
    places = ["A", "B", "C", "lock", "quay"]
    ends = ["link_id", "from_place", "to_place", "length_km"]
    water = [
        ("w1", "A", "lock", 20.0, "river", "I", None, None, None, 10.0, "to", "operating", None),
        ("w2", "lock", "B", 30.0, "river", "II", 3.1, 2.6, 80.0, 12.0, "from", "operating", None),
        ("w3", "B", "C", 40.0, "canal", "", 6.5, None, None, 12.0, "none", "operating", 2026),
    ]
    return {
        "places": pd.DataFrame({"place_id": places, "region": "hills"}),
        "road_links": _dated(
            [
                ("open", "A", "B", 1.0, 80.0, "G1", 6.0, 1.6, 2.4, "operating", None),
                ("planned", "A", "B", 2.0, 80.0, "G2", None, None, None, "planned", None),
                ("building", "A", "B", 3.0, 80.0, "", None, None, None, "building", 2027),
                ("dated", "A", "B", 4.0, 80.0, "G4", None, None, None, "operating", 2025),
                ("promised", "A", "B", 5.0, 80.0, "G5", None, None, None, "planned", 2030),
            ],
            [
                *ends,
                "free_speed_kmh",
                "road_no",
                "lanes",
                "toll_low_cny_per_km",
                "toll_high_cny_per_km",
                "status",
            ],
        ).astype({"lanes": "Int64"}),
        "access_links": pd.DataFrame(
            [("access", "C", "B", 7.0, 50.0)], columns=[*ends, "free_speed_kmh"]
        ),
        "rail_links": _dated(
            [
                ("wired", "A", "B", 100.0, 80.0, True, 2019, 1, 20.0, True, "operating", None),
                ("bare", "B", "C", 50.0, 60.0, False, None, 1, None, True, "operating", None),
                ("fast", "A", "C", 90.0, 200.0, True, None, 2, 90.0, False, "operating", None),
            ],
            [
                *ends,
                "freight_speed_kmh",
                "electrified",
                "electrified_year",
                "tracks",
                "freight_paths_per_day",
                "freight_use",
                "status",
            ],
        ).astype({"electrified_year": "Int64"}),
        "projects": _projects(
            ("doubling", "wired", 2026, {"tracks": 2, "freight_paths_per_day": 70.0}),
            ("electrification", "bare", 2027, {}),
            ("doubling", "bare", 2028, {"freight_paths_per_day": 30.0}),
            ("closing", "wired", 2029, {}),
        ),
        "waterway_links": _dated(
            water,
            [
                *ends,
                "kind",
                "waterway_class",
                "min_depth_m",
                "max_draught_m",
                "fairway_width_m",
                "design_speed_kmh",
                "upstream_end",
                "status",
            ],
        ).astype(dict.fromkeys(["min_depth_m", "max_draught_m", "fairway_width_m"], float)),
        "sea_links": pd.DataFrame(
            [("sea", "C", "quay", 500.0, None)], columns=[*ends, "min_depth_m"]
        ).astype({"min_depth_m": float}),
        "locks": _dated(
            [
                (
                    "lock",
                    "1",
                    "lock",
                    100.0,
                    12.0,
                    None,
                    16.0,
                    500.0,
                    60.0,
                    None,
                    "operating",
                    None,
                ),
                (
                    "lock",
                    "2",
                    "lock",
                    200.0,
                    23.0,
                    4.0,
                    None,
                    1000.0,
                    50.0,
                    80.0,
                    "operating",
                    2026,
                ),
                ("lift", "1", "ship_lift", *[None] * 4, 250.0, None, None, "operating", None),
            ],
            [
                "lock",
                "line",
                "kind",
                "chamber_length_m",
                "chamber_width_m",
                "sill_depth_m",
                "max_head_m",
                "max_vessel_dwt",
                "cycle_min_single",
                "cycle_min_two_way",
                "status",
            ],
        ).astype(dict.fromkeys(["chamber_length_m", "sill_depth_m", "cycle_min_single"], float)),
        "currents": pd.DataFrame({"kind": ["river", "canal"], "current_kmh": [2.0, 0.0]}),
        "phase_profiles": pd.DataFrame(
            [("lock", 0.4, 0.3, 0.1, 2.0, 1, 0.0), ("ship_lift", 0.2, 0.2, 0.1, 1.0, 1, 1.0)],
            columns=[
                "kind",
                "entry_share",
                "exit_share",
                "gates_share",
                "first_vessel_factor",
                "steps",
                "water_saving_share",
            ],
        ),
        "assumed_lanes": pd.DataFrame(
            [("expressway", 4), ("road", 3), ("access_road", 2)], columns=["facility", "lanes"]
        ),
        "assumed_grades": pd.DataFrame([("hills", "rolling")], columns=["region", "grade"]),
        "assumed_depths": pd.DataFrame(
            [("river", "I", 4.0), ("river", "II", 3.5), ("canal", "", 6.0)],
            columns=["kind", "waterway_class", "depth_m"],
        ),
    }
