"""From the table of handling at hubs to its energy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transport.ledger.hubs import HubEnergy

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_MJ_PER_KWH: Final = 3.6
CASES: Final = ("low", "central", "high")
"""Cases of the table: its values, and both ends of their ranges."""


def hub_energy_of(
    tables: Mapping[str, pd.DataFrame],
    cargo_kinds: Mapping[str, str],
    case: str = "central",
) -> HubEnergy:
    """Make the energy of handling at hubs.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    cargo_kinds : mapping of str to str
        Kind of cargo of each commodity group.
    case : str
        One of :data:`CASES`.

    Returns
    -------
    HubEnergy
        By mode of the terminal and kind of cargo.
    """
    part = "" if case == "central" else f"{case}_"
    return HubEnergy(
        {
            (str(row["mode"]), str(row["cargo_kind"])): {
                "hub_diesel": float(row[f"diesel_{part}mj_per_t"]),
                "hub_electricity": _MJ_PER_KWH * float(row[f"electricity_{part}kwh_per_t"]),
            }
            for row in tables["hub_handling"].to_dict("records")
        },
        cargo_kinds,
    )
