"""Lines of the terminal about the powertrains of inland vessels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from scenarios.cli.clip import clip
from scenarios.comparison.vessel_use import other_powertrains

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison

_SEVERAL: Final = 2
_LEAST_SHARE: Final = 0.001
"""Difference of shares of voyages that a table with one decimal of a percent shows."""


def vessel_lines(comparison: Comparison) -> list[str]:
    """Return the share of laden voyages that each powertrain but diesel reaches.

    Of several plans, powertrains whose shares differ are told; the report has them all.

    Parameters
    ----------
    comparison : Comparison
        Plans that were run.

    Returns
    -------
    list of str
        Lines of at most 80 ASCII letters; none where all vessels burn diesel.
    """
    table = _differing(other_powertrains(comparison.powertrains))
    if table.empty:
        return []
    lines = ["", "Inland vessels: laden voyages reached, %"]
    for row in table.to_dict("records"):
        name = clip(f"{row['year']} {row['plan']}: {row['powertrain']}", 40)
        lines.append(f"{name:<40}{100 * float(row['voyage_share']):>12.1f}")
    return lines


def _differing(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of powertrains whose share differs between plans, all of a single plan."""
    if table.empty or len(set(table["plan"])) < _SEVERAL:
        return table
    keys = ["year", "powertrain"]
    wide = table.pivot_table(index=keys, columns="plan", values="voyage_share", fill_value=0)
    spread = wide.max(axis=1) - wide.min(axis=1)
    return table[(spread.reindex(pd.MultiIndex.from_frame(table[keys])) > _LEAST_SHARE).to_numpy()]
