"""Sockets behind a transformer: which vessels connect, when, and which cannot.

A fitted vessel asks for a socket when it berths. It gets one if a socket is free, its load is not
above what a socket gives, and the transformer has that load left; it then holds both until it
leaves. Otherwise it waits at its berth with its own engines running, and connects as soon as
others leave, first come first served, a smaller load passing one that is too large. A vessel that
could no longer draw power before it has to disconnect is refused. At one instant vessels leave
before others ask.

The transformer counts the load of a vessel from the moment connecting begins, so that it never has
to throw one off. With load sharing it counts what vessels take; without, the whole rating of each
socket in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from transport.operations.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

UNLIMITED = 1_000_000
"""Number of sockets that never runs out."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What a port can supply.

    Attributes
    ----------
    sockets : int
        Vessels connected at one time.
    socket_kw : float
        Load of a vessel that a socket gives.
    limit_kw : float
        Load that the transformer gives, counted as loads are.
    shares_load : bool
        Whether loads count, not ratings of sockets.
    """

    sockets: int = UNLIMITED
    socket_kw: float = np.inf
    limit_kw: float = np.inf
    shares_load: bool = True

    @property
    def unlimited(self) -> bool:
        """Whether everybody is connected at once."""
        return self.sockets >= UNLIMITED and np.isinf(self.limit_kw) and np.isinf(self.socket_kw)


@dataclass(frozen=True, slots=True)
class Requests:
    """Vessels that ask for power, by hour of berthing.

    Attributes
    ----------
    berthed_h, leaves_h : numpy.ndarray
        Stay of each; berthing increases.
    load_kw : numpy.ndarray
        Load at the vessel of each.
    connect_h, disconnect_h : float
        Hours after a socket is given until power flows, and before leaving when it ends.
    """

    berthed_h: Floats
    leaves_h: Floats
    load_kw: Floats
    connect_h: float
    disconnect_h: float

    def __len__(self) -> int:
        """Return how many ask."""
        return len(self.berthed_h)


def connect(requests: Requests, supply: Supply) -> Floats:
    """Return the hour at which each vessel gets its socket.

    Parameters
    ----------
    requests : Requests
        Who asks.
    supply : Supply
        Sockets and transformer; its limit counts loads at the vessel.

    Returns
    -------
    array of shape (n,)
        Hours, NaN for vessels that are refused. Power flows from `connect_h` later until
        `disconnect_h` before leaving.

    Examples
    --------
    >>> asked = Requests(np.array([0.0, 1.0, 2.0]), np.array([10.0, 20.0, 10.5]),
    ...     np.array([500.0, 500.0, 500.0]), 0.5, 0.5)
    >>> connect(asked, Supply(sockets=1)).tolist()
    [0.0, 10.0, nan]
    """
    useful = requests.leaves_h - requests.berthed_h > requests.connect_h + requests.disconnect_h
    fits = useful & (requests.load_kw <= supply.socket_kw)
    if supply.unlimited:
        return np.where(fits, requests.berthed_h, np.nan)
    counted = requests.load_kw if supply.shares_load else np.full(len(requests), supply.socket_kw)
    given = np.full(len(requests), np.nan)
    asking = np.flatnonzero(fits & (counted <= supply.limit_kw))
    out = np.full(len(asking), np.nan)
    _connect(
        requests.berthed_h[asking],
        requests.leaves_h[asking],
        counted[asking],
        requests.connect_h + requests.disconnect_h,
        min(supply.sockets, max(len(asking), 1)),
        supply.limit_kw,
        out,
    )
    given[asking] = out
    return given


@compiled
def _connect(  # noqa: PLR0913, PLR0917 - compiled code takes arrays, no objects
    berthed_h: Floats,
    leaves_h: Floats,
    load_kw: Floats,
    least_h: float,
    sockets: int,
    limit_kw: float,
    given_h: Floats,
) -> None:
    """Run the events; fills `given_h`."""
    count = len(berthed_h)
    waiting = np.empty(count, dtype=np.int64)
    on = np.empty(sockets, dtype=np.int64)
    queued, connected, come, used = 0, 0, 0, 0.0
    while come < count or queued > 0:
        now = berthed_h[come] if come < count else np.inf
        for place in range(connected):
            now = min(now, leaves_h[on[place]])
        if not np.isfinite(now):
            break
        stay = 0
        used = 0.0
        for place in range(connected):
            if leaves_h[on[place]] > now:
                on[stay] = on[place]
                used += load_kw[on[stay]]
                stay += 1
        connected = stay
        while come < count and berthed_h[come] <= now:
            waiting[queued] = come
            queued += 1
            come += 1
        kept = 0
        for place in range(queued):
            call = waiting[place]
            if leaves_h[call] - now <= least_h:
                continue
            if connected < sockets and used + load_kw[call] <= limit_kw:
                on[connected] = call
                connected += 1
                used += load_kw[call]
                given_h[call] = now
            else:
                waiting[kept] = call
                kept += 1
        queued = kept
