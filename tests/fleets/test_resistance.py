"""Resistance, shallow water and squat: numbers worked by hand, and what must hold everywhere.

The worked numbers rest on Holtrop and Mennen (1982, 1984), Zeng (2018), Schlichting and Lackenby,
Karpov (curves of Segers 2021) and Barrass. They take a knot as 1 / 1.94 m/s for squat.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets.hydrodynamics.hull import FRESH_WATER, HullForm, hull_of_block
from fleets.hydrodynamics.resistance import (
    allowance_coefficient,
    form_factor,
    in_range,
    resistance,
    transom_resistance_kn,
    wave_resistance_kn,
)
from fleets.hydrodynamics.shallow_water import (
    bed_friction_coefficient,
    karpov_factor,
    lackenby_speed_loss_share,
)
from fleets.hydrodynamics.squat import (
    deepest_draught_m,
    speed_for_squat_kmh,
    squat_in_canal_m,
    squat_in_open_water_m,
    under_keel_m,
)

BARE = hull_of_block(135, 11.45, 2.75, 0.85)
SPEEDS = np.array([2.0, 3.0, 4.0])


def test_the_bare_hull_of_the_worked_example() -> None:
    assert BARE.wetted_m2 == pytest.approx(1969.154, abs=1e-3)
    assert form_factor(BARE, 1984) == pytest.approx(1.1716, abs=1e-4)
    waves = wave_resistance_kn(BARE, SPEEDS, FRESH_WATER, 1982)
    assert waves == pytest.approx([0.010, 0.776, 7.361], abs=6e-4)
    parts = resistance(BARE, SPEEDS, FRESH_WATER, 1984)
    total = parts.friction_kn + parts.allowance_kn + waves
    assert total == pytest.approx([10.682, 23.797, 47.121], abs=6e-4)
    assert total * SPEEDS == pytest.approx([21.36, 71.39, 188.48], abs=6e-3)


def test_the_editions_differ_by_a_thousandth_on_a_river_hull() -> None:
    both = [resistance(BARE, SPEEDS, FRESH_WATER, edition).total_kn for edition in (1982, 1984)]
    assert both[0] == pytest.approx(both[1], rel=1e-3)


def test_a_narrow_hull_takes_the_first_branch_of_c7() -> None:
    # B/L = 0.0848 < 0.11: c7 = 0.229577 x 0.0848^(1/3) = 0.10087, not 0.0848, so that c1 and the
    # waves are 1.93 times as high as with the branch overwritten.
    beam_share = 11.45 / 135
    assert (0.229577 * beam_share**0.33333 / beam_share) ** 3.78613 == pytest.approx(1.93, abs=0.02)
    waves = wave_resistance_kn(BARE, np.array([4.0]), FRESH_WATER, 1982)
    assert waves[0] == pytest.approx(7.361, abs=6e-4)


def test_nothing_moves_at_rest() -> None:
    parts = resistance(BARE, np.array([0.0]), FRESH_WATER)
    assert parts.total_kn.tolist() == [0.0]


def test_waves_join_at_both_ends_of_the_middle_range() -> None:
    speeds = np.sqrt(9.81 * 135) * np.array([0.4 - 1e-9, 0.4 + 1e-9, 0.55 - 1e-9, 0.55 + 1e-9])
    waves = wave_resistance_kn(BARE, speeds, FRESH_WATER)
    assert waves[0] == pytest.approx(waves[1], rel=1e-6)
    assert waves[2] == pytest.approx(waves[3], rel=1e-6)
    middle = wave_resistance_kn(BARE, np.array([0.475 * np.sqrt(9.81 * 135)]), FRESH_WATER)
    assert middle[0] == pytest.approx((waves[0] + waves[3]) / 2, rel=1e-6)


def test_an_immersed_transom_drags_and_lessens_waves() -> None:
    square = HullForm(
        *(135, 11.45, 2.75, BARE.volume_m3, BARE.midship_coefficient),
        *(BARE.waterplane_coefficient, BARE.lcb_percent, BARE.wetted_m2),
        transom_m2=3.0,
    )
    waves = wave_resistance_kn(square, SPEEDS, FRESH_WATER)
    share = 1 - 0.8 * 3.0 / (11.45 * 2.75 * BARE.midship_coefficient)
    assert waves == pytest.approx(share * wave_resistance_kn(BARE, SPEEDS, FRESH_WATER))
    # F_nT = 2 / sqrt(2 x 9.81 x 3 / (11.45 x 1.9)) = 1.216; c6 = 0.1514; 0.5 x 4 x 3 x 0.1514
    assert transom_resistance_kn(square, SPEEDS, FRESH_WATER)[0] == pytest.approx(0.908, abs=2e-3)


def test_the_allowance_of_a_long_thin_ship() -> None:
    # c4 = 2.75/135 = 0.02037: 0.006 x 235^-0.16 - 0.00205 + 0.003 sqrt(18) 0.522 x 0.01963
    assert allowance_coefficient(BARE) == pytest.approx(
        0.006 * 235**-0.16 - 0.00205 + 0.003 * 18**0.5 * 0.85**4 * (0.04 - 2.75 / 135)
    )


def test_full_hulls_are_outside_the_range() -> None:
    assert not in_range(hull_of_block(72, 15.8, 4.0, 0.92))
    assert in_range(hull_of_block(110, 16.0, 5.0, 0.80))


def test_lackenby_of_the_worked_example() -> None:
    loss = float(lackenby_speed_loss_share(31.362, 6.0, 4.0))
    assert loss == pytest.approx(0.10263, abs=1e-5)
    assert 4 * (1 - loss) == pytest.approx(3.589, abs=1e-3)


@pytest.mark.parametrize(("speed", "squat"), [(2, 0.05468), (3, 0.12709), (4, 0.23120)])
def test_barrass_of_the_worked_example(speed: float, squat: float) -> None:
    share = 11.45 * 2.75 / (150 * 5)
    kmh = speed * 1.94 * 1.852
    assert float(squat_in_canal_m(0.85, share, kmh)) == pytest.approx(squat, abs=2e-5)


def test_squat_and_its_inverses() -> None:
    assert speed_for_squat_kmh(0.9, float(squat_in_open_water_m(0.9, 13.0))) == pytest.approx(13.0)
    canal = float(squat_in_canal_m(0.9, 0.2, 11.0))
    assert speed_for_squat_kmh(0.9, canal, 0.2) == pytest.approx(11.0)
    assert speed_for_squat_kmh(0.9, -0.2) == 0.0
    # a wide canal is open water
    assert speed_for_squat_kmh(0.9, canal, 0.01) == speed_for_squat_kmh(0.9, canal)
    draught = float(deepest_draught_m(5.0, 0.3, 0.9, 12.0))
    squat = float(squat_in_open_water_m(0.9, 12.0))
    assert float(under_keel_m(5.0, draught, squat)) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("froude", "ratio", "alpha"),
    [
        # -0.2143 x 0.09 - 0.0643 x 0.3 + 0.9997 on the curve of 1.5
        (0.3, 1.5, 0.96112),
        # -0.8333 x 0.027 + 0.25 x 0.09 - 0.0167 x 0.3 + 1 on that of 2
        (0.3, 2.0, 0.99499),
        (0.3, 1.75, (0.96112 + 0.99499) / 2),
        (0.3, 3.0, 1.0),
        (0.5, 100.0, 1.0),
    ],
)
def test_karpov_on_and_between_its_curves(froude: float, ratio: float, alpha: float) -> None:
    depth = 2.0 * ratio
    speed = froude * np.sqrt(9.81 * depth)
    assert float(karpov_factor(speed, depth, 2.0)) == pytest.approx(alpha, abs=2e-4)


def test_zeng_by_hand() -> None:
    # 4 m/s, 135 m: log10 Re = 8.7324. Over the bed 0.08169 / 7.0154^2 x (1 + 0.003998 / 4.3394 x
    # (2.25 / 135)^-1.083) = 0.0016598 x 1.0777; Katsui 0.0066577 / 4.3562^0.93935 = 0.0016708;
    # under the keel (5 / 2.75): 0.4277 exp(1.8182^-0.07625) = 1.1127
    added = float(bed_friction_coefficient(BARE, 4.0, 5.0, 2.75, FRESH_WATER))
    by_hand = (0.0016598 * 1.0777 - 0.0016708) * 135 * 11.45 / 1969.154 * 1.1127**2
    assert added == pytest.approx(by_hand, rel=5e-3)


@given(
    speed=st.floats(0.1, 6.0),
    draught=st.floats(1.0, 5.0),
    ratio=st.floats(1.02, 30.0),
    more=st.floats(1.0, 3.0),
)
def test_the_bed_matters_less_the_deeper_it_lies(
    speed: float, draught: float, ratio: float, more: float
) -> None:
    hull = hull_of_block(72, 15.8, 4.0, 0.84)
    near, far = draught * ratio, draught * ratio * more
    alphas = [float(karpov_factor(speed, depth, draught)) for depth in (near, far, np.inf)]
    assert 0 < alphas[0] <= alphas[1] + 1e-12 <= alphas[2] + 2e-12
    assert alphas[2] == 1.0
    frictions = [
        float(bed_friction_coefficient(hull, speed, depth, draught, FRESH_WATER))
        for depth in (near, far, np.inf)
    ]
    assert frictions[0] >= frictions[1] >= frictions[2] >= 0
    assert ratio > 1.5 or frictions[0] > 0
