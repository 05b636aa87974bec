"""What the measures of every kind have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo

from fleets.turnover.changes import FleetChange
from fleets.turnover.offers import PRICED_CARRIERS
from fleets.turnover.tables import INLAND
from networks.changes import NetworkChange
from scenarios.faults import nearest
from scenarios.measures.values import Amount, Article, Bounds, Line, Slug, Year, refuse, shown
from transport.changes import TransportChange

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

Change = NetworkChange | TransportChange | FleetChange
Language = Literal["zh", "en"]
Mode = Literal["road", "rail", "inland_water", "sea"]
MODES: tuple[Mode, ...] = ("road", "rail", "inland_water", "sea")


class Title(BaseModel):
    """A title in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: Line
    en: Line


@dataclass(frozen=True)
class Known:
    """The ids of the tables that a plan may name.

    Attributes
    ----------
    lock_lines : mapping of str to tuple of str
        Lines of each lock.
    waterway_links : tuple of str
        Every waterway link.
    canal_links : tuple of str
        The waterway links of kind ``canal``.
    place_modes : mapping of str to frozenset of str
        Modes that each place has.
    rail_links : tuple of str
        Every rail link.
    road_links : tuple of str
        Every road and access link.
    commodity_groups : tuple of str
        Groups of commodities that choose alike.
    powertrains, vessel_classes : tuple of str
        Powertrains of inland vessels, and inland vessel classes with costs.
    truck_powertrains : tuple of str
        Powertrains of trucks beside diesel.
    equipment : mapping of str to str
        Equipment of energy stations with what it sells.
    ports : tuple of str
        Ports whose cargo is known.
    fleet_powertrains, fleet_stages : mapping of str to tuple of str
        Powertrains, and emission stages, of each group of fleets and each inland class.
    carriers : tuple of str
        Energy carriers that have a price.
    """

    lock_lines: Mapping[str, tuple[str, ...]]
    waterway_links: tuple[str, ...]
    canal_links: tuple[str, ...]
    place_modes: Mapping[str, frozenset[str]]
    rail_links: tuple[str, ...]
    commodity_groups: tuple[str, ...]
    road_links: tuple[str, ...] = ()
    powertrains: tuple[str, ...] = ()
    vessel_classes: tuple[str, ...] = ()
    truck_powertrains: tuple[str, ...] = ()
    equipment: Mapping[str, str] = field(default_factory=dict)
    ports: tuple[str, ...] = ()
    fleet_powertrains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fleet_stages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    carriers: tuple[str, ...] = ()

    @classmethod
    def from_tables(cls, tables: Mapping[str, pd.DataFrame]) -> Known:
        """Gather the ids from the checked tables."""
        locks, links, places = (tables[name] for name in ("locks", "waterway_links", "places"))
        lines: dict[str, tuple[str, ...]] = {}
        for lock, line in zip(locks["lock"], locks["line"], strict=True):
            lines[str(lock)] = (*lines.get(str(lock), ()), str(line))
        return cls(
            lock_lines=lines,
            waterway_links=tuple(links["link_id"]),
            canal_links=tuple(links.loc[links["kind"] == "canal", "link_id"]),
            place_modes={
                str(place): frozenset(mode for mode, has in zip(MODES, row, strict=True) if has)
                for place, *row in places[["place_id", *MODES]].itertuples(index=False)
            },
            rail_links=tuple(tables["rail_links"]["link_id"]),
            commodity_groups=tuple(tables["choice_groups"]["choice_group"]),
            road_links=tuple(
                link
                for name in ("road_links", "access_links")
                if name in tables
                for link in tables[name]["link_id"]
            ),
            powertrains=tuple(tables["vessel_powertrains"]["powertrain"]),
            vessel_classes=tuple(tables["vessel_costs"]["class_id"]),
            truck_powertrains=tuple(_sold_as(tables, "truck_powertrains", "powertrain")),
            equipment=_sold_as(tables, "station_equipment", "equipment"),
            ports=tuple(dict.fromkeys(tables["port_cargo"]["place_id"]))
            if "port_cargo" in tables
            else (),
            fleet_powertrains=_by_fleet(tables, "stock_powertrains", "powertrain"),
            fleet_stages=_by_fleet(tables, "stock_stages", "stage"),
            carriers=(*PRICED_CARRIERS, *_ids(tables, "carrier_prices", "carrier")),
        )


def _ids(tables: Mapping[str, pd.DataFrame], table: str, column: str) -> tuple[str, ...]:
    """Return the ids of a column, each once; none where the table is not there."""
    return tuple(dict.fromkeys(tables[table][column])) if table in tables else ()


def _sold_as(tables: Mapping[str, pd.DataFrame], name: str, column: str) -> dict[str, str]:
    """Return the ids of a table with what each sells or buys; none where the table is not given."""
    if name not in tables:
        return {}
    table = tables[name]
    return dict(zip(table[column].astype(str), table["sold_as"].astype(str), strict=True))


def _by_fleet(
    tables: Mapping[str, pd.DataFrame], table: str, column: str
) -> dict[str, tuple[str, ...]]:
    """Return the ids of a column by group of fleets and inland class."""
    if table not in tables:
        return {}
    found = {
        str(group): tuple(str(one) for one in rows[column])
        for group, rows in tables[table].groupby("group_id", sort=False)
    }
    inland = found.get(INLAND, ())
    return found | {str(name): inland for name in tables["vessel_costs"]["class_id"]}


def known_of(info: ValidationInfo) -> Known | None:
    """Return the known ids of a reading, or None when only the form is checked."""
    return info.context if isinstance(info.context, Known) else None


def known_id(code: str, noun: str, value: str, known: tuple[str, ...], table: str) -> str:
    """Return an id that a table has, or refuse it with the nearest ones."""
    if value not in known:
        remedy = f"the ids are in {table}"
        refuse(code, f"unknown {noun} {shown(value)}", nearest(value, known), remedy)
    return value


def once(values: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a list that is empty or names something twice."""
    if not values:
        refuse("plan.value", "the list is empty", "at least one name")
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        refuse("plan.value", f"{shown(twice[0])} is named twice", "each name once")
    return values


def known_mode(value: object) -> object:
    """Refuse a mode that does not exist."""
    if not isinstance(value, str) or value not in MODES:
        refuse("plan.value", f"{shown(value)} is no mode", ", ".join(MODES))
    return value


def _known_group(value: str, info: ValidationInfo) -> str:
    """Refuse a commodity group that the tables do not have."""
    known = known_of(info)
    if known is None:
        return value
    table = "transport/data/choice_groups.csv"
    return known_id("plan.value", "commodity group", value, known.commodity_groups, table)


GroupIds = Annotated[tuple[Annotated[str, AfterValidator(_known_group)], ...], AfterValidator(once)]
"""Commodity groups that a measure names, each once."""


class CommonFields(BaseModel):
    """Fields of every measure.

    Attributes
    ----------
    group : str
        Group of measures that savings are attributed to.
    kind : str
        Kind of the measure.
    title : Title or None
        Title in both languages.
    article : str or None
        Article of the 2022 opinion that the measure carries out.
    opens : int
        First year in which the measure works.
    capex_cny : float or None
        Investment in CNY of 2024.
    lifetime_years : float
        Years over which the investment is written off.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    group: Slug
    kind: str
    title: Title | None = None
    article: Article | None = None
    opens: Year
    capex_cny: Annotated[Amount, Bounds(0, 1e13, "CNY")] | None = None
    lifetime_years: Annotated[Amount, Bounds(1, 200, "years")] = Amount(30)


class Measure(CommonFields, ABC):
    """One change with the year from which it works."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @abstractmethod
    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the changes of a year in which the measure is open."""

    @abstractmethod
    def describe(self, language: Language = "en") -> str:
        """Say in a few words what the measure does."""


def span(low: float, high: float, language: Language) -> str:
    """Write a number, or the two ends of a year path.

    Examples
    --------
    >>> span(4.5, 4.5, "en"), span(1, 0.8, "en")
    ('4.5', '1 to 0.8')
    """
    between = "至" if language == "zh" else " to "
    return f"{low:g}" if low == high else f"{low:g}{between}{high:g}"
