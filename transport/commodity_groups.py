"""Commodity groups: what a truck, a train and a terminal take for them, and how they choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from transport.haulage import Haulage
    from transport.parameters import TransportParameters


@dataclass(frozen=True, slots=True)
class CommodityGroup:
    """A group of commodities that chooses alike.

    Attributes
    ----------
    name, cargo_kind : str
        Id, and ``bulk`` or ``container``.
    haulage : Haulage
        Cost of a truck.
    truck_payload_t : float
        Cargo of a laden truck.
    rail_fixed_cny_per_t, rail_cny_per_tkm : float
        Rail tariff after discount, construction fund and electrification charge included.
    rail_handling_cny_per_t, water_handling_cny_per_t, sea_handling_cny_per_t : float
        One loading or one discharge.
    value_of_time_cny_per_t_h : float
        Tonnage-weighted value of time of the group, for the search of chains only.
    cost_coefficient : float
        Weight of one CNY per tonne in utility, above zero.
    nest_scale : float
        Scale of the lower level of choice, 0 to 1.
    prior_share : float
        Share given in the base year to all main modes together of which none was observed.
    demand_elasticity : float
        Elasticity of cargo to the cost of all its chains.
    """

    name: str
    cargo_kind: str
    haulage: Haulage
    truck_payload_t: float
    rail_fixed_cny_per_t: float
    rail_cny_per_tkm: float
    rail_handling_cny_per_t: float
    water_handling_cny_per_t: float
    sea_handling_cny_per_t: float
    value_of_time_cny_per_t_h: float
    cost_coefficient: float
    nest_scale: float
    prior_share: float
    demand_elasticity: float

    def handling_cny_per_t(self, mode: str) -> float:
        """Return the cost of one loading or discharge of rail, inland water or sea."""
        return {
            "rail": self.rail_handling_cny_per_t,
            "inland_water": self.water_handling_cny_per_t,
            "sea": self.sea_handling_cny_per_t,
        }[mode]


def commodity_groups(
    groups: pd.DataFrame,
    tariffs: pd.DataFrame,
    values_of_time: Mapping[str, float],
    parameters: TransportParameters,
    haulage: Haulage,
) -> dict[str, CommodityGroup]:
    """Make the commodity groups from their table and the rail tariff.

    Parameters
    ----------
    groups, tariffs : pandas.DataFrame
        Tables ``choice_groups`` and ``rail_tariff``.
    values_of_time : mapping of str to float
        Value of time by group in CNY per tonne and hour.
    parameters : TransportParameters
        Handling and discounts.
    haulage : Haulage
        Cost of a truck.

    Returns
    -------
    dict of str to CommodityGroup
        Groups by id.
    """
    by_class = tariffs.set_index("tariff_class")
    made = {}
    for row in groups.to_dict("records"):
        name, boxed = str(row["choice_group"]), row["cargo_kind"] == "container"
        load_t = float(row["box_payload_t"]) if boxed else 1.0
        rail_fixed, rail_per_km = _rail_cny(
            by_class.loc[row["rail_tariff_class"]], parameters, boxed=boxed
        )
        rail, water, sea = _handling_cny(parameters, boxed=boxed)
        made[name] = CommodityGroup(
            name=name,
            cargo_kind=str(row["cargo_kind"]),
            haulage=haulage,
            truck_payload_t=float(row["truck_payload_t"]),
            rail_fixed_cny_per_t=rail_fixed / load_t,
            rail_cny_per_tkm=rail_per_km / load_t,
            rail_handling_cny_per_t=rail / load_t,
            water_handling_cny_per_t=water / load_t,
            sea_handling_cny_per_t=sea / load_t,
            value_of_time_cny_per_t_h=values_of_time[name],
            cost_coefficient=float(row["cost_coefficient_per_cny_per_t"]),
            nest_scale=float(row["nest_scale"]),
            prior_share=float(row["prior_share"]),
            demand_elasticity=float(row["demand_elasticity"]),
        )
    return made


def _rail_cny(
    tariff: pd.Series[Any], parameters: TransportParameters, *, boxed: bool
) -> tuple[float, float]:
    """Rail tariff after discount: fixed, and by kilometre with both surcharges."""
    kept = 1 - (
        parameters.rail_container_discount_share if boxed else parameters.rail_bulk_discount_share
    )
    per_km = (
        tariff["per_km_cny"] * kept
        + tariff["construction_fund_cny_per_km"]
        + tariff["electrification_cny_per_km"]
    )
    return float(tariff["base_cny"]) * kept, float(per_km)


def _handling_cny(parameters: TransportParameters, *, boxed: bool) -> tuple[float, float, float]:
    """One loading by rail, inland water and sea, of a box or of a tonne."""
    if boxed:
        return (
            parameters.rail_lift_cny_per_box,
            parameters.river_container_handling_cny_per_teu,
            parameters.sea_container_handling_cny_per_teu,
        )
    return (
        parameters.rail_wagon_handling_cny_per_t,
        parameters.river_bulk_handling_cny_per_t,
        parameters.sea_bulk_handling_cny_per_t,
    )


def rail_cny_per_t(group: CommodityGroup, length_km: float) -> float:
    """Return the rail tariff of a haul after discount, handling apart."""
    return group.rail_fixed_cny_per_t + length_km * group.rail_cny_per_tkm
