"""Single numbers of energy stations and of the trucks that use them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StationParameters:
    """Rows of the table ``station_parameters``, which says what each means and in which range.

    Attributes
    ----------
    reserve_share, start_level_share, need_spread_share : float
        Reserve, mean level at the start, and spread of what a trip takes.
    taper_from_share, taper_end_share : float
        Charging curve.
    rest_every_h, rest_min : float
        Rest of drivers.
    setup_min, swap_min, patience_min : float
        Minutes at a charger or pump, of a swap, and of waiting that drivers put up with.
    longest_delay_h : float
        Usual waits of a trip beyond which it is not begun.
    grid_share, grid_capex_cny_per_kw, pack_capex_cny_per_kwh : float
        Grid connection over the power of chargers; prices.
    piles_per_side, truck_pile_share, existing_pile_kw : float
        Chargers that stand today.
    flat_price_cny_per_kwh, demand_charge_cny_per_kw_month, demand_waived_until_year : float
        Electricity.
    service_fee_cny_per_kwh : float
        What a charging station takes beyond it.
    other_spacing_km : float
        Distance between places to stop on links whose table gives none.
    background_trucks_per_day, background_level_share : float
        Trucks that the demand table leaves out.
    tank_t, delivery_t, delivery_h, h2_tank_kg, h2_delivery_kg, pontoon_tank_t : float
        Tanks and deliveries.
    vessel_lng_range_km, vessel_pack_kwh, vessel_swap_min : float
        Vessels.
    """

    reserve_share: float
    start_level_share: float
    need_spread_share: float
    taper_from_share: float
    taper_end_share: float
    rest_every_h: float
    rest_min: float
    setup_min: float
    swap_min: float
    patience_min: float
    longest_delay_h: float
    grid_share: float
    grid_capex_cny_per_kw: float
    pack_capex_cny_per_kwh: float
    piles_per_side: float
    truck_pile_share: float
    existing_pile_kw: float
    flat_price_cny_per_kwh: float
    demand_charge_cny_per_kw_month: float
    demand_waived_until_year: float
    service_fee_cny_per_kwh: float
    other_spacing_km: float
    background_trucks_per_day: float
    background_level_share: float
    tank_t: float
    delivery_t: float
    delivery_h: float
    h2_tank_kg: float
    h2_delivery_kg: float
    vessel_lng_range_km: float
    vessel_pack_kwh: float
    vessel_swap_min: float
    pontoon_tank_t: float
