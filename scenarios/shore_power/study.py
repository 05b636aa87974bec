"""The whole study of a port: calls, load, sizes, cost, savings and what they hang on."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scenarios.faults import InputError
from scenarios.from_tables.port_calls import (
    Scaling,
    berth_groups,
    call_classes,
    grown_cargo,
    port_scaling,
)
from scenarios.from_tables.shore_power import (
    SEA,
    Port,
    ShoreParameters,
    WaterParameters,
    interest_rate_of,
    prices_of,
    rule_of,
    shore_parameters,
    supply_factors_of,
    tariff_of,
    water_parameters,
)
from scenarios.shore_power.average_method import AverageMethod, average_method
from scenarios.shore_power.calls import CallList, read_calls, year_of
from scenarios.shore_power.cost_ranges import cost_ranges
from scenarios.shore_power.list_inputs import listed_calls
from scenarios.shore_power.request import DEFAULT_YEAR
from transport.draws import StreamKey
from transport.load_profile import LoadDuration, hours_by_count, load_duration
from transport.operations.shore_supply import UNLIMITED, Supply
from transport.port_calls import Spread, draw_stays, listed_stays, sized_berths
from transport.sizing.port_stays import asked_share
from transport.sizing.shaving import Shaving, shaved
from transport.sizing.shore_power import (
    INLAND_SOCKETS_KW,
    SEA_SOCKETS_KW,
    Option,
    Recommendation,
    Size,
    Study,
    judge,
    neighbours,
    recommend,
)
from transport.sizing.what_if import (
    CostSwing,
    cost_swings,
    load_by_share,
    load_by_traffic,
    share_points,
)
from transport.tariff import hours_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from scenarios.shore_power.request import ShoreRequest
    from transport.port_calls import BerthGroup
    from transport.sizing.port_stays import PortStays, Served
    from transport.sizing.shore_balance import SupplyFactors

    Frames = Mapping[str, pd.DataFrame]
    Progress = Callable[[int, int, str], None]

_CENTRAL = "central"
_PHASES = 4


@dataclass(frozen=True)
class CallSource:
    """Where the calls of a study come from.

    Attributes
    ----------
    replications : list of PortStays
        The calls.
    start : datetime.datetime
        Local time at which the period begins.
    year : int
        Year of the grid.
    listed : CallList or None
        The port's own list.
    scaling : list of Scaling
        How drawn calls follow from cargo.
    berths : list of BerthGroup
        Berths of drawn calls.
    """

    replications: list[PortStays]
    start: dt.datetime
    year: int
    listed: CallList | None = None
    scaling: tuple[Scaling, ...] = ()
    berths: tuple[BerthGroup, ...] = ()


@dataclass(frozen=True)
class ShoreStudy:
    """What a study of a port comes to.

    Attributes
    ----------
    request, port, source, common, own, study, factors
        What was asked, where, from which calls, with which parameters.
    served : list of Served
        Every replication, without limits or with those given.
    duration : LoadDuration
        Load of the grid over time, all replications, behind battery and canopy.
    count_h : numpy.ndarray
        Hours with 0, 1, 2 and so on vessels connected.
    heat_kw : array of shape (12, 24)
        Mean load by month and hour of day.
    found : Recommendation
        Recommended size.
    options : list of (str, Option)
        ``less``, ``chosen``, ``more``, and ``given`` where a size was given.
    paid : Option
        The size given, else the recommended one, under the load of `served`.
    average : AverageMethod
        Annual averages.
    asked_share : float
        Share of eligible calls that ask for a socket.
    by_share : dict of float to float
        Load at the percentile by share.
    by_traffic : list of float
        Load at the percentile by traffic.
    swings : list of CostSwing
        What the cost hangs on.
    """

    request: ShoreRequest
    port: Port
    source: CallSource
    common: ShoreParameters
    own: WaterParameters
    study: Study
    factors: SupplyFactors
    served: list[Served]
    duration: LoadDuration
    count_h: NDArray[np.float64]
    heat_kw: NDArray[np.float64]
    found: Recommendation
    options: list[tuple[str, Option]]
    paid: Option
    average: AverageMethod
    asked_share: float
    by_share: dict[float, float]
    by_traffic: list[float]
    swings: list[CostSwing]


def _silent(done: int, total: int, label: str) -> None:
    """Say nothing."""


def run_shore_study(
    request: ShoreRequest, port: Port, tables: Frames, say: Progress = _silent
) -> ShoreStudy:
    """Run the study of a port.

    Parameters
    ----------
    request : ShoreRequest
        Options without fault.
    port : Port
        The port.
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    say : callable, optional
        Called with steps done, steps in all and a label.

    Returns
    -------
    ShoreStudy
        Everything that answer and page show.

    Raises
    ------
    InputError
        With all faults of the list of calls.
    """
    common, own = _parameters(request, port, tables)
    source = _source(request, port, tables, (common, own))
    say(1, _PHASES, "calls")
    study = _study(request, port, tables, source, (common, own))
    served = study.served(_given_supply(study, request))
    duration, heat_kw = _load(study, served)
    say(2, _PHASES, "load")
    found, options, paid = _sizes(study, request, served)
    say(3, _PHASES, "sizes")
    asked = asked_share(study.replications, study.rule, served)
    by_share, by_traffic = _curves(study, asked, own.installed_share)
    say(4, _PHASES, "curves")
    return ShoreStudy(
        request=request,
        port=port,
        source=source,
        common=common,
        own=own,
        study=study,
        factors=supply_factors_of(tables, port.water, source.year, own.auxiliary_sfc_g_per_kwh),
        served=served,
        duration=duration,
        count_h=hours_by_count([one.grid for one in served]),
        heat_kw=heat_kw,
        found=found,
        options=options,
        paid=paid,
        average=average_method(study, found, duration),
        asked_share=asked,
        by_share=by_share,
        by_traffic=by_traffic,
        swings=cost_swings(study, paid, cost_ranges(tables, study, port, asked)),
    )


def _parameters(
    request: ShoreRequest, port: Port, tables: Frames
) -> tuple[ShoreParameters, WaterParameters]:
    """Return the parameters with what the user gave in their place."""
    common, own = shore_parameters(tables), water_parameters(tables, port.water)
    given = {
        "flat_price_cny_per_kwh": request.flat_price,
        "demand_charge_cny_per_kw_month": request.demand_charge,
        "capacity_charge_cny_per_kva_month": request.capacity_charge,
        "service_fee_cny_per_kwh": request.service_fee,
        "load_percentile": request.percentile,
        "refused_limit_share": request.refused_limit_share,
    }
    kept = {name: value for name, value in given.items() if value is not None}
    if request.fitted_share is not None:
        own = replace(own, connected_share=request.fitted_share)
    return replace(common, **kept), own


def _source(
    request: ShoreRequest,
    port: Port,
    tables: Frames,
    parameters: tuple[ShoreParameters, WaterParameters],
) -> CallSource:
    """Return the calls: the port's own, or drawn ones."""
    common, _ = parameters
    if request.calls is None:
        return _drawn(request, port, tables, parameters)
    listed = read_calls(request.calls, tables["ship_types"])
    if (listed.faults and not request.skip_faulty) or listed.frame.empty:
        raise InputError(listed.faults, listed.as_json())
    calls, start = listed_calls(listed.frame, tables, port.water, common)
    runs = 1 if calls.certain else request.replications
    stays = [
        listed_stays(calls, StreamKey(request.seed, one), common.hotel_load_spread)
        for one in range(runs)
    ]
    return CallSource(stays, start, year_of(listed.frame), listed)


def _drawn(
    request: ShoreRequest,
    port: Port,
    tables: Frames,
    parameters: tuple[ShoreParameters, WaterParameters],
) -> CallSource:
    """Draw the calls of a year, scaled to the cargo of the port."""
    common, own = parameters
    year = request.year or DEFAULT_YEAR
    scaling = port_scaling(tables, port, grown_cargo(tables, year, _CENTRAL))
    classes = call_classes(tables, port, scaling, year, common)
    berths = sized_berths(berth_groups(tables, port.water), classes, common.berth_occupancy_share)
    hours = 8784.0 if calendar.isleap(year) else 8760.0
    spread = Spread(common.stay_spread, common.hotel_load_spread)
    first = own.connected_share if request.priority else None
    stays = [
        draw_stays(classes, berths, spread, StreamKey(request.seed, one), hours, first)
        for one in range(request.replications)
    ]
    start = dt.datetime(year, 1, 1)  # noqa: DTZ001 - local time
    return CallSource(stays, start, year, None, tuple(scaling), tuple(berths))


def _study(
    request: ShoreRequest,
    port: Port,
    tables: Frames,
    source: CallSource,
    parameters: tuple[ShoreParameters, WaterParameters],
) -> Study:
    """Return what sizes are judged by."""
    common, own = parameters
    return Study(
        replications=source.replications,
        rule=rule_of(own, common),
        share=own.connected_share,
        percentile=common.load_percentile,
        refused_limit_share=common.refused_limit_share,
        socket_steps_kw=SEA_SOCKETS_KW if port.water == SEA else INLAND_SOCKETS_KW,
        prices=prices_of(own, common, interest_rate_of(tables)),
        tariff=tariff_of(tables, common, request.demand_basis, request.waived_date),
        start=source.start,
        shaving=Shaving(
            request.battery_kwh,
            request.battery_kw,
            common.battery_efficiency_share,
            request.solar_kw,
            common.solar_full_load_h,
        ),
        shares_load=request.load_sharing,
    )


def _given_supply(study: Study, request: ShoreRequest) -> Supply | None:
    """Return the limits that the user gave."""
    if not request.bounded:
        return None
    sockets = request.sockets or UNLIMITED
    if request.transformer_mva is None:
        return Supply(sockets)
    largest = float(study.socket_steps_kw[-1])
    socket_kw = np.inf if study.shares_load else largest
    return study.supply(Size(sockets, socket_kw, 1000 * request.transformer_mva))


def _sizes(
    study: Study, request: ShoreRequest, served: list[Served]
) -> tuple[Recommendation, list[tuple[str, Option]], Option]:
    """Return the recommended size, those beside it, and the one that is paid for."""
    found = recommend(study, None if request.bounded else served)
    given = _given_size(request, found)
    return found, _options(study, found, given), judge(study, given or found.size, served)


def _given_size(request: ShoreRequest, found: Recommendation) -> Size | None:
    """Return the size that the user gave, what is left open as recommended."""
    if not request.bounded:
        return None
    mva = request.transformer_mva
    kva = found.size.transformer_kva if mva is None else 1000 * mva
    return Size(request.sockets or found.size.sockets, found.size.socket_kw, kva)


def _options(study: Study, found: Recommendation, given: Size | None) -> list[tuple[str, Option]]:
    """Return one size less, the chosen one, one more, and the one given."""
    options: list[tuple[str, Option]] = []
    if found.size.sockets:
        for size in neighbours(found.size):
            smaller = size.transformer_kva < found.size.transformer_kva
            smaller |= size.sockets < found.size.sockets
            label = "chosen" if size == found.size else "less" if smaller else "more"
            options.append((label, judge(study, size)))
        if given is not None:
            options.append(("given", judge(study, given)))
    return options


def _curves(study: Study, asked: float, installed: float) -> tuple[dict[float, float], list[float]]:
    """Return the load at the percentile by share of vessels that connect, and by traffic."""
    points = share_points(asked, study.share, installed)
    by_share = dict(zip(points, load_by_share(study, points), strict=True))
    return by_share, load_by_traffic(study)


def _load(study: Study, served: list[Served]) -> tuple[LoadDuration, NDArray[np.float64]]:
    """Return the load of the grid over time, and its mean by month and hour of the day."""
    loads = [shaved(one.grid, study.shaving) for one in served]
    mean_kwh = np.mean([one.hourly_kwh() for one in loads], axis=0)
    return load_duration(loads), _heat(mean_kwh, study.start)


def _heat(hourly_kwh: NDArray[np.float64], start: dt.datetime) -> NDArray[np.float64]:
    """Return the mean load by month of the year and hour of the day."""
    month, hour = hours_of(start, len(hourly_kwh))
    cell = (month % 12 * 24 + hour).astype(np.int64)
    total = np.bincount(cell, hourly_kwh, 288)
    count = np.bincount(cell, minlength=288)
    return (total / np.maximum(count, 1)).reshape(12, 24)
