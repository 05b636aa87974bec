"""A user's demand in the place of the shipped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from scenarios.faults import InputError
from scenarios.own_demand.rows import OwnDemand, read_own_demand
from scenarios.own_demand.source import SOURCE
from scenarios.tables.coverage import coverage_faults

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.tables.reading import Tables


def use_own_demand(path: Path, tables: Tables) -> Tables:
    """Return tables whose demand is the user's.

    Parameters
    ----------
    path : Path
        A CSV file or an Excel workbook.
    tables : Tables
        Checked tables; their demand is replaced whole.

    Returns
    -------
    Tables
        Tables that name the file as the source of their demand.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    own = read_own_demand(path, tables)
    if own.faults:
        raise InputError(own.faults)
    changed = tables.with_demand(_typed(own, tables), _source(path), path)
    files = dict.fromkeys(changed, "tables") | {"demand": str(path)}
    gaps = coverage_faults(changed, files)
    if gaps:
        raise InputError(gaps)
    return changed


def _typed(own: OwnDemand, tables: Tables) -> pd.DataFrame:
    """Return the rows with the types of the table that they replace."""
    return own.frame.astype(tables["demand"].dtypes.to_dict())


def _source(path: Path) -> pd.DataFrame:
    """Return the row of sources that the user's rows cite."""
    row = {
        "source_id": SOURCE,
        "title": f"The user's own demand table {path.name}",
        "publisher": "",
        "year": pd.NA,
        "url": "",
        "method": "assumed",
        "note": "brought by the user; form and names were checked, the tonnes were not",
    }
    return pd.DataFrame([row]).astype({"year": "Int64"})
