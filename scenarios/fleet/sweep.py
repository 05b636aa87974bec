"""Estimates at both ends of their ranges, one at a time: what the answer of a fleet rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenarios.fleet.inputs import DIESEL, INLAND_DIESEL
from scenarios.fleet.projection import PriceCase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fleets.turnover.price_paths import Case
    from scenarios.fleet.inputs import StockInputs

OILS: Final = {DIESEL: "road_diesel_cny_per_l", INLAND_DIESEL: "marine_diesel_cny_per_kg"}
"""Rows of the table ``transport_parameters`` with the prices of diesel."""

ENDS: Final[tuple[Case, Case]] = ("low", "high")
"""Ends of a range."""

PATHS: Final = {
    "batteries": ("battery_pack",),
    "fuel cells": ("fuel_cell",),
    "electricity": ("road_electricity", "road_swap_lease", "rail_electricity"),
    "road gas": ("road_lng",),
    "road hydrogen": ("road_hydrogen",),
    "fuel oil": ("marine_fuel",),
}
"""Items of the table ``price_paths`` that are moved together."""

PARAMETERS: Final = {
    "purchase scale": ("purchase_scale",),
    "diffusion": ("diffusion_imitation_share", "diffusion_imitation_vessel_share"),
    "inland clean energy": ("inland_price_factor",),
}
"""Rows of the table ``stock_parameters`` that are moved together."""


def price_cases(inputs: StockInputs) -> Iterator[PriceCase]:
    """Yield every case of the sweep.

    Parameters
    ----------
    inputs : StockInputs
        Ranges.

    Yields
    ------
    PriceCase
        The low end and the high end of each estimate.
    """
    prices = {
        str(row["parameter"]): row
        for row in inputs.tables["transport_parameters"].to_dict("records")
    }
    for end in ENDS:
        yield PriceCase("clean vehicles", end, clean_case=end)
        yield PriceCase(
            "diesel", end, changed={name: float(prices[row][end]) for name, row in OILS.items()}
        )
        for name, items in PATHS.items():
            yield PriceCase(name, end, items=dict.fromkeys(items, end))
        for name, parameters in PARAMETERS.items():
            place = 1 if end == "low" else 2
            yield PriceCase(
                name, end, changed={one: inputs.numbers[one][place] for one in parameters}
            )
