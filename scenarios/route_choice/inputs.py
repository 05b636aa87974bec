"""Link and demand tables for route choice, from TNTP or CSV files, with all faults at once.

CSV files have the columns of :data:`LINKS` and :data:`DEMAND`; nodes are names of any kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from scenarios.faults import Fault, InputError
from scenarios.route_choice.tntp import TntpFile, read_tntp_links, read_tntp_trips
from scenarios.tables.form import check_form
from scenarios.tables.schema import Column, ColumnType, TableSchema
from scenarios.tables.text import split_table
from transport.route_choice.network import route_network
from transport.route_choice.tables import RouteTableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from transport.route_choice.network import RouteNetwork
    from transport.route_choice.tables import RowFault


def _column(name: str, kind: ColumnType, meaning: str, *, required: bool = True) -> Column:
    """Return a column whose numbers are at least zero."""
    least = 0.0 if kind == "number" else None
    return Column(name, kind, "", least, None, required, False, "", (), meaning)  # noqa: FBT003


LINKS = TableSchema(
    "links",
    "transport",
    (
        _column("from_node", "string", "Node where the link starts."),
        _column("to_node", "string", "Node where the link ends."),
        _column("free_time", "number", "Time without other traffic."),
        _column("capacity", "number", "Flow that the delay refers to.", required=False),
        _column("alpha", "number", "Delay at capacity as a share of the free time."),
        _column("beta", "number", "Power of flow over capacity: 0, or at least 1."),
        _column("length", "number", "Length, counted with --distance-weight.", required=False),
        _column("toll", "number", "Toll, counted with --toll-weight.", required=False),
    ),
    b"",
)
"""Columns of a CSV table of links."""

DEMAND = TableSchema(
    "demand",
    "transport",
    (
        _column("origin", "string", "Node where the trips start."),
        _column("destination", "string", "Node where they end."),
        _column("volume", "number", "Trips, in the unit of capacity."),
        _column("reference_cost", "number", "Cost at which they travel.", required=False),
    ),
    b"",
)
"""Columns of a CSV table of demand."""


@dataclass(frozen=True)
class Weights:
    """What counts in route choice beside time, in time for each unit.

    Attributes
    ----------
    toll, distance : float
        Time that one unit of toll and of length are worth.
    """

    toll: float = 0.0
    distance: float = 0.0


@dataclass(frozen=True)
class RouteInputs:
    """A network and what there is to say about its files.

    Attributes
    ----------
    network : RouteNetwork
        The network.
    notes : tuple of str
        What is odd but no fault.
    """

    network: RouteNetwork
    notes: tuple[str, ...]


def read_route_inputs(
    net: Path, trips: Path, weights: Weights, found: Iterable[Fault] = ()
) -> RouteInputs:
    """Read a network and its demand.

    Parameters
    ----------
    net, trips : Path
        TNTP files, or CSV files when they end in ``.csv``.
    weights : Weights
        What tolls and distances are worth.
    found : iterable of Fault
        Faults that the command has found in its other options.

    Returns
    -------
    RouteInputs
        The network and notes.

    Raises
    ------
    InputError
        With every fault of both files.
    """
    links = _read(net, LINKS, read_tntp_links)
    demand = _read(trips, DEMAND, read_tntp_trips)
    faults = [*found, *links.faults, *demand.faults]
    if faults:
        raise InputError(faults)
    fixed = weights.toll * links.rows["toll"] + weights.distance * links.rows["length"]
    closed = [str(node) for node in range(1, links.first_thru_node)]
    try:
        network = route_network(links.rows.assign(fixed_cost=fixed), demand.rows, closed)
    except RouteTableError as error:
        lines = {
            "links": (str(net), links.rows["line"].tolist()),
            "demand": (str(trips), demand.rows["line"].tolist()),
        }
        raise InputError(_fault(one, *lines[one.table]) for one in error.faults) from error
    return RouteInputs(network, (*links.notes, *demand.notes))


def _read(path: Path, schema: TableSchema, tntp: Callable[[bytes, str], TntpFile]) -> TntpFile:
    """Read a file by the end of its name."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message, advice = f"the file cannot be read: {error.strerror}", "check path and rights"
        fault = Fault(str(path), 0, "", "table.missing-file", message, help=advice)
        return TntpFile(pd.DataFrame(), 1, (fault,))
    if path.suffix.lower() == ".csv":
        return _read_csv(content, str(path), schema)
    return tntp(content, str(path))


def _read_csv(content: bytes, file: str, schema: TableSchema) -> TntpFile:
    """Read a CSV table; columns that may be empty may also be missing."""
    text = split_table(content, file)
    if isinstance(text, Fault):
        return TntpFile(pd.DataFrame(), 1, (text,))
    kept = tuple(one for one in schema.columns if one.required or one.name in text.header)
    table = check_form(TableSchema(schema.name, schema.package, kept, b""), text)
    frame = pd.DataFrame(table.cells, columns=list(schema.names))
    numbers = [one.name for one in schema.columns if one.numeric]
    frame[numbers] = frame[numbers].astype(float)
    unknown = [name for name in ("length", "toll") if name in frame]
    frame[unknown] = frame[unknown].fillna(0.0)
    return TntpFile(frame.assign(line=table.lines), 1, tuple(table.faults))


def _fault(fault: RowFault, file: str, lines: list[int]) -> Fault:
    """Return a fault of the network with its line of the file."""
    line = lines[fault.row] if fault.row >= 0 else 0
    where = f"row {line}" + (f", column {fault.column}" if fault.column else "")
    advice = "correct the file; see landsea network assign --help"
    return Fault(file, line, where, "network.data", fault.message, fault.allowed, advice)
