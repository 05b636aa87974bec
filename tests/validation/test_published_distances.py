"""Lengths of routes and lines, held against published ones."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from networks import Link, Network, find_chains
from scenarios.inputs import network_of, transport_parameters

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables


@pytest.fixture(scope="module")
def network(shipped: Tables) -> Network:
    return network_of(shipped, (), 2030, transport_parameters(shipped))


def length_km(link: Link) -> float:
    return link.length_km


def shortest_km(network: Network, mode: str, pair: tuple[str, str]) -> float:
    (leg,) = find_chains(network, (mode,), [pair], length_km, lambda *_: None)[pair]
    return leg.length_km


@pytest.mark.parametrize(
    ("origin", "destination", "published_km"),
    [
        ("guigang", "NNG", 273.0),  # Guigang to Nanning, improved to class II
        ("guigang", "changzhou", 266.5),  # dam to dam
        ("pingtang", "pinglu_sea_end", 134.2),  # the Pinglu Canal
        ("sixianjiao", "jieshou", 211.5),  # the Xijiang below the border of Guangxi
    ],
)
def test_river_distances(
    network: Network, origin: str, destination: str, published_km: float
) -> None:
    assert shortest_km(network, "inland_water", (origin, destination)) == pytest.approx(
        published_km, abs=0.5
    )
    assert shortest_km(network, "inland_water", (destination, origin)) == pytest.approx(
        published_km, abs=0.5
    )


@pytest.mark.parametrize(
    ("places", "published_km"),
    [
        (("GYG", "LLI", "DUY", "HCI", "LZH"), 489.0),  # Guizhou-Guangxi railway
        (("CHQ_TJC", "HHA"), 625.0),  # Chongqing-Huaihua railway
        (("HTG", "BSE"), 314.6),  # Huangtong-Baise railway
    ],
)
def test_railway_lengths(network: Network, places: tuple[str, ...], published_km: float) -> None:
    total_km = 0.0
    for ends in pairwise(places):
        (link,) = [
            link
            for link in network.links_of("rail")
            if {link.from_place, link.to_place} == set(ends)
        ]
        total_km += link.length_km
    assert total_km == pytest.approx(published_km, abs=0.5)


def test_the_canal_shortens_the_way_from_nanning_to_the_sea(
    shipped: Tables, network: Network
) -> None:
    # Published: more than 560 km shorter than by the Pearl River delta.
    before = network_of(shipped, (), 2024, transport_parameters(shipped))
    by_delta_km = min(
        shortest_km(before, "inland_water", ("NNG", port)) for port in ("NSA", "HKG", "ZHJ")
    )
    by_canal_km = shortest_km(network, "inland_water", ("NNG", "QZP"))
    assert by_delta_km - by_canal_km > 560
