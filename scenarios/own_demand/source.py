"""Whose demand a table holds: the rows of a user's own demand cite one source."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "own-demand"
"""Source id of every row of a user's own demand."""


def is_own(demand: pd.DataFrame) -> bool:
    """Return whether the demand was brought by the user.

    Parameters
    ----------
    demand : pandas.DataFrame
        Table ``demand``.

    Returns
    -------
    bool
        True when a row cites the user.
    """
    return bool((demand["source"] == SOURCE).any())
