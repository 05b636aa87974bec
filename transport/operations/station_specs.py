"""What stations, vehicles, ways and trips are, and what a simulation of stations gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[Any]

BINS_PER_H = 4
"""Steps of the meter in an hour."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class VehicleKind:
    """What a vehicle holds and takes in.

    Attributes
    ----------
    name : str
        Id.
    capacity, reserve : float
        Battery or tank, and the part of it that is never planned for; kWh or kg.
    rate : float
        Largest rate of intake, kW or kg/h; infinite without one.
    tapers : bool
        Whether the rate falls as the battery fills.
    packs : int
        Packs on board that a swap station exchanges together.
    """

    name: str
    capacity: float
    reserve: float
    rate: float = np.inf
    tapers: bool = True
    packs: int = 1


@dataclass(frozen=True, slots=True)
class SwapRoom:
    """Bays and packs of a swap station; its slots are those of the station.

    Attributes
    ----------
    bays, packs : int
        Vehicles that swap at once, and packs that the station owns, all full at the start.
    pack_capacity, pack_rate : float
        Capacity and largest rate of charging of a pack, kWh and kW.

    Raises
    ------
    ValueError
        Without a bay or a pack.
    """

    bays: int
    packs: int
    pack_capacity: float
    pack_rate: float

    def __post_init__(self) -> None:
        """Refuse a station at which nobody can ever swap."""
        if self.bays < 1 or self.packs < 1:
            msg = f"A swap station has {self.bays} bays and {self.packs} packs. Give one or more."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class FuelTank:
    """Tank of a station of LNG or hydrogen, full at the start; all in kg.

    Attributes
    ----------
    capacity, reorder, delivery : float
        What it holds, level at which more is ordered, and what a lorry or barge brings.
    lead_h : float
        Hours from the order to the delivery.
    """

    capacity: float
    reorder: float
    delivery: float
    lead_h: float


@dataclass(frozen=True)
class Station:
    """One queue.

    Attributes
    ----------
    name : str
        Id.
    rates : tuple of float
        Power of each charger, or charging slot of packs, at the battery, kW; kg/h of pumps.
    setup_h : float
        Parking, plugging in and paying; of a swap, all of it.
    known_wait_h : float
        Usual wait that drivers reckon with when they plan their stops.
    patience_h : float
        Expected wait at the next stop above which drivers fill up before it, and above which those
        who stay count as held; infinite where nobody looks for a shorter queue.
    session_h : float
        What a driver expects a place to be taken for.
    efficiency : float
        Energy into the battery over energy at the meter; infinite for pumps of fuel, which take
        nothing from the grid.
    swap : SwapRoom or None
        Given for a swap station.
    tank : FuelTank or None
        Given where deliveries limit what can be sold.
    """

    name: str
    rates: tuple[float, ...]
    setup_h: float = 0.0
    known_wait_h: float = 0.0
    patience_h: float = np.inf
    session_h: float = 0.5
    efficiency: float = 1.0
    swap: SwapRoom | None = None
    tank: FuelTank | None = None


@dataclass(frozen=True)
class StationSite:
    """Stations behind one grid connection.

    Attributes
    ----------
    name : str
        Id.
    stations : tuple of Station
        At least one.
    limit_kw : float
        Power at the meter; infinite where there is no limit, as for pumps.
    """

    name: str
    stations: tuple[Station, ...]
    limit_kw: float = np.inf


@dataclass(frozen=True)
class Itinerary:
    """A way with the stations passed that a vehicle can use.

    Attributes
    ----------
    stations : tuple of str
        Stations in the order of travel.
    drive_h, need : numpy.ndarray
        Hours and amount of each stretch, one more than stations.
    kind : str
        The vehicle whose plan of stops is made.
    planned : bool
        False for a vehicle that fills up at every station whatever it has left.
    """

    stations: tuple[str, ...]
    drive_h: Floats
    need: Floats
    kind: str
    planned: bool = True


def check_packs(
    sites: Sequence[StationSite],
    itineraries: Sequence[Itinerary],
    kinds: Mapping[str, VehicleKind],
) -> None:
    """Refuse vehicles whose packs are not those of the swap stations on their way.

    Raises
    ------
    ValueError
        With vehicle and station: energy would not be conserved.
    """
    rooms = {one.name: one.swap for site in sites for one in site.stations if one.swap}
    met = {(one.kind, name) for one in itineraries for name in one.stations if name in rooms}
    for kind, name in sorted(met):
        own, theirs = kinds[kind].capacity / kinds[kind].packs, rooms[name].pack_capacity
        if abs(own - theirs) > _ROUNDING * theirs:
            msg = f"A pack of {kind} holds {own:g}, one of {name} {theirs:g}. Make them alike."
            raise ValueError(msg)


@dataclass(frozen=True)
class StopPlans:
    """Plans of stops of all itineraries, made with the same usual waits.

    Attributes
    ----------
    plan : numpy.ndarray
        Level to fill to by station passed, level and quarter of an hour at the wheel, the
        itineraries that are planned one after the other.
    hours : array of shape (itineraries, LEVELS)
        From a start with each level to the end; infinite where no stops take it there.
    """

    plan: NDArray[np.int8]
    hours: Floats


@dataclass(frozen=True)
class Habits:
    """What drivers have got used to: plans of stops, and which of them each trip follows.

    Attributes
    ----------
    plans : tuple of StopPlans
        At least one.
    followed : numpy.ndarray
        Number of the plan of each trip.
    """

    plans: tuple[StopPlans, ...]
    followed: NDArray[np.int64]


@dataclass(frozen=True)
class StationTrips:
    """Trips in the order of departure.

    Attributes
    ----------
    depart_h : numpy.ndarray
        Hours, rising.
    itinerary : numpy.ndarray
        Number of the itinerary.
    level_share, pace : numpy.ndarray
        Level at the start over capacity; what the way takes over its mean.
    within : numpy.ndarray
        Uniform number of each trip, 0 to 1, from which the year of building of its vehicle and its
        place among drivers who learn are taken; empty where neither is asked for.
    habits : Habits or None
        Plans of stops made before; None where all drivers plan with the usual waits of the
        stations as they stand.
    """

    depart_h: Floats
    itinerary: NDArray[np.int64]
    level_share: Floats
    pace: Floats
    within: Floats = field(default_factory=lambda: np.empty(0))
    habits: Habits | None = None


@dataclass(frozen=True, slots=True)
class StationRules:
    """Rest of drivers and shape of charging.

    Attributes
    ----------
    rest_every_h, rest_h : float
        Hours at the wheel after which a driver rests, and how long; infinite hours for vessels.
    taper_from_share, taper_end_share : float
        Level above which charging slows down, and rate at the full battery over the largest.
    longest_delay_h : float
        Usual waits that drivers who have learnt put up with on a trip; beyond it the trip is not
        begun.
    """

    rest_every_h: float = 4.0
    rest_h: float = 1 / 3
    taper_from_share: float = 0.8
    taper_end_share: float = 0.2
    longest_delay_h: float = np.inf


@dataclass(frozen=True)
class StationRun:
    """What came of it.

    Attributes
    ----------
    stations, sites : tuple of str
        Names in the order of the arrays.
    visits, trips, station_states, site_states : numpy.ndarray
        Structured arrays, see :mod:`transport.operations.station_tables`.
    trip_packs : numpy.ndarray
        Packs on board of each trip.
    meter_kwh : numpy.ndarray
        Energy at the meter by site and quarter of an hour.
    energy_gap, pack_gap : float
        Largest gap of the accounts of energy (kWh or kg) and of packs at any event.
    horizon_h : float
        End of the simulation.
    """

    stations: tuple[str, ...]
    sites: tuple[str, ...]
    visits: Rows
    trips: Rows
    station_states: Rows
    site_states: Rows
    trip_packs: NDArray[np.int64]
    meter_kwh: Floats
    energy_gap: float
    pack_gap: float
    horizon_h: float

    @property
    def wait_h(self) -> Floats:
        """Wait of each visit that was served."""
        served = self.visits[~np.isnan(self.visits["start_h"])]
        return np.asarray(served["start_h"] - served["arrive_h"], dtype=float)

    @property
    def balances(self) -> bool:
        """Whether energy and packs were conserved at every event."""
        scale = max(1.0, float(self.site_states["out"].max(initial=0.0)))
        return bool(self.energy_gap <= 1e-7 * scale and self.pack_gap == 0)
