"""Truck trips with a state of charge: ways past service areas, and who sets out when.

A road leg of a service becomes laden trips one way and, by the share of kilometres run empty,
empty ones back. Each takes from battery or tank what its load and its country ask for, stretch by
stretch between the stations of its carrier. Hours at the wheel are those at free speed; rests are
the business of the plan of stops. Trips set out as a Poisson process that follows the hours of the
day and the days of the week; each has its own level at the start and its own use, drawn from the
mark of its departure, so that two plans send the same trucks. What the mark leaves over gives the
year of building.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from transport.draws import departures
from transport.inland.water_routes import reversed_leg
from transport.operations.stations import Itinerary, StationTrips
from transport.stations.service_areas import even_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from fleets import Powertrain
    from networks import Leg
    from transport.draws import StreamKey
    from transport.hauls.fleet import TruckUse
    from transport.services import Service
    from transport.stations.service_areas import Equipped, PassedArea

    Floats = NDArray[np.float64]

WEEK_H = 168
_MARK_STEPS = 2**20
_PACE_STEPS = 2**12


@dataclass(frozen=True, slots=True)
class TruckFlow:
    """Trips of one class of trucks with one load along a road leg.

    Attributes
    ----------
    name : str
        The places passed, the class and the load.
    leg : Leg
        The way.
    class_id : str
        The class.
    load_t : float
        Mean cargo of a truck; 0 for empty ones.
    trips_per_day : float
        Mean of the year.
    diesel_trips : float
        Trips that the same cargo takes on diesel, for each of these.
    """

    name: str
    leg: Leg
    class_id: str
    load_t: float
    trips_per_day: float
    diesel_trips: float = 1.0


def truck_flows(
    services: Sequence[Service], kt: Floats, uses: Mapping[str, Sequence[TruckUse]]
) -> list[TruckFlow]:
    """Return the laden trips of a year by road leg, class of trucks and load.

    Parameters
    ----------
    services : sequence of Service
        Services.
    kt : numpy.ndarray
        Cargo of each a year.
    uses : mapping of str to sequence of TruckUse
        Classes and loads of each commodity group.

    Returns
    -------
    list of TruckFlow
        In the order of their names.
    """
    tonnes: dict[tuple[str, str, float], float] = {}
    legs: dict[str, Leg] = {}
    for service, cargo in zip(services, kt.tolist(), strict=True):
        for leg in service.legs if cargo > 0 else ():
            if leg.mode == "road" and leg.length_km > 0:
                way = ">".join(leg.places)
                legs.setdefault(way, leg)
                for use in uses[service.group]:
                    key = (way, use.truck.class_id, use.load_share * use.truck.payload_t)
                    tonnes[key] = tonnes.get(key, 0.0) + 1000 * cargo * use.tkm_share
    return [
        TruckFlow(f"{way} {name} {load_t:.4g} t", legs[way], name, load_t, sums / load_t / 365)
        for (way, name, load_t), sums in sorted(tonnes.items())
    ]


def carried_by(flow: TruckFlow, one: Powertrain) -> TruckFlow:
    """Return a laden flow with a powertrain whose truck may take less: the cargo stays."""
    load_t = min(flow.load_t, one.truck.payload_t)
    part = load_t / flow.load_t
    return replace(flow, load_t=load_t, trips_per_day=flow.trips_per_day / part, diesel_trips=part)


def empty_flows(flows: Iterable[TruckFlow], empty_per_laden: float) -> list[TruckFlow]:
    """Return the empty trips back that laden flows cause, by leg and class."""
    found: dict[str, TruckFlow] = {}
    for flow in flows:
        way = ">".join(reversed(flow.leg.places))
        name = f"{way} {flow.class_id} empty"
        trips = flow.trips_per_day * empty_per_laden
        diesel = trips * flow.diesel_trips
        if name in found:
            trips += found[name].trips_per_day
            diesel += found[name].trips_per_day * found[name].diesel_trips
        back = found[name].leg if name in found else reversed_leg(flow.leg)
        part = diesel / trips if trips else 1.0
        found[name] = TruckFlow(name, back, flow.class_id, 0.0, trips, part)
    return list(found.values())


def truck_itinerary(
    flow: TruckFlow,
    one: Powertrain,
    passed: Sequence[PassedArea],
    equipped: Equipped,
    grades: Mapping[str, float],
) -> Itinerary:
    """Return the way of a truck with the stations of its carrier.

    Parameters
    ----------
    flow : TruckFlow
        The way and the load.
    one : Powertrain
        The truck.
    passed : sequence of PassedArea
        Service areas on the way.
    equipped : dict
        What they have.
    grades : mapping of str to float
        Energy by class of grades over that of rolling country.

    Returns
    -------
    Itinerary
        Stations are named by area, side and carrier.
    """
    ends = np.cumsum([0.0, *(link.length_km for link in flow.leg.links)])
    hours = [link.length_km / link.speed_kmh for link in flow.leg.links]
    driven = np.cumsum([0.0, *hours])
    stops = [area for area in passed if one.sold_as in equipped.get(area.area_id, {})]
    at_km = np.array([0.0, *(area.at_km for area in stops), ends[-1]])
    at_even_km = [0.0, *(area.at_even_km for area in stops), even_km(flow.leg, grades)]
    return Itinerary(
        stations=tuple(station_name(area.area_id, area.side, one.sold_as) for area in stops),
        drive_h=np.diff(np.interp(at_km, ends, driven)),
        need=np.diff(at_even_km) * one.units_per_km(flow.load_t),
        kind=one.kind_id,
    )


def station_name(area: str, side: str, sold_as: str) -> str:
    """Return the id of a station."""
    return f"{area}:{side}:{sold_as}"


def background_itinerary(area: str, side: str, one: Powertrain, level_share: float) -> Itinerary:
    """Return the way of a truck that the demand table leaves out: it fills up once, and goes on.

    What it comes with would take it no farther than the next station, so that it stays in a queue.
    """
    name = station_name(area, side, one.sold_as)
    need = np.array([0.0, level_share * one.capacity])
    return Itinerary((name,), np.zeros(2), need, one.kind_id, planned=False)


@dataclass(frozen=True)
class Calendar:
    """How departures follow the hours of a week.

    Attributes
    ----------
    factor : numpy.ndarray
        Departures of each of 168 hours over the mean, Monday first.
    horizon_h : float
        Length of the period from the first Monday on.
    """

    factor: Floats
    horizon_h: float

    def spread(self, points: Floats) -> Floats:
        """Return hours at which so much of the mean hour's traffic has set out."""
        hours = int(np.ceil(self.horizon_h))
        so_far = np.concatenate([[0.0], np.cumsum(np.resize(self.factor, hours))])
        return np.asarray(np.interp(points, so_far, np.arange(hours + 1.0)))

    @property
    def mean_hours(self) -> float:
        """Hours of the mean that the period holds."""
        hours = int(np.ceil(self.horizon_h))
        return float(np.resize(self.factor, hours).sum())


def week_calendar(hour_shares: Floats, day_factors: Floats, horizon_h: float) -> Calendar:
    """Return the calendar of a week.

    Parameters
    ----------
    hour_shares : array of shape (24,)
        Part of a day's departures.
    day_factors : array of shape (7,)
        Departures of a day over the mean day, Monday first.
    horizon_h : float
        Length of the period.

    Returns
    -------
    Calendar
        Factors of mean one.

    Examples
    --------
    >>> even = week_calendar(np.full(24, 1 / 24), np.ones(7), 48.0)
    >>> even.spread(np.array([0.0, 12.5])).tolist(), even.mean_hours
    ([0.0, 12.5], 48.0)
    """
    factor = np.outer(day_factors, hour_shares * len(hour_shares)).ravel()
    return Calendar(factor / factor.mean(), horizon_h)


@dataclass(frozen=True, slots=True)
class Spread:
    """How trips differ.

    Attributes
    ----------
    level_low, level_high : float
        Level at the start over capacity, drawn evenly between.
    pace_sd : float
        Standard deviation of what a trip takes over its mean.
    """

    level_low: float
    level_high: float
    pace_sd: float


def draw_station_trips(
    rates: Iterable[tuple[str, float]], calendar: Calendar, key: StreamKey, spread: Spread
) -> StationTrips:
    """Draw the trips of a period.

    Parameters
    ----------
    rates : iterable of tuple of str and float
        Name and mean trips a day of each itinerary, in their order.
    calendar : Calendar
        Hours of the week.
    key : StreamKey
        Seed and replication.
    spread : Spread
        How trips differ.

    Returns
    -------
    StationTrips
        In the order of departure.
    """
    hours, marks, owners = [], [], []
    for number, (name, per_day) in enumerate(rates):
        points, mark = departures(key, name, per_day / 24, calendar.mean_hours)
        hours.append(calendar.spread(points))
        marks.append(mark)
        owners.append(np.full(len(points), number, dtype=np.int64))
    depart = np.concatenate([np.zeros(0), *hours])
    order = np.argsort(depart, kind="stable")
    mark = np.concatenate([np.zeros(0), *marks])[order] * _MARK_STEPS
    fine, coarse = np.modf(mark)
    level = spread.level_low + (spread.level_high - spread.level_low) * coarse / _MARK_STEPS
    pace = 1 + spread.pace_sd * ndtri(np.clip(fine, 1e-4, 1 - 1e-4))
    owner = np.concatenate([np.zeros(0, dtype=np.int64), *owners])[order]
    within = np.modf(fine * _PACE_STEPS)[0]
    return StationTrips(depart[order], owner, level, np.maximum(pace, 0.5), within)
