"""What the shipped tables and their schemas promise: completeness, sources, units and geometry."""

from __future__ import annotations

import math
from collections import Counter

import networkx as nx
import pytest

from scenarios.tables.reading import Tables, read_tables
from scenarios.tables.schema import TableSchema, read_schemas

SCHEMAS = read_schemas()
LINKS = ["road_links", "access_links", "rail_links", "waterway_links", "sea_links"]

UNIT_SUFFIXES = {
    "deg": "degree",
    "m": "m",
    "km": "km",
    "kmh": "km/h",
    "m3": "",
    "m3s": "m3/s",
    "mt": "Mt",
    "t": "t",
    "dwt": "t",
    "kt": "kt/year",
    "kg": "kg",
    "kg_fuel": "",
    "g": "g",
    "tkm": "t km",
    "h": "h",
    "hours": "h",
    "min": "min",
    "day": "",
    "year": "year",
    "years": "year",
    "kw": "kW",
    "kwh": "kWh",
    "mj": "MJ",
    "twh": "TWh",
    "gw": "GW",
    "cny": "CNY",
    "teu": "TEU",
    "share": "",
    "factor": "",
    "percent": "percent",
}
UNITLESS = {
    "value": "long tables carry the unit in the row",
    "value_low": "long tables carry the unit in the row",
    "value_high": "long tables carry the unit in the row",
    "low": "long tables carry the unit in the row",
    "high": "long tables carry the unit in the row",
    "lanes": "a count",
    "steps": "a count",
    "lockages": "a count",
    "look_ahead": "a count of vessels",
    "vessels": "a count",
    "wagons": "a count",
    "waiting_mean": "a count of vessels",
    "waiting_max": "a count of vessels",
    "waiting_start": "a count of vessels",
    "rise_m_per_1000_m3s": "metres for each 1,000 m3/s",
    "high_rise_m_per_1000_m3s": "metres for each 1,000 m3/s",
    "month": "a count",
    "part": "a count",
    "sequence": "a count",
    "tracks": "a count",
    "cycle_min_single": "minutes, named before what is timed",
    "cycle_min_two_way": "minutes, named before what is timed",
    "co2": "warming relative to CO2",
    "ch4_fossil": "warming relative to CO2",
    "ch4_nonfossil": "warming relative to CO2",
    "n2o": "warming relative to CO2",
    "black_carbon": "warming relative to CO2",
    "factor": "a pure number, over the value at the best load",
    "block_coefficient": "a pure number of the hull",
    "weibull_shape": "an exponent",
    "a_coefficient": "coefficients of a formula",
    "b_coefficient": "coefficients of a formula",
    "x_exponent": "an exponent",
    "size_min_value": "the ship type gives the unit",
    "size_max_value": "the ship type gives the unit",
    "size_value": "the ship type gives the unit",
    "nest_scale": "a pure number of the choice model",
    "demand_elasticity": "a pure number of the choice model",
    "constant_utility": "a pure number of the choice model",
}


def great_circle_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    lat, lon, lat2, lon2 = (math.radians(value) for value in (*one, *other))
    half = math.sin((lat2 - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return read_tables()


# --- schemas


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_schema_is_in_order(schema: TableSchema) -> None:
    assert schema.key, "every table has a key"
    assert len(set(schema.names)) == len(schema.names)
    numeric = [column for column in schema.columns if column.numeric]
    if numeric and not schema.holds_sources:
        required = {column.name for column in schema.columns if column.required}
        assert {"source", "confidence"} <= required
    for column in schema.columns:
        assert column.meaning.endswith("."), column.name
        assert bool(column.unit) or not column.numeric, column.name
        assert column.required or column.type != "boolean", column.name
        for table, other in column.targets:
            assert SCHEMAS[table].key == (other,), column.name


def test_limits_are_told_in_words() -> None:
    told = {
        column.range_text
        for schema in SCHEMAS.values()
        for column in schema.columns
        if column.name in {"length_km", "value", "place_id", "fossil_share"}
    }
    assert {"", "0.1 to 5000 km", "at least 0", "0 to 1 share"} <= told


NUMERIC = sorted(
    {
        (column.name, column.unit)
        for schema in SCHEMAS.values()
        for column in schema.columns
        if column.numeric
    }
)


@pytest.mark.parametrize(("name", "unit"), NUMERIC)
def test_numeric_columns_carry_their_unit_in_the_name(name: str, unit: str) -> None:
    if name in UNITLESS:
        return
    found = [suffix for suffix in UNIT_SUFFIXES if f"_{name}".endswith(f"_{suffix}")]
    assert found, f"{name}: add a unit to the name, or argue for it in UNITLESS"
    if "_per_" not in name:
        assert unit.startswith(UNIT_SUFFIXES[max(found, key=len)]), (
            f"{name} is said to be in {unit}"
        )


# --- what the shipped tables hold


def test_demand_meets_its_controls(shipped: Tables) -> None:
    demand, controls = shipped["demand"], shipped["controls"]
    assert len(demand) == 4483
    assert demand["kt"].sum() == 508_256
    assert demand["commodity"].nunique() == len(shipped["commodities"]) == 17
    totals = demand.groupby("control_group")["kt"].sum().sort_index()
    expected = controls.set_index("control_group")["control_kt"].sort_index()
    assert totals.tolist() == expected.tolist()


def test_some_flows_stand_under_two_modes(shipped: Tables) -> None:
    flows = shipped["demand"].groupby(["origin", "destination", "commodity"])
    assert (flows["observed_service"].nunique() > 1).sum() == 204
    assert (flows["observed_main_mode"].nunique() > 1).sum() == 180


def test_whole_network_is_there(shipped: Tables) -> None:
    counts = {name: len(shipped[name]) for name in ["places", *LINKS]}
    assert counts == {
        "places": 113,
        "road_links": 185,
        "access_links": 50,
        "rail_links": 68,
        "waterway_links": 62,
        "sea_links": 53,
    }


def test_every_lock_and_chamber_is_there(shipped: Tables) -> None:
    locks = shipped["locks"]
    lines = Counter(locks["lock"].tolist())
    double = {"guiping", "guigang", "xijin", "honghua", "madao", "qishi", "qingnian"}
    assert len(locks) == 32
    assert len(lines) == 22
    assert lines["changzhou"] == 4
    assert {lock for lock, count in lines.items() if count == 2} == double
    places = shipped["places"]
    assert set(places.loc[places["kind"] == "lock", "place_id"]) == set(lines)


def test_all_vessel_classes_are_there(shipped: Tables) -> None:
    assert shipped["vessel_classes"]["domain"].value_counts().to_dict() == {"sea": 18, "inland": 16}


def test_modes_of_places_follow_their_links(shipped: Tables) -> None:
    places = shipped["places"].set_index("place_id")
    modes = {
        "road": ["road_links", "access_links"],
        "rail": ["rail_links"],
        "inland_water": ["waterway_links"],
        "sea": ["sea_links"],
    }
    for mode, tables in modes.items():
        ends = {
            place
            for name in tables
            for column in ("from_place", "to_place")
            for place in shipped[name][column]
        }
        assert set(places.index[places[mode]]) == ends


def test_every_place_with_demand_can_be_reached_by_road(shipped: Tables) -> None:
    graph: nx.Graph[str] = nx.Graph()
    for name in ("road_links", "access_links"):
        links = shipped[name]
        graph.add_edges_from(zip(links["from_place"], links["to_place"], strict=True))
    assert nx.is_connected(graph)
    assert {*shipped["demand"]["origin"], *shipped["demand"]["destination"]} <= set(graph)


@pytest.mark.parametrize("name", LINKS)
def test_no_link_is_shorter_than_the_great_circle_unless_it_says_so(
    shipped: Tables, name: str
) -> None:
    places = shipped["places"].set_index("place_id")
    points = {
        place: (float(row["lat_deg"]), float(row["lon_deg"])) for place, row in places.iterrows()
    }
    links = shipped[name]
    for start, end, length, note in zip(
        links["from_place"], links["to_place"], links["length_km"], links["note"], strict=True
    ):
        straight = great_circle_km(points[start], points[end])
        assert length >= straight - 0.5 or "shorter than the great circle" in note, (start, end)


def test_canal_flows_from_the_river_to_the_sea(shipped: Tables) -> None:
    links = shipped["waterway_links"]
    canal = links[links["kind"] == "canal"]
    assert canal["length_km"].sum() == pytest.approx(134.2 + 8)
    assert set(canal["upstream_end"]) == {"from"}
    assert set(canal["opens_year"]) == {2026}
    assert canal["max_draught_m"].isna().all()
    tidal = links[links["kind"].isin(["tidal", "sea_channel"])]
    assert set(tidal["upstream_end"]) == {"none"}
    assert set(links.loc[links["kind"] == "river", "upstream_end"]) == {"to"}
