"""What ``stations size`` was asked, its faults, and the answer."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from scenarios.faults import Fault, InputError
from scenarios.stations.hour_profile import read_profile
from transport.sizing.general_days import ARRIVALS
from transport.sizing.station_size import (
    SHOWN_QUANTILE,
    EnergyNeed,
    Traffic,
    WaitTarget,
    least_station,
    station_by_energy,
    station_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from transport.sizing.station_size import Report, StationSize

    Floats = NDArray[np.float64]

_MIN_PER_H: Final = 60.0
_MAX_LOAD: Final = 1e5
"""Largest load in chargers that is worked out; far beyond any station."""
_MAX_DAILY_LOAD: Final = 2000.0
_MAX_SIMULATED_PER_H: Final = ARRIVALS / 240
"""Arrivals an hour of which ten days are simulated."""


@dataclass(frozen=True)
class SizeRequest:
    """Options as they came from the command line.

    Attributes
    ----------
    arrivals_per_h, service_min, target_wait_min, quantile : float or None
        Arrivals, mean service, target, and share of arrivals of the target.
    service_cv : float or None
        Standard deviation of service over its mean; None for exponential service.
    profile : Path or None
        File with the hours of a day.
    energy_kwh_per_day, mean_kw : float or None
        Energy of a day and mean power of a charger.
    open_h, usable_share : float or None
        Hours a day, and the part of them in which a charger can be in use; None for all.
    """

    arrivals_per_h: float | None = None
    service_min: float | None = None
    target_wait_min: float | None = None
    quantile: float | None = None
    service_cv: float | None = None
    profile: Path | None = None
    energy_kwh_per_day: float | None = None
    mean_kw: float | None = None
    open_h: float | None = None
    usable_share: float | None = None

    @property
    def by_waits(self) -> bool:
        """Whether any option of waits is given."""
        given = (self.arrivals_per_h, self.service_min, self.target_wait_min, self.profile)
        return any(one is not None for one in (*given, self.quantile, self.service_cv))

    @property
    def by_energy(self) -> bool:
        """Whether any option of energy is given."""
        given = (self.energy_kwh_per_day, self.mean_kw, self.open_h, self.usable_share)
        return any(one is not None for one in given)


def size_answer(request: SizeRequest, report: Report | None = None) -> dict[str, Any]:
    """Return the least station that a request asks for.

    Parameters
    ----------
    request : SizeRequest
        The options.
    report : callable, optional
        Told of sizes tried, as :func:`transport.sizing.station_size.least_station` does.

    Returns
    -------
    dict
        ``chargers``, ``wait_mean_min``, ``wait_quantile_min``, ``utilisation`` and ``p_wait``,
        None where they are not worked out; ``quantile``, and ``decided_by`` (``wait`` or
        ``energy``).

    Raises
    ------
    InputError
        With every fault of the options and of the profile.
    """
    hours, faults = _faults(request)
    if faults:
        raise InputError(faults)
    sizes: dict[str, StationSize] = {}
    if request.by_energy:
        need = EnergyNeed(
            _given(request.energy_kwh_per_day),
            _given(request.mean_kw),
            24.0 if request.open_h is None else request.open_h,
            1.0 if request.usable_share is None else request.usable_share,
        )
        sizes["energy"] = station_by_energy(need)
    if request.by_waits:
        sizes["wait"] = _by_waits(request, hours, report)
    decided = max(sizes, key=lambda name: sizes[name].servers)
    quantile = request.quantile if request.quantile is not None else SHOWN_QUANTILE
    size = sizes[decided]
    if decided == "energy" and request.by_waits:
        waits = station_of(_traffic(request, hours), size.servers, quantile)
        size = replace(waits, use_share=size.use_share)
    return {**_shown(size), "quantile": quantile, "decided_by": decided}


def _given(value: float | None) -> float:
    """Return a value that was checked to be there."""
    assert value is not None  # noqa: S101 - narrows the type
    return value


def _by_waits(request: SizeRequest, hours: Floats | None, report: Report | None) -> StationSize:
    """Return the least station by waits."""
    target = WaitTarget(_given(request.target_wait_min) / _MIN_PER_H, request.quantile)
    return least_station(_traffic(request, hours), target, report)


def _traffic(request: SizeRequest, hours: Floats | None) -> Traffic:
    """Return who comes."""
    rate = _given(request.arrivals_per_h) if hours is None else float(hours.mean())
    cv = 1.0 if request.service_cv is None else request.service_cv
    return Traffic(rate, _given(request.service_min) / _MIN_PER_H, cv, hours)


def _shown(size: StationSize) -> dict[str, Any]:
    """Return a station as the answer has it."""
    return {
        "chargers": size.servers,
        "wait_mean_min": size.wait_h * _MIN_PER_H,
        "wait_quantile_min": size.wait_quantile_h * _MIN_PER_H,
        "utilisation": size.use_share,
        "p_wait": size.p_wait,
    }


def _faults(request: SizeRequest) -> tuple[Floats | None, list[Fault]]:
    """Return the arrivals of each hour where a profile gives them, and every fault."""
    found = [*_wanted(request), *_ranges(request)]
    hours = None
    if request.profile is not None:
        usable = not any(fault.file == "--arrivals-per-h" for fault in found)
        hours, wrong = read_profile(request.profile, request.arrivals_per_h if usable else None)
        found += wrong if usable else []
    if not found and request.by_waits:
        rate = _given(request.arrivals_per_h) if hours is None else float(hours.mean())
        load = rate * _given(request.service_min) / _MIN_PER_H
        most = _MAX_LOAD if hours is None else _MAX_DAILY_LOAD
        if load > most:
            message = f"{rate:g} arrivals an hour keep {load:.0f} chargers busy"
            found.append(_fault("--arrivals-per-h", message, f"at most {most:g} busy chargers"))
        if hours is not None and request.service_cv not in {None, 1.0}:
            found += _too_many(rate)
    return hours, found


def _too_many(rate: float) -> list[Fault]:
    """Name arrivals of which too few days would be simulated."""
    if rate <= _MAX_SIMULATED_PER_H:
        return []
    allowed = f"at most {_MAX_SIMULATED_PER_H:g} with --profile and --service-cv"
    remedy = "Leave out --service-cv or --profile."
    return [_fault("--arrivals-per-h", f"{rate:g} arrivals an hour", allowed, remedy)]


def _fault(option: str, message: str, allowed: str, remedy: str = "") -> Fault:
    """Return a fault of an option."""
    return Fault(option, 0, "", f"option.{option.removeprefix('--')}", message, allowed, remedy)


def _wanted(request: SizeRequest) -> list[Fault]:
    """Name the options that are missing beside those given."""
    needed = []
    if request.by_waits or not request.by_energy:
        if request.arrivals_per_h is None and request.profile is None:
            needed.append("--arrivals-per-h")
        if request.service_min is None:
            needed.append("--service-min")
        if request.target_wait_min is None:
            needed.append("--target-wait-min")
    if request.by_energy:
        if request.energy_kwh_per_day is None:
            needed.append("--energy-kwh-per-day")
        if request.mean_kw is None:
            needed.append("--mean-kw")
    by = "waits (with --quantile, --service-cv, --profile) need --arrivals-per-h, --service-min "
    by += "and --target-wait-min; energy (with --open-h, --usable-share) needs "
    by += "--energy-kwh-per-day and --mean-kw"
    return [_fault(option, f"{option} is not given", "a number", by) for option in needed]


def _ranges(request: SizeRequest) -> list[Fault]:
    """Name the options whose numbers are out of range."""
    least_target = 0.0 if request.quantile is not None else 1e-6
    rows = (
        ("--arrivals-per-h", request.arrivals_per_h, (1e-9, 1e6), "above 0, at most 1000000"),
        ("--service-min", request.service_min, (1e-6, 10080.0), "above 0, at most 10080"),
        (
            "--target-wait-min",
            request.target_wait_min,
            (least_target, 1e5),
            "above 0, or from 0 with --quantile",
        ),
        ("--quantile", request.quantile, (1e-9, 1 - 1e-9), "above 0, below 1"),
        ("--service-cv", request.service_cv, (0.0, 10.0), "0 to 10"),
        ("--energy-kwh-per-day", request.energy_kwh_per_day, (1e-9, 1e9), "above 0"),
        ("--mean-kw", request.mean_kw, (1e-6, 1e5), "above 0, at most 100000"),
        ("--open-h", request.open_h, (1e-6, 24.0), "above 0, at most 24"),
        ("--usable-share", request.usable_share, (1e-6, 1.0), "above 0, at most 1"),
    )
    return [
        _fault(option, f"{value:g} is out of range", allowed)
        for option, value, (low, high), allowed in rows
        if value is not None and not (math.isfinite(value) and low <= value <= high)
    ]


def size_lines(answer: dict[str, Any]) -> list[str]:
    """Return an answer as lines of text."""
    lines = [
        f"chargers       {answer['chargers']} (decided by {answer['decided_by']})",
        f"utilisation    {answer['utilisation']:.1%}",
    ]
    if not math.isnan(answer["wait_mean_min"]):
        lines += [
            f"mean wait      {answer['wait_mean_min']:.2f} min",
            f"wait P{100 * answer['quantile']:<8.4g}{answer['wait_quantile_min']:.2f} min",
            f"chance to wait {answer['p_wait']:.1%}",
        ]
    return lines
