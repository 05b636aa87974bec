"""Fuel of the inland fleet over its work and its tonnage, to be held against what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transport.ledger.energy import inland_energy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transport.inland.voyages import VoyageFlow
    from transport.inland.water_routes import InlandFleet, WaterRoute
    from transport.skims import LockDirection


@dataclass(frozen=True, slots=True)
class FleetFuel:
    """What the inland vessels of a year burn and do.

    Attributes
    ----------
    energy_mj : float
        All energy: under way, at locks and at berths.
    laden_mj : float
        Of laden vessels under way.
    tkm : float
        Work of the cargo.
    dwt_t : float
        Rated tonnage of the vessels that are needed for it.
    capped_share : float
        Hours under way at less than the speed of the fairway.
    """

    energy_mj: float
    laden_mj: float
    tkm: float
    dwt_t: float
    capped_share: float


def fleet_fuel(
    flows: Sequence[VoyageFlow],
    routes: Mapping[str, WaterRoute],
    fleet: InlandFleet,
    delay_h: Mapping[LockDirection, float],
    working_h: Mapping[str, float],
) -> FleetFuel:
    """Return what the inland vessels of a year burn and do.

    Parameters
    ----------
    flows : sequence of VoyageFlow
        Laden and empty voyages of the year.
    routes : mapping of str to WaterRoute
        Routes by name.
    fleet : InlandFleet
        Vessels.
    delay_h : mapping of LockDirection to float
        Hours at each lock and direction.
    working_h : mapping of str to float
        Hours a year that a vessel of each class works.

    Returns
    -------
    FleetFuel
        Sums over the year.
    """
    table = inland_energy(flows, routes, fleet, delay_h)
    energy = table.groupby("state")["energy_mj"].sum()
    way = table[table["state"].isin(["laden", "ballast"])]
    tkm = dwt_t = 0.0
    for flow in flows:
        route = routes[flow.route]
        waits_h = sum(delay_h[call.lock, call.direction] for call in route.lock_calls)
        sail_h = route.sail_h["laden" if flow.laden else "ballast"].tolist()
        for (name, share), way_h in zip(route.class_share.items(), sail_h, strict=True):
            vessel, voyages = fleet.classes[name], flow.voyages_per_year * share
            hours = way_h + waits_h + (2 * vessel.berth_h if flow.laden else 0.0)
            dwt_t += voyages * hours / working_h[name] * vessel.dwt_t
            if flow.laden:
                tkm += voyages * route.payload_t[name] * route.leg.length_km
    return FleetFuel(
        energy_mj=float(energy.sum()),
        laden_mj=float(energy.get("laden", 0.0)),
        tkm=tkm,
        dwt_t=float(dwt_t),
        capped_share=float(way["capped_h"].sum() / way["vessel_h"].sum()) if len(way) else 0.0,
    )
