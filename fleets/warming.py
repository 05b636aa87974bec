"""GWP sets: what a gram of methane or nitrous oxide weighs against a gram of CO2.

A set is an assessment report of the IPCC and a horizon, and is chosen by name. The weights of CH4
are those of fossil methane.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_HUNDRED_YEARS = 100


@dataclass(frozen=True, slots=True)
class GwpSet:
    """Weights of CH4 and N2O against CO2 (IPCC), such as AR6 over 100 years."""

    name: str
    ch4: float
    n2o: float

    @property
    def horizon_years(self) -> int:
        """Years over which warming is summed.

        Examples
        --------
        >>> GwpSet("AR6-20", 82.5, 273).horizon_years
        20
        """
        return int(self.name.rpartition("-")[2])

    @property
    def is_short(self) -> bool:
        """Whether the horizon is shorter than the 100 years that published sums of CO2e hold."""
        return self.horizon_years < _HUNDRED_YEARS

    def co2e(self, co2: float, ch4: float, n2o: float) -> float:
        """Return masses of three gases as one mass of CO2e, in the unit they are given in.

        Examples
        --------
        >>> GwpSet("AR6-100", 29.8, 273).co2e(75.082, 0.0, 0.00422)
        76.23406
        """
        return co2 + self.ch4 * ch4 + self.n2o * n2o


def gwp_set(gwp: pd.DataFrame, report: str = "AR6", horizon_years: int = 100) -> GwpSet:
    """Return a GWP set from the table ``gwp`` (fossil CH4).

    Parameters
    ----------
    gwp : pandas.DataFrame
        Table ``gwp``.
    report : str
        Assessment report, such as ``AR6``.
    horizon_years : int
        100 or 20.

    Returns
    -------
    GwpSet
        The weights.

    Raises
    ------
    KeyError
        If the table does not hold the set.
    """
    row = gwp[(gwp["report"] == report) & (gwp["horizon_years"] == horizon_years)]
    if len(row) != 1:
        msg = f"The table of GWP has no set {report} over {horizon_years} years."
        raise KeyError(msg)
    name = f"{report}-{horizon_years}"
    return GwpSet(name, float(row["ch4_fossil"].iloc[0]), float(row["n2o"].iloc[0]))


def gwp_named(gwp: pd.DataFrame, name: str) -> GwpSet:
    """Return a GWP set by its name, such as ``AR6-100``; parameters as for :func:`gwp_set`."""
    report, _, horizon = name.partition("-")
    return gwp_set(gwp, report, int(horizon))
