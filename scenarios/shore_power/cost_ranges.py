"""Ranges of what the cost of a kilowatt-hour hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scenarios.from_tables.shore_power import Port
    from transport.sizing.shore_power import Study

    Frames = Mapping[str, pd.DataFrame]


def cost_ranges(
    tables: Frames, study: Study, port: Port, asked: float
) -> dict[str, tuple[float, float, float]]:
    """Return what the cost of a kilowatt-hour hangs on.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    study : Study
        The values in use.
    port : Port
        Sea or inland.
    asked : float
        Share of eligible calls that ask for a socket.

    Returns
    -------
    dict of str to (float, float, float)
        Value, low and high by name, as :func:`transport.sizing.what_if.cost_swings` takes them.
    """
    table = tables["shore_power_parameters"].set_index("parameter")
    rates = tables["transport_parameters"].set_index("parameter")
    capex = f"{port.water}_socket_capex_cny"
    whole = float(table["value"][capex])

    def row(name: str, value: float) -> tuple[float, float, float]:
        """Return a parameter with its range, wide enough for the value in use."""
        low, high = float(table["low"][name]), float(table["high"][name])
        return value, min(low, value), max(high, value)

    charge = "demand_charge_cny_per_kw_month"
    used = study.tariff.demand_cny_per_kw_month
    if study.tariff.basis != "demand":
        charge = "capacity_charge_cny_per_kva_month"
        used = study.tariff.capacity_cny_per_kva_month
    spread = float(table["value"]["hotel_load_spread"])
    ranges = {
        "share": row(f"{port.water}_connected_share", asked),
        "load": (1.0, 1 - spread, 1 + spread),
        "price": row("flat_price_cny_per_kwh", study.tariff.flat_cny_per_kwh),
        "charge": row(charge, used),
        "efficiency": row(f"{port.water}_efficiency_share", study.rule.efficiency_share),
        "capex": (
            1.0,
            float(table["low"][capex]) / whole,
            float(table["high"][capex]) / whole,
        ),
        "om": row("om_share", study.prices.om_share),
        "life": row("life_years", study.prices.life_years),
        "interest": (
            study.prices.interest_rate,
            float(rates["low"]["interest_rate"]),
            float(rates["high"]["interest_rate"]),
        ),
    }
    return {name: ends for name, ends in ranges.items() if ends[0] > 0}
