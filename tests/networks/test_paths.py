"""Least-cost chains on networks that can be drawn on a napkin, and against networkx."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks import Leg, Link, Network, find_chains

if TYPE_CHECKING:
    from collections.abc import Sequence

Ends = tuple[str, str, str, float]
"""Mode, two places and kilometres."""


def make(links: Sequence[Ends], places: str) -> Network:
    return Network(
        year=2024,
        links=tuple(Link(f"{mode}{i}", a, b, mode, km) for i, (mode, a, b, km) in enumerate(links)),
        chambers={},
        places=pd.DataFrame(index=list(places)),
    )


def km(link: Link) -> float:
    return link.length_km


def shape(legs: tuple[Leg, ...]) -> list[tuple[str, str]]:
    return [(leg.mode, "".join(leg.places)) for leg in legs]


# Road A-B-C-D of 10 km each; rail B-D of 5 km; a road detour A-C of 15 km.
NAPKIN = make(
    [
        ("road", "A", "B", 10),
        ("road", "B", "C", 10),
        ("road", "C", "D", 10),
        ("rail", "B", "D", 5),
        ("road", "A", "C", 15),
    ],
    "ABCDE",
)


def test_one_mode() -> None:
    chains = find_chains(NAPKIN, ("road",), [("A", "D"), ("D", "B")], km, lambda *_: 0)
    assert shape(chains["A", "D"]) == [("road", "ACD")]  # 15 + 10 against 30
    assert shape(chains["D", "B"]) == [("road", "DCB")]
    assert chains["A", "D"][0].length_km == 25
    assert [link.link_id for link in chains["A", "D"][0].links] == ["road4", "road2"]


def test_three_steps_take_the_cheapest_places_of_transfer() -> None:
    pattern = ("road", "rail", "road")
    found = find_chains(NAPKIN, pattern, [("A", "C")], km, lambda *_: 2)
    # With rail: 10 + 2 + 5 + 2 + 10 = 29. Without: 15 + 2 + 2 = 19, the rail step stays empty.
    assert all(leg.mode == "road" for leg in found["A", "C"])
    found = find_chains(NAPKIN, pattern, [("A", "D")], km, lambda *_: 2)
    # With rail: 10 + 2 + 5 + 2 = 19; by road alone 25 + 4 = 29.
    assert shape(found["A", "D"]) == [("road", "AB"), ("rail", "BD")]


def test_a_step_without_links_leaves_no_leg() -> None:
    found = find_chains(NAPKIN, ("road", "rail", "road"), [("B", "D")], km, lambda *_: 2)
    assert shape(found["B", "D"]) == [("rail", "BD")]


def test_a_transfer_can_be_forbidden_by_place_and_by_mode() -> None:
    def only_at_d(place: str, leaving: str, entering: str) -> float | None:
        return 2 if place == "D" and (leaving, entering) == ("road", "rail") else None

    found = find_chains(NAPKIN, ("road", "rail"), [("A", "B"), ("A", "C")], km, only_at_d)
    assert shape(found["A", "B"]) == [("road", "ACD"), ("rail", "DB")]
    assert ("A", "C") not in found
    nowhere = find_chains(NAPKIN, ("road", "rail"), [("A", "B")], km, lambda *_: None)
    assert nowhere == {}


def test_a_place_that_is_not_joined_has_no_chain() -> None:
    assert find_chains(NAPKIN, ("road",), [("A", "E"), ("E", "A")], km, lambda *_: 0) == {}


def test_a_closed_link_is_not_used() -> None:
    def closed(link: Link) -> float:
        return float("inf") if link.link_id == "road4" else link.length_km

    found = find_chains(NAPKIN, ("road",), [("A", "C")], closed, lambda *_: 0)
    assert shape(found["A", "C"]) == [("road", "ABC")]


def test_an_unknown_place_is_an_error() -> None:
    with pytest.raises(KeyError, match="Z"):
        find_chains(NAPKIN, ("road",), [("A", "Z")], km, lambda *_: 0)


def test_of_parallel_links_the_lightest_is_taken_in_both_directions() -> None:
    network = make([("road", "A", "B", 9), ("road", "B", "A", 7), ("road", "A", "B", 8)], "AB")
    found = find_chains(network, ("road",), [("A", "B"), ("B", "A")], km, lambda *_: 0)
    for pair in (("A", "B"), ("B", "A")):
        assert [link.link_id for link in found[pair][0].links] == ["road1"]


def test_links_without_length_are_links_all_the_same() -> None:
    network = make([("road", "A", "B", 0), ("rail", "B", "C", 5), ("road", "C", "D", 0)], "ABCD")
    pattern = ("road", "rail", "road")
    found = find_chains(network, pattern, [("A", "D")], km, lambda *_: 0)
    assert shape(found["A", "D"]) == [("road", "AB"), ("rail", "BC"), ("road", "CD")]
    assert sum(leg.length_km for leg in found["A", "D"]) == 5


# --- any small network

PLACES = "ABCDEF"
PATTERNS = (("road",), ("road", "rail"), ("road", "rail", "road"), ("rail", "sea", "rail"))
drawn_links = st.lists(
    st.tuples(
        st.sampled_from(["road", "rail", "sea"]),
        st.sampled_from(PLACES),
        st.sampled_from(PLACES),
        st.integers(0, 20).map(float),
    ).filter(lambda ends: ends[1] != ends[2]),
    max_size=14,
)
drawn_allowed = st.sets(st.sampled_from(PLACES)).map("".join)
EVERY_PAIR = [(a, b) for a in PLACES for b in PLACES if a != b]


def reference(
    links: Sequence[Ends], pattern: Sequence[str], allowed: str, change: float
) -> dict[tuple[str, str], float]:
    """Least costs by networkx on a graph of (place, step) nodes."""
    graph: nx.MultiDiGraph[tuple[str, int]] = nx.MultiDiGraph()
    graph.add_nodes_from((place, step) for place in PLACES for step in range(len(pattern)))
    for step, wanted in enumerate(pattern):
        for mode, a, b, length in links:
            if mode == wanted:
                graph.add_edge((a, step), (b, step), weight=length)
                graph.add_edge((b, step), (a, step), weight=length)
        if step + 1 < len(pattern):
            for place in allowed:
                graph.add_edge((place, step), (place, step + 1), weight=change)
    found = {}
    for origin in PLACES:
        reached = nx.single_source_dijkstra_path_length(graph, (origin, 0))
        for destination in PLACES:
            if destination != origin and (destination, len(pattern) - 1) in reached:
                found[origin, destination] = float(reached[destination, len(pattern) - 1])
    return found


@given(drawn_links, st.sampled_from(PATTERNS), drawn_allowed, st.integers(0, 5))
def test_chains_are_as_cheap_as_those_of_networkx(
    links: list[Ends], pattern: tuple[str, ...], allowed: str, change: int
) -> None:
    network = make(links, PLACES)
    found = find_chains(
        network, pattern, EVERY_PAIR, km, lambda at, *_: change if at in allowed else None
    )
    cost = {
        pair: sum(leg.length_km for leg in legs) + change * (len(pattern) - 1)
        for pair, legs in found.items()
    }
    assert cost == pytest.approx(reference(links, pattern, allowed, change), abs=1e-6)


@given(drawn_links, st.sampled_from(PATTERNS), drawn_allowed)
def test_chains_hang_together(links: list[Ends], pattern: tuple[str, ...], allowed: str) -> None:
    network = make(links, PLACES)
    found = find_chains(
        network, pattern, EVERY_PAIR, km, lambda at, *_: 1 if at in allowed else None
    )
    for (origin, destination), legs in found.items():
        assert legs[0].places[0] == origin
        assert legs[-1].places[-1] == destination
        for one, following in pairwise(legs):
            assert one.places[-1] == following.places[0]
            assert one.places[-1] in allowed
        for leg in legs:
            assert len(leg.places) == len(leg.links) + 1
            for (a, b), link in zip(pairwise(leg.places), leg.links, strict=True):
                assert {a, b} == {link.from_place, link.to_place}
                assert link.mode == leg.mode
        steps = iter(pattern)
        assert all(leg.mode in steps for leg in legs)  # in the order of the pattern


@given(drawn_links, st.sampled_from(PATTERNS), drawn_allowed)
def test_the_way_back_costs_as_much(
    links: list[Ends], pattern: tuple[str, ...], allowed: str
) -> None:
    network = make(links, PLACES)

    def cost(steps: tuple[str, ...]) -> dict[tuple[str, str], float]:
        found = find_chains(
            network, steps, EVERY_PAIR, km, lambda at, *_: 1 if at in allowed else None
        )
        return {pair: sum(leg.length_km for leg in legs) for pair, legs in found.items()}

    back = {(b, a): total for (a, b), total in cost(pattern[::-1]).items()}
    assert cost(pattern) == pytest.approx(back)
