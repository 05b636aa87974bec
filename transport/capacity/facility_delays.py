"""Skims with the waits at rail sections and terminals as delays of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, hstack

from transport.facilities import facility_uses

if TYPE_CHECKING:
    from transport.facilities import Facilities
    from transport.skims import ServiceSkims


def with_facilities(skims: ServiceSkims, facilities: Facilities) -> ServiceSkims:
    """Return skims whose delays go on, after the lock directions, with those of facilities.

    Parameters
    ----------
    skims : ServiceSkims
        Skims with delays at lock directions only.
    facilities : Facilities
        Facilities of the year.

    Returns
    -------
    ServiceSkims
        A wait at a facility takes the time of the cargo; trains and ships are paid by their rates,
        which do not change with it.
    """
    uses = facility_uses(skims.services)
    shape = (len(skims.services), len(facilities.rows))
    columns = [uses.get(one.key, []) for one in facilities.rows]
    rows = np.array([i for column in columns for i in column], dtype=np.int64)
    at = np.repeat(np.arange(len(columns)), [len(column) for column in columns])
    calls = csr_array((np.ones(len(rows)), (rows, at)), shape=shape)
    free, charges = csr_array(shape), skims.delay_charges_cny_per_t_h
    return replace(
        skims,
        laden_calls=csr_array(hstack([skims.laden_calls, calls])),
        delay_cny_per_t_h=csr_array(hstack([skims.delay_cny_per_t_h, free])),
        delay_charges_cny_per_t_h=None if charges is None else csr_array(hstack([charges, free])),
        facilities=facilities,
    )
