"""Vessels sent to one lock at stated hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from transport.operations.lock import LockSite
from transport.operations.waterway import Stretch, Trips, simulate_waterway

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from networks import Chamber
    from transport.operations.lock import Hours, Hull, LockRules
    from transport.operations.records import WaterwayRecords


@pytest.fixture(scope="session")
def at_one_lock() -> Callable[..., WaterwayRecords]:
    """Run vessels given as (hour of arrival, 0 down or 1 up, hull) to the lock ``L``.

    Closures and depths by line may be given as ``closed_h`` and ``depth_m``, marked vessels by
    their numbers as ``first``.
    """

    def run(
        chambers: Sequence[Chamber],
        vessels: Sequence[tuple[float, int, Hull]],
        rules: LockRules,
        horizon_h: float = 200.0,
        first: Sequence[int] = (),
        **by_line: Mapping[str, Hours],
    ) -> WaterwayRecords:
        hulls = sorted({hull for _, _, hull in vessels}, key=repr)
        trips = Trips(
            depart_h=np.array([hour for hour, _, _ in vessels], dtype=float),
            route=np.array([direction for _, direction, _ in vessels], dtype=np.int64),
            hull=np.array([hulls.index(hull) for _, _, hull in vessels], dtype=np.int64),
            payload_t=np.array([hull.dwt_t for _, _, hull in vessels], dtype=float),
            first=np.isin(np.arange(len(vessels)), first),
        )
        routes = [[Stretch(0.0, "L", direction), Stretch(0.0, "", 0)] for direction in (0, 1)]
        site = LockSite(tuple(chambers), rules, **by_line)
        records, balance = simulate_waterway(trips, routes, hulls, {"L": site}, horizon_h)
        assert balance.holds
        return records

    return run
