"""A network as tables of the General Modeling Network Specification (GMNS) 0.96.

GMNS knows roads; rail, water and locks are fields and a table of our own beside its required
ones, each described in the table schema. Every link is written once and undirected
(``directed`` is false): it is open both ways with the same values. Lengths are in kilometres,
widths and depths in metres, tolls in CNY, coordinates in EPSG:4326, as ``config.csv`` says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from shapely import to_wkt

from networks.frames import CRS
from scenarios.network.export_fields import (
    CONFIDENCES,
    Field,
    link_fields,
    lock_fields,
    node_fields,
    source_fields,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networks.frames import NetworkFrames
    from scenarios.tables.schema import TableSchema

VERSION: Final = 0.96
"""Version of GMNS that the tables follow."""

DECIMALS: Final = 6
"""Decimals of a degree in written geometry, about 0.1 m."""

USES: Final = {
    "road": "truck",
    "rail": "freight_train",
    "inland_water": "inland_vessel",
    "sea": "sea_vessel",
}
"""Allowed use of the links of each mode."""

_LINK_CORE: Final = (
    Field("link_id", "any", "Id of the link.", gmns=True, required=True),
    Field("name", "string", "English name, else the Chinese one.", gmns=True),
    Field("from_node_id", "any", "Node where the link starts.", gmns=True, required=True),
    Field("to_node_id", "any", "Node where the link ends.", gmns=True, required=True),
    Field(
        "directed",
        "boolean",
        "Always false: each link stands once and is open both ways.",
        gmns=True,
        required=True,
    ),
    Field("geometry_id", "any", "Its line in geometry.csv, drawn from start to end.", gmns=True),
    Field("dir_flag", "integer", "Always 0, the GMNS value of undirected links.", gmns=True),
    Field("length", "number", "Length of the way, not of the line.", "km", gmns=True, minimum=0),
    Field(
        "facility_type",
        "string",
        "expressway, road, access_road, railway, river, canal, tidal, sea_channel or sea_route.",
        gmns=True,
    ),
    Field(
        "free_speed",
        "number",
        "Free speed of a freight vehicle, estimate; empty where only a general value is known.",
        "km/h",
        gmns=True,
        minimum=0,
        maximum=200,
    ),
    Field("lanes", "integer", "Lanes in one direction; see lanes_assumed.", gmns=True, minimum=0),
    Field("allowed_uses", "string", "A use of use_definition.csv.", gmns=True),
    Field(
        "toll",
        "number",
        "Toll of a six-axle truck over the whole link: length times the middle of the toll band.",
        "CNY of 2024",
        gmns=True,
    ),
)
_NODE_CORE: Final = (
    Field("node_id", "any", "Id of the place.", gmns=True, required=True),
    Field("name", "string", "English name.", gmns=True),
    Field("x_coord", "number", "Longitude, WGS84.", "degree", gmns=True, required=True),
    Field("y_coord", "number", "Latitude, WGS84.", "degree", gmns=True, required=True),
    Field("node_type", "string", "What the place is.", gmns=True),
)
_GEOMETRY: Final = (
    Field("geometry_id", "any", "Id of the line, that of its link.", gmns=True, required=True),
    Field("geometry", "any", "Line as well-known text, longitude before latitude.", gmns=True),
)
_USE: Final = (
    Field("use", "string", "Id of the use.", gmns=True, required=True),
    Field(
        "persons_per_vehicle",
        "number",
        "Asked for by GMNS and not used by landsea: 1 driver of a truck, else 0.",
        gmns=True,
        required=True,
        minimum=0,
    ),
    Field(
        "pce",
        "number",
        "Passenger car equivalent: planning assumption for trucks, 0 off the road.",
        gmns=True,
        required=True,
        minimum=0,
    ),
    Field("special_conditions", "string", "What the use depends on.", gmns=True),
    Field("description", "string", "What the use is.", gmns=True),
    Field("source", "string", "Ids of sources.csv, separated by semicolons.", required=True),
    Field("confidence", "string", "Confidence in the numbers.", required=True, allowed=CONFIDENCES),
)
_USE_GROUP: Final = (
    Field("use_group", "string", "Id of the group.", gmns=True, required=True),
    Field("uses", "string", "Uses, separated by commas.", gmns=True, required=True),
    Field("description", "string", "What the group is.", gmns=True),
)
_CONFIG: Final = (
    Field("dataset_name", "any", "Name of the network.", gmns=True),
    Field("short_length", "any", "Unit of widths and depths.", gmns=True),
    Field("long_length", "any", "Unit of link lengths.", gmns=True),
    Field("speed", "any", "Unit of speeds.", gmns=True),
    Field("crs", "any", "Reference system of coordinates.", gmns=True),
    Field("geometry_field_format", "any", "Format of geometry fields.", gmns=True),
    Field("currency", "any", "Currency of tolls.", gmns=True),
    Field("version_number", "number", "Version of GMNS.", gmns=True),
    Field("id_type", "string", "Type of ids.", gmns=True, allowed=("string", "integer")),
    Field("price_year", "integer", "Year of the money.", "year", required=True),
    Field("network_year", "integer", "Year of the network.", "year", required=True),
    Field("plan", "string", "Plan under which it stands.", required=True),
)
_TRUCK: Final = "axle loads and driving bans are not modelled"
_USE_ROWS: Final = (
    ("truck", 1, 3.0, _TRUCK, "six-axle freight truck"),
    ("freight_train", 0, 0.0, "off the road: no passenger car equivalent", "freight train"),
    ("inland_vessel", 0, 0.0, "off the road: draught and lock chambers limit it", "inland vessel"),
    ("sea_vessel", 0, 0.0, "off the road: no passenger car equivalent", "sea-going vessel"),
)
_GROUP_ROWS: Final = (
    ("freight", "truck,freight_train,inland_vessel,sea_vessel", "all freight vehicles"),
    ("land_freight", "truck,freight_train", "freight vehicles on land"),
    ("water_freight", "inland_vessel,sea_vessel", "freight vessels"),
)


@dataclass(frozen=True)
class Resource:
    """One table of the data package.

    Attributes
    ----------
    name : str
        Name of the table and of its file.
    title : str
        What the table holds.
    frame : pandas.DataFrame
        The rows, with a column for each field.
    fields : tuple of Field
        Fields in their order.
    key : tuple of str
        Primary key.
    links_to : mapping of str to tuple of str
        Table and field that a field refers to.
    """

    name: str
    title: str
    frame: pd.DataFrame
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    links_to: Mapping[str, tuple[str, str]]

    def descriptor(self) -> dict[str, Any]:
        """Return the table as ``datapackage.json`` has it."""
        keys = [
            {"fields": [field], "reference": {"resource": table, "fields": [target]}}
            for field, (table, target) in self.links_to.items()
        ]
        return {
            "name": self.name,
            "type": "table",
            "title": self.title,
            "path": f"{self.name}.csv",
            "scheme": "file",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [field.descriptor() for field in self.fields],
                "missingValues": ["", "NaN"],
                **({"primaryKey": list(self.key)} if self.key else {}),
                **({"foreignKeys": keys} if keys else {}),
            },
        }

    def csv(self) -> str:
        """Return the table as CSV; booleans as ``true`` and ``false``, gaps as empty cells."""
        frame = self.frame[[field.name for field in self.fields]]
        words = {
            name: frame[name].map({True: "true", False: "false"})
            for name in frame.columns
            if frame[name].dtype in ("bool", "boolean")
        }
        return frame.assign(**words).to_csv(index=False, lineterminator="\n")


def gmns_tables(
    frames: NetworkFrames,
    schemas: Mapping[str, TableSchema],
    sources: pd.DataFrame,
    *,
    year: int,
    plan: str,
) -> tuple[Resource, ...]:
    """Make the tables of a GMNS network.

    Parameters
    ----------
    frames : NetworkFrames
        The network of a year.
    schemas : mapping of str to TableSchema
        Schemas of the tables that it was built from.
    sources : pandas.DataFrame
        Sources that the rows cite.
    year : int
        Calendar year.
    plan : str
        Name of the plan.

    Returns
    -------
    tuple of Resource
        node, link, geometry, use_definition, use_group, config, lock and sources.
    """
    return (
        _node(frames, schemas),
        _link(frames, schemas),
        _geometry(frames, schemas),
        _use_definition(),
        _use_group(),
        _config(year, plan),
        _lock(frames, schemas),
        Resource(
            "sources",
            "Sources that the rows cite",
            sources,
            tuple(source_fields(schemas).values()),
            ("source_id",),
            {},
        ),
    )


def _own(frame: pd.DataFrame, known: Mapping[str, Field], but: set[str]) -> tuple[Field, ...]:
    """Return the fields of the columns of a frame that GMNS has no name for."""
    return tuple(known[name] for name in frame.columns if name not in but)


def _node(frames: NetworkFrames, schemas: Mapping[str, TableSchema]) -> Resource:
    """Make the table of nodes."""
    frame = pd.DataFrame(frames.nodes.drop(columns="geometry"))
    names = {
        "place_id": "node_id",
        "name_en": "name",
        "lon_deg": "x_coord",
        "lat_deg": "y_coord",
        "kind": "node_type",
    }
    own = _own(frame, node_fields(schemas), set(names))
    title = "Places where an open link ends or an open lock lies"
    fields = (*_NODE_CORE, *own)
    return Resource("node", title, frame.rename(columns=names), fields, ("node_id",), {})


def _link(frames: NetworkFrames, schemas: Mapping[str, TableSchema]) -> Resource:
    """Make the table of links."""
    frame = pd.DataFrame(frames.links.drop(columns="geometry"))
    names = {
        "name_en": "name",
        "from_place": "from_node_id",
        "to_place": "to_node_id",
        "length_km": "length",
        "facility": "facility_type",
        "speed_kmh": "free_speed",
        "lanes": "lanes_both_ways",
    }
    shape = {"geometry_basis", "shape_km", "shape_source", "shape_confidence"}
    known = link_fields(schemas)
    both = replace(known["lanes"], name="lanes_both_ways")
    own = (both, *_own(frame, known, {"link_id", *names, *shape}))
    band = (frame["toll_low_cny_per_km"] + frame["toll_high_cny_per_km"]) / 2
    even = frame["lanes"].where(frame["lanes"] % 2 == 0)
    frame = frame.rename(columns=names).assign(
        name=frame["name_en"].fillna(frame["name_zh"]),
        directed=False,
        geometry_id=frame["link_id"],
        dir_flag=0,
        lanes=even // 2,
        allowed_uses=frame["mode"].map(USES),
        toll=(band * frame["length_km"]).round(2),
    )
    ends = {"from_node_id": ("node", "node_id"), "to_node_id": ("node", "node_id")}
    ends["geometry_id"] = ("geometry", "geometry_id")
    ends["upstream_place"] = ("node", "node_id")
    title = "Open links of all modes, each once and undirected"
    return Resource("link", title, frame, (*_LINK_CORE, *own), ("link_id",), ends)


def _geometry(frames: NetworkFrames, schemas: Mapping[str, TableSchema]) -> Resource:
    """Make the table of lines."""
    links = frames.links
    frame = pd.DataFrame(
        {
            "geometry_id": links["link_id"],
            "geometry": to_wkt(links.geometry.to_numpy(), rounding_precision=DECIMALS),
            "basis": links["geometry_basis"],
            "shape_km": links["shape_km"].round(3),
            "source": links["shape_source"],
            "confidence": links["shape_confidence"],
        }
    )
    known = link_fields(schemas)
    fields = (
        *_GEOMETRY,
        replace(known["geometry_basis"], name="basis"),
        known["shape_km"],
        replace(known["shape_source"], name="source"),
        replace(known["shape_confidence"], name="confidence"),
    )
    return Resource("geometry", "Lines of the links", frame, fields, ("geometry_id",), {})


def _lock(frames: NetworkFrames, schemas: Mapping[str, TableSchema]) -> Resource:
    """Make the table of lock chambers."""
    frame = pd.DataFrame(frames.locks.drop(columns="geometry"))
    node = Field("node_id", "any", "Node of the lock.", required=True)
    own = _own(frame, lock_fields(schemas), {"lock"})
    return Resource(
        "lock",
        "Open chambers of every lock",
        frame.rename(columns={"lock": "node_id"}),
        (node, *own),
        ("node_id", "line"),
        {"node_id": ("node", "node_id")},
    )


def _use_definition() -> Resource:
    """Make the table of uses."""
    columns = [field.name for field in _USE[:5]]
    frame = pd.DataFrame(list(_USE_ROWS), columns=columns)
    frame = frame.assign(source="assumption-landsea", confidence="low")
    title = "Freight vehicles that may use a link"
    return Resource("use_definition", title, frame, _USE, ("use",), {})


def _use_group() -> Resource:
    """Make the table of groups of uses."""
    frame = pd.DataFrame(list(_GROUP_ROWS), columns=[field.name for field in _USE_GROUP])
    return Resource("use_group", "Groups of uses", frame, _USE_GROUP, ("use_group",), {})


def _config(year: int, plan: str) -> Resource:
    """Make the table of units and of what the network is."""
    name = f"landsea network of {year}, plan {plan}"
    units = ("m", "km", "km/h", CRS, "WKT", "CNY", VERSION, "string", 2024, year, plan)
    frame = pd.DataFrame([(name, *units)], columns=[field.name for field in _CONFIG])
    return Resource("config", "Units, reference system and scope", frame, _CONFIG, (), {})
