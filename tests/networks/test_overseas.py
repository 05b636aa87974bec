"""Zones overseas: what is added to a network, and how long the routes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from networks import with_overseas
from networks.geometry import line_km
from scenarios.inputs import BASE_YEAR, network_of, transport_parameters
from scenarios.tables.reading import Tables, read_tables

if TYPE_CHECKING:
    from networks import Network


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return read_tables()


@pytest.fixture(scope="module")
def network(shipped: Tables) -> Network:
    return network_of(shipped, (), BASE_YEAR, transport_parameters(shipped))


def test_lengths_are_those_of_the_courses(shipped: Tables) -> None:
    at = {
        str(row["place_id"]): (float(row["lon_deg"]), float(row["lat_deg"]))
        for name in ("places", "overseas_places")
        for row in shipped[name].to_dict("records")
    }
    for row in shipped["overseas_links"].to_dict("records"):
        points = [tuple(map(float, one.split())) for one in str(row["course"]).split(";")]
        course = [(lon, lat) for lon, lat in points]
        line = [at[str(row["from_place"])], *course, at[str(row["to_place"])]]
        assert line_km(line) == pytest.approx(row["length_km"], abs=0.6)


def test_every_zone_reaches_both_coasts(shipped: Tables) -> None:
    links = shipped["overseas_links"]
    for zone in shipped["overseas_places"]["place_id"]:
        assert set(links.loc[links["from_place"] == zone, "gateway"]) == {"delta", "gulf"}


def test_a_zone_stands_once_for_each_quay(shipped: Tables, network: Network) -> None:
    places, links = shipped["overseas_places"], shipped["overseas_links"]
    wider = with_overseas(network, places, links, ["GZH", "DGS", "GZH"])
    assert len(wider.places) == len(network.places) + 2 * len(places)
    added = wider.links[len(network.links) :]
    assert len(added) == 2 * len(links)
    assert {one.mode for one in added} == {"sea"}
    assert all(one.gateway for one in added)
    assert not any(one.gateway for one in network.links)
    # By the delta to the quay itself, however long the way to the mouth; by the gulf to the port.
    ends = {one.to_place for one in added if one.from_place == "brazil@GZH"}
    assert ends == {"GZH", "QZP", "FCG"}
    assert wider.places.loc["GZH", "sea"]
    assert not network.places.loc["GZH", "sea"]


def test_without_quays_nothing_is_added(shipped: Tables, network: Network) -> None:
    wider = with_overseas(network, shipped["overseas_places"], shipped["overseas_links"], [])
    assert wider.links == network.links
    assert list(wider.places.index) == list(network.places.index)
