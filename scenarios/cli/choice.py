"""How the answer changes with the parameters of choice, for the terminal: the two widest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenarios.comparison.choice_sensitivity import CENTRAL, ENDS, widths

if TYPE_CHECKING:
    import pandas as pd

MOST: Final = 2
"""Parameters that the terminal shows of a plan and year."""


def choice_lines(table: pd.DataFrame) -> list[str]:
    """Return how far the change in greenhouse gas moves with the widest parameters of choice.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of ``Comparison.choice`` of the plan and year.

    Returns
    -------
    list of str
        A heading and a line for each parameter, at most 80 ASCII letters.
    """
    if table.empty:
        return []
    values = table.set_index(["parameter", "end"])["wtw_co2e_change_percent"]
    central = float(values[CENTRAL, CENTRAL])
    lines = [f"Greenhouse gas {central:+.2f}% by choice parameter (base year met, waits held)  e"]
    for name in list(widths(table).index)[:MOST]:
        low, high = (float(values[name, end]) for end in ENDS)
        label = str(name).replace("_", " ")
        lines.append(f"  {label:<18} {low:+.2f}% at its low end, {high:+.2f}% at its high end")
    return lines
