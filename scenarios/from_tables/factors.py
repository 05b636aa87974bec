"""Emission factors of a year from checked tables, and the cases that electricity is shown under."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from fleets import (
    CarrierFactors,
    GridParameters,
    GridSupply,
    carrier_factors,
    grid_co2_kg_per_kwh,
    grid_supply,
    marginal_co2_kg_per_kwh,
)
from fleets.emission_stages import staged_carriers
from transport.parameters import read_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    Frames = Mapping[str, pd.DataFrame]

GRID_CASES = ("low", "central", "high", "marginal")
"""Cases of electricity: both ends and middle of the projection, and fossil power alone."""

_UPSTREAM = "grid_upstream_share"


def grid_of(tables: Frames, year: int) -> GridSupply:
    """Return the electricity of a year, central case."""
    direct = grid_co2_kg_per_kwh(tables["grid_projection"], year)
    return grid_supply(direct, read_parameters(GridParameters, tables["fleet_parameters"]))


def carriers_of(tables: Frames, year: int) -> pd.DataFrame:
    """Return the table of carriers with the emission stages of a year's engines."""
    return staged_carriers(
        tables["carriers"], tables["emission_stages"], tables["engine_emission_factors"], year
    )


def factors_of(
    tables: Frames, year: int, grid: GridSupply | None = None
) -> dict[str, CarrierFactors]:
    """Return the factors of all carriers in a year, with another electricity if one is given."""
    supply = grid_of(tables, year) if grid is None else grid
    return carrier_factors(carriers_of(tables, year), tables["fuel_factors"], supply)


def grid_cases(tables: Frames, year: int) -> dict[str, GridSupply]:
    """Return the electricity of a year in every case.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Calendar year.

    Returns
    -------
    dict of str to GridSupply
        By case, in the order of :data:`GRID_CASES`. ``low`` and ``high`` take that end of the
        projection and of the upstream share together; ``marginal`` is fossil power of the central
        case.
    """
    central = grid_of(tables, year)
    projection = tables["grid_projection"]
    ends = tables["fleet_parameters"].set_index("parameter")
    bounds = {
        case: central.with_factor(
            grid_co2_kg_per_kwh(projection, year, case), _end(ends[case], central)
        )
        for case in ("low", "high")
    }
    fossil = marginal_co2_kg_per_kwh(projection, year)
    return {
        "low": bounds["low"],
        "central": central,
        "high": bounds["high"],
        "marginal": central.with_factor(fossil, central.upstream_share),
    }


def _end(ends: pd.Series[float], central: GridSupply) -> float:
    """Return an end of the upstream share; the central value where the table has none."""
    value = float(ends[_UPSTREAM])
    return central.upstream_share if math.isnan(value) else value
