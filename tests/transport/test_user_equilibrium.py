"""Route choice on networks whose answers are known by hand, by other solvers or by theory."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, brentq, minimize

from transport.route_choice.network import RouteNetwork, route_network
from transport.route_choice.search import UnreachableError
from transport.route_choice.tables import RouteTableError
from transport.route_choice.user_equilibrium import Equilibrium, system_optimum, user_equilibrium

if TYPE_CHECKING:
    from collections.abc import Iterable

LINK_FIELDS = ["from_node", "to_node", "free_time", "capacity", "alpha", "beta"]


def bpr_links(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=LINK_FIELDS)


def linear_links(rows: Iterable[tuple[object, object, float, float]]) -> pd.DataFrame:
    """Links whose cost is a constant plus a slope times the flow."""
    frame = pd.DataFrame(rows, columns=["from_node", "to_node", "free_time", "delay_at_capacity"])
    return frame.assign(capacity=1.0, alpha=0.0, beta=1.0)


def trips(rows: Iterable[tuple[object, object, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["origin", "destination", "volume"])


BRAESS = [(1, 2, 0, 10), (1, 3, 50, 1), (2, 4, 50, 1), (3, 4, 0, 10)]
BRIDGE = (2, 3, 10, 1)
SIX = trips([(1, 4, 6.0)])


def test_braess_without_the_bridge() -> None:
    found = user_equilibrium(route_network(linear_links(BRAESS), SIX), gap=1e-12)
    assert found.links["flow"].to_numpy() == pytest.approx([3, 3, 3, 3], abs=1e-8)
    assert found.pairs["cost"].to_numpy() == pytest.approx([83])
    assert found.total_time == pytest.approx(498)


def test_braess_with_the_bridge_everyone_is_slower() -> None:
    found = user_equilibrium(route_network(linear_links([*BRAESS, BRIDGE]), SIX), gap=1e-12)
    assert found.links["flow"].to_numpy() == pytest.approx([4, 2, 2, 4, 2], abs=1e-8)
    assert found.links["cost"].to_numpy() == pytest.approx([40, 52, 52, 40, 12])
    assert found.paths["flow"].to_numpy() == pytest.approx([2, 2, 2], abs=1e-8)
    assert found.paths["cost"].to_numpy() == pytest.approx([92, 92, 92])
    assert found.total_time == pytest.approx(552)


def test_the_best_flows_of_braess_leave_the_bridge_empty() -> None:
    best = system_optimum(route_network(linear_links([*BRAESS, BRIDGE]), SIX), gap=1e-12)
    assert best.links["flow"].to_numpy() == pytest.approx([3, 3, 3, 3, 0], abs=1e-8)
    assert best.total_cost == pytest.approx(498)
    assert best.objective == pytest.approx(498)


@pytest.mark.parametrize("power", [1.0, 2.0, 4.0])
def test_pigou(power: float) -> None:
    """One road always takes one hour, the other its flow to a power; both join the same nodes."""
    links = bpr_links([("s", "t", 1.0, np.nan, 0.0, 0.0), ("s", "t", 0.0, 1.0, 0.0, power)])
    links["delay_at_capacity"] = [0.0, 1.0]
    network = route_network(links, trips([("s", "t", 1.0)]))
    selfish = user_equilibrium(network, gap=1e-10)
    assert selfish.links["flow"].to_numpy() == pytest.approx([0, 1], abs=1e-6)
    assert selfish.total_cost == pytest.approx(1.0)
    best = system_optimum(network, gap=1e-10)
    share = (1 / (power + 1)) ** (1 / power)
    assert best.links["flow"].to_numpy() == pytest.approx([1 - share, share], abs=1e-5)
    assert best.total_cost == pytest.approx(1 - share + share ** (power + 1))


def test_two_routes_meet_the_root_of_their_cost_difference() -> None:
    links = bpr_links([(1, 2, 10.0, 2.0, 0.15, 4.0), (1, 2, 20.0, 4.0, 0.15, 4.0)])
    found = user_equilibrium(route_network(links, trips([(1, 2, 8.0)])), gap=1e-12)

    def difference(first: float) -> float:
        return 10 * (1 + 0.15 * (first / 2) ** 4) - 20 * (1 + 0.15 * ((8 - first) / 4) ** 4)

    first = brentq(difference, 0, 8)
    assert found.links["flow"].to_numpy() == pytest.approx([first, 8 - first])


GRID = [
    *((1, 2, 4.0, 8.0), (2, 3, 5.0, 7.0), (1, 4, 6.0, 9.0), (2, 5, 3.0, 6.0), (3, 6, 4.0, 8.0)),
    *((4, 5, 5.0, 5.0), (5, 6, 6.0, 6.0), (4, 7, 4.0, 9.0), (5, 8, 5.0, 7.0), (6, 9, 3.0, 8.0)),
    *((7, 8, 6.0, 6.0), (8, 9, 4.0, 9.0), (5, 3, 9.0, 4.0)),
]
GRID_TRIPS = trips([(1, 9, 10.0), (4, 3, 6.0), (1, 6, 5.0), (2, 9, 4.0)])


def grid_links() -> pd.DataFrame:
    return bpr_links((*row, 0.5, 3.0) for row in GRID)


def independent_link_flows(links: pd.DataFrame, demand: pd.DataFrame) -> np.ndarray:
    """Minimise the areas under the cost functions over the flows of all simple paths."""
    ends = list(zip(links["from_node"], links["to_node"], strict=True))
    graph = nx.DiGraph(ends)
    rows, pair_of = [], []
    for pair, (start, end) in enumerate(zip(demand["origin"], demand["destination"], strict=True)):
        for path in nx.all_simple_paths(graph, start, end):
            steps = set(pairwise(path))
            rows.append([float(one in steps) for one in ends])
            pair_of.append(pair)
    uses, pairs = np.array(rows), np.array(pair_of)
    free, capacity = links["free_time"].to_numpy(), links["capacity"].to_numpy()
    volume = demand["volume"].to_numpy()

    def area(paths: np.ndarray) -> float:
        flow = paths @ uses
        return float(np.sum(free * (flow + 0.5 * flow**4 / (4 * capacity**3))))

    def slope(paths: np.ndarray) -> np.ndarray:
        flow = paths @ uses
        return np.asarray(uses @ (free * (1 + 0.5 * (flow / capacity) ** 3)))

    sums = (pairs == np.arange(len(volume))[:, None]).astype(float)
    answer = minimize(
        area,
        sums.T @ (volume / sums.sum(axis=1)),
        jac=slope,
        bounds=[(0, None)] * len(pairs),
        constraints=LinearConstraint(sums, volume, volume),
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    assert answer.success
    return np.asarray(answer.x @ uses)


def test_a_grid_agrees_with_a_general_convex_solver() -> None:
    found = user_equilibrium(route_network(grid_links(), GRID_TRIPS), gap=1e-12)
    wanted = independent_link_flows(grid_links(), GRID_TRIPS)
    assert found.links["flow"].to_numpy() == pytest.approx(wanted, abs=2e-4)
    assert len(found.paths) > len(found.pairs)


def test_tolls_of_the_marginal_delay_lead_to_the_system_optimum() -> None:
    best = system_optimum(route_network(grid_links(), GRID_TRIPS), gap=1e-12)
    load = best.links["flow"] / best.links["capacity"]
    tolls = best.links["free_time"] * 0.5 * 3 * load**3
    tolled = route_network(grid_links().assign(fixed_cost=tolls), GRID_TRIPS)
    found = user_equilibrium(tolled, gap=1e-12)
    assert found.total_time == pytest.approx(best.total_time, rel=1e-9)
    assert found.total_cost > found.total_time
    assert found.links["flow"].to_numpy() == pytest.approx(best.links["flow"].to_numpy(), abs=1e-4)


def test_constant_times_fill_the_shortest_path() -> None:
    links = bpr_links(
        [(1, 2, 1.0, 0.0, 0.0, 4.0), (2, 3, 1.0, np.nan, 0.15, 0.0), (1, 3, 3.0, 1.0, 0.0, 0.0)]
    )
    found = user_equilibrium(route_network(links, trips([(1, 3, 5.0)])))
    assert found.links["flow"].to_list() == [5, 5, 0]
    assert found.links["time"].to_list() == [1, 1.15, 3]
    assert found.relative_gap == 0


def test_links_of_no_time_are_links() -> None:
    links = bpr_links([(1, 2, 0.0, 1.0, 0.0, 0.0), (2, 3, 0.0, 1.0, 0.0, 0.0)])
    found = user_equilibrium(route_network(links, trips([(1, 3, 5.0)])))
    assert found.links["flow"].to_list() == [5, 5]
    assert found.total_cost == 0
    assert found.converged


@pytest.mark.parametrize("demand", [trips([]), trips([(1, 9, 0.0)]), trips([(5, 5, 3.0)])])
def test_nothing_travels(demand: pd.DataFrame) -> None:
    network = route_network(grid_links(), demand.astype({"volume": float}))
    found = user_equilibrium(network)
    assert found.links["flow"].sum() == 0
    assert found.links["time"].to_list() == [row[2] for row in GRID]
    assert found.relative_gap == 0
    assert found.paths.empty
    assert network.intrazonal == demand["volume"].where(demand["origin"] == 5, 0.0).sum()


def test_closed_nodes_are_not_passed_through() -> None:
    links = bpr_links(
        (start, end, time, 1.0, 0.0, 0.0)
        for start, end, time in [(1, 2, 1.0), (2, 3, 1.0), (1, 4, 5.0), (4, 3, 5.0), (4, 2, 1.0)]
    )
    demand = trips([(1, 3, 2.0), (1, 2, 1.0), (2, 3, 4.0)])
    open_way = user_equilibrium(route_network(links, demand))
    assert open_way.links["flow"].to_list() == [3, 6, 0, 0, 0]
    closed = user_equilibrium(route_network(links, demand, closed=[1, 2]))
    assert closed.links["flow"].to_list() == [1, 4, 2, 2, 0]


def test_all_pairs_without_a_route_are_named() -> None:
    links = bpr_links([(1, 2, 1.0, 1.0, 0.15, 4.0), (3, 2, 1.0, 1.0, 0.15, 4.0)])
    demand = trips([(1, 2, 1.0), (2, 1, 1.0), (1, 3, 0.0), (2, 3, 2.0)])
    with pytest.raises(UnreachableError, match="2 pairs have demand but no route") as caught:
        user_equilibrium(route_network(links, demand))
    assert caught.value.pairs == ((2, 1), (2, 3))


def test_all_faults_of_both_tables_come_at_once() -> None:
    links = bpr_links(
        [
            (1, 2, -1.0, 0.0, 0.15, 4.0),
            (2, 3, np.nan, -5.0, 0.15, 0.5),
            (3, 1, 1.0, np.inf, 0.15, 4.0),
        ]
    )
    demand = trips([(1, 2, -1.0), (1, 9, 2.0), (1, 2, np.nan)])
    with pytest.raises(RouteTableError) as caught:
        route_network(links, demand)
    assert [(one.table, one.row, one.column) for one in caught.value.faults] == [
        ("links", 0, "free_time"),
        ("links", 1, "free_time"),
        ("links", 1, "capacity"),
        ("links", 2, "capacity"),
        ("links", 1, "beta"),
        ("demand", 0, "volume"),
        ("demand", 2, "volume"),
        ("demand", 1, "destination"),
        ("demand", 2, ""),
    ]


def test_a_capacity_of_zero_is_refused_only_where_it_matters() -> None:
    links = bpr_links([(1, 2, 1.0, 0.0, 0.15, 4.0), (1, 2, 1.0, 0.0, 0.0, 4.0)])
    with pytest.raises(RouteTableError, match="links row 0: capacity is 0"):
        route_network(links, trips([(1, 2, 1.0)]))


def test_missing_columns_are_named() -> None:
    with pytest.raises(RouteTableError) as caught:
        route_network(grid_links().drop(columns="beta"), GRID_TRIPS.drop(columns="volume"))
    assert [one.column for one in caught.value.faults] == ["beta", "volume"]


def test_the_gap_asked_for_decides_when_to_stop() -> None:
    network = route_network(grid_links(), GRID_TRIPS)
    seen: list[tuple[int, float]] = []
    loose = user_equilibrium(network, gap=1e-2, report=lambda *one: seen.append(one))
    tight = user_equilibrium(network, gap=1e-10)
    assert loose.iterations < tight.iterations
    assert tight.relative_gap <= 1e-10 < loose.relative_gap <= 1e-2
    assert [number for number, _ in seen] == list(range(loose.iterations + 1))
    stopped = user_equilibrium(network, gap=0.0, max_iterations=1)
    assert not stopped.converged
    assert stopped.iterations == 1


@st.composite
def networks(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Strongly connected networks of a few nodes: a ring each way and chords, and some demand."""
    n = draw(st.integers(3, 6))
    ring = [(i, (i + 1) % n) for i in range(n)]
    chords = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=8))
    ends = [*ring, *((j, i) for i, j in ring), *chords]
    number = st.floats(0.1, 10.0)
    power = st.sampled_from([0.0, 1.0, 2.0, 4.0])
    links = bpr_links((*one, draw(number), draw(number), draw(number), draw(power)) for one in ends)
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=6, unique=True))
    return links, trips((*pair, draw(st.floats(0.1, 20.0))) for pair in chosen)


def solved(links: pd.DataFrame, demand: pd.DataFrame) -> tuple[RouteNetwork, Equilibrium]:
    network = route_network(links, demand)
    return network, user_equilibrium(network, gap=1e-9, max_iterations=300)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_flow_is_conserved_at_every_node(case: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    links, demand = case
    _, found = solved(links, demand)
    n = 1 + max(links["from_node"].max(), links["to_node"].max())

    def at_nodes(nodes: pd.Series, weights: pd.Series) -> np.ndarray:
        return np.bincount(nodes.to_numpy(int), weights.to_numpy(float), minlength=n)

    leaves = at_nodes(links["from_node"], found.links["flow"])
    enters = at_nodes(links["to_node"], found.links["flow"])
    starts = at_nodes(demand["origin"], demand["volume"])
    ends = at_nodes(demand["destination"], demand["volume"])
    assert leaves - enters == pytest.approx(starts - ends, abs=1e-9)
    assert (found.links["flow"] >= 0).all()


@settings(max_examples=60, deadline=None)
@given(networks())
def test_no_used_path_is_dearer_than_the_cheapest(
    case: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    links, demand = case
    _, found = solved(links, demand)
    assert found.converged
    costs = found.links.groupby(["from_node", "to_node"])["cost"].min()
    ends = [(*one, cost) for one, cost in zip(costs.index.tolist(), costs, strict=True)]
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_weighted_edges_from(ends)
    excess = 0.0
    for path in found.paths.to_dict("records"):
        least = nx.dijkstra_path_length(graph, path["origin"], path["destination"])
        assert path["cost"] >= least * (1 - 1e-12)
        excess += path["flow"] * (path["cost"] - least)
    assert excess / found.total_cost <= 1e-9 + 1e-12
    assert excess / found.total_cost == pytest.approx(found.relative_gap, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_the_objective_never_rises_and_the_gap_closes(
    case: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    _, found = solved(*case)
    steps = found.history["objective"].to_numpy()
    assert (np.diff(steps) <= 1e-12 * steps[0]).all()
    assert found.relative_gap == found.history["relative_gap"].min()


@settings(max_examples=40, deadline=None)
@given(networks(), st.floats(1.0, 3.0), st.integers(0, 5))
def test_more_demand_never_costs_less(
    case: tuple[pd.DataFrame, pd.DataFrame], factor: float, which: int
) -> None:
    """All demand times a factor, or one pair more: what convexity of the problem promises.

    More demand of one pair may lower the total cost of all (the paradox of Fisk, 1979), but
    neither the objective nor that pair's own cost.
    """
    links, demand = case
    _, before = solved(links, demand)
    _, scaled = solved(links, demand.assign(volume=factor * demand["volume"]))
    assert scaled.total_cost >= before.total_cost * (1 - 1e-7)
    row = which % len(demand)
    more = demand.copy()
    more["volume"] += np.arange(len(more)) == row
    _, after = solved(links, more)
    assert after.objective >= before.objective * (1 - 1e-9)
    own = [one.pairs["cost"].to_numpy(dtype=float)[row] for one in (before, after)]
    assert own[1] >= own[0] * (1 - 1e-4)


@settings(max_examples=40, deadline=None)
@given(networks())
def test_the_system_optimum_costs_no_more(case: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    network, found = solved(*case)
    best = system_optimum(network, gap=1e-9, max_iterations=300)
    # Of a flow short of its optimum no more can be saved than its gap of the marginal costs, whose
    # sum is at most 1 + beta times that of the costs.
    steepest = 1 + float(case[0]["beta"].max())
    assert best.total_cost <= found.total_cost * (1 + steepest * best.relative_gap + 1e-9)
