"""Plans of stops of all itineraries at once, and what drivers would save who plan anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from transport.operations.compiled import compiled_apart
from transport.operations.station_rows import Layout, kind_rows, step_rows
from transport.operations.station_specs import StopPlans
from transport.operations.station_tables import LEVELS, QUARTERS, SWAP
from transport.operations.stop_plan import fill_hours, hours_of_plan, plan_stops

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from transport.operations.station_specs import (
        Habits,
        Itinerary,
        StationRules,
        StationSite,
        StationTrips,
        VehicleKind,
    )

    Floats = NDArray[np.float64]


class WayRows(NamedTuple):
    """What plans are made of: itineraries, their steps, their vehicles, and stations.

    Attributes
    ----------
    rows, steps, kinds, stations : numpy.ndarray
        Structured arrays of :mod:`transport.operations.station_tables`.
    of_kind : numpy.ndarray
        Vehicle of each itinerary.
    best : numpy.ndarray
        Largest rate of each station.
    taper, rest : tuple of float
        Shape of charging and rest of drivers.
    longest_delay_h : float
        Usual waits that drivers put up with on a trip.
    """

    rows: np.ndarray
    steps: np.ndarray
    kinds: np.ndarray
    of_kind: np.ndarray
    stations: np.ndarray
    best: np.ndarray
    taper: tuple[float, float]
    rest: tuple[float, float]
    longest_delay_h: float


def way_rows(
    layout: Layout,
    itineraries: Sequence[Itinerary],
    kinds: Mapping[str, VehicleKind],
    rules: StationRules,
) -> WayRows:
    """Return itineraries as rows, with what their plans of stops are made of.

    Raises
    ------
    ValueError
        If an itinerary names a station that no site has.
    """
    steps, rows = step_rows(itineraries, layout.number)
    numbers = {name: i for i, name in enumerate(kinds)}
    slots = layout.slots["rate"]
    best = [slots[one["first_slot"] : one["end_slot"]].max() for one in layout.stations]
    return WayRows(
        rows,
        steps,
        kind_rows(kinds),
        np.array([numbers[one.kind] for one in itineraries], dtype=np.int64),
        layout.stations,
        np.array(best),
        (rules.taper_from_share, rules.taper_end_share),
        (rules.rest_every_h, rules.rest_h),
        rules.longest_delay_h,
    )


def plans_of(ways: WayRows) -> StopPlans:
    """Return the plan of stops of every itinerary that takes least time with the usual waits."""
    counts = (ways.rows["end"] - ways.rows["first"] - 1)[ways.rows["plan"] >= 0]
    plan = np.full((max(1, int(counts.sum())), LEVELS, QUARTERS), -1, dtype=np.int8)
    hours = np.zeros((len(ways.rows), LEVELS))
    _hours_of_all(ways, plan, hours, True)  # noqa: FBT003 - compiled
    return StopPlans(plan, hours)


@compiled_apart
def _stops(way: int, ways: WayRows) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hours at the counter of each stop of an itinerary, whether it swaps, and hours to fill."""
    first, end = ways.rows[way].first, ways.rows[way].end
    kind = ways.kinds[ways.of_kind[way]]
    count = end - first - 1
    stop_h, full_only = np.zeros(count), np.zeros(count, dtype=np.bool_)
    fill = np.zeros((count, LEVELS))
    for k in range(count):
        number = ways.steps[first + k].station
        station = ways.stations[number]
        stop_h[k] = station.setup_h + station.known_wait_h
        full_only[k] = station.kind == SWAP
        if not full_only[k]:
            rates = np.array([ways.best[number], kind.rate])
            fill[k] = fill_hours(rates, kind.capacity, kind.tapers, ways.taper)
    return stop_h, full_only, fill


@compiled_apart
def _hours_of_all(ways: WayRows, plan: np.ndarray, hours: np.ndarray, anew: bool) -> None:  # noqa: FBT001 - compiled
    """Fill the hours of all planned itineraries, by plans made anew or by those that are given."""
    for i in range(len(ways.rows)):
        row = ways.rows[i]
        if row.plan < 0:
            continue
        stop_h, full_only, fill = _stops(i, ways)
        kind = ways.kinds[ways.of_kind[i]]
        steps = ways.steps[row.first : row.end]
        way = (steps["drive_h"].copy(), steps["need"].copy())
        vehicle = (kind.capacity, kind.reserve)
        own = plan[row.plan : row.plan + len(stop_h)]
        if anew:
            hours[i] = plan_stops(way, (stop_h, full_only), fill, vehicle, ways.rest, own)
            continue
        for level in range(LEVELS):
            hours[i, level] = hours_of_plan(way, stop_h, fill, vehicle, ways.rest, (own, level))


def stop_plans(
    sites: Sequence[StationSite],
    itineraries: Sequence[Itinerary],
    kinds: Mapping[str, VehicleKind],
    rules: StationRules,
) -> StopPlans:
    """Return plans of stops that drivers make who know the stations as `sites` say.

    Parameters
    ----------
    sites : sequence of StationSite
        Sites; plans are made with the usual wait of their stations.
    itineraries : sequence of Itinerary
        Ways.
    kinds : mapping of str to VehicleKind
        Vehicles by name.
    rules : StationRules
        Rest and charging.

    Returns
    -------
    StopPlans
        Of every itinerary that is planned.
    """
    return plans_of(way_rows(Layout.of(sites), itineraries, kinds, rules))


def planned_hours(habits: Habits, trips: StationTrips) -> Floats:
    """Return the hours that each trip expected when its plan was made; infinite where none is."""
    hours = np.stack([one.hours for one in habits.plans])
    return np.asarray(hours[habits.followed, trips.itinerary, _start_level(trips)])


def _longest_hours(habits: Habits, trips: StationTrips, ways: WayRows) -> Floats:
    """Return the hours that each trip may take: those of the first plan, and the longest delay."""
    first = habits.plans[0].hours[trips.itinerary, _start_level(trips)]
    return np.asarray(first + ways.longest_delay_h)


def is_put_off(habits: Habits, trips: StationTrips, ways: WayRows) -> NDArray[np.bool_]:
    """Return whether the driver of each trip knows of waits that make it too long to be begun."""
    return planned_hours(habits, trips) > _longest_hours(habits, trips, ways)


def hours_saved_anew(ways: WayRows, trips: StationTrips) -> Floats:
    """Return the hours that each trip would save by the plan of least time, waits as known now.

    Parameters
    ----------
    ways : WayRows
        Itineraries and stations, with the usual waits that hold.
    trips : StationTrips
        Trips with habits.

    Returns
    -------
    array of shape (trips,)
        Nought for who follows a best plan, and for who has none. A trip that is put off counts
        with the longest that it may take, and so does one that should be.
    """
    habits = trips.habits
    if habits is None:
        return np.zeros(len(trips.depart_h))
    level = _start_level(trips)
    hours = np.zeros((len(habits.plans), *habits.plans[0].hours.shape))
    for one, found in zip(habits.plans, hours, strict=True):
        _hours_of_all(ways, one.plan, found, False)  # noqa: FBT003 - compiled
    longest = _longest_hours(habits, trips, ways)
    own = hours[habits.followed, trips.itinerary, level]
    own = np.where(is_put_off(habits, trips, ways), longest, own)
    least = np.minimum(plans_of(ways).hours[trips.itinerary, level], longest)
    saved = np.zeros(len(own))
    np.subtract(own, least, out=saved, where=np.isfinite(least))
    return saved


def _start_level(trips: StationTrips) -> NDArray[np.int64]:
    """Return the step of the plan at which each trip starts."""
    level = np.floor(trips.level_share * (LEVELS - 1) + 1e-9)
    return np.clip(level, 0, LEVELS - 1).astype(np.int64)
