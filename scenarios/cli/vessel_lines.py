"""Lines of the terminal about the powertrains of inland vessels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenarios.cli.clip import clip
from scenarios.comparison.vessel_use import voyage_shares

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison

_LEAST_SHARE: Final = 0.001
"""Difference of shares of voyages that a table with one decimal of a percent shows."""


def vessel_lines(comparison: Comparison) -> list[str]:
    """Return the share of laden voyages that each powertrain but diesel reaches.

    Of several plans, powertrains are told whose share is not that of the first plan; the report has
    them all.

    Parameters
    ----------
    comparison : Comparison
        Plans that were run.

    Returns
    -------
    list of str
        Lines of at most 80 ASCII letters; none where there is nothing to tell.
    """
    first, *others = comparison.titles
    shares = voyage_shares(comparison.powertrains, [first, *others])
    rows = []
    for plan in others or [first]:
        for row in shares:
            values = [float(row[first]), float(row[plan])] if others else [float(row[plan])]
            if others and abs(values[1] - values[0]) < _LEAST_SHARE:
                continue
            name = clip(f"{row['year']} {plan}: {row['powertrain']}", 40)
            rows.append(f"{name:<40}" + "".join(f"{100 * value:>12.1f}" for value in values))
    heads = [first, "plan"] if others else []
    head = "Inland vessels: laden voyages reached, %"
    return ["", head + "".join(f"{clip(one, 12):>12}" for one in heads), *rows] if rows else []
