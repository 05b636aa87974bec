"""A user's own demand table, checked row by row against the other tables.

Places, commodities, modes and control groups may be written as ids or by name. What a row leaves
out is filled in by a stated rule: the base year is that of the study, the main mode and the
service are those of the control group, and the control group is that of the most similar freight
of the table that is replaced (:data:`SIMILAR`, the first kind that exists, most tonnes first).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from networks.names import UnknownPlaceError, place_names, plain
from scenarios.faults import Fault, nearest
from scenarios.own_demand.columns import COLUMNS, column_names, plain_header, value_names
from scenarios.own_demand.file import read_demand_text
from scenarios.own_demand.source import SOURCE
from scenarios.own_demand.unserved import unserved_rows
from scenarios.tables.form import CheckedTable, Problem, Value, check_form
from scenarios.years import FIRST_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from networks.names import PlaceNames
    from scenarios.tables.reading import Tables
    from scenarios.tables.schema import TableSchema
    from scenarios.tables.text import TableText

SIMILAR = (
    ("origin", "destination", "commodity"),
    ("origin", "commodity"),
    ("destination", "commodity"),
    ("commodity",),
    ("choice_group",),
)
"""What freight has in common with a row whose control group is left out, the closest first."""

_REQUIRED = tuple(column.name for column in COLUMNS if column.required)
_KEY = ("origin", "destination", "commodity", "control_group")
_ON_THE_WAY = ("lock", "confluence", "waypoint", "canal_end")
_ALL_ROWS = 10**6


@dataclass(frozen=True)
class OwnDemand:
    """A user's demand table after its check.

    Attributes
    ----------
    file : str
        Its name.
    content : bytes
        The file.
    rows_read : int
        Rows that are no notes.
    faulty_rows : tuple of int
        Line of the file of every row with a fault; all rows when a column is at fault.
    frame : pandas.DataFrame
        The other rows, with the columns of the table ``demand``.
    control_rules : dict of str to int
        How many of them have their control group given, or by which kind of similar freight.
    faults : tuple of Fault
        Every fault, sorted by line.
    """

    file: str
    content: bytes
    rows_read: int
    faulty_rows: tuple[int, ...]
    frame: pd.DataFrame
    control_rules: dict[str, int]
    faults: tuple[Fault, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the counts and totals."""
        return {
            "file": self.file,
            "rows_read": self.rows_read,
            "rows_used": len(self.frame),
            "rows_faulty": len(self.faulty_rows),
            "faulty_rows": list(self.faulty_rows),
            "kt": float(self.frame["kt"].sum()) if len(self.frame) else 0.0,
            "control_group_rules": self.control_rules,
        }


@dataclass
class _Known:
    """What the other tables know."""

    tables: Tables
    places: PlaceNames
    names: dict[str, dict[str, str]]
    waypoints: dict[str, str]
    choice_group: dict[str, str]
    calibrated: set[tuple[str, str]]
    mode_of: dict[str, str]
    service_of: dict[str, str]
    similar: list[dict[tuple[str, ...], str]] = field(default_factory=list)


def read_own_demand(path: Path, tables: Tables) -> OwnDemand:
    """Read and check a user's demand table.

    Parameters
    ----------
    path : Path
        A CSV file or an Excel workbook.
    tables : Tables
        The other tables, and the demand that is replaced.

    Returns
    -------
    OwnDemand
        Rows that can be used and all faults of the others.
    """
    content, text = read_demand_text(path)
    schema = tables.schemas["demand"]
    empty = pd.DataFrame(columns=list(schema.names))
    if isinstance(text, Fault):
        return OwnDemand(str(path), content, 0, (), empty, {}, (text,))
    known = _known(tables)
    table = check_form(_user_schema(schema, text), _translated(text, known), _ALL_ROWS)
    frame, rules = _rows(table, known)
    if not text.rows:
        message, advice = "the table has no row", "fill in at least one row below the header"
        fault = Fault(str(path), 0, "", "table.empty", message, help=advice)
        return OwnDemand(str(path), content, 0, (), empty, {}, (fault, *table.faults))
    _check_services(table, frame, tables)
    at_fault = {row[0] for row in text.rows} if table.header_faults else table.faulty_lines
    kept = frame[~frame["line"].isin(at_fault)]
    counted = Counter(rules[line] for line in kept["line"])
    return OwnDemand(
        file=str(path),
        content=content,
        rows_read=len(text.rows),
        faulty_rows=tuple(sorted(at_fault)),
        frame=kept[list(schema.names)].reset_index(drop=True),
        control_rules=dict(sorted(counted.items())),
        faults=tuple(sorted(table.faults)),
    )


def _known(tables: Tables) -> _Known:
    """Gather what the other tables know."""
    demand, constants = tables["demand"], tables["choice_constants"]
    commodities, places = tables["commodities"], tables["places"]
    on_the_way = places[places["kind"].isin(_ON_THE_WAY)]
    groups = dict(zip(commodities["commodity"], commodities["choice_group"], strict=True))
    shipped = demand.assign(choice_group=demand["commodity"].map(groups))
    first = demand.drop_duplicates("control_group")
    return _Known(
        tables=tables,
        places=place_names(places, tables["cities"]),
        names=value_names(tables),
        waypoints=dict(zip(on_the_way["place_id"], on_the_way["kind"], strict=True)),
        choice_group=groups,
        calibrated=set(zip(constants["control_group"], constants["choice_group"], strict=True)),
        mode_of=dict(zip(first["control_group"], first["observed_main_mode"], strict=True)),
        service_of=dict(zip(first["control_group"], first["observed_service"], strict=True)),
        similar=[_majority(shipped, keys) for keys in SIMILAR],
    )


def _majority(demand: pd.DataFrame, keys: tuple[str, ...]) -> dict[tuple[str, ...], str]:
    """Return the control group of most tonnes by values of columns, with and without mode."""
    found: dict[tuple[str, ...], str] = {}
    for columns in ([*keys], [*keys, "observed_main_mode"]):
        sums = demand.groupby([*columns, "control_group"])["kt"].sum().reset_index()
        for row in sums.sort_values("kt", kind="stable").itertuples(index=False, name=None):
            found[tuple(str(one) for one in row[:-2])] = str(row[-2])
    return found


def _user_schema(schema: TableSchema, text: TableText) -> TableSchema:
    """Return the columns that a user's table must have or does have; ids are checked by name."""
    names = column_names()
    present = {names.get(plain_header(one), one) for one in text.header}
    return replace(
        schema,
        columns=tuple(
            replace(
                column,
                required=column.name in _REQUIRED,
                references="",
                key=False,
                minimum=None if column.name == "base_year" else column.minimum,
                maximum=None if column.name == "base_year" else column.maximum,
            )
            for column in schema.columns
            if column.name in _REQUIRED or column.name in present
        ),
    )


def _translated(text: TableText, known: _Known) -> TableText:
    """Return the table with known headers and values in place of their names."""
    names = column_names()
    header = [names.get(plain_header(one), one) for one in text.header]
    rows = [
        (
            line,
            [
                _id(known, header[place], cell) if place < len(header) else cell
                for place, cell in enumerate(cells)
            ],
        )
        for line, cells in text.rows
    ]
    return replace(text, header=header, rows=rows)


def _id(known: _Known, column: str, cell: str) -> str:
    """Return the id that a cell means, or the cell as it stands."""
    if column in {"origin", "destination"} and cell:
        try:
            return known.places.resolve(cell)
        except UnknownPlaceError:
            return cell
    return known.names.get(column, {}).get(plain(cell), cell)


def _rows(table: CheckedTable, known: _Known) -> tuple[pd.DataFrame, dict[int, str]]:
    """Check the rows one by one and fill in what they leave out."""
    rows, rules = [], {}
    count = len(table.lines)
    wanted = known.tables.schemas["demand"].names
    columns = {name: table.cells.get(name, [None] * count) for name in wanted}
    first: dict[tuple[Value, ...], int] = {}
    for row in range(count):
        cells = {name: values[row] for name, values in columns.items()}
        rules[table.lines[row]] = _fill(cells, known)
        for column, problem in _problems(cells, known):
            table.report(column, [row], problem)
        key = tuple(cells[name] for name in _KEY)
        sound = table.lines[row] not in table.faulty_lines and None not in key
        if sound and first.setdefault(key, row) != row:
            shown = ", ".join(f'{name} "{one}"' for name, one in zip(_KEY, key, strict=True))
            message = f"{shown} already stands in row {table.lines[first[key]]}"
            advice = "add the tonnes of the two rows, and delete one"
            table.report("", [row], Problem("table.key", message, "once", advice))
        rows.append({**cells, "line": table.lines[row]})
    return pd.DataFrame(rows, columns=[*columns, "line"]), rules


def _fill(cells: dict[str, Value], known: _Known) -> str:
    """Fill in the empty cells of a row; return how its control group was found."""
    rule = "given"
    if cells["control_group"] is None:
        cells["control_group"], rule = _similar(cells, known)
    group = str(cells["control_group"])
    for name, of_group in (
        ("observed_main_mode", known.mode_of),
        ("observed_service", known.service_of),
    ):
        if cells[name] is None:
            cells[name] = of_group.get(group)
    if cells["base_year"] is None:
        cells["base_year"] = FIRST_YEAR
    cells["source"] = SOURCE
    cells["confidence"] = cells["confidence"] or "low"
    return rule


def _similar(cells: dict[str, Value], known: _Known) -> tuple[str | None, str]:
    """Return the control group of the most similar freight, and what it has in common."""
    commodity = str(cells["commodity"])
    values = {**cells, "choice_group": known.choice_group.get(commodity)}
    mode = cells["observed_main_mode"]
    for keys, groups in zip(SIMILAR, known.similar, strict=True):
        wanted = [str(values[key]) for key in keys] + ([str(mode)] if mode else [])
        group = groups.get(tuple(wanted))
        if group is not None:
            return group, "same " + ", ".join(keys).replace("choice_group", "kind of commodity")
    return None, "none"


def _problems(cells: Mapping[str, Value], known: _Known) -> list[tuple[str, Problem]]:
    """Return what is wrong with the values of a row whose form is right."""
    found = [
        *_place_problems(cells, known),
        *_commodity_problem(cells, known),
    ]
    if cells["base_year"] != FIRST_YEAR:
        advice = f"give the freight of {FIRST_YEAR}; the table of growth takes it from there"
        message = f"the base year is {cells['base_year']}"
        found.append(("base_year", Problem("demand.base-year", message, str(FIRST_YEAR), advice)))
    return found or _control_problem(cells, known)


def _place_problems(cells: Mapping[str, Value], known: _Known) -> list[tuple[str, Problem]]:
    """Return unknown places with the nearest names, and hauls that go nowhere."""
    found = []
    for column in ("origin", "destination"):
        name = cells[column]
        if name in known.waypoints:
            message = f'no freight starts or ends at the {known.waypoints[str(name)]} "{name}"'
            advice = "write the city or port beside it"
            found.append((column, Problem("demand.place", message, "a place of freight", advice)))
        if name is None or str(name) in known.places.modes_of:
            continue
        try:
            known.places.resolve(str(name))
        except UnknownPlaceError as error:
            allowed = "nearest " + ", ".join(f'"{one}"' for one in error.nearest)
            advice = "write the id or name of a place; the template lists all"
            message = f'no place is called "{name}"'
            found.append((column, Problem("demand.place", message, allowed, advice)))
    if cells["origin"] is not None and cells["origin"] == cells["destination"]:
        message, advice = f"{cells['origin']} is origin and destination", "leave the row out"
        found.append(("destination", Problem("demand.pair", message, "two places", advice)))
    return found


def _commodity_problem(cells: Mapping[str, Value], known: _Known) -> list[tuple[str, Problem]]:
    """Return an unknown commodity."""
    commodity = cells["commodity"]
    if commodity is None or str(commodity) in known.choice_group:
        return []
    names = known.names["commodity"]
    message = f'unknown commodity "{commodity}"'
    advice = "write the id or name of a commodity; the template lists all"
    allowed = nearest(plain(str(commodity)), sorted(names))
    return [("commodity", Problem("demand.commodity", message, allowed, advice))]


def _control_problem(cells: Mapping[str, Value], known: _Known) -> list[tuple[str, Problem]]:
    """Return a control group that is missing, unknown or does not fit the row."""
    group, commodity, mode = (
        cells[name] for name in ("control_group", "commodity", "observed_main_mode")
    )
    if commodity is None:
        return []
    kind = known.choice_group[str(commodity)]
    fitting = sorted(one for one in known.mode_of if (one, kind) in known.calibrated)
    allowed = ", ".join(f"{one} ({known.mode_of[one]})" for one in fitting)
    advice = "leave control group and main mode empty, or choose one of these"
    if group is None:
        message = f"no control group has {commodity} observed on {mode}"
    elif str(group) not in known.mode_of:
        message = f'unknown control group "{group}"'
    elif (str(group), kind) not in known.calibrated:
        message = f"control group {group} has no calibrated constants for {commodity}"
    elif mode != known.mode_of[str(group)]:
        message = f"control group {group} was observed on {known.mode_of[str(group)]}, not {mode}"
    else:
        return []
    return [("control_group", Problem("demand.control-group", message, allowed, advice))]


def _check_services(table: CheckedTable, frame: pd.DataFrame, tables: Tables) -> None:
    """Report the rows that no service can carry on the network of the base year."""
    good = frame[~frame["line"].isin(table.faulty_lines)]
    if good.empty or table.header_faults:
        return
    typed = good.astype({"kt": float, "base_year": "int64"})
    for line in unserved_rows({**tables, "demand": typed}):
        row = typed[typed["line"] == line].iloc[0]
        haul = f"{row['commodity']} from {row['origin']} to {row['destination']}"
        message = f"no service carries {haul}"
        advice = "choose places with road, rail or water access, or leave the row out"
        problem = Problem("demand.service", message, "", advice)
        table.report("", [table.lines.index(line)], problem)
