"""Measures on energy stations and on the trucks that use them.

``energy-stations``
    Service areas of expressways, or places on the river, get chargers, swap, LNG or hydrogen.
``station-tariff``
    Electricity of stations costs other prices by time of use, and another charge on demand.
``truck-powertrain``
    A share of long hauls by truck is made with another powertrain, where stations let it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, ValidationInfo, model_validator

from scenarios.measures.common import Language, Measure, known_id, known_of, once, span
from scenarios.measures.trucks import RoadLinkId
from scenarios.measures.values import Amount, Bounds, PathBounds, Year, YearPath, refuse, value_in
from scenarios.measures.vessels import StationId
from scenarios.measures.words import counted
from transport.changes import EquipStations, StationTariff, TruckPowertrain

if TYPE_CHECKING:
    from scenarios.measures.common import Change

RoadLinkIds = Annotated[tuple[RoadLinkId, ...], AfterValidator(once)]
StationIds = Annotated[tuple[StationId, ...], AfterValidator(once)]
SoldAs = Literal["charging", "swap", "lng", "hydrogen"]
_NAMES: dict[str, tuple[str, str]] = {
    "charging": ("充电", "charging"),
    "swap": ("换电", "battery swap"),
    "lng": ("LNG加注", "LNG"),
    "hydrogen": ("加氢", "hydrogen"),
}


def _known_equipment(value: str, info: ValidationInfo) -> str:
    """Refuse equipment that the tables do not have."""
    known = known_of(info)
    if known is None:
        return value
    table = "transport/data/station_equipment.csv"
    return known_id("plan.value", "equipment", value, tuple(known.equipment), table)


def _known_truck(value: str, info: ValidationInfo) -> str:
    """Refuse a truck powertrain that the tables do not have."""
    known = known_of(info)
    if known is None:
        return value
    table = "fleets/data/truck_powertrains.csv"
    return known_id("plan.value", "truck powertrain", value, known.truck_powertrains, table)


class EnergyStations(Measure):
    """Service areas of expressways, or places on the river, get energy stations.

    Attributes
    ----------
    sells : str
        ``charging``, ``swap``, ``lng`` or ``hydrogen``.
    equipment : str
        Row of the table ``station_equipment`` that sells it.
    coverage_percent : YearPath
        Service areas that have a station on both sides; 100 without it.
    units : YearPath
        Chargers of each side of a service area, or of each place: also charging slots of packs,
        or pumps. Whole numbers; between the years given the nearest one.
    packs : float
        Packs of each swap station, a whole number.
    grid_kw : float
        Grid connection of each side; without it a share of the power of its chargers.
    links : tuple of str
        Road links whose service areas are meant; all expressways without it.
    places : tuple of str
        Places on the river instead of service areas.
    """

    kind: Literal["energy-stations"]
    sells: SoldAs
    equipment: Annotated[str, AfterValidator(_known_equipment)]
    coverage_percent: Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))] = YearPath(
        ((2024, Amount(100)),)
    )
    units: Annotated[YearPath, PathBounds(Bounds(1, 60, "units", whole=True))]
    packs: Annotated[Amount, Bounds(0, 200, "packs", whole=True)] = Amount(0)
    grid_kw: Annotated[Amount, Bounds(0, 100000, "kW")] = Amount(0)
    links: RoadLinkIds = ()
    places: StationIds = ()

    @model_validator(mode="after")
    def _one_kind(self, info: ValidationInfo) -> Self:
        """Refuse other equipment, packs without swap, and fields of roads beside places."""
        known = known_of(info)
        sold = known.equipment.get(self.equipment, self.sells) if known else self.sells
        if sold != self.sells:
            message = f'equipment "{self.equipment}" sells {sold}, the measure {self.sells}'
            refuse("plan.value", message, "equipment of the same kind")
        if self.packs.low < 1 if self.sells == "swap" else self.packs.high > 0:
            message = "packs go with swap stations, and swap stations need packs"
            allowed = 'sells = "swap" and packs of 1 or more (low too), or neither'
            refuse("plan.value", message, allowed)
        if self.links and self.places:
            refuse("plan.value", "both links and places are given", "one of the two")
        if self.places and "coverage_percent" in self.model_fields_set:
            message = "coverage_percent is of service areas, and places are given"
            refuse("plan.value", message, "one of the two", "name fewer places")
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return what stands in a year."""
        return (
            EquipStations(
                sold_as=self.sells,
                share=value_in(self.coverage_percent, year) / 100,
                units=round(value_in(self.units, year)),
                equipment=self.equipment,
                packs=int(self.packs),
                grid_kw=float(self.grid_kw),
                links=self.links,
                places=self.places,
            ),
        )

    def describe(self, language: Language = "en") -> str:
        """Say what is sold where."""
        points, units = self.coverage_percent.points, self.units.points
        share = span(points[0][1], points[-1][1], language)
        each = span(units[0][1], units[-1][1], language)
        zh, en = _NAMES[self.sells]
        if language == "zh":
            roads = f"{len(self.links)}条路段" if self.links else ""
            areas = f"{roads}{share}%服务区每侧"
            where = f"{len(self.places)}处港站" if self.places else areas
            return f"{where}{zh}，每处{each}个（{self.equipment}）"
        if self.places:
            where = f"at {counted(len(self.places), 'river place')}"
        else:
            roads = f" of {counted(len(self.links), 'road link')}" if self.links else ""
            where = f"on both sides of {share}% of service areas{roads}"
        return f"{en} {where}, {each} x {self.equipment} each"


Factor = Annotated[YearPath, PathBounds(Bounds(0, 10))]


class StationTariffMeasure(Measure):
    """Electricity of energy stations is charged otherwise.

    Attributes
    ----------
    valley_factor, peak_factor, critical_factor : YearPath or None
        Price of the period over that of flat hours.
    demand_cny_per_kw_month : YearPath or None
        Charge on the highest demand of a month.
    waived_until : int or None
        Last year in which stations do not pay it.
    """

    kind: Literal["station-tariff"]
    valley_factor: Factor | None = None
    peak_factor: Factor | None = None
    critical_factor: Factor | None = None
    demand_cny_per_kw_month: Annotated[YearPath, PathBounds(Bounds(0, 500, "CNY"))] | None = None
    waived_until: Year | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        """Refuse a tariff that changes nothing."""
        prices = (self.valley_factor, self.peak_factor, self.critical_factor)
        others = (self.demand_cny_per_kw_month, self.waived_until)
        if all(one is None for one in (*prices, *others)):
            refuse("plan.missing", "the tariff changes nothing", "at least one of its fields")
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the prices of a year."""
        paths = {
            "valley": self.valley_factor,
            "peak": self.peak_factor,
            "critical": self.critical_factor,
        }
        factors = tuple((name, value_in(path, year)) for name, path in paths.items() if path)
        demand = self.demand_cny_per_kw_month
        charge = None if demand is None else value_in(demand, year)
        return (StationTariff(factors, charge, self.waived_until),)

    def describe(self, language: Language = "en") -> str:
        """Say which prices change."""
        if language == "zh":
            return "补给站分时电价与需量电费调整"
        return "time-of-use prices and demand charge of energy stations"


class TruckPowertrainMeasure(Measure):
    """A share of long hauls by truck is made with another powertrain.

    Attributes
    ----------
    powertrain : str
        Row of the table ``truck_powertrains``.
    share_percent : YearPath
        Laden hauls that it makes, of those that the stations let it make.
    """

    kind: Literal["truck-powertrain"]
    powertrain: Annotated[str, AfterValidator(_known_truck)]
    share_percent: Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))]

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the share of a year."""
        return (TruckPowertrain(self.powertrain, value_in(self.share_percent, year) / 100),)

    def describe(self, language: Language = "en") -> str:
        """Say which trucks run on what."""
        points = self.share_percent.points
        share = span(points[0][1], points[-1][1], language)
        if language == "zh":
            return f"可行公路运输中{share}%由{self.powertrain}货车承担"
        return f"{share}% of feasible road hauls by {self.powertrain} trucks"
