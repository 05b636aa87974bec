"""What a user asks of a shore-power study, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.faults import Fault
from scenarios.years import FIRST_YEAR, LAST_YEAR
from transport.tariff import BASES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEFAULT_YEAR = 2030
_MOST_SOCKETS = 10_000
_MOST_MVA = 1_000.0


@dataclass(frozen=True)
class ShoreRequest:
    """What a user asks for; None leaves a value to the tables.

    Attributes
    ----------
    port : str
        Name or id of the port.
    year : int or None
        Year of drawn calls; the year of a list is its own.
    calls : Path or None
        The port's own list.
    fitted_share : float or None
        Share of vessels that connect where it is not known of them.
    sockets, transformer_mva : int or None, float or None
        What stands or is thought of; without limit when left out.
    replications, seed : int
        Runs and their streams.
    percentile, refused_limit_share : float or None
        What a size must hold.
    priority, load_sharing, skip_faulty : bool
        Fitted vessels first at berths; transformer counts loads; faulty rows are left out.
    battery_kwh, battery_kw, solar_kw : float
        What shaves the peak.
    demand_basis : str
        ``demand`` or ``capacity``.
    flat_price, demand_charge, capacity_charge, service_fee : float or None
        Prices instead of those of the table.
    waived_until : str or None
        Date up to which months begin without a charge on power.
    """

    port: str
    year: int | None = None
    calls: Path | None = None
    fitted_share: float | None = None
    sockets: int | None = None
    transformer_mva: float | None = None
    replications: int = 30
    seed: int = 1
    percentile: float | None = None
    refused_limit_share: float | None = None
    priority: bool = False
    load_sharing: bool = True
    skip_faulty: bool = False
    battery_kwh: float = 0.0
    battery_kw: float = 0.0
    solar_kw: float = 0.0
    demand_basis: str = BASES[0]
    flat_price: float | None = None
    demand_charge: float | None = None
    capacity_charge: float | None = None
    service_fee: float | None = None
    waived_until: str | None = None

    @property
    def waived_date(self) -> dt.date | None:
        """The date of the waiver."""
        return None if self.waived_until is None else dt.date.fromisoformat(self.waived_until)

    @property
    def bounded(self) -> bool:
        """Whether sockets or transformer are given."""
        return self.sockets is not None or self.transformer_mva is not None


def request_faults(request: ShoreRequest) -> list[Fault]:
    """Return everything that is wrong with the options."""
    return [*_ranges(request), *_others(request)]


def _ranges(request: ShoreRequest) -> Iterator[Fault]:
    """Yield numbers that are out of range."""
    rules: tuple[tuple[str, float | None, float, float], ...] = (
        ("--year", request.year, FIRST_YEAR, LAST_YEAR),
        ("--fitted-share", request.fitted_share, 0, 1),
        ("--sockets", request.sockets, 1, _MOST_SOCKETS),
        ("--transformer-mva", request.transformer_mva, 0.01, _MOST_MVA),
        ("--percentile", request.percentile, 50, 100),
        ("--refused-limit", request.refused_limit_share, 0, 1),
        ("--battery-kwh", request.battery_kwh, 0, 1e6),
        ("--battery-kw", request.battery_kw, 0, 1e6),
        ("--solar-kw", request.solar_kw, 0, 1e6),
        ("--flat-price", request.flat_price, 0, 10),
        ("--demand-charge", request.demand_charge, 0, 1000),
        ("--capacity-charge", request.capacity_charge, 0, 1000),
        ("--service-fee", request.service_fee, 0, 10),
    )
    for name, value, low, high in rules:
        if value is not None and not low <= value <= high:
            message, allowed = f"{value:g} is out of range", f"{low:g} to {high:g}"
            yield Fault(name, 0, "", f"option.{name[2:]}", message, allowed)


def _others(request: ShoreRequest) -> Iterator[Fault]:
    """Yield words that mean nothing."""
    if request.demand_basis not in BASES:
        message = f'"{request.demand_basis}" is no basis of the charge on power'
        yield Fault("--demand-basis", 0, "", "option.demand-basis", message, ", ".join(BASES))
    try:
        request.waived_date  # noqa: B018 - reading it parses the date
    except ValueError:
        message = f'"{request.waived_until}" is no date'
        yield Fault("--waived-until", 0, "", "option.waived-until", message, "such as 2030-12-31")
    if (request.battery_kwh > 0) != (request.battery_kw > 0):
        message, advice = "a battery needs energy and power", "give --battery-kwh and --battery-kw"
        yield Fault("--battery-kwh", 0, "", "option.battery", message, help=advice)
