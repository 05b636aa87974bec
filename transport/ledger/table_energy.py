"""Energy of road, rail and sea by gathered values per kilometre and tonne-km.

No total rests on it: runs take :mod:`transport.hauls.energy`, and this stands beside it as a check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from networks import MODES
from transport.haulage import empty_per_laden_km

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transport.commodity_groups import CommodityGroup
    from transport.services import Service
    from transport.skims import ServiceSkims


@dataclass(frozen=True, slots=True)
class EnergyParameters:
    """Gathered energy use of road, rail and sea.

    Attributes
    ----------
    truck_diesel_laden_l_per_km, truck_diesel_empty_l_per_km : float
        Diesel of a tractor-trailer.
    truck_empty_share : float
        Share of truck kilometres run empty.
    diesel_density_kg_per_l : float
        Density of diesel.
    rail_electric_kwh_per_tkm, rail_diesel_mj_per_tkm : float
        Energy per net tonne-km, empty wagons included.
    sea_bulk_mj_per_tkm, sea_container_mj_per_tkm : float
        Energy per tonne-km at sea.
    """

    truck_diesel_laden_l_per_km: float
    truck_diesel_empty_l_per_km: float
    truck_empty_share: float
    diesel_density_kg_per_l: float
    rail_electric_kwh_per_tkm: float
    rail_diesel_mj_per_tkm: float
    sea_bulk_mj_per_tkm: float
    sea_container_mj_per_tkm: float


def truck_mj_per_tkm(
    group: CommodityGroup, parameters: EnergyParameters, lhv_mj_per_kg: float
) -> float:
    """Return the energy of one tonne-km by truck, empty running included.

    Parameters
    ----------
    group : CommodityGroup
        Gives the laden payload.
    parameters : EnergyParameters
        Fuel use and empty share.
    lhv_mj_per_kg : float
        Lower heating value of diesel.

    Returns
    -------
    float
        MJ per tonne-km.
    """
    empty_km = empty_per_laden_km(parameters.truck_empty_share)
    l_per_km = parameters.truck_diesel_laden_l_per_km
    l_per_km += empty_km * parameters.truck_diesel_empty_l_per_km
    mj_per_l = parameters.diesel_density_kg_per_l * lhv_mj_per_kg
    return l_per_km * mj_per_l / group.truck_payload_t


def table_energy(
    skims: ServiceSkims,
    groups: Mapping[str, CommodityGroup],
    parameters: EnergyParameters,
    road_lhv_mj_per_kg: float,
) -> dict[tuple[str, str], np.ndarray]:
    """Return the energy of road, rail and sea by the gathered values, MJ per tonne by service.

    Parameters
    ----------
    skims : ServiceSkims
        Services and their kilometres.
    groups : mapping of str to CommodityGroup
        Commodity groups.
    parameters : EnergyParameters
        Energy per tonne-km.
    road_lhv_mj_per_kg : float
        Lower heating value of road diesel.

    Returns
    -------
    dict
        By mode and carrier, one number for each service.
    """
    km = {mode: skims.km[:, i] for i, mode in enumerate(MODES)}
    truck = {
        name: truck_mj_per_tkm(group, parameters, road_lhv_mj_per_kg)
        for name, group in groups.items()
    }
    boxed = np.array([groups[s.group].cargo_kind == "container" for s in skims.services])
    wired = np.array([_wired_km(service) for service in skims.services])
    sea = np.where(boxed, parameters.sea_container_mj_per_tkm, parameters.sea_bulk_mj_per_tkm)
    return {
        ("road", "road_diesel"): km["road"] * np.array([truck[s.group] for s in skims.services]),
        ("rail", "rail_electricity"): wired * parameters.rail_electric_kwh_per_tkm * 3.6,
        ("rail", "rail_diesel"): (km["rail"] - wired) * parameters.rail_diesel_mj_per_tkm,
        ("sea", "marine_fuel"): km["sea"] * sea,
    }


def _wired_km(service: Service) -> float:
    """Rail kilometres of a service under wire."""
    links = (link for leg in service.legs if leg.mode == "rail" for link in leg.links)
    return sum(link.length_km for link in links if link.electrified)
