"""Energy of road, rail and sea in the base year beside the gathered values; nothing is fitted."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from networks import MODES
from transport.hauls.energy import HAUL_MODES
from transport.ledger.table_energy import EnergyParameters, table_energy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transport.commodity_groups import CommodityGroup
    from transport.year_model import YearModel

COLUMNS: Final = [
    "mode",
    "cargo",
    "unit",
    "modelled",
    "table",
    "low",
    "high",
    "deviation_percent",
    "explanation",
    "source",
]
NEAR_SHARE: Final = 0.2
"""Deviations up to this need no explanation."""

_EXPLAINED: Final = {
    ("rail", "container"): "a wagon with two boxes weighs 27 t empty and carries 19 to 31 t, where "
    "the gathered value is of all rail freight, 57 % of its gross mass cargo; a quarter of the "
    "kilometres is empty and lines to Guizhou and Chongqing count as mountain",
    ("sea", "container"): "sailed at the 22 km/h that hours follow from and with 60 % of the rated "
    "tonnage; at the service speed of 27.8 km/h and with 7 t in 70 % of the slots, as the gathered "
    "value is remembered to have, the same ship takes 0.48 MJ/tkm",
}
_SOURCES: Final = {
    "road": "gk-truck-practice",
    "rail": "gk-net-electric-rail;shandong-yearbook-2006",
    "sea": "desnz-2023;fueleu-annex-ii",
}


def haul_check(
    tables: Mapping[str, pd.DataFrame],
    model: YearModel,
    groups: Mapping[str, CommodityGroup],
    kt_by_service: np.ndarray,
) -> pd.DataFrame:
    """Compare the energy of a tonne-km with what the gathered values make of the same cargo.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    model : YearModel
        The base year.
    groups : mapping of str to CommodityGroup
        Commodity groups.
    kt_by_service : numpy.ndarray
        Its cargo by service.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COLUMNS`, one row for each mode and kind of cargo that travels: MJ per
        tonne-km of the model, of the gathered values and of the ends of their ranges. Where model
        and gathered value differ by more than a fifth, an explanation, or empty where none is
        known.
    """
    services = model.skims.services
    kinds = np.array([groups[service.group].cargo_kind for service in services])
    lhv = model.factors["road_diesel"].lhv_mj_per_kg
    gathered = {
        end: table_energy(model.skims, groups, _parameters(tables, end), lhv)
        for end in ("value", "low", "high")
    }
    rows = []
    for mode in HAUL_MODES:
        for kind in dict.fromkeys(sorted(kinds.tolist())):
            tonnes = 1000 * kt_by_service * (kinds == kind)
            tkm = float(tonnes @ model.skims.km[:, MODES.index(mode)])
            if tkm == 0:
                continue
            table, low, high = (_of_mode(mj, mode, tonnes) / tkm for mj in gathered.values())
            modelled = _of_mode(model.unit_energy, mode, tonnes) / tkm
            off = modelled / table - 1
            why = _EXPLAINED.get((mode, kind), "") if abs(off) > NEAR_SHARE else ""
            head = (mode, kind, "MJ/tkm", modelled, table, low, high)
            rows.append((*head, 100 * off, why, _SOURCES[mode]))
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_mode(
    mj_per_t: Mapping[tuple[str, str], np.ndarray], mode: str, tonnes: np.ndarray
) -> float:
    """Return the energy of a mode, all its carriers together."""
    return sum(float(values @ tonnes) for key, values in mj_per_t.items() if key[0] == mode)


def _parameters(tables: Mapping[str, pd.DataFrame], end: str) -> EnergyParameters:
    """Return the gathered values, or an end of their ranges."""
    rows = tables["fleet_parameters"].set_index("parameter")[end]
    return EnergyParameters(**{one.name: float(rows[one.name]) for one in fields(EnergyParameters)})
