"""Vessels at river stations, on a route worked by hand: energy by powertrain, and tanks."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from networks import Leg, Link
from transport.inland.voyages import VoyageFlow
from transport.stations.vessel_trips import VesselNumbers, vessel_flows

if TYPE_CHECKING:
    from transport.inland.water_routes import InlandFleet, WaterRoute
    from transport.stations.vessel_trips import VesselFlow

CARRIERS = ("inland_diesel", "inland_lng_otto", "inland_lng_diesel", "inland_electricity")
POWERTRAINS = ("diesel", "lng-otto", "lng-high-pressure", "battery", "battery-swap")
PARTS = (0.5, 0.25, 0.125, 0.0625, 0.0625)
# MJ of a laden voyage by powertrain and carrier; an empty one takes half of it.
OWN = np.array(
    [
        [800.0, 0, 0, 0],
        [80.0, 720, 0, 0],
        [16.0, 0, 752, 0],
        [0, 0, 0, 320.0],
        [0, 0, 0, 320.0],
    ]
)
LINKS = (0.25, 0.75)  # of it on each link


def _route() -> WaterRoute:
    """Return a route of 100 km with one class of vessels."""
    mixed = np.array(PARTS)[:, None] * OWN
    leg = Leg(
        "inland_water",
        ("A", "B", "C"),
        (
            Link("ab", "A", "B", "inland_water", 40, 10),
            Link("bc", "B", "C", "inland_water", 60, 10),
        ),
    )
    states = {"laden": 1.0, "ballast": 0.5}
    energy = SimpleNamespace(
        carriers=CARRIERS,
        powertrains=POWERTRAINS,
        drive_share=(dict(zip(POWERTRAINS, PARTS, strict=True)),),
        sail_mj={k: v * np.outer(LINKS, mixed.sum(axis=0))[None] for k, v in states.items()},
        drive_mj={k: v * mixed[None] for k, v in states.items()},
    )
    return cast(
        "WaterRoute",
        SimpleNamespace(
            name="r",
            leg=leg,
            lock_calls=(),
            class_share={"small": 1.0},
            payload_t={"small": 500.0},
            energy=energy,
        ),
    )


@pytest.fixture(scope="module")
def flows() -> list[VesselFlow]:
    """Return a voyage a day each way of loading."""
    battery = SimpleNamespace(pack=SimpleNamespace(capacity_kwh=1540.0))
    drives = [
        SimpleNamespace(powertrain=one, battery=battery if one.startswith("battery") else None)
        for one in POWERTRAINS
    ]
    fleet = cast("InlandFleet", SimpleNamespace(drives={"small": drives}))
    voyages = [VoyageFlow("r", laden=True, voyages_per_year=365.0)]
    voyages.append(VoyageFlow("r", laden=False, voyages_per_year=365.0))
    numbers = VesselNumbers(1540.0, 800.0, 0.15, 50.0)
    return vessel_flows(voyages, {"r": _route()}, fleet, {}, ({}, numbers))


def test_each_powertrain_buys_its_own_energy(flows: list[VesselFlow]) -> None:
    laden = {one.powertrain: one for one in flows if one.load_t > 0}
    own = {name: one.own_mj for name, one in laden.items()}
    expected = {"lng-otto": 720.0, "lng-high-pressure": 752.0, "battery": 320, "battery-swap": 320}
    assert own == pytest.approx(expected)
    assert laden["lng-otto"].itinerary.need.sum() == pytest.approx(720 / 50)
    assert laden["battery"].itinerary.need.sum() == pytest.approx(320 / 3.6)
    carriers = {name: one.carrier for name, one in laden.items()}
    assert carriers["lng-otto"] == "inland_lng_otto"
    assert carriers["lng-high-pressure"] == "inland_lng_diesel"


def test_what_lights_the_gas_is_diesel_that_is_not_saved(flows: list[VesselFlow]) -> None:
    laden = {one.powertrain: one.diesel_mj for one in flows if one.load_t > 0}
    assert laden["lng-otto"] == pytest.approx(800 - 80)
    assert laden["lng-high-pressure"] == pytest.approx(800 - 16)
    assert laden["battery"] == pytest.approx(800)


def test_a_tank_lasts_the_stated_way_laden_and_empty(flows: list[VesselFlow]) -> None:
    kinds = {one.kind.name: one.kind for one in flows}  # as the week of vessels looks them up
    for one in flows:
        kind = kinds[one.itinerary.kind]
        if one.sold_as == "lng":
            assert kind.capacity == pytest.approx(8 * one.itinerary.need.sum())  # 800 of 100 km
        else:
            assert kind.capacity == 1540
            assert math.isinf(kind.rate)
