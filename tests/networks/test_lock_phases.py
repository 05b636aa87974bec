"""Phases of a lockage, times of lines, and hours with and against the current."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks import Chamber, Leg, Link, LockDefaults
from networks.changes import OpenLockLine
from networks.lock_lines import (
    lockage_times,
    new_line,
    nominal_vessels,
    open_lines,
    phase_profiles,
)
from networks.locks import PhaseProfile, fixed_phases

if TYPE_CHECKING:
    import pandas as pd

NAN = float("nan")
DEFAULTS = LockDefaults(cycle_min_single=50, cycle_min_two_way=80, turn_share=0.25)

profiles = st.builds(
    PhaseProfile,
    entry_share=st.floats(0, 0.4),
    exit_share=st.floats(0, 0.4),
    gates_share=st.floats(0, 0.2),
    first_vessel_factor=st.floats(0.2, 5),
    steps=st.integers(1, 4),
)


@given(profiles, st.floats(5, 200), st.integers(1, 12), st.sampled_from([0, 1]))
def test_phases_of_a_full_chamber_sum_to_its_cycle(
    profile: PhaseProfile, lockage_min: float, vessels: int, direction: int
) -> None:
    phases = profile.phases(lockage_min, 15.0, vessels)
    assert phases.lockage_min(vessels, direction) == pytest.approx(lockage_min)
    assert phases.turn_min == 15.0


def test_phases_by_hand() -> None:
    # 60 min, 5 vessels, the first 2 times as long: entries 24 min as 8 + 4 x 4, exits 18 as
    # 6 + 4 x 3; gates 6 as four movements of 1.5, levelling 12 as two of 6.
    phases = PhaseProfile(0.4, 0.3, 0.1, 2.0, steps=2).phases(60, 15, 5)
    assert (phases.entry_first_min, phases.entry_next_min) == pytest.approx((8, 4))
    assert (phases.exit_first_min, phases.exit_next_min) == pytest.approx((6, 3))
    assert (phases.gates_min, phases.filling_min, phases.emptying_min) == pytest.approx((1.5, 6, 6))
    assert phases.chamber_min(0) == pytest.approx(18)
    assert phases.lockage_min(1, 1) == pytest.approx(8 + 18 + 6)
    assert phases.lockage_min(3, 0) == pytest.approx(16 + 18 + 12)


def test_filling_counts_upbound_and_emptying_downbound() -> None:
    phases = replace(fixed_phases(60, 15), filling_min=10.0, emptying_min=8.0, gates_min=2.0)
    assert (phases.chamber_min(0), phases.chamber_min(1)) == (12.0, 14.0)


@given(profiles, st.floats(0.3, 3))
def test_a_factor_scales_every_time_and_not_the_steps(profile: PhaseProfile, factor: float) -> None:
    phases = profile.phases(60, 15, 4)
    scaled = phases.scaled(factor)
    assert scaled.steps == phases.steps
    assert scaled.turn_min == pytest.approx(factor * 15)
    assert scaled.lockage_min(2, 1) == pytest.approx(factor * phases.lockage_min(2, 1))
    chamber = Chamber("L", "1", 200, 34, NAN, 60, 15, phases=phases).scaled(factor)
    assert (chamber.lockage_min, chamber.turn_min) == pytest.approx((60 * factor, 15 * factor))
    assert chamber.phase_times == scaled


@pytest.mark.parametrize(
    ("length_m", "width_m", "vessels"),
    [(340, 34, 6), (200, 34, 4), (185, 23, 2), (120, 12, 1), (40, 8, 1), (NAN, NAN, 1)],
)
def test_a_full_chamber_counts_berths_in_rows_and_files(
    length_m: float, width_m: float, vessels: int
) -> None:
    assert nominal_vessels(length_m, width_m) == vessels


def test_lines_of_a_table_have_the_phases_of_their_kind(small: dict[str, pd.DataFrame]) -> None:
    lines = open_lines(small["locks"], phase_profiles(small["phase_profiles"]), DEFAULTS)
    two = lines["lock"]["2"]  # 200 x 23 m: two vessels; 80 min both ways, 50 one way
    assert (two.lockage_min, two.turn_min) == (40.0, 10.0)
    assert two.phase_times.lockage_min(2, 0) == pytest.approx(40)
    assert two.phase_times.entry_next_min == pytest.approx(40 * 0.4 / 3)
    assert two.water_saving_share == 0.0
    lift = lines["lift"]["1"]  # of unknown size: one vessel, default times, no water
    assert lift.phase_times.lockage_min(1, 1) == pytest.approx(40)
    assert lift.water_saving_share == 1.0


def test_times_where_only_one_cycle_or_none_is_known() -> None:
    assert lockage_times(NAN, 90, DEFAULTS) == (45.0, 11.25)
    assert lockage_times(60, NAN, DEFAULTS) == (60.0, 15.0)
    assert lockage_times(NAN, NAN, DEFAULTS) == (40.0, 10.0)
    assert lockage_times(40, 90, DEFAULTS) == (45.0, 0.0)


def test_a_line_that_a_plan_opens_takes_the_times_of_the_largest_and_no_head_limit() -> None:
    profile = {"lock": PhaseProfile(0.4, 0.3, 0.1, 2.0)}
    old = Chamber("L", "1", 190, 23, 1000, 50, 12, max_head_m=16.0)
    large = Chamber("L", "3", 340, 34, 3000, 64, 16, water_saving_share=0.6)
    lift = Chamber("L", "x", NAN, NAN, 500, 30, 5)
    change = OpenLockLine("L", "5", length_m=280, width_m=34, sill_depth_m=8.0, cycle_min=None)
    made = new_line(change, (old, large, lift), profile, DEFAULTS)
    assert (made.lockage_min, made.turn_min, made.water_saving_share) == (64, 16, 0.6)
    assert math.isnan(made.max_head_m)
    assert made.phase_times.lockage_min(6, 0) == pytest.approx(64)
    own = new_line(replace(change, cycle_min=70), (old,), profile, DEFAULTS)
    assert (own.lockage_min, own.turn_min) == (70.0, 17.5)


RIVER = Link("r", "A", "B", "inland_water", 24.0, 12.0, upstream_end="B", current_kmh=2.0)
CANAL = Link("c", "B", "C", "inland_water", 30.0, 10.0, current_kmh=2.0)


def test_the_current_helps_down_and_hinders_up() -> None:
    assert RIVER.hours_towards("B") == pytest.approx(24 / 10)
    assert RIVER.hours_towards("A") == pytest.approx(24 / 14)
    other_way = replace(RIVER, upstream_end="A")
    assert other_way.hours_towards("A") == pytest.approx(24 / 10)
    assert other_way.hours_towards("B") == pytest.approx(24 / 14)


def test_between_locks_without_an_upstream_end_there_is_no_current() -> None:
    assert CANAL.hours_towards("B") == CANAL.hours_towards("C") == 3.0


def test_hours_of_a_leg_are_those_of_its_links_in_the_direction_of_travel() -> None:
    up = Leg("inland_water", ("A", "B", "C"), (RIVER, CANAL))
    down = Leg("inland_water", ("C", "B", "A"), (CANAL, RIVER))
    assert up.sailing_h == pytest.approx(2.4 + 3.0)
    assert down.sailing_h == pytest.approx(3.0 + 24 / 14)
