"""The event loop held against the rules of a lock told once more, slowly and plainly.

The slow telling walks through time in steps of an eighth of an hour, on which every time of a case
lies (each is a binary fraction, so both tellings reckon without rounding), and asks every line of
every lock at every step. It keeps no events, no linked queues, no compiled code and no skyline:
vessels lie in a list of rectangles. A start that the event loop misses, takes too early or gives
to another vessel differs here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import isnan

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import Chamber, LockPhases
from transport.operations.lock import Hull, LockRules, LockSite
from transport.operations.waterway import Stretch, Trips, simulate_waterway

NAN = float("nan")
STEPS_PER_H = 8
HORIZON_H = 40.0
HULLS = [
    Hull(40, 8, 400, 1.5),
    Hull(45, 10, 800, 2.0),
    Hull(60, 11, 1500, 2.5),
    Hull(75, 16, 3000, 3.5),
    Hull(90, 16, 5000, 4.0),
]
ROUTES = [
    [Stretch(0.25, "A", 0), Stretch(1.5, "B", 0), Stretch(0.5, "", 0)],
    [Stretch(0.25, "B", 1), Stretch(1.5, "A", 1), Stretch(0.5, "", 0)],
    [Stretch(0.0, "A", 0), Stretch(1.0, "", 0)],
    [Stretch(0.5, "A", 1), Stretch(1.0, "", 0)],
    [Stretch(0.5, "B", 0), Stretch(1.0, "", 0)],
]


# --- the slow telling


@dataclass(eq=False)
class Visit:
    """A vessel bound for a lock."""

    trip: int
    hull: Hull
    direction: int
    known_h: float
    ready_h: float
    first: bool
    started: bool = False


@dataclass(eq=False)
class Line:
    """A chamber at work."""

    chamber: Chamber
    side: int
    free_h: float = 0.0
    turned: bool = False


Start = tuple[int, str, str, float, float]
"""Trip, lock, line, start and end of its stay in the chamber."""


@dataclass(eq=False)
class SlowLock:
    """A lock that follows the rules as they are written."""

    name: str
    site: LockSite
    visits: list[Visit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)

    def __post_init__(self) -> None:
        chambers = list(self.site.chambers)
        if self.site.rules.line_order == "largest-first":
            chambers.sort(key=lambda one: 0 if isnan(one.length_m) else -one.length_m * one.width_m)
        one_way = self.site.rules.one_way
        self.lines = [Line(one, one_way.get(one.line, 0)) for one in chambers]

    def ask(self, now_h: float) -> bool:
        """Start what may start now; whether anything did."""
        idle = [line for line in self.lines if line.free_h <= now_h]
        begun = False
        while line := next((one for one in idle if self.start(one, now_h)), None):
            idle.remove(line)
            begun = True
        return begun

    def start(self, line: Line, now_h: float) -> bool:
        """Start a lockage or a turn of an idle line, if the rules say so."""
        if not self.may_start(line, now_h):
            return False
        if line.turned:
            line.turned = False
            batch = self.batch(line, line.side, now_h)[0]
            if batch:
                return self.lock_through(line, batch, now_h)
        for direction in self.sides(line, now_h):
            one_way = self.site.rules.one_way.get(line.chamber.line, direction)
            batch = self.batch_that_may_go(line, direction, now_h)
            if batch and direction == one_way == line.side:
                return self.lock_through(line, batch, now_h)
            if batch and direction == one_way:
                line.turned, line.side = True, direction
                line.free_h = now_h + self.turn_min(line, now_h) / 60
                return True
        return False

    def may_start(self, line: Line, now_h: float) -> bool:
        """Whether a line is wanted, open and in its timetable."""
        rules, name = self.site.rules, line.chamber.line
        if not self.ready(line.side, now_h):
            line.turned = False
        ready = sum(len(self.ready(direction, now_h)) for direction in (0, 1))
        closed = any(begin <= now_h < end for begin, end in self.site.closed_h.get(name, ()))
        in_time = not rules.timetable_h or now_h % rules.timetable_h == 0
        return ready >= max(1, rules.relief_queue.get(name, 0)) and in_time and not closed

    def goes_first(self, one: Visit) -> bool:
        return one.first and self.site.rules.marked_first

    def is_there(self, one: Visit, now_h: float) -> bool:
        """Whether a vessel counts for others: one that goes first only once it is ready."""
        return one.ready_h <= now_h or not self.goes_first(one)

    def queue(self, direction: int, now_h: float) -> list[Visit]:
        """Vessels known and not started, in their order."""
        known = [
            one
            for one in self.visits
            if one.direction == direction and one.known_h <= now_h and not one.started
        ]
        return sorted(known, key=lambda one: (not self.goes_first(one), one.known_h, one.trip))

    def in_sight(self, direction: int, now_h: float) -> list[Visit]:
        """Vessels of a queue that a controller looks at."""
        seen: list[Visit] = []
        for one in self.queue(direction, now_h):
            if sum(self.is_there(other, now_h) for other in seen) < self.site.rules.look_ahead:
                seen.append(one)
        return seen

    def ready(self, direction: int, now_h: float) -> list[Visit]:
        return [one for one in self.queue(direction, now_h) if one.ready_h <= now_h]

    def sides(self, line: Line, now_h: float) -> tuple[int, int]:
        """Directions in the order in which a line asks them."""
        here, there = line.side, 1 - line.side
        mine, other = (
            [
                (not self.goes_first(one), one.ready_h)
                for one in self.queue(side, now_h)
                if self.is_there(one, now_h)
            ]
            for side in (here, there)
        )
        rule = self.site.rules.direction_rule
        if rule == "first-come":
            crosses = bool(other) and (not mine or other[0] < mine[0])
        elif rule == "longest-queue":
            crosses = len(self.ready(there, now_h)) > len(self.ready(here, now_h))
        else:
            crosses = False
        return (there, here) if crosses else (here, there)

    def holds(self, line: Line, hull: Hull, now_h: float) -> int:
        """Places of a line for vessels of one size, 0 where it does not take them now."""
        chamber, rules = line.chamber, self.site.rules
        depths = self.site.depth_m.get(chamber.line, ())
        if depths:
            past = [depth for hour, depth in depths if hour <= now_h]
            if hull.draught_m + rules.under_keel_m > (past[-1] if past else depths[0][1]):
                return 0
        if isnan(chamber.length_m):
            return int(hull.dwt_t <= chamber.max_vessel_dwt)
        ahead, abeam = rules.gap_length_m, rules.gap_width_m
        rows = (chamber.length_m + ahead) // (hull.length_m + ahead)
        return int(rows * ((chamber.width_m + abeam) // (hull.beam_m + abeam)))

    def has_room(self, line: Line, aboard: list[Visit], hull: Hull) -> bool:
        """Whether a hull finds room behind those aboard."""
        chamber = line.chamber
        if isnan(chamber.length_m):
            return not aboard
        gaps = (self.site.rules.gap_length_m, self.site.rules.gap_width_m)
        hulls = [*(one.hull for one in aboard), hull]
        return rectangles((chamber.length_m, chamber.width_m), hulls, gaps) is not None

    def batch(self, line: Line, direction: int, now_h: float) -> tuple[list[Visit], bool, bool]:
        """Batch of a line, whether one found no room, whether an announced one still would."""
        seen = self.in_sight(direction, now_h)
        fitting = [one for one in seen if self.holds(line, one.hull, now_h)]
        batch: list[Visit] = []
        left_over = False
        for one in fitting:
            if one.ready_h <= now_h:
                if self.has_room(line, batch, one.hull):
                    batch.append(one)
                else:
                    left_over = True
        announced = [one for one in fitting if one.ready_h > now_h]
        return batch, left_over, any(self.has_room(line, batch, one.hull) for one in announced)

    def batch_that_may_go(self, line: Line, direction: int, now_h: float) -> list[Visit]:
        """Batch of a line that need not be held any longer; empty if none."""
        rules = self.site.rules
        batch, left_over, expected = self.batch(line, direction, now_h)
        taken = sum(Fraction(1, self.holds(line, one.hull, now_h)) for one in batch)
        held_h = max((now_h - one.ready_h for one in batch), default=0.0)
        goes = (
            left_over
            or taken >= Fraction(str(rules.min_fill_share))
            or held_h >= rules.max_hold_h
            or (rules.announce_h > 0 and not expected)
        )
        return batch if goes else []

    def turn_min(self, line: Line, now_h: float) -> float:
        """Minutes of an empty turn, of which one levelling at the most follows the head."""
        phases = line.chamber.phase_times
        level_min = phases.steps * min(phases.filling_min, phases.emptying_min)
        level_min = min(level_min, phases.turn_min)
        return phases.turn_min - level_min + self.factor(line, now_h) * level_min

    def factor(self, line: Line, now_h: float) -> float:
        """Factor on filling and emptying of a line."""
        factors = self.site.levelling.get(line.chamber.line, ())
        past = [factor for hour, factor in factors if hour <= now_h]
        return past[-1] if past else factors[0][1] if factors else 1.0

    def lock_through(self, line: Line, batch: list[Visit], now_h: float) -> bool:
        """Enter one by one, gates and levels, leave one by one."""
        phases = line.chamber.phase_times
        level_min = phases.filling_min if line.side else phases.emptying_min
        level_min *= self.factor(line, now_h)
        at_min = phases.entry_first_min + phases.entry_next_min * (len(batch) - 1)
        at_min += phases.steps * (phases.gates_min + level_min + phases.gates_min)
        at_min += phases.exit_first_min
        for one in batch:
            one.started = True
            out_h = now_h + at_min / 60
            self.starts.append((one.trip, self.name, line.chamber.line, now_h, out_h))
            line.free_h = out_h
            at_min += phases.exit_next_min
        line.side = 1 - line.side
        return True


def rectangles(
    chamber_m: tuple[float, float], hulls: list[Hull], gaps_m: tuple[float, float]
) -> list[tuple[float, float]] | None:
    """Forward end and left edge of each hull, or None if the last finds no room.

    A vessel slides forward from the gate in a lane of its beam until the gap ahead is used up; of
    all lanes beside a wall or a moored hull it takes the one that leads furthest forward.
    """
    ahead, abeam = gaps_m
    moored: list[tuple[float, float, Hull]] = []
    for hull in hulls:
        lanes = []
        for left in sorted({0.0, *(edge + one.beam_m + abeam for _, edge, one in moored)}):
            if left + hull.beam_m <= chamber_m[1]:
                before = [
                    forward + one.length_m + ahead
                    for forward, edge, one in moored
                    if edge < left + hull.beam_m + abeam and left < edge + one.beam_m + abeam
                ]
                lanes.append((max(before, default=0.0), left))
        lanes = [lane for lane in lanes if lane[0] + hull.length_m <= chamber_m[0]]
        if not lanes:
            return None
        moored.append((*min(lanes), hull))
    return [(forward, left) for forward, left, _ in moored]


def slow_starts(trips: Trips, sites: dict[str, LockSite]) -> set[Start]:
    """Every start before the horizon."""
    locks = {name: SlowLock(name, site) for name, site in sites.items()}

    def sail(trip: int, leg: int, at_h: float) -> None:
        stretch = ROUTES[trips.route[trip]][leg]
        if stretch.lock:
            rules = sites[stretch.lock].rules
            ready_h = at_h + stretch.sail_h * trips.pace[trip] + rules.call_delay_h
            known_h = max(at_h, ready_h - rules.announce_h)
            visit = Visit(
                trip,
                HULLS[trips.hull[trip]],
                stretch.direction,
                known_h,
                ready_h,
                bool(trips.first[trip]),
            )
            locks[stretch.lock].visits.append(visit)

    for trip in range(len(trips)):
        sail(trip, 0, trips.depart_h[trip])
    told: set[Start] = set()
    for step in range(int(HORIZON_H * STEPS_PER_H)):
        begun = [True]
        while any(begun):
            begun = [lock.ask(step / STEPS_PER_H) for lock in locks.values()]
            for lock in locks.values():
                for trip, name, line, start_h, out_h in lock.starts:
                    legs = [one.lock for one in ROUTES[trips.route[trip]]]
                    sail(trip, legs.index(name) + 1, out_h)
                    told.add((trip, name, line, start_h, out_h))
                lock.starts.clear()
    return told


# --- cases


@dataclass(frozen=True)
class Case:
    """Vessels and locks."""

    trips: Trips
    sites: dict[str, LockSite]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    vessels = draw(st.integers(0, 90))
    trips = Trips(
        depart_h=np.sort(rng.integers(0, 24 * STEPS_PER_H, vessels)) / STEPS_PER_H,
        route=rng.integers(0, len(ROUTES), vessels),
        hull=rng.integers(0, len(HULLS), vessels),
        payload_t=np.ones(vessels),
        pace=rng.choice([0.5, 1.0, 2.0], vessels),
        first=rng.random(vessels) < draw(st.sampled_from([0.0, 0.3, 0.7, 1.0])),
    )
    return Case(trips, {lock: draw(sites(lock)) for lock in ("A", "B")})


@st.composite
def sites(draw: st.DrawFn, lock: str) -> LockSite:
    """One line that takes every vessel both ways, and up to two of any kind."""
    others = [str(number) for number in range(1, draw(st.integers(1, 3)))]
    sizes = st.sampled_from([(100, 12), (120, 24), (190, 23), (200, 34), (NAN, NAN)])
    chambers = [Chamber(lock, "0", *draw(st.sampled_from([(95, 17), (190, 34)])), NAN, 60, 15)]
    chambers += [Chamber(lock, line, *draw(sizes), 1500, 60, 15) for line in others]
    some = st.sampled_from(["1", "2"])  # a rule for a line that is not there says nothing
    return LockSite(
        tuple(
            Chamber(
                *(lock, one.line, one.length_m, one.width_m, one.max_vessel_dwt, 60, 15),
                phases=draw(phases),
            )
            for one in chambers
        ),
        LockRules(
            look_ahead=draw(st.sampled_from([1, 2, 3, 5, 20])),
            min_fill_share=draw(st.sampled_from([0.0, 0.5, 0.7, 1.0])),
            max_hold_h=draw(st.sampled_from([0.0, 0.5, 1.5, 3.0])),
            call_delay_h=draw(st.sampled_from([0.0, 0.0, 0.25, 0.75])),
            relief_queue=draw(st.dictionaries(some, st.integers(1, 5), max_size=1)),
            direction_rule=draw(st.sampled_from(["alternate", "first-come", "longest-queue"])),
            line_order=draw(st.sampled_from(["largest-first", "as-listed"])),
            announce_h=draw(st.sampled_from([0.0, 0.0, 0.5, 1.5, 4.0])),
            timetable_h=draw(st.sampled_from([0.0, 0.0, 0.0, 0.5, 2.0])),
            gap_length_m=draw(st.sampled_from([0.0, 1.0])),
            gap_width_m=draw(st.sampled_from([0.0, 0.5])),
            under_keel_m=draw(st.sampled_from([0.0, 0.5])),
            one_way=draw(st.dictionaries(some, st.integers(0, 1), max_size=1)),
            marked_first=draw(st.booleans()),
        ),
        closed_h={line: draw(closures()) for line in ("0", *others)},
        depth_m=draw(st.dictionaries(some, depths(), max_size=2)),
        levelling=draw(st.dictionaries(some, levelling(), max_size=2)),
    )


def eighths(*values: float) -> st.SearchStrategy[float]:
    return st.sampled_from(values)


phases = st.builds(
    LockPhases,
    entry_first_min=eighths(0, 15),
    entry_next_min=eighths(0, 7.5, 15),
    gates_min=eighths(0, 7.5),
    filling_min=eighths(15, 30, 60),
    emptying_min=eighths(7.5, 30, 45),
    exit_first_min=eighths(0, 7.5),
    exit_next_min=eighths(0, 7.5, 15),
    turn_min=eighths(0, 7.5, 30, 60),
    steps=st.integers(1, 3),
)


@st.composite
def closures(draw: st.DrawFn) -> tuple[tuple[float, float], ...]:
    edges = draw(st.lists(st.integers(0, 30 * STEPS_PER_H), max_size=6, unique=True))
    edges = sorted(edges)[: len(edges) // 2 * 2]
    return tuple(
        (a / STEPS_PER_H, b / STEPS_PER_H) for a, b in zip(edges[::2], edges[1::2], strict=True)
    )


@st.composite
def depths(draw: st.DrawFn) -> tuple[tuple[float, float], ...]:
    hours = draw(st.lists(st.integers(0, 30 * STEPS_PER_H), min_size=1, max_size=5, unique=True))
    levels = st.sampled_from([1.5, 2.0, 2.5, 3.0, 4.0, 4.5])
    return tuple((hour / STEPS_PER_H, draw(levels)) for hour in sorted(hours))


@st.composite
def levelling(draw: st.DrawFn) -> tuple[tuple[float, float], ...]:
    hours = draw(st.lists(st.integers(0, 30 * STEPS_PER_H), min_size=1, max_size=5, unique=True))
    # Eighths of an hour stay eighths. None is zero: a lockage that takes no time has no order among
    # the events of its hour.
    factors = st.sampled_from([1.0, 2.0, 3.0])
    return tuple((hour / STEPS_PER_H, draw(factors)) for hour in sorted(hours))


def engine_starts(case: Case) -> set[Start]:
    records, balance = simulate_waterway(case.trips, ROUTES, HULLS, case.sites, HORIZON_H)
    assert balance.holds
    columns = ["trip", "lock", "line", "start_h", "end_h"]
    stays = pd.concat([records.passages[columns], records.in_lock[columns]])
    lines = zip(*(stays[name].tolist() for name in columns), strict=True)
    return {(trip, lock, line, start_h, end_h) for trip, lock, line, start_h, end_h in lines}


@given(cases())
@settings(deadline=None, max_examples=250)
def test_the_event_loop_starts_what_the_rules_start(case: Case) -> None:
    slow, fast = slow_starts(case.trips, case.sites), engine_starts(case)
    differ = slow ^ fast
    first_h = min((start[3] for start in differ), default=0.0)  # later ones follow from the first
    at_first = [sorted(s for s in part if s[3] == first_h) for part in (slow, fast)]
    assert at_first[0] == at_first[1]
