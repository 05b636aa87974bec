"""Hubs of a chain: where they lie, and what a tonne takes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from networks import Leg, Link
from transport.ledger.hubs import NO_HANDLING, Hub, HubEnergy, hubs_of
from transport.services import Service

if TYPE_CHECKING:
    from transport.year_model import YearModel

ROAD = Leg("road", ("Mine", "Up"), (Link("r", "Mine", "Up", "road", 10, 60),))
RAIL = Leg("rail", ("Up", "Port"), (Link("t", "Up", "Port", "rail", 100, 60),))
RIVER = Leg("inland_water", ("Up", "Port"), (Link("w", "Up", "Port", "inland_water", 90, 12),))
SEA = Leg("sea", ("Port", "Far"), (Link("s", "Port", "Far", "sea", 500, 22),))
OCEAN = Leg("sea", ("Asia", "Port"), (Link("o", "Asia", "Port", "sea", 3000, 22, gateway="gulf"),))
INLAND = Leg("rail", ("Port", "Up"), (Link("t", "Port", "Up", "rail", 100, 60),))
RATES = HubEnergy(
    {
        (mode, "bulk"): {"hub_diesel": diesel, "hub_electricity": power}
        for mode, diesel, power in (
            ("rail", 1.0, 0.0),
            ("inland_water", 10.0, 2.0),
            ("sea", 100.0, 20.0),
        )
    },
    {"stone": "bulk"},
)


def taken(*legs: Leg) -> list[float]:
    service = Service(legs[0].places[0], legs[-1].places[-1], "stone", "", "rail", legs)
    found = RATES.service_mj_per_t([service])
    return [float(found["hub", name][0]) for name in ("hub_diesel", "hub_electricity")]


def test_hubs_lie_at_changes_of_mode_and_at_ends_beside_the_road() -> None:
    assert list(hubs_of((ROAD, RAIL, SEA))) == [
        Hub(1, "Up", ("rail",)),
        Hub(2, "Port", ("rail", "sea")),
        Hub(3, "Far", ("sea",)),
    ]
    assert list(hubs_of((ROAD,))) == []
    assert [hub.before_leg for hub in hubs_of((RIVER,))] == [0, 1]


def test_a_tonne_passes_a_port_once_for_each_vessel() -> None:
    # Loading by rail, then the port of the sea leg at both of its ends: 1 + 100 + 100.
    assert taken(ROAD, RAIL, SEA) == [201.0, 40.0]
    # Barge to ship in one port: the quay of the barge and that of the ship.
    assert taken(RIVER, SEA) == [10.0 + (10.0 + 100.0) + 100.0, 2.0 + 22.0 + 20.0]
    assert taken(ROAD) == [0.0, 0.0]


def test_what_is_loaded_overseas_lies_beyond_the_account() -> None:
    assert [hub.place for hub in hubs_of((OCEAN, INLAND))] == ["Port", "Up"]
    assert taken(OCEAN, INLAND) == [100.0 + 1.0, 20.0]


def test_a_cut_leg_takes_what_it_took() -> None:
    parts = (
        Leg("rail", ("Up", "Mid"), (Link("a", "Up", "Mid", "rail", 60, 60),)),
        Leg("rail", ("Mid", "Port"), (Link("b", "Mid", "Port", "rail", 40, 60),)),
    )
    assert taken(ROAD, *parts, SEA) == taken(ROAD, RAIL, SEA)


def test_nothing_is_taken_where_no_rates_are_known() -> None:
    service = Service("Up", "Port", "stone", "", "rail", (RAIL,))
    assert NO_HANDLING.service_mj_per_t([service]) == {}
    assert NO_HANDLING.hub_weights(service, [("rail", "rail_diesel")]).tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize("carrier", ["hub_diesel", "hub_electricity"])
def test_hubs_of_the_shipped_services_sum_to_their_energy(
    base_model: YearModel, carrier: str
) -> None:
    services = base_model.skims.services[::97]
    key = ("hub", carrier)
    whole = base_model.handling.service_mj_per_t(services)[key]
    parts = [base_model.handling.hub_weights(one, [key]).sum() for one in services]
    np.testing.assert_allclose(parts, whole, rtol=1e-12)
    assert (base_model.unit_energy[key][::97] == whole).all()
    assert whole.sum() > 0
    assert (whole[[one.pattern == "road" for one in services]] == 0).all()
