"""Load and draught of a vessel, each from the other.

Between the empty and the loaded draught the load grows in proportion, as in `fleets.vessels`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def load_at_draught_t(
    draught_m: Floats | float, empty_m: float, loaded_m: float, dwt_t: float
) -> Floats:
    """Return the load that gives a draught.

    Parameters
    ----------
    draught_m : float or array
        Draught; below the empty one the load is negative, which no vessel can have.
    empty_m, loaded_m : float
        Draught when empty and at the rated tonnage.
    dwt_t : float
        Rated tonnage.

    Returns
    -------
    array
        Tonnes.

    Examples
    --------
    >>> float(load_at_draught_t(2.0, 1.0, 3.0, 1000.0))
    500.0
    """
    return np.asarray(dwt_t * (np.asarray(draught_m, dtype=float) - empty_m) / (loaded_m - empty_m))


def draught_at_load_m(
    load_t: Floats | float, empty_m: float, loaded_m: float, dwt_t: float
) -> Floats:
    """Return the draught that a load gives, the inverse of `load_at_draught_t`.

    Examples
    --------
    >>> float(draught_at_load_m(500.0, 1.0, 3.0, 1000.0))
    2.0
    """
    return np.asarray(empty_m + (loaded_m - empty_m) * np.asarray(load_t, dtype=float) / dwt_t)
