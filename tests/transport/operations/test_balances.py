"""What holds for any traffic: nothing is lost, chambers are never too full, rules are kept."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import Chamber
from transport.operations.lock import Hull, LockRules, LockSite, places_in_chamber
from transport.operations.placing import place_vessels
from transport.operations.waterway import Stretch, Trips, simulate_waterway

if TYPE_CHECKING:
    import pandas as pd

    from transport.operations.records import Balance, WaterwayRecords

NAN = float("nan")
HULLS = [Hull(45, 8.8, 500), Hull(50, 10.8, 1000), Hull(72, 15.8, 3300), Hull(90, 15.8, 5000)]
ROUTES = [
    [Stretch(0.3, "A", 0), Stretch(1.1, "B", 0), Stretch(0.7, "", 0)],
    [Stretch(0.7, "B", 1), Stretch(1.1, "A", 1), Stretch(0.3, "", 0)],
    [Stretch(0.5, "A", 0), Stretch(0.9, "", 0)],
    [Stretch(2.0, "", 0)],
]
HORIZON_H = 12.0
TRAFFIC = settings(deadline=None, max_examples=40)


@dataclass(frozen=True)
class Case:
    """Random traffic over two locks."""

    trips: Trips
    chambers: dict[str, list[Chamber]]
    rules: LockRules

    def run(self) -> tuple[WaterwayRecords, Balance]:
        locks = {lock: LockSite(tuple(lines), self.rules) for lock, lines in self.chambers.items()}
        return simulate_waterway(self.trips, ROUTES, HULLS, locks, HORIZON_H)


minutes = st.sampled_from([0.0, 10.0, 25.0, 60.0])


def random_trips(seed: int, n: int) -> Trips:
    """Departures to hundredths of an hour, so that some coincide; some after the horizon."""
    rng = np.random.default_rng(seed)
    return Trips(
        depart_h=np.sort(rng.uniform(0, 13, n).round(2)),
        route=rng.integers(0, len(ROUTES), n),
        hull=rng.integers(0, len(HULLS), n),
        payload_t=rng.integers(0, 3000, n).astype(float),
        first=rng.random(n) < rng.choice([0.0, 0.3, 1.0]),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    sizes = st.sampled_from([(190.0, 16.0), (200.0, 34.0), (120.0, 12.0), (NAN, NAN)])
    chambers = {
        lock: [
            Chamber(lock, "0", 200, 34, NAN, 40, 10),  # fits every hull
            *(
                Chamber(lock, str(line), *draw(sizes), 1000, draw(minutes), draw(minutes))
                for line in range(1, draw(st.integers(1, 3)))
            ),
        ]
        for lock in ("A", "B")
    }
    return Case(
        random_trips(draw(st.integers(0, 10**6)), draw(st.integers(0, 80))),
        chambers,
        LockRules(
            look_ahead=draw(st.integers(1, 8)),
            min_fill_share=draw(st.sampled_from([0.0, 0.5, 0.7, 1.0])),
            max_hold_h=draw(st.sampled_from([0.0, 0.5, 1.5])),
            marked_first=draw(st.booleans()),
        ),
    )


def with_call_order(case: Case, passages: pd.DataFrame) -> pd.DataFrame:
    """Passages with their hull and whether they are called before others (0) or not (1)."""
    trip = passages["trip"].to_numpy(dtype=np.int64)
    called = ~(case.trips.first[trip] & case.rules.marked_first)
    return passages.assign(hull=case.trips.hull[trip], after=called.astype(int))


@given(cases())
@TRAFFIC
def test_nothing_is_lost(case: Case) -> None:
    records, balance = case.run()
    assert balance.holds
    # First locks by hand: who departs early enough to have reached one.
    reach_h = [ROUTES[route][0].sail_h for route in case.trips.route]
    first = {
        lock: sum(
            1
            for depart, route, sail in zip(
                case.trips.depart_h, case.trips.route, reach_h, strict=True
            )
            if ROUTES[route][0].lock == lock and depart + sail < HORIZON_H
        )
        for lock in ("A", "B")
    }
    for lock, least in first.items():
        there = {
            int(trip)
            for table in (records.passages, records.waiting, records.in_lock)
            for trip in table.loc[table["lock"] == lock, "trip"]
        }
        begun = {
            trip for trip, route in enumerate(case.trips.route) if ROUTES[route][0].lock == lock
        }
        assert len(there & begun) == least
    assert len(records.voyages) == int((case.trips.depart_h < HORIZON_H).sum())


@given(cases())
@TRAFFIC
def test_a_chamber_is_never_too_full_and_does_one_thing_at_a_time(case: Case) -> None:
    records, _ = case.run()
    passages = with_call_order(case, records.passages)
    for (lock, number), batch in passages.groupby(["lock", "lockage"]):
        (line,) = {str(name) for name in batch["line"]}
        chamber = next(c for c in case.chambers[str(lock)] if c.line == line)
        entered = batch.sort_values(["after", "arrive_h", "trip"])
        hulls = [HULLS[hull] for hull in entered["hull"]]
        if math.isnan(chamber.length_m):
            assert len(hulls) == 1
        else:
            assert None not in place_vessels((chamber.length_m, chamber.width_m), hulls), number
            area_m2 = sum(hull.length_m * hull.beam_m for hull in hulls)
            assert area_m2 <= chamber.length_m * chamber.width_m * (1 + 1e-9)
        assert len(set(batch["direction"])) == 1
        assert len(batch) == len(set(batch["trip"]))
    for (lock, name), done in records.lockages.groupby(["lock", "line"]):
        chamber = next(c for c in case.chambers[str(lock)] if c.line == str(name))
        rows = done.sort_values(["start_h", "end_h"])
        start = rows["start_h"].to_numpy(dtype=float)
        end = rows["end_h"].to_numpy(dtype=float)
        assert end - start == pytest.approx(chamber.lockage_min / 60)
        same = rows["direction"].to_numpy()[1:] == rows["direction"].to_numpy()[:-1]
        if chamber.lockage_min > 0:
            turn_h = np.where(same, chamber.turn_min / 60, 0.0)
            assert (start[1:] - end[:-1] >= turn_h - 1e-9).all()


@given(cases())
@TRAFFIC
def test_equal_vessels_keep_their_order_and_nobody_starts_before_coming(case: Case) -> None:
    records, _ = case.run()
    passages = with_call_order(case, records.passages)
    assert (passages["start_h"] >= passages["arrive_h"]).all()
    for _, line in passages.groupby(["lock", "direction", "hull", "after"]):
        rows = line.sort_values(["arrive_h", "start_h"])
        assert rows["start_h"].is_monotonic_increasing


@given(cases())
@TRAFFIC
def test_no_vessel_starts_while_an_equal_one_waits_that_goes_first(case: Case) -> None:
    records, _ = case.run()
    stays = with_call_order(case, records.stays())
    stays["start_h"] = stays["start_h"].fillna(np.inf)
    for _, line in stays.groupby(["lock", "direction", "hull"]):
        first, others = line[line["after"] == 0], line[line["after"] == 1]
        for start in others.loc[others["start_h"] < np.inf, "start_h"]:
            assert not ((first["arrive_h"] <= start) & (first["start_h"] > start)).any()


@given(cases())
@TRAFFIC
def test_marks_matter_only_with_the_rule_and_where_not_all_have_one(case: Case) -> None:
    n = len(case.trips)
    marks = {"none": np.zeros(n, dtype=bool), "all": np.ones(n, dtype=bool)}
    off = replace(case, rules=replace(case.rules, marked_first=False))
    on = replace(case, rules=replace(case.rules, marked_first=True))
    plain = off.run()[0]
    same = [*(replace(on, trips=replace(case.trips, first=one)) for one in marks.values())]
    same.append(replace(off, trips=replace(case.trips, first=~case.trips.first)))
    for other in same:
        records = other.run()[0]
        for name in ("passages", "lockages", "turns", "waiting", "in_lock", "voyages"):
            one, two = (
                getattr(run, name).drop(columns="first", errors="ignore")
                for run in (plain, records)
            )
            assert one.equals(two)


@given(cases())
@TRAFFIC
def test_the_area_under_the_queue_is_the_sum_of_the_waits(case: Case) -> None:
    # Little's law as an identity: the queue is swept event by event, the waits are summed vessel
    # by vessel from the voyages.
    records, _ = case.run()
    change: dict[float, int] = {}
    for table in (records.passages, records.in_lock, records.waiting):
        for at in table["arrive_h"]:
            change[float(at)] = change.get(float(at), 0) + 1
    for table in (records.passages, records.in_lock):
        for at in table["start_h"]:
            change[float(at)] = change.get(float(at), 0) - 1
    area_h, length, before = 0.0, 0, 0.0
    for at, step in sorted(change.items()):
        area_h += length * (at - before)
        length += step
        before = at
        assert length >= 0
    area_h += length * (HORIZON_H - before)
    assert area_h == pytest.approx(float(records.voyages["waiting_h"].sum()), abs=1e-6)
    assert length == len(records.waiting)


@given(cases())
@TRAFFIC
def test_a_run_can_be_repeated_to_the_bit(case: Case) -> None:
    one, other = case.run()[0], case.run()[0]
    for name in ("passages", "lockages", "waiting", "in_lock", "voyages"):
        assert getattr(one, name).equals(getattr(other, name))


@given(st.integers(1, 3400), st.integers(1, 3400), st.integers(1, 40), st.integers(1, 40))
def test_places_are_counted_as_in_whole_centimetres(
    length_cm: int, width_cm: int, rows: int, files: int
) -> None:
    chamber = Chamber("A", "1", rows * length_cm / 100, files * width_cm / 100, NAN, 40, 10)
    assert places_in_chamber(chamber, Hull(length_cm / 100, width_cm / 100, 1)) == rows * files


@given(st.floats(10, 400), st.floats(5, 40), st.floats(10, 200), st.floats(3, 20))
def test_places_never_overfill_a_chamber_by_area(
    length_m: float, width_m: float, hull_m: float, beam_m: float
) -> None:
    chamber = Chamber("A", "1", length_m, width_m, NAN, 40, 10)
    places = places_in_chamber(chamber, Hull(hull_m, beam_m, 1))
    assert places * hull_m * beam_m <= length_m * width_m * (1 + 1e-6)
    assert (places > 0) == (hull_m <= length_m and beam_m <= width_m) or min(
        abs(hull_m - length_m), abs(beam_m - width_m)
    ) < 1e-6


@given(cases())
@TRAFFIC
def test_no_vessel_waits_past_its_hold_while_a_chamber_it_fits_stands_idle(case: Case) -> None:
    # Without turns and with a look-ahead past every queue, each chamber that fits a vessel is
    # locking from the hour the vessel is due until the hour it starts.
    chambers = {
        lock: [replace(chamber, turn_min=0.0) for chamber in lines]
        for lock, lines in case.chambers.items()
    }
    rules = replace(case.rules, look_ahead=100)
    records, _ = replace(case, chambers=chambers, rules=rules).run()
    passages, lockages = records.passages, records.lockages
    columns = [passages[name] for name in ("lock", "trip", "arrive_h", "start_h")]
    for lock, trip, arrive, start in zip(*columns, strict=True):
        hull = HULLS[case.trips.hull[trip]]
        for chamber in chambers[lock]:
            if places_in_chamber(chamber, hull):
                mine = lockages[(lockages["lock"] == lock) & (lockages["line"] == chamber.line)]
                spans = list(zip(mine["start_h"], mine["end_h"], strict=True))
                assert _covered(spans, arrive + rules.max_hold_h, start), (trip, chamber)


def _covered(spans: list[tuple[float, float]], begin: float, end: float) -> bool:
    """Whether spans cover a period without a gap."""
    at = begin
    for low, high in sorted(spans):
        if low > at + 1e-9:
            break
        at = max(at, high)
    return at >= end - 1e-9
