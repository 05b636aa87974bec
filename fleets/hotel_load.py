"""Power that vessels take at berth, by type and size.

Sea-going ships take the auxiliary power of the Fourth IMO GHG Study (2020, table 17) at berth;
inland vessels that of their class, linear in rated tonnage between the classes. Boilers go on
burning beside shore power and are told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BERTH_MODE = "berth"
"""Mode of the table ``ship_power`` whose power counts."""


def sea_hotel_loads_kw(
    ship_power: pd.DataFrame, ship_type: Sequence[str], size: Floats
) -> tuple[Floats, Floats]:
    """Return auxiliary and boiler power at berth of sea-going ships.

    Parameters
    ----------
    ship_power : pandas.DataFrame
        Table ``ship_power``.
    ship_type : sequence of str
        Type of each ship.
    size : array of shape (n,)
        Size of each ship, in the unit of its type; NaN takes the smallest class.

    Returns
    -------
    aux_kw, boiler_kw : array of shape (n,)
        kW.

    Raises
    ------
    KeyError
        If the table has no row for a type.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"ship_type": ["roro"] * 2, "mode": ["berth"] * 2,
    ...     "size_min_value": [0, 5000], "aux_kw": [750, 1100], "boiler_kw": [260, 260]})
    >>> sea_hotel_loads_kw(table, ["roro", "roro"], np.array([4999.0, 5000.0]))[0].tolist()
    [750.0, 1100.0]
    """
    kinds = np.asarray(ship_type, dtype=object)
    aux, boiler = np.zeros(len(kinds)), np.zeros(len(kinds))
    at_berth = ship_power[ship_power["mode"] == BERTH_MODE]
    for kind in dict.fromkeys(kinds.tolist()):
        rows = at_berth[at_berth["ship_type"] == kind].sort_values("size_min_value")
        if rows.empty:
            msg = f"ship_power has no row for {kind} at berth."
            raise KeyError(msg)
        these = kinds == kind
        sizes = np.nan_to_num(np.asarray(size, dtype=float)[these])
        least = rows["size_min_value"].to_numpy(dtype=float)
        place = np.maximum(np.searchsorted(least, sizes, side="right") - 1, 0)
        aux[these] = rows["aux_kw"].to_numpy(dtype=float)[place]
        boiler[these] = rows["boiler_kw"].to_numpy(dtype=float)[place]
    return aux, boiler


def inland_hotel_load_kw(
    vessel_classes: pd.DataFrame, size: Floats, *, container: bool = False
) -> Floats:
    """Return the electric load at berth of inland vessels, linear between their classes.

    Parameters
    ----------
    vessel_classes : pandas.DataFrame
        Table ``vessel_classes``; diesel vessels of inland waters are looked at.
    size : array
        Rated tonnage, or slots where `container`.
    container : bool
        Whether sizes are slots of container vessels.

    Returns
    -------
    array
        kW; beyond the classes that of the nearest one.
    """
    kind, column = ("container", "teu") if container else ("dry_bulk", "dwt_t")
    rows = vessel_classes[
        (vessel_classes["domain"] == "inland")
        & (vessel_classes["vessel_type"] == kind)
        & (vessel_classes["energy"] == "diesel")
    ].sort_values(column)
    sizes = rows[column].to_numpy(dtype=float)
    loads = rows["berth_aux_load_kw"].to_numpy(dtype=float)
    return np.asarray(np.interp(np.asarray(size, dtype=float), sizes, loads))


def size_in_unit(
    unit: str, given: Mapping[str, float], dwt_per_teu: float, gt_per_dwt: float
) -> float:
    """Return the size of a ship in the unit that its type goes by.

    Parameters
    ----------
    unit : str
        ``dwt``, ``teu``, ``gt``, ``m3`` or ``none``.
    given : mapping of str to float
        What is known, by ``dwt``, ``gt`` and ``teu``.
    dwt_per_teu, gt_per_dwt : float
        Ratios by which one stands for another.

    Returns
    -------
    float
        NaN where it does not follow.

    Examples
    --------
    >>> size_in_unit("teu", {"dwt": 26_000.0}, 13.0, 0.6), size_in_unit("gt", {"dwt": 9.0}, 13, 0.6)
    (2000.0, nan)
    """
    if unit in given:
        return given[unit]
    dwt = given.get("dwt", given["gt"] / gt_per_dwt if "gt" in given else float("nan"))
    if unit == "teu":
        return dwt / dwt_per_teu
    return dwt if unit in {"dwt", "m3"} else float("nan")
