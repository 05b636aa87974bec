"""What a vessel loads, burns and costs, and which vessels a route admits."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets import (
    VesselClass,
    VesselRules,
    annuity_share,
    mean_dwt_t,
    payload_t,
    usable_classes,
    vessel_classes,
)

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

INF = math.inf
metres = st.floats(0, 12)

RULES = VesselRules(0.5, 0.3, 0.5)
HULL = VesselClass("round", 1000, 60, 12, 3.0, 1.0, 0.9, 12, 100)


# --- payload


@pytest.mark.parametrize(
    ("depth_m", "max_draught_m", "expected_t"),
    [
        (10.0, INF, 900.0),  # full: payload factor 0.9 of 1000 t
        (2.6, INF, 900.0),  # draught 2.6 + 0.5 - 0.3 = 2.8, share (2.8 - 1) / 2 = 0.9: just full
        (2.2, INF, 700.0),  # draught 2.4, share 0.7
        (1.0, INF, 100.0),  # draught 1.2, share 0.1
        (0.8, INF, 0.0),  # draught 1.0, the empty draught
        (0.3, INF, 0.0),  # less than the vessel draws empty
        (10.0, 2.0, 500.0),  # by rule: draught 2.0, share 0.5
        (2.2, 3.5, 700.0),  # the depth binds, not the rule
    ],
)
def test_payload(
    vessel: VesselClass,
    rules: VesselRules,
    depth_m: float,
    max_draught_m: float,
    expected_t: float,
) -> None:
    assert payload_t(vessel, depth_m, max_draught_m, rules) == pytest.approx(expected_t)


@given(metres, metres, metres)
def test_payload_grows_with_depth_and_stays_in_bounds(
    one: float, other: float, rule: float
) -> None:
    shallow, deep = sorted((one, other))
    low, high = (payload_t(HULL, depth, rule, RULES) for depth in (shallow, deep))
    assert 0 <= low <= high <= 900
    assert payload_t(HULL, deep, INF, RULES) >= high


# --- fuel and money


def test_annuity_of_one_year_and_without_interest() -> None:
    assert annuity_share(0.06, 1) == pytest.approx(1.06)
    assert annuity_share(0.0, 8) == 0.125


@given(st.floats(0.001, 0.3), st.integers(1, 60))
def test_an_annuity_repays_the_capital(rate: float, years: int) -> None:
    debt = 1.0
    for _ in range(years):
        debt = debt * (1 + rate) - annuity_share(rate, years)
    assert debt == pytest.approx(0, abs=1e-9 * (1 + rate) ** years)


@given(st.floats(1e-9, 1e-7), st.integers(1, 60))
def test_an_annuity_is_continuous_at_zero_interest(rate: float, years: int) -> None:
    assert annuity_share(rate, years) == pytest.approx(annuity_share(0, years), rel=1e-4)


def test_standing_cost_of_a_shipped_class(shipped: Tables) -> None:
    made = vessel_classes(shipped["vessel_classes"], shipped["vessel_costs"], 0.0)
    # Without interest: 7,000,000 / 25 + 0.02 x 7,000,000 + 750,000 crew = 1,170,000 a year
    # over 6,500 working hours.
    assert made["inland-3000"].standing_cost_cny_per_h == pytest.approx(180)
    assert made["inland-3000"].dwt_t == 3300
    assert made["inland-3000"].payload_factor == 0.94
    dearer = vessel_classes(shipped["vessel_classes"], shipped["vessel_costs"], 0.06)
    # 25 years at 6 %: 0.0782267 of 7,000,000 is 547,587 instead of 280,000.
    assert dearer["inland-3000"].standing_cost_cny_per_h == pytest.approx(221.167, abs=1e-3)


def test_every_class_with_costs_is_made_and_complete(shipped: Tables) -> None:
    costs = shipped["vessel_costs"]
    made = vessel_classes(shipped["vessel_classes"], costs, 0.06)
    assert list(made) == list(costs["class_id"])
    for vessel in made.values():
        assert vessel.draught_loaded_m > vessel.draught_empty_m > 0
        numbers = [getattr(vessel, name) for name in vessel.__slots__ if name != "class_id"]
        assert all(math.isfinite(number) and number > 0 for number in numbers)


# --- classes on a route


SHARES = {"fits": 0.2, "long": 0.3, "wide": 0.1, "deep": 0.4}


def everything_fits(_: VesselClass) -> bool:
    return True


@pytest.fixture
def classes(vessel: VesselClass) -> dict[str, VesselClass]:
    """Four classes; the deep one needs two metres more to load half."""
    return {
        "fits": vessel,
        "long": replace(vessel, length_m=66),
        "wide": replace(vessel, beam_m=13),
        "deep": replace(vessel, draught_loaded_m=8.0, draught_empty_m=2.0),
    }


def test_without_limits_every_class_is_used(
    classes: dict[str, VesselClass], rules: VesselRules
) -> None:
    kept = usable_classes(SHARES, classes, 20, INF, everything_fits, rules)
    assert kept == pytest.approx(SHARES)


def test_a_class_that_fits_no_lock_is_left_out_and_the_rest_scaled(
    classes: dict[str, VesselClass], rules: VesselRules
) -> None:
    kept = usable_classes(
        SHARES, classes, 20, INF, lambda v: v.length_m <= 65 and v.beam_m <= 12.5, rules
    )
    assert kept == pytest.approx({"fits": 1 / 3, "deep": 2 / 3})  # 0.2 and 0.4 scaled to one
    assert usable_classes(SHARES, classes, 20, INF, lambda _: False, rules) == {}


def test_a_class_that_could_load_too_little_is_left_out(
    classes: dict[str, VesselClass], rules: VesselRules
) -> None:
    # Half of the full 900 t is a share of 0.45. The deep class: (d + 0.2 - 2) / 6 = 0.45 at 4.5 m.
    assert "deep" in usable_classes(SHARES, classes, 4.501, INF, everything_fits, rules)
    assert "deep" not in usable_classes(SHARES, classes, 4.499, INF, everything_fits, rules)
    # The others: (d + 0.2 - 1) / 2 = 0.45 at 1.7 m.
    assert usable_classes(SHARES, classes, 1.699, INF, everything_fits, rules) == {}
    # A draught allowed by rule counts like a depth: (4.69 - 2) / 6 is below 0.45.
    assert "deep" not in usable_classes(SHARES, classes, 20, 4.69, everything_fits, rules)


def test_a_class_with_no_share_is_not_used(
    classes: dict[str, VesselClass], rules: VesselRules
) -> None:
    kept = usable_classes({**SHARES, "long": 0.0}, classes, 20, INF, everything_fits, rules)
    assert "long" not in kept
    assert sum(kept.values()) == pytest.approx(1)


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), metres, st.floats(50, 70))
def test_kept_shares_sum_to_one_and_keep_their_ratios(
    drawn: list[float], depth_m: float, chamber_m: float
) -> None:
    classes = {
        "fits": HULL,
        "long": replace(HULL, length_m=66),
        "wide": replace(HULL, beam_m=13),
        "deep": replace(HULL, draught_loaded_m=8.0, draught_empty_m=2.0),
    }
    shares = dict(zip(classes, drawn, strict=True))
    kept = usable_classes(shares, classes, depth_m, INF, lambda v: v.length_m < chamber_m, RULES)
    if not kept:
        return
    assert sum(kept.values()) == pytest.approx(1)
    total = sum(shares[name] for name in kept)
    assert kept == pytest.approx({name: shares[name] / total for name in kept})


def test_mean_tonnage(classes: dict[str, VesselClass]) -> None:
    classes["deep"] = replace(classes["deep"], dwt_t=3000)
    assert mean_dwt_t(SHARES, classes) == pytest.approx(0.6 * 1000 + 0.4 * 3000)
