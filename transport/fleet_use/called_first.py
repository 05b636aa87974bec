"""Which trips of a run locks call before others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray


def clean_trips(
    powertrain: NDArray[np.int64], powertrains: Sequence[str], clean: Collection[str]
) -> NDArray[np.bool_]:
    """Tell which trips are made by vessels of clean powertrains.

    Parameters
    ----------
    powertrain : array of int
        Index of the powertrain of each trip, into `powertrains`.
    powertrains : sequence of str
        Ids.
    clean : collection of str
        Those that count as clean; ids that no trip has are passed over.

    Returns
    -------
    array of bool
        One for each trip, as :class:`transport.operations.sailing.Trips` takes it as ``first``.

    Examples
    --------
    >>> clean_trips(np.array([0, 2, 1, 0]), ("diesel", "lng", "battery"), {"battery", "lng"})
    array([False,  True,  True, False])
    """
    marks = np.array([name in clean for name in powertrains], dtype=bool)
    return marks[powertrain]
