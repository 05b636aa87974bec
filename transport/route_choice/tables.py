"""Checks of link and demand tables for route choice: every fault of both at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

LINK_COLUMNS = ("from_node", "to_node", "free_time", "capacity", "alpha", "beta")
"""Columns that a table of links must have."""

LINK_OPTIONS = ("fixed_cost", "delay_at_capacity")
"""Columns that it may have."""

DEMAND_COLUMNS = ("origin", "destination", "volume")
"""Columns that a table of demand must have."""


class RowFault(NamedTuple):
    """One thing that is wrong with a table of links or demand.

    Attributes
    ----------
    table : str
        ``links`` or ``demand``.
    row : int
        Position of the row from 0; -1 for the table as a whole.
    column : str
        Column, or empty.
    message : str
        What is wrong, with the value.
    allowed : str
        What would be right.
    """

    table: str
    row: int
    column: str
    message: str
    allowed: str


class RouteTableError(ValueError):
    """All faults of the tables of a network.

    Parameters
    ----------
    faults : iterable of RowFault
        At least one.
    """

    def __init__(self, faults: Iterable[RowFault]) -> None:
        self.faults = tuple(faults)
        listed = [
            f"{fault.table}{'' if fault.row < 0 else f' row {fault.row}'}: {fault.message}"
            for fault in self.faults
        ]
        super().__init__("; ".join(listed))


def table_faults(links: pd.DataFrame, demand: pd.DataFrame) -> list[RowFault]:
    """Return everything that is wrong with the tables of a network.

    Parameters
    ----------
    links, demand : pandas.DataFrame
        Tables as :func:`transport.route_choice.network.route_network` takes them.

    Returns
    -------
    list of RowFault
        Empty when both tables are right.
    """
    faults = [
        RowFault(table, -1, name, f'column "{name}" is missing', ", ".join(columns))
        for table, frame, columns in (
            ("links", links, LINK_COLUMNS),
            ("demand", demand, DEMAND_COLUMNS),
        )
        for name in columns
        if name not in frame
    ]
    return faults or [*_link_faults(links), *_demand_faults(links, demand)]


def link_delay(links: pd.DataFrame) -> np.ndarray:
    """Return the added time of each link at capacity."""
    delay = links["alpha"] * links["free_time"]
    given = links.get("delay_at_capacity")
    if given is not None:
        delay = given.where(given.notna(), delay)
    return np.asarray(delay, dtype=float)


def _link_faults(links: pd.DataFrame) -> Iterator[RowFault]:
    """Yield the faults of links."""
    present = [name for name in LINK_OPTIONS if name in links]
    for name in (*LINK_COLUMNS[2:], *present):
        values = links[name].to_numpy(dtype=float)
        wrong = np.isinf(values) | (values < 0)
        if name not in {"capacity", "delay_at_capacity"}:
            wrong |= np.isnan(values)
        yield from _numbers("links", name, values, wrong, "a number of at least 0")
    beta = links["beta"].to_numpy(dtype=float)
    steep = (beta > 0) & (beta < 1)
    yield from _numbers("links", "beta", beta, steep, "0, or at least 1")
    capacity = links["capacity"].to_numpy(dtype=float)
    lacking = (link_delay(links) > 0) & (beta > 0) & ~(capacity > 0) & ~(capacity < 0)
    allowed = "above 0 where the time depends on the flow"
    yield from _numbers("links", "capacity", capacity, lacking, allowed)


def _demand_faults(links: pd.DataFrame, demand: pd.DataFrame) -> Iterator[RowFault]:
    """Yield the faults of demand."""
    volume = demand["volume"].to_numpy(dtype=float)
    wrong = ~np.isfinite(volume) | (volume < 0)
    yield from _numbers("demand", "volume", volume, wrong, "a number of at least 0")
    nodes = set(links["from_node"]) | set(links["to_node"])
    for name in ("origin", "destination"):
        strange = ~demand[name].isin(nodes).to_numpy() & (volume > 0)
        for row in np.flatnonzero(strange):
            message = f"no link touches the node {demand[name].iloc[row]}"
            yield RowFault("demand", int(row), name, message, "a node of the links")
    twice = demand.duplicated(["origin", "destination"]).to_numpy()
    for row in np.flatnonzero(twice):
        pair = f"{demand['origin'].iloc[row]} to {demand['destination'].iloc[row]}"
        yield RowFault("demand", int(row), "", f"the pair {pair} is given twice", "once")


def _numbers(
    table: str, column: str, values: np.ndarray, wrong: np.ndarray, allowed: str
) -> Iterator[RowFault]:
    """Yield a fault for each wrong number of a column."""
    for row in np.flatnonzero(wrong):
        message = f"{column} is {values[row]:g}"
        yield RowFault(table, int(row), column, message, allowed)
