"""Trucks that leave diesel: shares, cost and energy by hand."""

from __future__ import annotations

import pytest

from fleets import TruckCosts, annuity_share
from fleets.truck_energy import truck_classes
from fleets.truck_powertrains import added_cost, truck_powertrains
from scenarios.from_tables.factors import grid_of
from scenarios.from_tables.trucks import existing_piles
from scenarios.tables.reading import read_tables
from transport.changes import TruckPowertrain
from transport.parameters import read_parameters
from transport.stations.parameters import StationParameters
from transport.stations.service_areas import ServiceArea
from transport.stations.truck_powertrains import wanted_shares

TABLES = read_tables()
COSTS = read_parameters(TruckCosts, TABLES["fleet_parameters"])


def test_shares_are_those_of_the_last_change_and_never_more_than_all() -> None:
    first, later = TruckPowertrain("battery", 0.2), TruckPowertrain("battery", 0.5)
    built = {"tractor": {"battery", "lng"}}
    assert wanted_shares([first, later], built) == {"tractor": {"battery": 0.5}}
    assert wanted_shares([TruckPowertrain("lng", 0.0)], built) == {"tractor": {}}


def test_a_class_takes_its_own_shares_and_none_that_it_is_not_built_with() -> None:
    built = {"tractor": {"battery", "lng"}, "van": {"battery"}}
    changes = [
        TruckPowertrain("battery", 0.8),
        TruckPowertrain("lng", 0.6),
        TruckPowertrain("battery", 0.3, ("tractor",)),
    ]
    # 0.8 + 0.6 would be cut for a van, which has no LNG; of the tractor 0.3 and 0.6 fit.
    assert wanted_shares(changes, built) == {
        "tractor": {"battery": 0.3, "lng": 0.6},
        "van": {"battery": 0.8},
    }


def test_a_battery_truck_costs_capital_and_less_upkeep() -> None:
    classes = truck_classes(TABLES, grid_of(dict(TABLES), 2030), 0.07)
    one = truck_powertrains(TABLES["truck_powertrains"], classes, 0.9)["battery"]
    added = added_cost(one, COSTS, 0.08)
    assert added.hour_cny == pytest.approx(270_000 * annuity_share(0.08, 8) / 3000)
    assert added.km_cny == pytest.approx(0.08 - 0.12)
    # 1 CNY/kWh at the grid, of which 0.9 reach the battery.
    assert one.cny_per_mj == pytest.approx(1 / 0.9 / 3.6)


def test_today_trucks_can_use_a_quarter_of_four_piles_in_guangxi() -> None:
    numbers = read_parameters(StationParameters, TABLES["station_parameters"])
    areas = {
        "r": (
            ServiceArea("r-1", "r", 25.0, "Guangxi", 0.1),
            ServiceArea("r-2", "r", 75.0, "Hunan", 0.2),
        )
    }
    assert {name: one.units for name, one in existing_piles(areas, numbers).items()} == {"r-1": 1}
