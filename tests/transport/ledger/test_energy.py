"""Energy of inland vessels, and gathered values of the other modes, reckoned by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.inland.voyages import VoyageFlow, voyage_flows
from transport.inland.water_routes import InlandFleet, WaterRoute, make_route, reversed_leg
from transport.ledger.energy import inland_energy
from transport.ledger.inland_account import inland_account
from transport.ledger.table_energy import EnergyParameters, table_energy, truck_mj_per_tkm
from transport.services import find_services
from transport.skims import skim_services

if TYPE_CHECKING:
    from networks import Leg, Network
    from transport.commodity_groups import CommodityGroup
    from transport.parameters import TransportParameters

DOWN, UP = "bulk:Up>Lock>Down", "bulk:Down>Lock>Up"
PARAMETERS = EnergyParameters(
    truck_diesel_laden_l_per_km=0.39,
    truck_diesel_empty_l_per_km=0.29,
    truck_empty_share=0.4,
    diesel_density_kg_per_l=0.8,
    rail_electric_kwh_per_tkm=0.02,
    rail_diesel_mj_per_tkm=0.15,
    sea_bulk_mj_per_tkm=0.1,
    sea_container_mj_per_tkm=0.5,
)
DELAY_H = {("Lock", 0): 2.0, ("Lock", 1): 3.0}
LHV = 40.0
# 100 laden voyages down, 40 laden and 60 empty up.
FLOWS = [
    VoyageFlow(UP, laden=True, voyages_per_year=40),
    VoyageFlow(UP, laden=False, voyages_per_year=60),
    VoyageFlow(DOWN, laden=True, voyages_per_year=100),
]


@pytest.fixture(scope="module")
def routes(network: Network, downriver: Leg, fleet: InlandFleet) -> dict[str, WaterRoute]:
    made = [make_route(network, leg, "bulk", fleet) for leg in (downriver, reversed_leg(downriver))]
    return {route.name: route for route in made if route}


def test_truck_energy_by_hand(group: CommodityGroup) -> None:
    # 0.39 L laden, and 0.29 on each of the 4/6 empty kilometres: 0.35 L a kilometre of either.
    # 0.35 L x 0.8 kg x 43 MJ = 12.04 MJ; 30 t on 60 % of the kilometres are 18 t.
    assert truck_mj_per_tkm(group, PARAMETERS, 43.0) == pytest.approx(12.04 / 18)


def test_gathered_energy_of_services_by_hand(
    network: Network, group: CommodityGroup, fleet: InlandFleet, parameters: TransportParameters
) -> None:
    services = find_services(network, [("Mine", "Down")], [group], parameters)
    skims = skim_services(network, services, {"stone": group}, fleet, parameters)
    at = {service.pattern: i for i, service in enumerate(skims.services)}
    energy = table_energy(skims, {"stone": group}, PARAMETERS, 43.0)
    truck = 12.04 / 18
    assert energy["road", "road_diesel"][at["road"]] == pytest.approx(100 * truck)
    assert energy["road", "road_diesel"][at["rail"]] == pytest.approx(10 * truck)
    # 60 of 100 km under wire: 60 x 0.02 kWh x 3.6 MJ; 40 x 0.15 MJ by diesel.
    assert energy["rail", "rail_electricity"][at["rail"]] == pytest.approx(4.32)
    assert energy["rail", "rail_diesel"][at["rail"]] == pytest.approx(6.0)
    assert energy["rail", "rail_diesel"][at["inland_water"]] == 0
    assert not energy["sea", "marine_fuel"].any()
    assert ("inland_water", "inland_diesel") not in energy  # from vessel-hours, not tonne-km


def test_inland_energy_by_hand(routes: dict[str, WaterRoute], fleet: InlandFleet) -> None:
    table = inland_energy(FLOWS, routes, fleet, DELAY_H)
    # Mean fuel an hour: laden 77 kg, ballast 42, idle 3.5. Sailing 7 h each way. One berth takes
    # 0.25 x 10 h x 2 kg + 0.75 x 15 h x 4 kg = 50 kg in 13.75 h.
    energy = table.groupby("state")["energy_mj"].sum().to_dict()
    hours = table.groupby("state")["vessel_h"].sum().to_dict()
    assert energy == pytest.approx(
        {
            "laden": 140 * 7 * 77 * LHV,
            "ballast": 60 * 7 * 42 * LHV,
            "lock": (100 * 2 + (40 + 60) * 3) * 3.5 * LHV,
            "berth": 140 * 2 * 50 * LHV,
        }
    )
    assert hours == pytest.approx(
        {"laden": 140 * 7, "ballast": 60 * 7, "lock": 500, "berth": 140 * 2 * 13.75}
    )


def test_an_empty_return_is_charged_to_the_cargo_that_caused_it(
    routes: dict[str, WaterRoute], fleet: InlandFleet
) -> None:
    table = inland_energy(FLOWS, routes, fleet, DELAY_H)
    by_route = table.groupby("route")["energy_mj"].sum().to_dict()
    # Down: 100 x (7 x 77 + 2 x 3.5 + 100) and 60 x (7 x 42 + 3 x 3.5). Up: 40 laden voyages.
    assert by_route == pytest.approx(
        {
            DOWN: (100 * (539 + 7 + 100) + 60 * (294 + 10.5)) * LHV,
            UP: 40 * (539 + 10.5 + 100) * LHV,
        }
    )


def test_places_are_links_locks_and_ends(routes: dict[str, WaterRoute], fleet: InlandFleet) -> None:
    table = inland_energy(FLOWS[2:], routes, fleet, DELAY_H)
    assert dict(zip(table["place"], table["vessel_h"], strict=True)) == pytest.approx(
        {"above": 200, "below": 500, "Lock": 200, "Up": 1375, "Down": 1375}
    )


def test_energy_by_class_by_hand(routes: dict[str, WaterRoute], fleet: InlandFleet) -> None:
    by_class = inland_account(FLOWS, routes, fleet, DELAY_H).by_class
    # Small, a quarter of the voyages: 44 kg laden, 24 in ballast, 2 idle; 10 h at each berth.
    down = 100 * 0.25 * (7 * 44 + (2 + 20) * 2)
    up = 40 * 0.25 * (7 * 44 + (3 + 20) * 2)
    empty = 60 * 0.25 * (7 * 24 + 3 * 2)
    assert by_class["small"] == pytest.approx((down + up + empty) * LHV)


kt = st.floats(0, 1e4)
hours = st.floats(0, 200)


@given(down_kt=kt, up_kt=kt, down_h=hours, up_h=hours)
def test_both_inland_accounts_agree(
    routes: dict[str, WaterRoute],
    fleet: InlandFleet,
    down_kt: float,
    up_kt: float,
    down_h: float,
    up_h: float,
) -> None:
    flows = voyage_flows({DOWN: down_kt, UP: up_kt}, routes)
    delay_h = {("Lock", 0): down_h, ("Lock", 1): up_h}
    by_place = inland_energy(flows, routes, fleet, delay_h)["energy_mj"].sum()
    by_class = inland_account(flows, routes, fleet, delay_h).by_class
    assert sum(by_class.values()) == pytest.approx(float(by_place))
    assert min(by_class.values()) >= 0


def test_without_voyages_there_is_no_energy(
    routes: dict[str, WaterRoute], fleet: InlandFleet
) -> None:
    assert inland_energy([], routes, fleet, DELAY_H).empty
    assert inland_account([], routes, fleet, DELAY_H).by_class == {"small": 0.0, "large": 0.0}
