"""Packs of swap stations against hand values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.machine_repair import least_packs, swap_stock


def test_packs_of_a_closed_fleet_meet_a_hand_value() -> None:
    # 2 vehicles, 1 spare, 1 slot, both rates one an hour: out of use 0, 1, 2, 3 have weights
    # 1, 2, 2 x 2, 2 x 2 x 1 over 11. Swaps 2 (1 + 2)/11 + 1 x 4/11 = 10/11; those who come when
    # one or two are out find no full pack: (2 x 2 + 1 x 4)/10.
    found = swap_stock(2, 1, 1, (1.0, 1.0))
    assert found.swaps_per_h == pytest.approx(10 / 11)
    assert found.use_share == pytest.approx(10 / 11)
    assert found.p_wait == pytest.approx(0.8)
    # Waiting 1 vehicle in 4/11 of the time and 2 in 4/11: 12/11 over 10/11 swaps an hour.
    assert found.wait_h == pytest.approx(1.2)


@given(st.integers(1, 40), st.integers(0, 20), st.integers(1, 10))
@settings(max_examples=40)
def test_a_further_pack_or_slot_never_lengthens_the_wait(
    vehicles: int, spare: int, slots: int
) -> None:
    rates = (0.3, 1.1)
    wait_h = swap_stock(vehicles, spare, slots, rates).wait_h
    assert swap_stock(vehicles, spare + 1, slots, rates).wait_h <= wait_h + 1e-12
    assert swap_stock(vehicles, spare, slots + 1, rates).wait_h <= wait_h + 1e-12


def test_packs_of_an_open_station_by_hand() -> None:
    # One slot, u = 1/2: packs on charge are geometric, so E[(N - P)+] = (1/2)^P / (1/2) x 1/2;
    # a wait of 0.1 h at one swap an hour needs (1/2)^P <= 0.1: 4 packs, and 3 for exactly 1/8.
    assert least_packs(1.0, 0.5, 1, 0.1) == 4
    assert least_packs(1.0, 0.5, 1, 0.125) == 3
    assert least_packs(1.0, 0.5, 1, 1.0) == 0  # who hands in a pack waits an hour for it


@given(st.floats(0.01, 30.0), st.integers(1, 60), st.floats(0.01, 2.0))
@settings(max_examples=40)
def test_more_slots_or_patience_never_ask_for_more_packs(
    load: float, more: int, target: float
) -> None:
    slots = math.floor(load) + 1
    packs = least_packs(load, 1.0, slots, target)
    assert least_packs(load, 1.0, slots + more, target) <= packs
    assert least_packs(load, 1.0, slots, 2 * target) <= packs
