"""Changes of a plan to road haulage: restrictions and bans of hauls, and less empty running."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from networks import MODES
from transport.changes import CutEmptyRunning, RestrictTrucks
from transport.haulage import empty_per_laden_km
from transport.mode_choice.assignment import Ban

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from transport.mode_choice.assignment import Market
    from transport.skims import ServiceSkims

_ROAD = MODES.index("road")


def with_truck_changes(
    skims: ServiceSkims, demand: pd.DataFrame, empty_share: float, changes: Iterable[object]
) -> tuple[ServiceSkims, float]:
    """Apply the changes of a plan to road haulage.

    Parameters
    ----------
    skims : ServiceSkims
        Skims of the year.
    demand : pandas.DataFrame
        Demand with ``origin``, ``destination``, ``commodity``, ``kt`` and ``observed_main_mode``.
    empty_share : float
        Share of truck kilometres run empty today.
    changes : iterable
        Changes of the plan; those of other kinds are left alone.

    Returns
    -------
    tuple of ServiceSkims and float
        Skims, and the share of truck kilometres run empty.
    """
    listed = list(changes)
    limits = [change for change in listed if isinstance(change, RestrictTrucks)]
    cuts = [c for c in listed if isinstance(c, CutEmptyRunning) and c.mode == "road"]
    if cuts:
        least = least_empty_share(_road_demand(demand, skims))
        after = empty_share_after(empty_share, least, cuts)
        skims, empty_share = with_empty_share(skims, empty_share, after), after
    return (with_restrictions(skims, limits) if limits else skims), empty_share


def _road_demand(demand: pd.DataFrame, skims: ServiceSkims) -> pd.DataFrame:
    """Cargo observed on the road with the kilometres of its road haul."""
    km = {(s.origin, s.destination): s.length_km for s in skims.services if s.main_mode == "road"}
    rows = demand[demand["observed_main_mode"] == "road"]
    pairs = zip(rows["origin"], rows["destination"], strict=True)
    rows = rows.assign(km=[km.get(pair, np.nan) for pair in pairs])
    return rows.dropna(subset="km")


def with_restrictions(skims: ServiceSkims, changes: Iterable[RestrictTrucks]) -> ServiceSkims:
    """Return skims in which long road hauls cost what the restrictions of a plan add.

    Parameters
    ----------
    skims : ServiceSkims
        Skims of the year.
    changes : iterable of RestrictTrucks
        A later one replaces an earlier one for the same commodity group.

    Returns
    -------
    ServiceSkims
        Money and hours of services of main mode road from the stated length on.
    """
    money, hours = np.zeros(len(skims.services)), np.zeros(len(skims.services))
    for i, rule in _touched(skims, changes).items():
        money[i], hours[i] = rule.cost_cny_per_t, rule.time_h
    return replace(
        skims, money_cny_per_t=skims.money_cny_per_t + money, time_h=skims.time_h + hours
    )


def _touched(skims: ServiceSkims, changes: Iterable[RestrictTrucks]) -> dict[int, RestrictTrucks]:
    """Return the restriction that holds on each road haul that one touches."""
    latest: dict[str, RestrictTrucks] = {}
    for change in changes:
        for group in change.groups or tuple({service.group for service in skims.services}):
            latest[group] = change
    found = {}
    for i, service in enumerate(skims.services):
        rule = latest.get(service.group)
        if rule is None or service.main_mode != "road" or service.length_km < rule.min_km:
            continue
        used = {link.link_id for leg in service.legs for link in leg.links}
        if not rule.links or used & set(rule.links):
            found[i] = rule
    return found


def with_truck_ban(market: Market, skims: ServiceSkims, changes: Iterable[object]) -> Market:
    """Return a market in which part of the cargo may not take the road hauls that are banned.

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    skims : ServiceSkims
        Skims of the services.
    changes : iterable
        Changes of the plan; those of other kinds are left alone.

    Returns
    -------
    Market
        The one given where nothing is banned.
    """
    limits = [change for change in changes if isinstance(change, RestrictTrucks)]
    shares = np.zeros(len(skims.services))
    for i, rule in _touched(skims, limits).items():
        shares[i] = rule.banned_share
    of_alternative = shares[market.service]
    closed = of_alternative > 0
    if not closed.any():
        return market
    banned = np.zeros(len(market.kt))
    np.maximum.at(banned, market.shipment, of_alternative)
    return replace(market, ban=Ban(closed, banned))


def least_empty_share(road_demand: pd.DataFrame) -> float:
    """Return the share of truck kilometres that stays empty when all back-hauls are matched.

    Between two places trucks run laden in both directions; what the larger flow has more than the
    smaller one comes home empty whoever arranges it. A truck that brings one commodity is taken to
    bring back the same one. With T the tonnes and d the kilometres of a pair and commodity, the
    bound is sum(|T_ab - T_ba| d) over sum((T_ab + T_ba + |T_ab - T_ba|) d).

    Parameters
    ----------
    road_demand : pandas.DataFrame
        ``origin``, ``destination``, ``commodity``, ``kt`` and ``km`` of cargo by road.

    Returns
    -------
    float
        Below 0.5; 0 where every flow is matched. Rounds over three places could match more. A
        demand table whose flows are balanced by construction gives a bound that is too low.

    Examples
    --------
    >>> import pandas as pd
    >>> flows = pd.DataFrame({"origin": ["A", "B"], "destination": ["B", "A"]})
    >>> flows = flows.assign(commodity="steel", kt=[3.0, 1.0], km=10.0)
    >>> round(least_empty_share(flows), 4)  # 2 of 3 + 1 + 2
    0.3333
    """
    origin, destination = road_demand["origin"], road_demand["destination"]
    outward = (origin < destination).to_numpy(dtype=bool)
    work = (road_demand["kt"] * road_demand["km"]).to_numpy(dtype=float)
    there = np.where(outward, work, 0.0)
    keys = {
        "near": origin.where(outward, destination),
        "far": destination.where(outward, origin),
        "commodity": road_demand["commodity"],
    }
    sums = road_demand.assign(**keys, there=there, back=work - there).groupby(list(keys))
    totals = sums[["there", "back"]].sum()
    empty = float((totals["there"] - totals["back"]).abs().sum())
    laden = float(totals.to_numpy().sum())
    return empty / (laden + empty) if laden else 0.0


def empty_share_after(today: float, least: float, changes: Iterable[CutEmptyRunning]) -> float:
    """Return the empty share of truck kilometres under the last change.

    Examples
    --------
    >>> from transport.changes import CutEmptyRunning
    >>> empty_share_after(0.4, 0.1, [CutEmptyRunning(0.25)]), empty_share_after(0.4, 0.1, [])
    (0.30000000000000004, 0.4)
    >>> empty_share_after(0.4, 0.35, [CutEmptyRunning(0.5)])
    0.35
    """
    share = today
    for change in changes:
        share = max(today * (1 - change.cut_share), min(least, today))
    return share


def with_empty_share(skims: ServiceSkims, before: float, after: float) -> ServiceSkims:
    """Return skims in which road haulage costs what its new empty running asks.

    What a haul pays for empty running is in proportion to the empty kilometres of each laden one;
    the laden run and the hours of loading cost what they did. `before` is above zero.
    """
    factor = empty_per_laden_km(after) / empty_per_laden_km(before)
    saved = skims.empty_haul_cny_per_t * (factor - 1)
    haul = skims.haul_cny_per_t.copy()
    haul[:, _ROAD] += saved
    return replace(
        skims,
        money_cny_per_t=skims.money_cny_per_t + saved,
        haul_cny_per_t=haul,
        empty_haul_cny_per_t=skims.empty_haul_cny_per_t * factor,
    )
