"""How many vessels a year cargo sends through each lock, laden and empty, both directions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from transport.inland.voyages import return_route

if TYPE_CHECKING:
    from transport.skims import ServiceSkims


@dataclass(frozen=True)
class LockLoad:
    """Vessels through locks as a function of the cargo of services.

    A route and its way back are sailed as often as the busier of the two needs; the other sails
    partly empty, see :func:`transport.inland.voyages.voyage_flows`.

    Attributes
    ----------
    locks : tuple of str
        Lock sites.
    voyages_per_kt : scipy.sparse.csr_array
        Laden voyages by route and kilotonne of a service, shape (routes, services).
    back : numpy.ndarray
        Index of the way back of each route.
    calls : scipy.sparse.csr_array
        Passages of a voyage, shape (routes, locks).
    """

    locks: tuple[str, ...]
    voyages_per_kt: csr_array
    back: np.ndarray
    calls: csr_array

    def vessels(self, kt_by_service: np.ndarray) -> np.ndarray:
        """Return the passages a year of each lock."""
        return np.asarray(self.per_kt(kt_by_service).T @ kt_by_service)

    def per_kt(self, kt_by_service: np.ndarray) -> csr_array:
        """Return passages by kilotonne of each service, shape (services, locks).

        Parameters
        ----------
        kt_by_service : numpy.ndarray
            Cargo that says which way of each route is the busier one; of two equal ones each
            counts half.

        Returns
        -------
        scipy.sparse.csr_array
            Linear in cargo as long as the busier ways stay the same.
        """
        laden = self.voyages_per_kt @ kt_by_service
        other = laden[self.back]
        # Both ways are sailed max(laden, other) times; each route row counts its own way.
        weight = np.where(laden > other, 2.0, np.where(laden == other, 1.0, 0.0))
        passages = self.calls.multiply(weight[:, None])
        return csr_array(self.voyages_per_kt.T @ csr_array(passages))


def lock_load(skims: ServiceSkims) -> LockLoad:
    """Make the load of locks from the routes of skims.

    Parameters
    ----------
    skims : ServiceSkims
        Services and their routes.

    Returns
    -------
    LockLoad
        Of all locks of the skims.
    """
    names = list(skims.routes)
    index = {name: i for i, name in enumerate(names)}
    locks = tuple(dict.fromkeys(lock for lock, _ in skims.lock_directions))
    pairs = [
        (index[name], i, 1000 / skims.routes[name].mean_payload_t)
        for i, of_service in enumerate(skims.route_of_service)
        for name in of_service
    ]
    route, service, per_kt = (
        (np.array(column) for column in zip(*pairs, strict=True))
        if pairs
        else (np.empty(0, dtype=np.int64) for _ in range(3))
    )
    calls = np.zeros((len(names), len(locks)))
    for name, i in index.items():
        for call in skims.routes[name].lock_calls:
            calls[i, locks.index(call.lock)] += 1
    back = [index[return_route(skims.routes[name])] for name in names]
    return LockLoad(
        locks,
        csr_array((per_kt, (route, service)), shape=(len(names), len(skims.services))),
        np.array(back, dtype=np.int64),
        csr_array(calls),
    )
