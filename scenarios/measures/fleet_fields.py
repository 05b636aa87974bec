"""Fields that measures on fleets share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, ValidationInfo

from fleets.turnover.changes import CLEAN, ZERO_EMISSION
from fleets.turnover.tables import INLAND
from scenarios.measures.common import Language, Measure, known_id, known_of, once, span
from scenarios.measures.values import Amount, Bounds, PathBounds, YearPath, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

_GROUPS = "fleets/data/stock_groups.csv and vessel_costs.csv"
_PRICES = "fleets/data/carrier_prices.csv and price_paths.csv"
_POWERTRAINS = "fleets/data/stock_powertrains.csv"


def _known_fleet(value: str, info: ValidationInfo) -> str:
    """Refuse a fleet that the tables do not have."""
    known = known_of(info)
    if known is None:
        return value
    return known_id("plan.value", "fleet", value, tuple(known.fleet_powertrains), _GROUPS)


def _of_fleets(table: Mapping[str, tuple[str, ...]], info: ValidationInfo) -> tuple[str, ...]:
    """Return what a table has for any of the fleets that the measure names."""
    named = info.data.get("fleets", tuple(table))
    return tuple(dict.fromkeys(one for fleet in named for one in table.get(fleet, ())))


def _known_powertrain(value: str, info: ValidationInfo) -> str:
    """Refuse a powertrain that none of the fleets has."""
    known = known_of(info)
    if known is None or value in {CLEAN, ZERO_EMISSION}:
        return value
    offered = _of_fleets(known.fleet_powertrains, info)
    return known_id("plan.value", "powertrain of these fleets", value, offered, _POWERTRAINS)


def _known_stage(value: str, info: ValidationInfo) -> str:
    """Refuse an emission stage that none of the fleets has."""
    known = known_of(info)
    if known is None:
        return value
    stages = _of_fleets(known.fleet_stages, info)
    table = "fleets/data/stock_stages.csv"
    return known_id("plan.value", "emission stage of these fleets", value, stages, table)


def _known_carrier(value: str, info: ValidationInfo) -> str:
    """Refuse a carrier without a price."""
    known = known_of(info)
    if known is None:
        return value
    return known_id("plan.value", "carrier with a price", value, known.carriers, _PRICES)


FleetIds = Annotated[tuple[Annotated[str, AfterValidator(_known_fleet)], ...], AfterValidator(once)]
Powertrains = Annotated[
    tuple[Annotated[str, AfterValidator(_known_powertrain)], ...], AfterValidator(once)
]
Stage = Annotated[str, AfterValidator(_known_stage)]
Carriers = Annotated[
    tuple[Annotated[str, AfterValidator(_known_carrier)], ...], AfterValidator(once)
]
PercentPath = Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))]
Percent = Annotated[Amount, Bounds(0, 100, "percent")]


def ends(path: YearPath, language: Language) -> str:
    """Write both ends of a year path."""
    return span(path.points[0][1], path.points[-1][1], language)


def refuse_without_tonnage(fleets: tuple[str, ...], info: ValidationInfo) -> None:
    """Refuse money for a gross ton of fleets that have no gross tonnage."""
    known = known_of(info)
    if known is None:
        return
    without = [one for one in fleets if one not in {INLAND, *known.vessel_classes}]
    if without:
        message = f"cny_per_gross_t pays {', '.join(without)} nothing: no gross tonnage is known"
        refuse("plan.value", message, "inland, or inland classes, in fleets")


def refuse_early_end(opens: int, until: int) -> None:
    """Refuse money that ends before it begins."""
    if until < opens:
        message = f"until ({until}) lies before opens ({opens}), so that nothing is paid"
        refuse("plan.year", message, "opens <= until")


class OnFleets(Measure):
    """What measures on fleets have in common.

    Attributes
    ----------
    fleets : tuple of str
        Groups of the table ``stock_groups``, or inland classes.
    """

    fleets: FleetIds

    @property
    def named(self) -> str:
        """The fleets in one line."""
        return ", ".join(self.fleets)
