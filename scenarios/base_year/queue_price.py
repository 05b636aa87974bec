"""What an hour of queue costs, and what twice the queue at one lock changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from networks import MODES
from transport.mode_choice.assignment import generalised_cost
from transport.mode_choice.sensitivity import ALL, mode_kt, queue_hour

if TYPE_CHECKING:
    from scenarios.inputs import Base
    from transport.year_model import YearModel

QUEUE_DWT_T = 3000
"""Rated tonnage of the vessel whose hour of queue is priced."""

DOUBLED = "changzhou"
"""Lock whose queue is doubled."""


def queue_price(model: YearModel) -> dict[str, Any]:
    """Price an hour of queue of a vessel of :data:`QUEUE_DWT_T`.

    Parameters
    ----------
    model : YearModel
        A year, for its fleet and its values of time.

    Returns
    -------
    dict
        ``vessel_class``, ``dwt_t``, ``cargo_t``, ``vessel_cny_per_t`` (vessel time alone) and
        ``cny_per_t`` by commodity (vessel and cargo time).
    """
    market = model.market
    hour = queue_hour(model.fleet, QUEUE_DWT_T)
    commodity = market.demand["commodity"].to_numpy()[market.shipment]
    times = dict(zip(commodity.tolist(), market.value_of_time.tolist(), strict=True))
    return {
        "vessel_class": hour.class_id,
        "dwt_t": hour.dwt_t,
        "cargo_t": hour.payload_t,
        "vessel_cny_per_t": hour.vessel_cny_per_t,
        "cny_per_t": {name: hour.cny_per_t(times[name]) for name in sorted(times)},
    }


def queue_answer(base: Base, model: YearModel) -> dict[str, Any]:
    """Price an hour of queue, and double the queue of one lock in both directions.

    The mean wait doubles; the spread of stays is left as it is, so that the answer is that to an
    hour of queue alone.

    Parameters
    ----------
    base : Base
        The base year with its waits.
    model : YearModel
        The base year's model.

    Returns
    -------
    dict
        That of :func:`queue_price`, and ``doubled`` with the waits in hours, the change of each
        main mode in kt and in points of its share, and the cargo that stays behind.
    """
    market, skims, delay_h = model.market, model.skims, model.start_delay_h
    longer_h = np.zeros(len(delay_h))
    for i, key in enumerate(_keys(model)):
        longer_h[i] = base.wait_h.get(key, 0.0) * (key[0] == DOUBLED)
    before, after = (
        mode_kt(market, generalised_cost(market, skims, delays), base.cost_cny_per_t)
        .loc[ALL]
        .to_numpy(dtype=float)
        for delays in (delay_h, delay_h + longer_h)
    )
    points = 100 * (after / after.sum() - before / before.sum())
    waits = {("down", "up")[key[1]]: base.wait_h[key] for key in _keys(model) if key[0] == DOUBLED}
    return {
        **queue_price(model),
        "doubled": {
            "lock": DOUBLED,
            "wait_h": waits,
            "change_kt": dict(zip(MODES, (after - before).tolist(), strict=True)),
            "change_share_points": dict(zip(MODES, points.tolist(), strict=True)),
            "newly_unserved_kt": float(before.sum() - after.sum()),
        },
    }


def _keys(model: YearModel) -> list[tuple[str, int]]:
    """Return the lock directions of the skims."""
    return model.skims.lock_directions
