"""Lines of the terminal about the powertrains of inland vessels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.cli.clip import clip
from scenarios.comparison.vessel_use import other_powertrains

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison


def vessel_lines(comparison: Comparison) -> list[str]:
    """Return the share of laden voyages that each powertrain but diesel reaches.

    Parameters
    ----------
    comparison : Comparison
        Plans that were run.

    Returns
    -------
    list of str
        Lines of at most 80 ASCII letters; none where all vessels burn diesel.
    """
    table = other_powertrains(comparison.powertrains)
    if table.empty:
        return []
    lines = ["", "Inland vessels: laden voyages reached, %"]
    for row in table.to_dict("records"):
        name = clip(f"{row['year']} {row['plan']}: {row['powertrain']}", 40)
        lines.append(f"{name:<40}{100 * float(row['voyage_share']):>12.1f}")
    return lines
