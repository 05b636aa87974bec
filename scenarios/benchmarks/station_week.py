"""A week of all corridor trucks on batteries, and of an eighth of them, with room for all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scenarios.from_tables.hauls import truck_uses
from scenarios.from_tables.trucks import road_stations
from scenarios.inputs import groups_of, transport_parameters
from scenarios.stations.inputs import rules_of, spread_of, truck_calendar, yard_of
from scenarios.stations.request import HORIZON_H
from scenarios.stations.road_study import SIDES, truck_kinds
from transport.changes import EquipStations
from transport.draws import StreamKey
from transport.haulage import empty_per_laden_km
from transport.operations.stations import simulate_stations
from transport.stations.service_areas import passed_areas
from transport.stations.sites import station_sites
from transport.stations.truck_trips import (
    carried_by,
    draw_station_trips,
    empty_flows,
    truck_flows,
    truck_itinerary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    import pandas as pd

    from transport.year_model import YearModel

    Part = tuple[str, float, Callable[[], object]]

YEAR: Final = 2030
LIMIT_S: Final = 60.0
"""What a week of all trucks is meant to take at the most."""
_UNITS: Final = 24


def week_part(
    tables: Mapping[str, pd.DataFrame], model: YearModel, kt: np.ndarray, share: float
) -> Part:
    """Return description, limit and work of a week of a share of the trucks."""
    change = EquipStations("charging", 1.0, _UNITS, "dc-360")
    roads = road_stations(tables, model.network, YEAR, [change])
    truck, numbers = roads.powertrains["battery"], roads.parameters
    capacities = {one.sold_as: one.capacity for one in roads.powertrains.values()}
    yard = yard_of(tables, numbers, truck.capacity, capacities, afloat=False)
    sites = station_sites(roads.equipped, SIDES, yard)
    uses = truck_uses(tables, YEAR, groups_of(tables, transport_parameters(tables)))
    laden = [
        carried_by(flow, roads.trucks[flow.class_id]["battery"])
        for flow in truck_flows(model.skims.services, kt, uses)
    ]
    flows = [*laden, *empty_flows(laden, empty_per_laden_km(model.truck_empty_share))]
    ways = [
        truck_itinerary(
            one,
            roads.trucks[one.class_id]["battery"],
            passed_areas(one.leg, roads.areas, roads.grades),
            roads.equipped,
            roads.grades,
        )
        for one in flows
    ]
    calendar = truck_calendar(tables, HORIZON_H)

    rates = [(one.name, share * one.trips_per_day) for one in flows]
    trips = draw_station_trips(rates, calendar, StreamKey(1, 0), spread_of(numbers))
    rules, kinds = rules_of(numbers, drivers=True), truck_kinds(roads.trucks, 0.15)
    return (
        f"{share:.0%} of the trucks of a week on batteries, stations at every service area",
        share * LIMIT_S,
        lambda: simulate_stations(sites, ways, kinds, replace(trips), rules, HORIZON_H),
    )
