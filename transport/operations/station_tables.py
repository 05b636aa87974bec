"""Tables of the event loop of stations: what it is told, its running state, and its log.

Each is a structured array with one row for each trip, site, station and so on; numbers name rows
of other tables, -1 none. A site is one grid connection; the stations at it share its power. A
station has one queue: chargers or pumps, or a swap station with packs. Amounts are in the unit of
the carrier, kWh or kg; levels are what a vehicle, or a pack, holds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

FILL, SWAP = 0, 1
"""Kinds of stations: vehicles are filled while they stand, or packs are swapped."""

LEVELS, QUARTERS = 41, 17
"""Levels of a stop plan (steps of 2.5 % of the capacity) and quarters of an hour at the wheel."""

PASS = -1
"""A stop plan that goes on."""


def _row(whole: str, real: str) -> np.dtype[np.void]:
    """Return a row of whole numbers, then of real ones, named in a line each."""
    fields = [(name, "i8") for name in whole.split()] + [(name, "f8") for name in real.split()]
    return np.dtype(fields)


TRIP = _row("itinerary kind habit", "depart_h level pace")
"""Departure, level at the start, factor on what the way takes; itinerary, kind, plan followed."""

STEP = _row("station", "drive_h need")
"""A stretch of an itinerary with the station at its end (-1 at the destination)."""

ITINERARY = _row("first end plan", "")
"""Its steps, and the first row of its stop plan (-1: stop at every station and fill up)."""

KIND = _row("tapers packs", "capacity reserve rate")
"""A kind of vehicle: whether its intake falls, packs on board, what it holds and keeps."""

SITE = _row("first_slot end_slot first_station end_station", "limit")
"""A grid connection; its limit is at the meter, infinite where there is none."""

STATION = _row(
    "site kind first_slot end_slot bays packs",
    "setup_h known_wait_h patience_h session_h efficiency "
    "pack_capacity pack_rate tank reorder delivery lead_h",
)
"""A station; ``session_h`` is what a driver expects a place to be taken for."""

SLOT_STATE = _row(
    "station holder tapers", "rate level target capacity own_rate begin_h now started_at"
)
"""A charger, pump or charging slot at work; ``now`` is what flows into the battery or tank."""

SITE_STATE = _row("", "last_h look_h out gained metered highest")
"""A running site: two accounts of what flowed (by rate and by level), and the meter."""

STATION_STATE = _row(
    "head tail queued bays_busy full waiting charging handed pack_head pack_tail ordered "
    "diverted early held",
    "tank delivered dispensed busy_h",
)
"""A running station: queue, bays and packs, tank, and what it counted.

``diverted`` went on, ``early`` came because the queue ahead was long, ``held`` stayed though the
wait was too long, because no shorter queue was within reach.
"""

TRIP_STATE = _row(
    "step following visit end stops diverted early held",
    "level wheel_h arrived_h used received target rest_h",
)
"""A running trip; ``end`` says how it ended, see below."""

UNDER_WAY, ARRIVED, STRANDED, NOT_MADE, PUT_OFF = 0, 1, 2, 3, 4
"""How a trip stands: still on the way, at its end, out of energy, or never begun: because no plan
of stops takes it to its end, or because usual waits make it too long."""

PACK = _row("following", "level")
"""A pack that waits to be charged; rows without one are chained too."""

VISIT = _row("trip station", "arrive_h start_h end_h amount")
"""A stop: when it came, was served and left, and what it took in; NaN for what has not been."""


class StationWorld(NamedTuple):
    """What the functions of the loop share.

    ``plan`` holds the level to fill to by habit, row, level and quarter at the wheel; ``packs`` the
    packs that wait to be charged, chained by station; ``bins`` the energy at the meter of each site
    by quarter of an hour; ``counts`` the number of visits and the first free row of ``packs``;
    ``worst`` the largest gap of the accounts of energy and of packs.
    """

    trips: np.ndarray
    itineraries: np.ndarray
    steps: np.ndarray
    plan: np.ndarray
    kinds: np.ndarray
    sites: np.ndarray
    stations: np.ndarray
    slots: np.ndarray
    packs: np.ndarray
    trip_states: np.ndarray
    site_states: np.ndarray
    station_states: np.ndarray
    visits: np.ndarray
    bins: np.ndarray
    counts: np.ndarray
    worst: np.ndarray
    rest_every_h: float
    rest_h: float
    taper_from: float
    taper_end: float
    horizon_h: float
