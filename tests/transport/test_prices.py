"""Tariffs, tolls and the price of carbon, reckoned by hand on the corridor of the conftest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from fleets import CarrierFactors, GwpSet, SupplyFactors
from transport.changes import CarbonPrice, ChangeTariff, ChangeToll
from transport.prices import PriceSetting, co2e_kg_per_t, toll_cny_per_t, with_prices
from transport.services import find_services
from transport.skims import ServiceSkims, skim_services, with_lock_spread

if TYPE_CHECKING:
    from networks import Network
    from transport.changes import PriceChange
    from transport.commodity_groups import CommodityGroup
    from transport.inland.water_routes import InlandFleet
    from transport.parameters import TransportParameters

# Mine to Down: by road 100 km, by rail 10 km of drayage and 100 km, by water 10 km and 74 km.
ROAD, RAIL, WATER = range(3)
RAIL_HAUL = 10 + 100 * 0.1
# Vessel cost from test_water_routes.py; fuel: 7 h at 77 kg and 0.6 x 7 h at 42 kg, and two berths
# of 50 kg (0.25 x 10 h x 2 kg + 0.75 x 15 h x 4 kg), on 1,225 t.
WATER_HAUL = (8918 + 5500) / 1225
SAILING_KG = 7 * 77 + 0.6 * 7 * 42 + 2 * 50
NO_POLLUTANTS = dict.fromkeys(("ch4", "n2o", "nox", "so2", "pm25", "bc"), 0.0)
OIL = SupplyFactors(held_co2e=15.0)


@pytest.fixture(scope="module")
def skims(
    network: Network, group: CommodityGroup, fleet: InlandFleet, parameters: TransportParameters
) -> ServiceSkims:
    found = find_services(network, [("Mine", "Down")], [group], parameters)
    order = {"road": ROAD, "rail": RAIL, "inland_water": WATER}
    services = sorted(found, key=lambda service: order[service.pattern])
    return skim_services(network, services, {"stone": group}, fleet, parameters)


@pytest.fixture(scope="module")
def setting(
    group: CommodityGroup, fleet: InlandFleet, parameters: TransportParameters
) -> PriceSetting:
    factors = {
        "road_diesel": CarrierFactors("road_diesel", 43, {"co2": 75.0, **NO_POLLUTANTS}, OIL),
        "rail_electricity": CarrierFactors(
            "rail_electricity",
            float("nan"),
            {"co2": 0.0, **NO_POLLUTANTS},
            SupplyFactors(co2=150.0),
        ),
        "inland_diesel": CarrierFactors("inland_diesel", 40, {"co2": 75.0, **NO_POLLUTANTS}, OIL),
    }
    return PriceSetting(
        groups={"stone": group},
        fleet=fleet,
        parameters=parameters,
        truck_empty_share=0.4,
        unit_energy={
            ("road", "road_diesel"): np.array([80.0, 8.0, 8.0]),
            ("rail", "rail_electricity"): np.array([0.0, 5.0, 0.0]),
        },
        factors=factors,
        gwp=GwpSet("AR6-100", 29.8, 273),
    )


def charges(skims: ServiceSkims, setting: PriceSetting, *changes: PriceChange) -> list[float]:
    found: list[float] = with_prices(skims, changes, setting).charges_cny_per_t.tolist()
    return found


def test_the_line_haul_is_known_by_mode(skims: ServiceSkims) -> None:
    assert skims.haul_cny_per_t == pytest.approx(
        np.array([[40, 0, 0, 0], [4, RAIL_HAUL, 0, 0], [4, 0, WATER_HAUL, 0]])
    )
    assert not skims.charges_cny_per_t.any()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (ChangeTariff("rail", share=-0.25), [0, -0.25 * RAIL_HAUL, 0]),
        (ChangeTariff("rail", cny_per_tkm=-0.03), [0, -3, 0]),
        (ChangeTariff("rail", share=0.1, cny_per_tkm=0.01), [0, 0.1 * RAIL_HAUL + 1, 0]),
        (ChangeTariff("inland_water", share=0.5), [0, 0, 0.5 * WATER_HAUL]),
        (ChangeTariff("road", share=-0.5), [-20, -2, -2]),
        (ChangeTariff("road", share=-0.5, main_mode="rail"), [0, -2, 0]),
        (ChangeTariff("road", share=-0.5, groups=("stone",)), [-20, -2, -2]),
        (ChangeTariff("road", share=-0.5, groups=("coal",)), [0, 0, 0]),
        (ChangeTariff("sea", share=-0.5), [0, 0, 0]),
        (ChangeTariff("rail", cny_per_tkm=-9), [0, -RAIL_HAUL, 0]),  # no haul below nothing
    ],
)
def test_a_tariff_changes_the_haul_of_its_mode(
    skims: ServiceSkims, setting: PriceSetting, change: ChangeTariff, expected: list[float]
) -> None:
    assert charges(skims, setting, change) == pytest.approx(expected)


def test_a_later_tariff_replaces_the_one_that_sets_the_same_rate(
    skims: ServiceSkims, setting: PriceSetting
) -> None:
    first, second = ChangeTariff("rail", share=-0.5), ChangeTariff("rail", share=-0.1)
    other = ChangeTariff("road", share=0.1)
    assert charges(skims, setting, first, other, second) == pytest.approx(
        [4, 0.4 - 0.1 * RAIL_HAUL, 0.4]
    )


def test_tolls_are_paid_laden_and_empty(
    network: Network,
    group: CommodityGroup,
    fleet: InlandFleet,
    parameters: TransportParameters,
    setting: PriceSetting,
) -> None:
    tolled = tuple(
        replace(link, toll_low_cny_per_km=1.0, toll_high_cny_per_km=2.0)
        if link.link_id == "highway"
        else link
        for link in network.links
    )
    on = replace(network, links=tolled)
    found = find_services(on, [("Mine", "Down")], [group], parameters)
    skims = skim_services(on, found, {"stone": group}, fleet, parameters)
    at = [service.pattern for service in skims.services].index("road")
    # 90 km at 1.5 CNY; 30 t on 60 % of the kilometres. The 10 km of track are free.
    expected = np.where(np.arange(len(found)) == at, 90 * 1.5 / (30 * 0.6), 0.0)
    assert toll_cny_per_t(skims, setting) == pytest.approx(expected)
    assert charges(skims, setting, ChangeToll(-1.0)) == pytest.approx(-expected)
    assert charges(skims, setting, ChangeToll(-1.0), ChangeToll(0.5)) == pytest.approx(
        0.5 * expected
    )
    assert not any(charges(skims, setting, ChangeToll(-1.0, ("coal",))))


@pytest.mark.parametrize(("scope", "fuel", "power"), [("ttw", 75, 0), ("wtw", 90, 150)])
def test_the_price_of_carbon_follows_emissions(
    skims: ServiceSkims, setting: PriceSetting, scope: str, fuel: float, power: float
) -> None:
    kg = [
        80 * fuel / 1000,
        (8 * fuel + 5 * power) / 1000,
        (8 + SAILING_KG / 1225 * 40) * fuel / 1000,
    ]
    per_t, per_t_h = co2e_kg_per_t(skims, setting, scope)
    assert per_t == pytest.approx(kg)
    # An hour at the lock: 3.5 kg of fuel laden down, and 0.6 of an empty return up.
    hour_kg = 3.5 / 1225 * 40 * fuel / 1000
    assert per_t_h.toarray() == pytest.approx(np.array([[0, 0], [0, 0], [hour_kg, 0.6 * hour_kg]]))
    paid = charges(skims, setting, CarbonPrice(900, scope), CarbonPrice(100, scope))
    assert paid == pytest.approx([0.1 * one for one in kg])


def test_the_price_of_carbon_follows_the_waits_in_hand(
    skims: ServiceSkims, setting: PriceSetting
) -> None:
    priced = with_prices(skims, [CarbonPrice(100, "ttw")], setting)
    short, long = priced.charges_at(np.array([2.0, 3.0])), priced.charges_at(np.array([12.0, 3.0]))
    # Ten hours more of the laden vessel: 35 kg at 40 MJ and 75 g, on 1,225 t, 0.1 CNY a kg.
    assert long - short == pytest.approx([0, 0, 0.1 * 35 * 40 * 0.075 / 1225])
    wider = with_lock_spread(priced)
    assert wider.charges_at(np.array([2.0, 3.0, 50.0, 50.0])) == pytest.approx(short)


def test_prices_leave_money_and_time_alone(skims: ServiceSkims, setting: PriceSetting) -> None:
    priced = with_prices(
        skims, [ChangeTariff("rail", -0.5), ChangeToll(-1.0), CarbonPrice(100, "wtw")], setting
    )
    assert priced.money_cny_per_t is skims.money_cny_per_t
    assert priced.time_h is skims.time_h
