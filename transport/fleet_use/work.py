"""The work of fleets in a year: the modelled tonnes times what a tonne asks of each fleet.

Growth is that of the demand; mode choice is that of the base year, because the stock of a year is
known before its operations. A plan that moves cargo between modes does not move it here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fleets import class_mix
from transport.demand import growth_factors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from fleets import VesselClass

    Floats = NDArray[np.float64]

ANY = "any"
"""Kind of cargo of fleets that carry all of it."""


def group_work(
    demand: pd.DataFrame,
    growth: pd.DataFrame,
    activity: pd.DataFrame,
    cargo_kinds: Mapping[str, str],
    span: tuple[str, Sequence[int]],
) -> dict[tuple[str, str], Floats]:
    """Return the work of each group of fleets by kind of cargo and year.

    Parameters
    ----------
    demand, growth : pandas.DataFrame
        Tables ``demand`` of the base year, and ``growth``.
    activity : pandas.DataFrame
        Table ``stock_activity``: what a tonne of a control group asks of a group.
    cargo_kinds : mapping of str to str
        ``bulk`` or ``container`` by commodity.
    span : (str, sequence of int)
        Growth case, and the years.

    Returns
    -------
    dict of (str, str) to array
        Work by year, by group and kind of cargo (``any`` where it does not matter).
    """
    case, years = span
    base_year = int(demand["base_year"].iloc[0])
    factors = [growth_factors(growth, case, base_year, year) for year in years]
    tonnes = demand.groupby(["control_group", "commodity"])["kt"].sum().reset_index()
    found: dict[tuple[str, str], Floats] = {}
    for cargo in tonnes.to_dict("records"):
        commodity = str(cargo["commodity"])
        grown = 1000 * float(cargo["kt"]) * np.array([one[commodity] for one in factors])
        rows = activity[activity["control_group"] == cargo["control_group"]]
        for row in rows.to_dict("records"):
            kind = str(row["cargo_kind"])
            if kind in {ANY, cargo_kinds[commodity]}:
                key = str(row["group_id"]), kind
                now = found.get(key, np.zeros(len(years)))
                found[key] = now + grown * float(row["work_per_t"])
    return found


def class_work(
    work: Mapping[str, Floats],
    mix: pd.DataFrame,
    classes: Mapping[str, VesselClass],
    years: Sequence[int],
) -> dict[str, Floats]:
    """Share the work of inland vessels over their classes, by voyages and what one carries.

    Parameters
    ----------
    work : mapping of str to array
        Work by year, by kind of cargo.
    mix : pandas.DataFrame
        Table ``vessel_mix``.
    classes : mapping of str to VesselClass
        The classes.
    years : sequence of int
        The years.

    Returns
    -------
    dict of str to array
        Work by year, by class.
    """
    found = {name: np.zeros(len(years)) for name in classes}
    for kind, total in work.items():
        known = sorted({int(year) for year in mix.loc[mix["cargo_kind"] == kind, "year"]})
        mixes = [class_mix(mix, kind, year) for year in known]
        carried = {
            name: np.interp(years, known, [one[name] for one in mixes])
            * classes[name].dwt_t
            * classes[name].payload_factor
            for name in mixes[0]
        }
        everything = np.sum(list(carried.values()), axis=0)
        for name, part in carried.items():
            found[name] = found[name] + total * part / everything
    return found
