"""How fuel and pollutants of an engine change with its load.

Three accounts, each for its own engines: the tables of TNO (2019) for inland diesels, the parabola
of the Fourth IMO GHG Study (2020) for main engines at sea, and the low-load factors of the US EPA
(2022) for pollutants of diesels at sea below 20 % load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LOW_LOAD: Final = 0.20
"""Load below which the low-load factors of the EPA rise above 1."""
_SMALLEST_LOAD: Final = 0.02


@dataclass(frozen=True, slots=True)
class LoadCurve:
    """A factor over the value at the best load, by load, linear between its points.

    Attributes
    ----------
    load_share : tuple of float
        Loads, rising.
    factor : tuple of float
        Factors at them; the first and the last hold outside.
    """

    load_share: tuple[float, ...]
    factor: tuple[float, ...]

    def at(self, load_share: Floats | float) -> Floats:
        """Return the factor at a load.

        Examples
        --------
        >>> float(LoadCurve((0.25, 0.75), (1.12, 1.0)).at(0.5))
        1.06
        """
        return np.asarray(np.interp(load_share, self.load_share, self.factor))


def load_curves(part_load: pd.DataFrame) -> dict[str, LoadCurve]:
    """Return the curves of the table ``part_load`` by name."""
    return {
        str(name): LoadCurve(tuple(rows["load_share"]), tuple(rows["factor"]))
        for name, rows in part_load.sort_values("load_share").groupby("curve", sort=False)
    }


def imo_sfc_factor(load_share: Floats | float) -> Floats:
    """Return specific fuel consumption over its base, by load (Fourth IMO GHG Study 2020).

    The parabola is least, 1.003, at 78 % load. It holds for main engines other than turbines.

    Examples
    --------
    >>> [round(float(imo_sfc_factor(load)), 4) for load in (0.25, 0.5, 0.75, 1.0)]
    [1.1309, 1.0388, 1.0034, 1.025]
    """
    load = np.asarray(load_share, dtype=float)
    return np.asarray(0.455 * np.square(load) - 0.710 * load + 1.280)


@dataclass(frozen=True, slots=True)
class LowLoad:
    """Emission over load of one species as a x load^-x + b (US EPA 2022)."""

    a: float
    x: float
    b: float

    def factor(self, load_share: Floats | float) -> Floats:
        """Return emission per kWh over that at 20 % load; 1 from there on, capped at 2 % load.

        Not for LNG engines, turbines, boilers and diesel-electric ships.

        Examples
        --------
        >>> round(float(LowLoad(0.1255, 1.5, 10.4496).factor(0.10)), 3)
        1.216
        """
        load = np.clip(load_share, _SMALLEST_LOAD, LOW_LOAD)
        at_low = self.a * LOW_LOAD**-self.x + self.b
        return np.asarray((self.a * load**-self.x + self.b) / at_low)


def low_loads(table: pd.DataFrame) -> dict[str, LowLoad]:
    """Return the coefficients of the table ``low_load`` by species."""
    return {
        str(row["species"]): LowLoad(
            float(row["a_coefficient"]), float(row["x_exponent"]), float(row["b_coefficient"])
        )
        for row in table.to_dict("records")
    }
