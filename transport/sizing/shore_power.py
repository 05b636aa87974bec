"""The walk up standard sizes until sockets and transformer do, and what each size costs.

Sockets begin at the stated percentile of vessels connected at one time and rise until no more
than the stated share is refused, with a transformer that gives everything. The transformer begins
at the smallest standard size that carries the stated percentile of the load of the grid and rises
until, with these sockets, the same holds. The last step that something forced is the bound that
decided.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from transport.load_profile import load_duration
from transport.operations.shore_supply import UNLIMITED, Supply
from transport.sizing.plant import CostParts, PlantPrices, capex_cny
from transport.sizing.port_stays import PortStays, Served, ShoreRule, serve
from transport.sizing.shaving import Shaving, shaved
from transport.tariff import Tariff, bills

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from transport.tariff import MonthBill

TRANSFORMERS_KVA = (
    *(30, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000),
    *(2500, 3150, 4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000, 25000, 31500, 40000, 50000),
    *(63000, 80000, 100000, 125000, 160000),
)
"""Standard ratings of Chinese transformers: the R10 series that GB/T 1094 and GB/T 6451 use."""

SEA_SOCKETS_KW = (1000, 1500, 2000, 3000, 5000, 7500, 10000, 16000)
INLAND_SOCKETS_KW = (20, 30, 40, 60, 80, 100)
BOUNDS = ("percentile", "refused", "smallest", "none")
"""What may decide a size: load, refusals, the smallest standard one, or no demand."""
_YEAR_H = (8760.0, 8784.0)


@dataclass(frozen=True)
class Study:
    """Everything that sizes are judged by.

    Attributes
    ----------
    replications : sequence of PortStays
        Calls of each replication.
    rule : ShoreRule
        Threshold, times and losses.
    share : float
        Share of vessels that connect where it is not known of them.
    percentile, refused_limit_share : float
        Percent of the time in which the load must be carried; share of refusals allowed.
    socket_steps_kw : tuple of int
        Standard ratings of sockets.
    prices : PlantPrices
        Plant.
    tariff : Tariff
        Electricity.
    start : datetime.datetime
        Local time at which the period of the calls begins: midnight.
    shaving : Shaving
        Battery and canopy.
    shares_load : bool
        Whether the transformer counts loads, not ratings of sockets.
    """

    replications: Sequence[PortStays]
    rule: ShoreRule
    share: float
    percentile: float
    refused_limit_share: float
    socket_steps_kw: tuple[int, ...]
    prices: PlantPrices
    tariff: Tariff
    start: dt.datetime
    shaving: Shaving = field(default_factory=Shaving)
    shares_load: bool = True

    def supply(self, size: Size) -> Supply:
        """Return the limits that a size sets, counted at the vessel.

        Nobody is connected on the strength of a battery, which may be empty.
        """
        limit = self.rule.vessel_kw(size.transformer_kva)
        return Supply(size.sockets, size.socket_kw, limit, self.shares_load)

    def served(self, supply: Supply | None = None) -> list[Served]:
        """Return every replication under a supply."""
        return [serve(one, self.rule, self.share, supply) for one in self.replications]


@dataclass(frozen=True, slots=True)
class Size:
    """Sockets and a transformer."""

    sockets: int
    socket_kw: float
    transformer_kva: float


@dataclass(frozen=True)
class Option:
    """A size and what comes of it.

    Attributes
    ----------
    size : Size
        Sockets and transformer.
    refused_share, delayed_h_p95, utilisation_share : float
        Connections refused; wait for a socket that 95 % of connections do not exceed; energy over
        what the transformer could give.
    capex_cny : float
        Investment.
    cost : CostParts
        Cost of the period, mean over replications.
    months : tuple of MonthBill
        Bills, mean over replications.
    """

    size: Size
    refused_share: float
    delayed_h_p95: float
    utilisation_share: float
    capex_cny: float
    cost: CostParts
    months: tuple[MonthBill, ...]


@dataclass(frozen=True)
class Recommendation:
    """A size and the bounds that decided it.

    Attributes
    ----------
    size : Size
        Sockets and transformer; no socket where nobody connects.
    socket_bound, transformer_bound : str
        One of :data:`BOUNDS`.
    load_kw : float
        Load of the grid at the stated percentile.
    simultaneous : int
        Vessels connected at the same percentile.
    """

    size: Size
    socket_bound: str
    transformer_bound: str
    load_kw: float
    simultaneous: int


def refused_share(served: Sequence[Served]) -> float:
    """Return the connections that were refused over those asked for."""
    asked = sum(one.asked for one in served)
    return 1 - sum(one.connected for one in served) / asked if asked else 0.0


def recommend(study: Study, free: Sequence[Served] | None = None) -> Recommendation:
    """Walk up standard sizes until percentile and refusals hold.

    Parameters
    ----------
    study : Study
        What sizes are judged by.
    free : sequence of Served, optional
        Its replications without limits, where they are known already.

    Returns
    -------
    Recommendation
        The first size that does, or the largest there is.
    """
    free = free or study.served()
    duration = load_duration([shaved(one.grid, study.shaving) for one in free])
    load = duration.percentile_kw(study.percentile)
    together = _together(free, study.percentile)
    if not any(one.connected for one in free):
        return Recommendation(Size(0, 0.0, 0.0), "none", "none", load, together)
    socket_kw = _socket_kw(study)
    count, why, refused = _sockets(study, socket_kw, max(together, 1))
    kva, because = _transformer(study, Size(count, socket_kw, 0.0), load, refused)
    return Recommendation(Size(count, socket_kw, kva), why, because, load, together)


def _together(served: Sequence[Served], percentile: float) -> int:
    """Return the vessels connected at a percentile of the time."""
    counted = [one.grid.shifted(one.grid.connected.astype(float)) for one in served]
    return int(load_duration(counted).percentile_kw(percentile))


def _socket_kw(study: Study) -> float:
    """Return the smallest standard socket for every vessel that connects, or the largest."""
    most = 0.0
    for stays in study.replications:
        chosen = stays.eligible(study.rule) & stays.fitted(study.share)
        most = max(
            most,
            float(np.quantile(stays.aux_kw[chosen], 0.99, method="higher"))
            if chosen.any()
            else 0.0,
        )
    return float(
        next((one for one in study.socket_steps_kw if one >= most), study.socket_steps_kw[-1])
    )


def _sockets(study: Study, socket_kw: float, start: int) -> tuple[int, str, float]:
    """Return how many sockets do, what decided it, and the share that is refused."""
    floor = refused_share(study.served(Supply(UNLIMITED, socket_kw)))
    limit = max(study.refused_limit_share, floor)
    count = start
    refused = refused_share(study.served(Supply(count, socket_kw)))
    while refused > limit:
        count += max(1, count // 20)
        refused = refused_share(study.served(Supply(count, socket_kw)))
    if count > start:
        return count, "refused", refused
    return count, "percentile" if start > 1 else "smallest", refused


def standard_kva(load_kw: float, power_factor_share: float) -> float:
    """Return the smallest standard transformer that carries a load, or the largest there is.

    Examples
    --------
    >>> standard_kva(5600.0, 0.9)
    6300.0
    """
    needed = load_kw / power_factor_share - 1e-9
    return float(next((one for one in TRANSFORMERS_KVA if one >= needed), TRANSFORMERS_KVA[-1]))


def _transformer(study: Study, size: Size, load_kw: float, free: float) -> tuple[float, str]:
    """Return which transformer does, and what decided it; sockets alone refuse the share `free`."""
    first = TRANSFORMERS_KVA.index(int(standard_kva(load_kw, study.rule.power_factor_share)))
    limit = max(study.refused_limit_share, free)
    for step in range(first, len(TRANSFORMERS_KVA)):
        tried = Size(size.sockets, size.socket_kw, float(TRANSFORMERS_KVA[step]))
        if refused_share(study.served(study.supply(tried))) <= limit:
            forced = "percentile" if first > 0 else "smallest"
            return tried.transformer_kva, "refused" if step > first else forced
    return float(TRANSFORMERS_KVA[-1]), "refused"


def neighbours(size: Size) -> list[Size]:
    """Return one size less, the size, and one size more."""
    steps = TRANSFORMERS_KVA
    less = max((one for one in steps if one < size.transformer_kva), default=size.transformer_kva)
    more = min((one for one in steps if one > size.transformer_kva), default=size.transformer_kva)
    sizes = [
        Size(max(size.sockets - 1, 1), size.socket_kw, float(less)),
        size,
        Size(size.sockets + 1, size.socket_kw, float(more)),
    ]
    return list(dict.fromkeys(sizes))


def judge(study: Study, size: Size, served: Sequence[Served] | None = None) -> Option:
    """Return what comes of a size.

    Parameters
    ----------
    study : Study
        Calls, prices and tariff.
    size : Size
        Sockets and transformer that are paid for.
    served : sequence of Served, optional
        The replications under other limits than those of the size.

    Returns
    -------
    Option
        Refusals, waits, use and cost.
    """
    served = served or study.served(study.supply(size))
    loads = [shaved(one.grid, study.shaving) for one in served]
    months = [bills(one, study.tariff, study.start, size.transformer_kva) for one in loads]
    mean = tuple(_mean_bill(list(group)) for group in zip(*months, strict=True))
    storage = (study.shaving.battery_kwh, study.shaving.solar_kw)
    capex = capex_cny(study.prices, size.sockets, size.transformer_kva, storage)
    delays = np.concatenate([one.delay_h for one in served])
    hours = float(loads[0].hours.sum())
    years = hours / _YEAR_H[calendar.isleap(study.start.year)]
    most_kwh = size.transformer_kva * study.rule.power_factor_share * hours
    energy = float(np.mean([one.energy_kwh for one in loads]))
    om = study.prices.om_share * capex * years
    return Option(
        size=size,
        refused_share=refused_share(served),
        delayed_h_p95=float(np.quantile(delays, 0.95)) if len(delays) else 0.0,
        utilisation_share=energy / most_kwh if most_kwh else 0.0,
        capex_cny=capex,
        cost=CostParts(
            capital_cny=study.prices.yearly_share * capex * years - om,
            om_cny=om,
            energy_cny=sum(one.energy_cny for one in mean),
            demand_cny=sum(one.demand_cny for one in mean),
            vessel_kwh=float(np.mean([one.vessel_kwh for one in served])),
        ),
        months=mean,
    )


def _mean_bill(same: list[MonthBill]) -> MonthBill:
    """Return the mean of the bills of one month over replications."""
    kind, count = type(same[0]), len(same)
    names = dict.fromkeys(name for one in same for name in one.kwh)
    return kind(
        same[0].month,
        {name: sum(one.kwh.get(name, 0.0) for one in same) / count for name in names},
        sum(one.highest_kw for one in same) / count,
        sum(one.energy_cny for one in same) / count,
        sum(one.demand_cny for one in same) / count,
        same[0].waived,
    )
