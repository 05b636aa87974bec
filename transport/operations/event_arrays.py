"""Arrays of the event loop, made from vessels, routes and lock sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from transport.operations import event_tables
from transport.operations.lock import DIRECTION_RULES, places_in_chamber

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from networks import Chamber
    from transport.operations.lock import Hull, LockSite
    from transport.operations.sailing import Stretch, Trips

_RULES = (
    "look_ahead",
    "marked_first",
    "min_fill_share",
    "max_hold_h",
    "call_delay_h",
    "announce_h",
    "timetable_h",
    "gap_length_m",
    "gap_width_m",
    "under_keel_m",
)


def make_world(
    trips: Trips,
    routes: Sequence[Sequence[Stretch]],
    hulls: Sequence[Hull],
    sites: Mapping[str, LockSite],
    horizon_h: float,
) -> event_tables.World:
    """Make the arrays of a run before its first event.

    Parameters
    ----------
    trips : Trips
        Every trip of the run.
    routes : sequence of sequence of Stretch
        Stretches of each route, the last one without a lock.
    hulls : sequence of Hull
        Vessel sizes.
    sites : mapping of str to LockSite
        The locks in use, in the order in which they are numbered.
    horizon_h : float
        Hours to simulate.

    Returns
    -------
    World
        Empty queues, every chamber idle and above (a line one-way up stands below).
    """
    rows = [(i, site, one) for i, site in enumerate(sites.values()) for one in site.ordered]
    closed = [site.closed_h.get(chamber.line, ()) for _, site, chamber in rows]
    depths = [site.depth_m.get(chamber.line, ()) for _, site, chamber in rows]
    factors = [site.levelling.get(chamber.line, ()) for _, site, chamber in rows]
    heads = [[(from_h, factor - 1) for from_h, factor in part] for part in factors]
    lines = _lines(rows)
    for name, parts in (("closed", closed), ("depth", depths), ("head", heads)):
        lines[f"{name}_end"] = np.cumsum([len(part) for part in parts])
        lines[f"{name}_first"] = lines[f"{name}_end"] - [len(part) for part in parts]
    plan = _plan(trips, routes)
    slots = int(plan["slot"][-1])
    world = event_tables.World(
        trips=plan[:-1],
        routes=_offsets([len(route) for route in routes]),
        steps=_steps(routes, list(sites)),
        kinds=_kinds(hulls),
        take=_take(rows, hulls),
        lines=lines,
        locks=_locks(list(sites.values())),
        closures=np.array([pair for part in closed for pair in part], dtype=event_tables.CLOSURE),
        depths=np.array([pair for part in depths for pair in part], dtype=event_tables.DEPTH),
        heads=np.array([pair for part in heads for pair in part], dtype=event_tables.HEAD),
        vessels=_blank(len(trips), event_tables.VESSEL),
        chambers=_chambers(lines),
        desks=_desks(len(sites)),
        queues=_blank((len(sites), 2), event_tables.LINE_UP),
        passages=_blank(slots, event_tables.PASSAGE),
        turns=_blank(_most_turns(trips, plan, sites, depths), event_tables.TURN),
        counts=np.zeros(2, dtype=np.int64),
        horizon_h=float(horizon_h),
        **event_tables.scratch(),
    )
    return world._replace(**_rows_by_name(world))


def _most_turns(
    trips: Trips, plan: np.ndarray, sites: Mapping[str, LockSite], depths: Sequence[Sequence[Any]]
) -> int:
    """Return a number of turns of empty chambers that no run exceeds.

    Between two turns of a line a vessel is locked through, the depth over its sill changes, or a
    marked vessel comes that hides others from the look-ahead.
    """
    most_lines = max((len(one.chambers) for one in sites.values()), default=0)
    hides = int(np.diff(plan["slot"])[trips.first].sum())
    return (int(plan["slot"][-1]) + hides) * most_lines + sum(len(part) for part in depths)


def _rows_by_name(world: event_tables.World) -> dict[str, Any]:
    """View rows so that uncompiled functions may write ``row.column`` as compiled ones do."""
    return {
        name: part.view(np.recarray)
        for name, part in world._asdict().items()
        if isinstance(part, np.ndarray) and part.dtype.names
    }


def _plan(trips: Trips, routes: Sequence[Sequence[Stretch]]) -> np.ndarray:
    """Lay the trips out, with one row more that holds the end of the passage slots."""
    stops = np.array([len(route) - 1 for route in routes], dtype=np.int64)
    plan = np.zeros(len(trips) + 1, dtype=event_tables.TRIP)
    plan["slot"] = _offsets(stops[trips.route])
    for name, column in (
        ("depart_h", trips.depart_h),
        ("pace", trips.pace),
        ("route", trips.route),
        ("kind", trips.hull),
        ("first", trips.first),
    ):
        plan[name][:-1] = column
    return plan


def _steps(routes: Sequence[Sequence[Stretch]], names: Sequence[str]) -> np.ndarray:
    """Lay the stretches of all routes in a row."""
    index = {name: i for i, name in enumerate(names)} | {"": -1}
    rows = [(one.sail_h, index[one.lock], one.direction) for route in routes for one in route]
    return np.array(rows, dtype=event_tables.STEP)


def _kinds(hulls: Sequence[Hull]) -> np.ndarray:
    """Lay the hulls out."""
    rows = [(hull.length_m, hull.beam_m, hull.draught_m) for hull in hulls]
    return np.array(rows, dtype=event_tables.KIND)


def _take(rows: Sequence[tuple[int, LockSite, Chamber]], hulls: Sequence[Hull]) -> np.ndarray:
    """Share of each line that each hull takes."""
    take = np.full((len(rows), len(hulls)), np.inf)
    for k, (_, site, chamber) in enumerate(rows):
        for j, hull in enumerate(hulls):
            places = places_in_chamber(chamber, hull, site.rules.gaps_m)
            take[k, j] = 1 / places if places else np.inf
    return take


def _lines(rows: Sequence[tuple[int, LockSite, Chamber]]) -> np.ndarray:
    """Lay the lines of all locks in a row, in the order in which they are asked."""
    lines = np.zeros(len(rows), dtype=event_tables.LINE)
    for k, (lock, site, chamber) in enumerate(rows):
        phases = chamber.phase_times
        line = lines[k]
        line["lock"] = lock
        line["length_m"], line["width_m"] = chamber.length_m, chamber.width_m
        line["one_way"] = site.rules.one_way.get(chamber.line, event_tables.BOTH_WAYS)
        line["relief_queue"] = site.rules.relief_queue.get(chamber.line, 0)
        line["entry_first_h"] = phases.entry_first_min / 60
        line["entry_next_h"] = phases.entry_next_min / 60
        line["chamber_down_h"] = phases.chamber_min(0) / 60
        line["chamber_up_h"] = phases.chamber_min(1) / 60
        line["exit_first_h"] = phases.exit_first_min / 60
        line["exit_next_h"] = phases.exit_next_min / 60
        line["turn_h"] = phases.turn_min / 60
        down_min, up_min = (chamber.levelling_min(direction) for direction in (0, 1))
        line["levelling_down_h"], line["levelling_up_h"] = down_min / 60, up_min / 60
        line["turn_levelling_h"] = min(down_min, up_min, phases.turn_min) / 60
    return lines


def _locks(sites: Sequence[LockSite]) -> np.ndarray:
    """Lay the rules of all locks out."""
    locks = np.zeros(len(sites), dtype=event_tables.LOCK)
    locks["end_line"] = np.cumsum([len(site.chambers) for site in sites])
    locks["first_line"] = locks["end_line"] - [len(site.chambers) for site in sites]
    for k, site in enumerate(sites):
        for name in _RULES:
            locks[name][k] = getattr(site.rules, name)
        locks["direction_rule"][k] = DIRECTION_RULES.index(site.rules.direction_rule)
    return locks


def _chambers(lines: np.ndarray) -> np.ndarray:
    """State of the chambers before the first event."""
    chambers = np.zeros(len(lines), dtype=event_tables.CHAMBER)
    chambers["side"] = np.maximum(lines["one_way"], 0)
    chambers["closure"] = lines["closed_first"]
    chambers["depth"] = lines["depth_first"]
    chambers["head"] = lines["head_first"]
    return chambers


def _desks(locks: int) -> np.ndarray:
    """State of the locks before the first event."""
    desks = np.zeros(locks, dtype=event_tables.DESK)
    desks["look_h"] = -np.inf
    return desks


def _blank(shape: int | tuple[int, int], kind: np.dtype[np.void]) -> np.ndarray:
    """Rows in which nothing has happened: NaN, -1, and 0 for counts."""
    rows = np.zeros(shape, dtype=kind)
    for name in kind.names or ():
        if kind[name] == np.float64:
            rows[name] = np.nan
        elif name not in ("position", "ready"):
            rows[name] = -1
    return rows


def _offsets(counts: Sequence[int] | np.ndarray) -> np.ndarray:
    """Start of each part in a row of parts, and the end of the last."""
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64))).astype(np.int64)
