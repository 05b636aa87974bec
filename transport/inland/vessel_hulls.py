"""Hulls of vessels by class and draught, draughts in steps of 5 cm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from transport.operations.lock import Hull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fleets import VesselClass

DRAUGHT_STEP_M = 0.05
"""Draughts are rounded up to this step, so that there are few kinds of hulls."""


def draught_steps(draught_m: np.ndarray | float) -> np.ndarray:
    """Return draughts as whole steps, rounded up but for rounding errors.

    Examples
    --------
    >>> draught_steps(np.array([2.0, 2.01, 2.05])).tolist()
    [40, 41, 41]
    """
    return np.ceil(np.asarray(draught_m) / DRAUGHT_STEP_M - 1e-9).astype(np.int64)


def hulls_by_draught(
    classes: Sequence[VesselClass], pick: np.ndarray, load_share: np.ndarray
) -> tuple[list[Hull], np.ndarray]:
    """Return the hulls of vessels and the number of the hull of each.

    Draught grows in proportion to the load, from the empty to the loaded draught of a class.

    Parameters
    ----------
    classes : sequence of VesselClass
        The classes.
    pick : numpy.ndarray
        Class of each vessel.
    load_share : numpy.ndarray
        Cargo over rated tonnage of each vessel.

    Returns
    -------
    hulls : list of Hull
        One for each class and draught in use.
    number : numpy.ndarray
        Index into `hulls` for each vessel.
    """
    empty = np.array([one.draught_empty_m for one in classes])
    laden = np.array([one.draught_loaded_m for one in classes])
    draught = empty[pick] + np.minimum(load_share, 1.0) * (laden - empty)[pick]
    steps = draught_steps(draught)
    most = int(steps.max(initial=0)) + 1
    used = np.bincount(pick * most + steps) > 0
    kinds = np.flatnonzero(used)
    number = (np.cumsum(used) - 1)[pick * most + steps]
    hulls = [
        Hull(
            classes[k].length_m,
            classes[k].beam_m,
            classes[k].dwt_t,
            float(step) * DRAUGHT_STEP_M,
            classes[k].class_id,
        )
        for k, step in (divmod(kind, most) for kind in kinds.tolist())
    ]
    return hulls, number.astype(np.int64)
