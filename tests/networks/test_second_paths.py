"""The way round on a small railway."""

from __future__ import annotations

import pandas as pd

from networks import Leg, Link, Network
from networks.second_paths import SecondPaths

# A to D: by B 20 km, by C 25 km, by E 40 km; F hangs on D alone.
LINKS = {
    name: Link(name, *ends, "rail", km)
    for name, ends, km in (
        ("ab", ("A", "B"), 10),
        ("bd", ("B", "D"), 10),
        ("ac", ("A", "C"), 12),
        ("cd", ("C", "D"), 13),
        ("ae", ("A", "E"), 20),
        ("ed", ("E", "D"), 20),
        ("df", ("D", "F"), 5),
    )
}


def network() -> Network:
    return Network(2024, tuple(LINKS.values()), {}, pd.DataFrame())


def leg(*names: str, places: str) -> Leg:
    return Leg("rail", tuple(places), tuple(LINKS[name] for name in names))


def test_the_second_shortest_path_leaves_out_a_link_of_the_first() -> None:
    found = SecondPaths(network(), "rail").of(leg("ab", "bd", places="ABD"))
    assert found == leg("ac", "cd", places="ACD")


def test_it_may_share_links_with_the_first() -> None:
    found = SecondPaths(network(), "rail").of(leg("df", "bd", "ab", places="FDBA"))
    assert found == leg("df", "cd", "ac", places="FDCA")


def test_there_may_be_none() -> None:
    assert SecondPaths(network(), "rail").of(leg("df", places="DF")) is None
