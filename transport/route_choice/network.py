"""A directed network for route choice, made from tables of links and demand.

Nodes that may not be passed through (the centroids of a planning network) are split in two: routes
start at one half, from which links leave, and end at the other, which links reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transport.route_choice.link_performance import LinkPerformance
from transport.route_choice.tables import RouteTableError, link_delay, table_faults

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable


@dataclass(frozen=True)
class RouteNetwork:
    """Links and demand as arrays.

    Attributes
    ----------
    links : pandas.DataFrame
        The table of links, in the order of all link arrays.
    pairs : pandas.DataFrame
        ``origin``, ``destination`` and ``volume`` of each pair that travels between two nodes.
    performance : LinkPerformance
        Cost functions of the links.
    fixed_cost : numpy.ndarray
        Part of the constant cost of each link that is no time.
    tail, head : numpy.ndarray
        Vertices at which each link starts and ends.
    source, target : numpy.ndarray
        Vertices at which the routes of each pair start and end.
    n_vertices : int
        Number of vertices.
    intrazonal : float
        Demand that stays at its node and uses no link.
    """

    links: pd.DataFrame
    pairs: pd.DataFrame
    performance: LinkPerformance
    fixed_cost: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    source: np.ndarray
    target: np.ndarray
    n_vertices: int
    intrazonal: float

    @property
    def volume(self) -> np.ndarray:
        """Demand of each pair."""
        return self.pairs["volume"].to_numpy(dtype=float)


def route_network(
    links: pd.DataFrame, demand: pd.DataFrame, closed: Collection[Hashable] = ()
) -> RouteNetwork:
    """Make a network from tables.

    Parameters
    ----------
    links : pandas.DataFrame
        ``from_node``, ``to_node``, ``free_time``, ``capacity``, ``alpha``, ``beta`` of each link:
        its time is ``free_time * (1 + alpha * (flow / capacity) ** beta)``. Optional:
        ``delay_at_capacity`` in place of ``alpha * free_time``, and ``fixed_cost`` (a toll or a
        distance in units of time) that adds to the time in route choice. Parallel links are
        allowed. Time, flow and cost have any unit, the same in both tables.
    demand : pandas.DataFrame
        ``origin``, ``destination`` and ``volume``; each pair once. Optional: ``reference_cost``,
        the cost at which the volume travels when demand is elastic.
    closed : collection
        Nodes at which routes may start or end but not pass.

    Returns
    -------
    RouteNetwork
        The network.

    Raises
    ------
    RouteTableError
        With all faults of both tables: columns that are missing, numbers that are negative or not
        finite, powers between 0 and 1 (infinitely steep at zero flow), nodes without a link and
        pairs given twice.
    """
    faults = table_faults(links, demand)
    if faults:
        raise RouteTableError(faults)
    nodes = pd.Index(pd.unique(pd.concat([links["from_node"], links["to_node"]])))
    gates = np.flatnonzero(nodes.isin(list(closed)))
    start_of = np.arange(len(nodes))
    start_of[gates] = len(nodes) + np.arange(len(gates))
    travels = (demand["volume"] > 0) & (demand["origin"] != demand["destination"])
    columns = ["origin", "destination", "volume"]
    columns += [name for name in ("reference_cost",) if name in demand]
    pairs = demand.loc[travels, columns].reset_index(drop=True)
    stays = demand.loc[demand["origin"] == demand["destination"], "volume"].sum()
    fixed = _column(links, "fixed_cost")
    return RouteNetwork(
        links=links.reset_index(drop=True),
        pairs=pairs,
        performance=_performance(links, fixed),
        fixed_cost=fixed,
        tail=start_of[nodes.get_indexer(links["from_node"])],
        head=nodes.get_indexer(links["to_node"]),
        source=start_of[nodes.get_indexer(pairs["origin"])],
        target=nodes.get_indexer(pairs["destination"]),
        n_vertices=len(nodes) + len(gates),
        intrazonal=float(stays),
    )


def _column(links: pd.DataFrame, name: str) -> np.ndarray:
    """Return a column that may be missing, or zeros."""
    if name in links:
        return links[name].to_numpy(dtype=float)
    return np.zeros(len(links))


def _performance(links: pd.DataFrame, fixed: np.ndarray) -> LinkPerformance:
    """Return the cost functions; those without a rise are constants of capacity one."""
    delay = link_delay(links)
    power = links["beta"].to_numpy(dtype=float)
    free = links["free_time"].to_numpy(dtype=float) + fixed
    rises = (delay > 0) & (power > 0)
    return LinkPerformance(
        constant=np.where(rises, free, free + delay),
        delay=np.where(rises, delay, 0.0),
        capacity=np.where(rises, links["capacity"].to_numpy(dtype=float), 1.0),
        power=np.where(rises, power, 0.0),
    )
