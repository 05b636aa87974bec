"""Bills by hand, and what they do not depend on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from transport.load_profile import LoadProfile, load_profile
from transport.tariff import Tariff, TouPeriod, bills

PERIODS = (
    TouPeriod("valley", 0, 7, 0.5),
    TouPeriod("valley", 23, 24, 0.5),
    TouPeriod("peak", 17, 23, 1.5),
    TouPeriod("critical", 18, 20, 2.0, (1,)),
)
TARIFF = Tariff(0.6, PERIODS, "demand", 40.0, 25.0)
START = dt.datetime(2030, 1, 1)  # noqa: DTZ001 - local time
MONTHS_H = 24.0 * (31 + 28 + 31)


def profile_of(*rows: tuple[float, float, float]) -> LoadProfile:
    begin, end, load = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return load_profile(begin, end, load, (0.0, MONTHS_H))


def test_three_months_by_hand() -> None:
    february, march = 31 * 24.0, 59 * 24.0
    profile = profile_of(
        (5.0, 9.0, 1000.0),  # January: 2 h valley, 2 h flat
        (17.5, 20.5, 400.0),  # January: 1 h peak, 2 h critical
        (february + 18, february + 20, 700.0),  # February: 2 h peak
        (march + 10, march + 12, 300.0),  # March: 2 h flat ...
        (march + 11, march + 13, 500.0),  # ... and 2 h flat
    )
    one, two, three = bills(profile, TARIFF, START, 2500.0)
    assert (one.month, two.month, three.month) == ("2030-01", "2030-02", "2030-03")
    assert dict(one.kwh) == pytest.approx(
        {"valley": 2000, "flat": 2000, "peak": 400, "critical": 800}
    )
    assert one.energy_cny == pytest.approx(0.6 * (2000 * 0.5 + 2000 + 400 * 1.5 + 800 * 2))
    assert two.energy_cny == pytest.approx(0.6 * 1400 * 1.5)
    assert three.energy_cny == pytest.approx(0.6 * 1600)
    assert [one.highest_kw, two.highest_kw, three.highest_kw] == [1000, 700, 800]
    charges = [each.demand_cny for each in (one, two, three)]
    assert charges == pytest.approx([40_000, 28_000, 32_000])
    capacity = bills(profile, replace(TARIFF, basis="capacity"), START, 2500.0)
    assert [each.demand_cny for each in capacity] == [62_500.0] * 3


@pytest.mark.parametrize(
    ("until", "paid"),
    [
        (dt.date(2029, 12, 31), 3),
        (dt.date(2030, 1, 1), 2),
        (dt.date(2030, 2, 15), 1),
        (dt.date(2030, 3, 1), 0),
    ],
)
def test_months_that_begin_up_to_the_date_are_waived(until: dt.date, paid: int) -> None:
    waived = bills(profile_of((5, 2000, 100)), replace(TARIFF, waived_until=until), START, 100)
    assert sum(one.demand_cny > 0 for one in waived) == paid
    assert sum(one.waived for one in waived) == 3 - paid


def test_moving_load_inside_one_price_window_changes_nothing() -> None:
    early, late = profile_of((8, 10, 500)), profile_of((13, 15, 500))
    assert [one.energy_cny for one in bills(early, TARIFF, START, 1)] == pytest.approx(
        [one.energy_cny for one in bills(late, TARIFF, START, 1)]
    )
