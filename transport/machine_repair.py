"""Machine-repair queues of swapped packs: how many packs a swap station needs, and who waits.

Packs are the repairable items, charging is the repair, and full packs are the spares on the shelf.
An open station sees Poisson arrivals (one-for-one replenishment); a closed fleet comes back with
its own packs (the machine-repair queue with spares).
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.queueing import erlang_c_share

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class SwapStock:
    """Packs of a closed fleet that swaps: the machine-repair queue with spares.

    Attributes
    ----------
    use_share : float
        Time in which a slot of the charging room is busy.
    p_wait : float
        Probability that a vehicle that comes to swap finds no full pack.
    wait_h : float
        Mean wait for a full pack, of all that come.
    swaps_per_h : float
        Swaps.
    """

    use_share: float
    p_wait: float
    wait_h: float
    swaps_per_h: float


def least_packs(arrivals_per_h: float, charge_h: float, slots: int, target_h: float) -> int:
    """Return the least packs of an open swap station whose mean wait for a full one keeps a target.

    Each vehicle hands in a pack, which is charged in one of the slots, and takes a full one. Packs
    away on charge are the customers N of a queue with Poisson arrivals and exponential charging
    (M/M/s), whatever the stock P: who finds none full waits for one, so that P - N packs are full
    or N - P vehicles wait (one-for-one replenishment; Palm 1938, Sherbrooke 1968). By Little's law
    the mean wait is E[(N - P)+] over the arrivals.

    Parameters
    ----------
    arrivals_per_h, charge_h : float
        Swaps and mean hours of charging a pack.
    slots : int
        Packs that charge at once, more than arrivals x hours.
    target_h : float
        Mean wait of all vehicles, above zero.

    Returns
    -------
    int
        Packs beside those on vehicles.

    Examples
    --------
    >>> least_packs(1.0, 0.5, 1, 0.25)  # E[(N - P)+] = 0.5^P: 1, 1/2, 1/4
    2
    """
    waits = _pack_waits_h(arrivals_per_h, charge_h, slots)
    return next(packs for packs, wait in enumerate(waits) if wait <= target_h * (1 + 1e-9))


def pack_wait_h(arrivals_per_h: float, charge_h: float, slots: int, packs: int) -> float:
    """Return the mean wait for a full pack at an open swap station with a stock of packs.

    The model is that of :func:`least_packs`.

    Examples
    --------
    >>> pack_wait_h(1.0, 0.5, 1, 2)
    0.25
    """
    waits = _pack_waits_h(arrivals_per_h, charge_h, slots)
    return next(itertools.islice(waits, packs, None))


def _pack_waits_h(arrivals_per_h: float, charge_h: float, slots: int) -> Iterator[float]:
    """Yield the mean wait for a full pack with 0, 1, 2, ... packs."""
    load = arrivals_per_h * charge_h
    use = load / slots
    late = load + erlang_c_share(load, slots) * use / (1 - use)
    logs = np.concatenate(([0.0], np.cumsum(np.log(load / np.arange(1, slots + 1)))))
    logs[-1] -= math.log(1 - use)
    share = float(np.exp(-logs.max()) / np.exp(logs - logs.max()).sum())
    above = 1 - share
    for packs in itertools.count(1):
        yield max(0.0, late) / arrivals_per_h
        late -= above
        share *= load / min(packs, slots)
        above = max(0.0, above - share)


def swap_stock(
    vehicles: int, spare_packs: int, slots: int, rates_per_h: tuple[float, float]
) -> SwapStock:
    """Return the waits for full packs: exponential times on the road and on charge.

    The machine-repair queue with spares (Gross and Harris, Fundamentals of Queueing Theory,
    section 2.7): vehicles are machines in use, packs out of use are at repair, slots repair them.

    Parameters
    ----------
    vehicles, spare_packs, slots : int
        Vehicles, packs beside those on vehicles, and packs that charge at once.
    rates_per_h : tuple of float
        One over the mean hours between swaps of a vehicle, and over those of charging a pack.

    Returns
    -------
    SwapStock
        In the steady state.

    Examples
    --------
    >>> one = swap_stock(1, 0, 1, (1.0, 1.0))  # on the road or on charge, half of the time each
    >>> one.use_share, one.p_wait, one.wait_h, one.swaps_per_h
    (0.5, 1.0, 1.0, 0.5)
    """
    leave, charge = rates_per_h
    empty = np.arange(vehicles + spare_packs + 1)
    on_road = np.minimum(vehicles, vehicles + spare_packs - empty)
    busy = np.minimum(slots, empty)
    weights = np.concatenate(([0.0], np.cumsum(np.log(on_road[:-1] * leave / (busy[1:] * charge)))))
    share = np.exp(weights - weights.max())
    share /= share.sum()
    swaps = float(share @ on_road) * leave
    waiting = float(share @ (vehicles - on_road))
    seen = share * on_road * leave / swaps
    return SwapStock(
        use_share=float(share @ busy) / slots,
        p_wait=float(seen[empty >= spare_packs].sum()),
        wait_h=waiting / swaps,
        swaps_per_h=swaps,
    )
