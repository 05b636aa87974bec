"""Where a vehicle stops and to what level it fills up: the plan that takes least time.

Going backwards from the destination, the least remaining time is worked out for every station,
level (steps of 2.5 % of the capacity, always rounded down) and time at the wheel (quarters of an
hour, rounded up). At a station the vehicle goes on, or fills up to any level above its own: that
takes the minutes at the counter, the expected wait, and the charging curve. A stop that is long
enough counts as the driver's rest; where none is, the rest is taken on the way. Levels at the next
station and at the end never fall below the reserve.
"""

from __future__ import annotations

import numpy as np

from transport.operations.compiled import compiled, compiled_apart
from transport.operations.station_tables import LEVELS, PASS, QUARTERS

TAPER_STEPS = 4
"""Steps in which the rate of charging falls between where it begins to fall and full."""

_QUARTER_H = 0.25


@compiled
def taper_share(level: float, capacity: float, taper_from: float, taper_end: float) -> float:
    """Rate of charging at a level over the largest one, in steps.

    Between the level at which it begins to fall and full, the rate falls in a line to its end;
    each step has the rate of its middle.
    """
    share = level / capacity
    if share < taper_from - 1e-9:
        return 1.0
    width = (1.0 - taper_from) / TAPER_STEPS
    step = min(np.floor((share - taper_from) / width + 1e-9), TAPER_STEPS - 1.0)
    return float(1.0 - (1.0 - taper_end) * (step + 0.5) / TAPER_STEPS)


@compiled
def next_level(level: float, capacity: float, taper_from: float) -> float:
    """Level at which the rate changes next."""
    share = level / capacity
    if share < taper_from - 1e-9:
        return taper_from * capacity
    width = (1.0 - taper_from) / TAPER_STEPS
    step = np.floor((share - taper_from) / width + 1e-9) + 1.0
    return float(min(1.0, taper_from + step * width) * capacity)


@compiled_apart
def fill_hours(
    rates: np.ndarray, capacity: float, tapers: int, taper: tuple[float, float]
) -> np.ndarray:
    """Hours from empty to each level, with the charger's and the vehicle's rate."""
    hours = np.zeros(LEVELS)
    width = capacity / (LEVELS - 1)
    for k in range(1, LEVELS):
        middle = (k - 0.5) * width
        own = rates[1]
        if tapers:
            own *= taper_share(middle, capacity, taper[0], taper[1])
        hours[k] = hours[k - 1] + width / min(rates[0], own)
    return hours


@compiled
def _leg(quarter: int, drive_h: float, rest: tuple[float, float]) -> tuple[float, int]:
    """Hours of a stretch with the rests taken on it, and the quarters at the wheel after it."""
    wheel_h = quarter * _QUARTER_H + drive_h
    hours = drive_h
    while wheel_h > rest[0] + 1e-9:
        wheel_h -= rest[0]
        hours += rest[1]
    return hours, min(QUARTERS - 1, int(np.ceil(wheel_h / _QUARTER_H - 1e-9)))


@compiled_apart
def plan_stops(
    ways: tuple[np.ndarray, np.ndarray],
    stops: tuple[np.ndarray, np.ndarray],
    hours: np.ndarray,
    vehicle: tuple[float, float],
    rest: tuple[float, float],
    plan: np.ndarray,
) -> np.ndarray:
    """Fill the stop plan of one itinerary, and return its hours.

    Parameters
    ----------
    ways : two arrays of shape (stations + 1,)
        Hours and amount of each stretch.
    stops : two arrays of shape (stations,)
        Hours at the counter of each station, and whether a stop always ends full (a swap).
    hours : array of shape (stations, LEVELS)
        Hours from empty to each level there, nought for a swap.
    vehicle : tuple of float
        Capacity and reserve.
    rest : tuple of float
        Hours at the wheel after which a rest is due, and its length.
    plan : array of shape (stations, LEVELS, QUARTERS)
        Is filled: the level to fill to; PASS to go on, and where there is no way.

    Returns
    -------
    array of shape (LEVELS,)
        Hours from a start with each level to the end; infinite where no stops take it there.
    """
    drive_h, need = ways
    stop_h, full_only = stops
    width = vehicle[0] / (LEVELS - 1)
    after = np.zeros((LEVELS, QUARTERS))
    for k in range(len(stop_h) - 1, -1, -1):
        ahead = _ahead(drive_h[k + 1], need[k + 1] / width, vehicle[1] / width, rest, after)
        now = np.empty((LEVELS, QUARTERS))
        for level in range(LEVELS):
            for quarter in range(QUARTERS):
                best, chosen = ahead[level, quarter], PASS
                for target in range(LEVELS - 1 if full_only[k] else level + 1, LEVELS):
                    stay_h = stop_h[k]
                    if not full_only[k]:
                        stay_h += hours[k, target] - hours[k, level]
                    rested = 0 if stay_h >= rest[1] - 1e-9 else quarter
                    total = stay_h + ahead[target, rested]
                    if total < best - 1e-9:
                        best, chosen = total, target
                now[level, quarter] = best
                plan[k, level, quarter] = chosen
        after = now
    return _ahead(drive_h[0], need[0] / width, vehicle[1] / width, rest, after)[:, 0]


@compiled_apart
def hours_of_plan(
    ways: tuple[np.ndarray, np.ndarray],
    stop_h: np.ndarray,
    hours: np.ndarray,
    vehicle: tuple[float, float],
    rest: tuple[float, float],
    followed: tuple[np.ndarray, int],
) -> float:
    """Hours from a start to the end by a plan that may be of other waits.

    Parameters
    ----------
    ways, hours, vehicle, rest
        As for `plan_stops`.
    stop_h : array of shape (stations,)
        Hours at the counter of each station.
    followed : tuple of array and int
        The plan of stops, and the level at the start.

    Returns
    -------
    float
        Infinite where it takes no vehicle with that level to the end.
    """
    drive_h, need = ways
    width = vehicle[0] / (LEVELS - 1)
    plan, level = followed
    total, quarter = 0.0, 0
    for k in range(len(drive_h)):
        left = level - need[k] / width
        if left < vehicle[1] / width - 1e-9:
            return float(np.inf)
        level = int(np.floor(left + 1e-9))
        leg_h, quarter = _leg(quarter, drive_h[k], rest)
        total += leg_h
        target = plan[k, level, quarter] if k < len(stop_h) else PASS
        if target != PASS:
            stay_h = stop_h[k] + hours[k, target] - hours[k, level]
            total += stay_h
            quarter = 0 if stay_h >= rest[1] - 1e-9 else quarter
            level = int(target)
    return total


@compiled_apart
def _ahead(
    drive_h: float, need: float, reserve: float, rest: tuple[float, float], after: np.ndarray
) -> np.ndarray:
    """Least time from leaving a station with each level and time at the wheel."""
    found = np.full((LEVELS, QUARTERS), np.inf)
    for quarter in range(QUARTERS):
        hours, later = _leg(quarter, drive_h, rest)
        for level in range(LEVELS):
            left = level - need
            if left >= reserve - 1e-9:
                found[level, quarter] = hours + after[int(np.floor(left + 1e-9)), later]
    return found
