"""Two-part bills of electricity: energy by time-of-use period, and a monthly charge on power.

The monthly charge goes by the highest load of the month or by the capacity of the transformer, and
falls away for the months that begin up to a date. Prices are inputs; the module holds no place and
no user, so that berths and energy stations share it. The highest load is the instantaneous one;
meters take the mean of 15 minutes, which is never more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from transport.load_profile import LoadProfile

    Floats = NDArray[np.float64]

FLAT = "flat"
BASES = ("demand", "capacity")
"""What the monthly charge goes by: highest load of the month, or capacity of the transformer."""


@dataclass(frozen=True, slots=True)
class TouPeriod:
    """Hours of the day at one price; later periods of a tariff stand over earlier ones.

    Attributes
    ----------
    period : str
        Name.
    from_h, to_h : float
        Whole local hours.
    price_factor : float
        Price over that of flat hours.
    months : tuple of int
        Months in which it holds; all when empty.
    """

    period: str
    from_h: float
    to_h: float
    price_factor: float
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class Tariff:
    """Prices of electricity.

    Attributes
    ----------
    flat_cny_per_kwh : float
        Energy in flat hours.
    periods : tuple of TouPeriod
        Hours at other prices.
    basis : str
        One of :data:`BASES`.
    demand_cny_per_kw_month, capacity_cny_per_kva_month : float
        Charge on the highest load of a month; charge on the capacity.
    waived_until : datetime.date or None
        Months that begin up to this day pay no charge on power.
    """

    flat_cny_per_kwh: float
    periods: tuple[TouPeriod, ...] = ()
    basis: str = BASES[0]
    demand_cny_per_kw_month: float = 0.0
    capacity_cny_per_kva_month: float = 0.0
    waived_until: dt.date | None = None


@dataclass(frozen=True)
class MonthBill:
    """What a month costs.

    Attributes
    ----------
    month : str
        Such as ``2030-07``.
    kwh : dict of str to float
        Energy by period.
    highest_kw : float
        Highest load.
    energy_cny, demand_cny : float
        Charge on energy and on power.
    waived : bool
        Whether the charge on power fell away.
    """

    month: str
    kwh: Mapping[str, float] = field(default_factory=dict)
    highest_kw: float = 0.0
    energy_cny: float = 0.0
    demand_cny: float = 0.0
    waived: bool = False


def hours_of(start: dt.datetime, count: int) -> tuple[Floats, Floats]:
    """Return the month, counted from January of year 0, and the hour of day of hours in a row."""
    stamps = np.datetime64(start, "h") + np.arange(count)
    months = stamps.astype("datetime64[M]").astype(int) + 1970 * 12
    return months.astype(float), (stamps.astype(int) % 24).astype(float)


def period_of_hours(
    periods: Sequence[TouPeriod], month: Floats, hour: Floats
) -> tuple[NDArray[np.str_], Floats]:
    """Return the name of the period and the price factor of each hour."""
    names = np.full(len(hour), FLAT, dtype="<U16")
    factors = np.ones(len(hour))
    calendar = month % 12 + 1
    for one in periods:
        within = (hour >= one.from_h) & (hour < one.to_h)
        if one.months:
            within &= np.isin(calendar, one.months)
        names[within], factors[within] = one.period, one.price_factor
    return names, factors


def bills(
    profile: LoadProfile, tariff: Tariff, start: dt.datetime, transformer_kva: float
) -> list[MonthBill]:
    """Return the bill of every month of a load.

    Parameters
    ----------
    profile : LoadProfile
        Load at the meter, its first edge at a whole hour.
    tariff : Tariff
        Prices.
    start : datetime.datetime
        Local time of the first edge.
    transformer_kva : float
        Capacity that is charged for.

    Returns
    -------
    list of MonthBill
        One for each month that the load touches, in order. A month counts whole.
    """
    hourly = profile.hourly_kwh()
    month, hour = hours_of(start, len(hourly))
    names, factors = period_of_hours(tariff.periods, month, hour)
    changes = np.flatnonzero(np.diff(month)) + 1
    firsts = [0, *changes.tolist()]
    marks = profile.edges_h[0] + np.array([*firsts, len(hourly)], dtype=float)
    marks[-1] = profile.edges_h[-1]
    highest = profile.highest_kw(marks)
    return [
        _month_bill(
            tariff,
            int(month[a]),
            (names[a:b], factors[a:b], hourly[a:b]),
            float(top),
            transformer_kva,
        )
        for a, b, top in zip(firsts, [*firsts[1:], len(hourly)], highest, strict=True)
    ]


def _month_bill(
    tariff: Tariff,
    month: int,
    hours: tuple[NDArray[np.str_], Floats, Floats],
    highest_kw: float,
    transformer_kva: float,
) -> MonthBill:
    """Return the bill of one month."""
    names, factors, kwh = hours
    first = dt.date(month // 12, month % 12 + 1, 1)
    waived = tariff.waived_until is not None and first <= tariff.waived_until
    charge = (
        highest_kw * tariff.demand_cny_per_kw_month
        if tariff.basis == BASES[0]
        else transformer_kva * tariff.capacity_cny_per_kva_month
    )
    return MonthBill(
        f"{first:%Y-%m}",
        {str(name): float(kwh[names == name].sum()) for name in dict.fromkeys(names.tolist())},
        highest_kw,
        float(tariff.flat_cny_per_kwh * (factors @ kwh)),
        0.0 if waived else charge,
        waived,
    )
