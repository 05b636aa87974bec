"""Parameters of the model that are single numbers, read from the table ``transport_parameters``.

Hours of a change of locomotive come from the table of vehicles' energy. Each has a source, a
confidence and, where known, a range; the table's schema says what it means.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TransportParameters:
    """Single numbers of demand, services and operations; the names are those of the table."""

    rail_commercial_speed_kmh: float
    rail_container_discount_share: float
    rail_bulk_discount_share: float
    rail_wagon_handling_cny_per_t: float
    rail_lift_cny_per_box: float
    rail_terminal_h: float
    locomotive_change_h: float
    road_handling_cny_per_t: float
    road_terminal_h: float
    road_rest_factor: float
    river_bulk_handling_cny_per_t: float
    river_container_handling_cny_per_teu: float
    river_terminal_h: float
    sea_bulk_handling_cny_per_t: float
    sea_container_handling_cny_per_teu: float
    sea_terminal_h: float
    sea_speed_kmh: float
    reliability_ratio: float
    road_spread_share: float
    rail_spread_share: float
    river_spread_share: float
    sea_spread_share: float
    sea_rate_cny_per_tkm: float
    ocean_rate_cny_per_tkm: float
    ocean_mj_per_tkm: float
    water_search_rate_cny_per_tkm: float
    marine_diesel_cny_per_kg: float
    road_diesel_cny_per_l: float
    gross_t_per_dwt: float
    empty_return_down_share: float
    empty_return_up_share: float
    min_main_mode_share: float
    max_cost_ratio: float
    max_detour_ratio: float
    route_scale: float
    share_tolerance: float
    max_rounds: float
    lock_cycle_single_min: float
    lock_cycle_two_way_min: float
    lock_turn_share: float
    lock_half_turn_round_h: float
    utilisation_limit_share: float
    rail_paths_single_per_day: float
    rail_paths_double_per_day: float
    rail_train_gross_t: float
    rail_net_load_share: float
    river_lot_t: float
    sea_lot_t: float
    base_use_share: float
    queue_variability: float
    queue_growth_limit_share: float
    interest_rate: float


def read_parameters(kind: type[T], table: pd.DataFrame, **known: float) -> T:
    """Fill a parameter class from a table of names and values.

    Parameters
    ----------
    kind : type
        A dataclass whose fields are all numbers.
    table : pandas.DataFrame
        Columns ``parameter`` and ``value``.
    **known : float
        Parameters that come from elsewhere.

    Returns
    -------
    object
        The filled class.

    Raises
    ------
    KeyError
        If the table lacks a parameter.
    """
    values = {**dict(zip(table["parameter"], table["value"], strict=True)), **known}
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    missing = [name for name in names if name not in values]
    if missing:
        msg = f"The table of parameters lacks {', '.join(missing)}. Add a row for each."
        raise KeyError(msg)
    return kind(**{name: float(values[name]) for name in names})
