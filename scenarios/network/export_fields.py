"""What the fields of an exported network mean: name, type, unit, range and one sentence each.

Fields that the tables hold take their meaning from the schemas of the tables, so that a column is
described in one place; fields that the program works out are described here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from networks import MODES
from networks.link_frame import LINK_TABLES, RENAMED, SPEEDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scenarios.tables.schema import Column, TableSchema

CONFIDENCES: Final = ("high", "medium", "low")


@dataclass(frozen=True)
class Field:
    """One field of an exported table.

    Attributes
    ----------
    name : str
        Name, with the unit as its suffix where it is one of ours.
    type : str
        Type as Frictionless names it.
    meaning : str
        What it means.
    unit : str
        Unit, empty where there is none.
    gmns : bool
        Whether the field belongs to GMNS.
    required : bool
        Whether the cell may not be empty.
    minimum, maximum : float or None
        Range allowed.
    allowed : tuple of str
        Every value allowed, or empty.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    gmns: bool = False
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    allowed: tuple[str, ...] = ()

    def descriptor(self) -> dict[str, Any]:
        """Return the field as a table schema has it."""
        limits = {
            "required": self.required or None,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "enum": list(self.allowed) or None,
        }
        constraints = {name: value for name, value in limits.items() if value is not None}
        return {
            "name": self.name,
            "type": self.type,
            "description": self.meaning,
            **({"unit": self.unit} if self.unit else {}),
            "origin": "GMNS" if self.gmns else "landsea",
            **({"constraints": constraints} if constraints else {}),
        }


_SOURCE: Final = Field("source", "string", "Ids of sources.csv, separated by semicolons.")
_ESTIMATED: Final = Field(
    "estimated", "boolean", "The confidence is low: position or size is an estimate."
)

_ONLY: Final = {
    "lanes_assumed": ("road",),
    "depth_m": ("inland_water", "sea"),
    **dict.fromkeys(
        ("depth_assumed", "max_draught_m", "upstream_place", "plan_fields"), ("inland_water",)
    ),
}
"""Modes of the columns that only some modes have."""


LINK_EXTRAS: Final = (
    Field("mode", "string", "Mode of the link.", required=True, allowed=MODES),
    Field("name_zh", "string", "Chinese name of the road or line."),
    Field("name_en", "string", "English name of the road, line, river or sea area."),
    Field("length_basis", "string", "How the length was found."),
    Field("speed_kmh", "number", "Free speed of a freight vehicle; estimate.", "km/h"),
    Field(
        "facility",
        "string",
        "expressway, road, access_road, railway, river, canal, tidal, sea_channel or sea_route.",
    ),
    Field(
        "lanes_assumed",
        "boolean",
        "The lanes are those assumed for the kind of road, not those of this road.",
    ),
    Field(
        "depth_m",
        "number",
        "Least maintained depth of the fairway in this year; at sea the least depth known.",
        "m",
    ),
    Field(
        "depth_assumed",
        "boolean",
        "The depth is that assumed for the class of the waterway, not one of this reach.",
    ),
    Field("max_draught_m", "number", "Largest draught allowed; empty without a rule.", "m"),
    Field("upstream_place", "string", "Node at the upstream end; empty where there is none."),
    Field("estimated", "boolean", "The length or course of the link is an estimate."),
    Field(
        "projects",
        "string",
        "Projects that hold on the link in this year, separated by semicolons.",
    ),
    Field(
        "plan_fields",
        "string",
        "Fields that the plan sets, separated by semicolons; the source is then also `plan`.",
    ),
    Field(
        "status",
        "string",
        "State at the end of 2026; a link opens in opens_year whatever its state then.",
    ),
    Field(
        "geometry_basis",
        "string",
        "How the line was made: traced on OpenStreetMap, drawn by hand, or plain (straight).",
        required=True,
        allowed=("traced", "drawn", "plain"),
    ),
    Field("shape_km", "number", "Length of the drawn line, not of the way itself.", "km"),
    Field("shape_source", "string", "Sources of the line, separated by semicolons."),
    Field("shape_confidence", "string", "Confidence in the line.", allowed=CONFIDENCES),
    _SOURCE,
)

LOCK_EXTRAS: Final = (
    Field(
        "cycle_assumed",
        "boolean",
        "No cycle is known for this chamber; lockage_min and turn_min are general values.",
    ),
    Field("lockage_min", "number", "Time of a lockage when directions alternate.", "min"),
    Field("turn_min", "number", "Time to turn the chamber empty to the other level.", "min"),
    Field("plan_line", "boolean", "The plan opens this chamber or builds it anew."),
    _ESTIMATED,
    _SOURCE,
)

NODE_EXTRAS: Final = (
    *(
        Field(mode, "boolean", f"An open link of mode {mode} ends here in this year.")
        for mode in MODES
    ),
    Field("lock", "boolean", "A lock with an open chamber lies here."),
    _ESTIMATED,
    _SOURCE,
)


def link_fields(schemas: Mapping[str, TableSchema]) -> dict[str, Field]:
    """Describe the columns of the frame of links.

    Parameters
    ----------
    schemas : mapping of str to TableSchema
        Schemas of the tables.

    Returns
    -------
    dict of str to Field
        By name of the column.
    """
    found: dict[str, Field] = {}
    for table in LINK_TABLES:
        names = RENAMED.get(table, {})
        for column in schemas[table].columns:
            if column.name == SPEEDS[table]:
                continue
            field = _from_column(column, names.get(column.name, column.name), required=False)
            found[field.name] = _joined(found.get(field.name), field)
    return {**found, **_by_name(LINK_EXTRAS)}


def node_fields(schemas: Mapping[str, TableSchema]) -> dict[str, Field]:
    """Describe the columns of the frame of nodes; see :func:`link_fields`."""
    return _by_name(_from_column(one) for one in schemas["places"].columns) | _by_name(NODE_EXTRAS)


def lock_fields(schemas: Mapping[str, TableSchema]) -> dict[str, Field]:
    """Describe the columns of the frame of locks; see :func:`link_fields`."""
    return _by_name(_from_column(one) for one in schemas["locks"].columns) | _by_name(LOCK_EXTRAS)


def source_fields(schemas: Mapping[str, TableSchema]) -> dict[str, Field]:
    """Describe the columns of the table of sources; see :func:`link_fields`."""
    return _by_name(_from_column(one) for one in schemas["networks_sources"].columns)


def columns_of(mode: str, schemas: Mapping[str, TableSchema]) -> set[str]:
    """Return the columns of the frame of links that mean something for a mode.

    Parameters
    ----------
    mode : str
        A mode.
    schemas : mapping of str to TableSchema
        Schemas of the tables.

    Returns
    -------
    set of str
        Names of columns, those that every mode has included.
    """
    tables = [table for table, of_mode in LINK_TABLES.items() if of_mode == mode]
    held = {
        RENAMED.get(table, {}).get(name, name)
        for table in tables
        for name in schemas[table].names
        if name != SPEEDS[table]
    }
    other = {name for name, modes in _ONLY.items() if mode not in modes}
    return (held | {field.name for field in LINK_EXTRAS}) - other


def _by_name(fields: Iterable[Field]) -> dict[str, Field]:
    """Return fields by their names."""
    return {field.name: field for field in fields}


def _from_column(column: Column, name: str = "", *, required: bool | None = None) -> Field:
    """Return the field that a column of a table becomes."""
    return Field(
        name or column.name,
        column.type,
        column.meaning,
        column.unit,
        required=column.required if required is None else required,
        minimum=column.minimum,
        maximum=column.maximum,
        allowed=column.allowed,
    )


def _joined(first: Field | None, second: Field) -> Field:
    """Return a field that two tables share: both meanings, and the wider range."""
    if first is None:
        return second
    meaning = f"{first.meaning} {second.meaning}"
    for one, other in ((first.meaning, second.meaning), (second.meaning, first.meaning)):
        if one.rstrip(".") in other:
            meaning = other
    return replace(
        first,
        meaning=meaning,
        minimum=_wider(min, first.minimum, second.minimum),
        maximum=_wider(max, first.maximum, second.maximum),
        allowed=first.allowed if first.allowed == second.allowed else (),
    )


def _wider(
    choose: Callable[[float, float], float], first: float | None, second: float | None
) -> float | None:
    """Return the wider of two limits; none where one of them is open."""
    return None if first is None or second is None else choose(first, second)
