"""The stock of every fleet under a plan, year by year.

Work, prices, infrastructure and waits of a year are those of the year before; mandates, bans and
money for buyers hold in the year itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from fleets.turnover.changes import EnergyCoverage, SaleBan, StockShare, price_factors
from fleets.turnover.offers import Help, Prices, offer
from fleets.turnover.ownership import ownership_cost
from fleets.turnover.policy import policy
from fleets.turnover.start import starting_fleet
from fleets.turnover.stock import project, work_shares
from fleets.turnover.tables import INLAND
from fleets.turnover.terms import YearTerms
from scenarios.faults import Fault, InputError
from scenarios.fleet.inputs import DIESEL, INLAND_DIESEL, carrier_prices
from scenarios.years import FIRST_YEAR
from transport.changes import CarbonPrice, EquipStations, VesselPowertrain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from fleets.turnover.ownership import Offer, OwnershipCost
    from fleets.turnover.price_paths import Case
    from fleets.turnover.terms import Fleet, YearStock
    from fleets.turnover.types import FleetType
    from scenarios.fleet.inputs import StockInputs

    Changes = Callable[[int], Sequence[object]]
    Floats = NDArray[np.float64]

ROAD_ITEMS: Final = (
    "road_lng",
    "road_electricity",
    "road_swap_lease",
    "road_hydrogen",
    "rail_electricity",
    "marine_fuel",
)
"""Items of the table ``price_paths`` that are energy or its lease."""

_GRAMS_PER_TONNE: Final = 1e6
ROAD_TRUCKS: Final = ("heavy-truck", "medium-truck")
"""Groups that energy stations on roads serve."""


@dataclass(frozen=True)
class PriceCase:
    """One number at an end of its range.

    Attributes
    ----------
    name : str
        Item, or parameter.
    end : Case
        ``low``, ``central`` or ``high``.
    items : mapping of str to Case
        Items of ``price_paths`` that move.
    clean_case : Case
        End of the prices of vehicles with other powertrains than the usual one.
    changed : mapping of str to float
        Parameters that move.
    """

    name: str = ""
    end: Case = "central"
    items: Mapping[str, Case] = field(default_factory=dict)
    clean_case: Case = "central"
    changed: Mapping[str, float] = field(default_factory=dict)


CENTRAL: Final = PriceCase()
"""Every number at its middle."""


@dataclass(frozen=True)
class FleetPath:
    """A fleet through the years.

    Attributes
    ----------
    kind : FleetType
        Its type.
    fleet : Fleet
        Its start.
    stock : mapping of int to YearStock
        By year, the base year first.
    offers : mapping of int to Offer
        What buyers were offered.
    costs : mapping of int to OwnershipCost
        What it costs to own.
    prices : mapping of int to Prices
        Prices that buyers saw.
    need : mapping of int to float
        Work carried.
    """

    kind: FleetType
    fleet: Fleet
    stock: Mapping[int, YearStock]
    offers: Mapping[int, Offer]
    costs: Mapping[int, OwnershipCost]
    prices: Mapping[int, Prices]
    need: Mapping[int, float]

    def work(self, year: int) -> Floats:
        """Return the work of each cohort in a year, vintages x powertrains."""
        shares = work_shares(self.fleet, self.stock[year], self.kind.values("work_per_year"))
        return np.asarray(shares * self.need[year])


def plan_stock(
    inputs: StockInputs, changes: Changes, last_year: int, case: PriceCase = CENTRAL
) -> dict[str, FleetPath]:
    """Return the stock of every fleet under a plan.

    Parameters
    ----------
    inputs : StockInputs
        What every plan rests on.
    changes : callable
        Changes of the plan in a year.
    last_year : int
        Last year asked for; the stock is followed from the base year on.
    case : PriceCase
        Numbers at an end of their range.

    Returns
    -------
    dict of str to FleetPath
        By fleet.

    Raises
    ------
    InputError
        If bans leave a fleet without any powertrain.
    """
    years = range(FIRST_YEAR, last_year + 1)
    held = {year: tuple(changes(year)) for year in years}
    prices = {year: _prices(inputs, max(year - 1, FIRST_YEAR), held, case) for year in years}
    start = _prices(inputs, FIRST_YEAR, {FIRST_YEAR: ()}, case)
    asked = {
        year: (*_coverage(inputs, held[year], year), *held[year], *_programmes(held[year]))
        for year in years
    }
    faults = list(_empty_markets(inputs, asked))
    if faults:
        raise InputError(faults)
    return {
        name: _fleet_path(inputs, kind, (asked, prices, start), case)
        for name, kind in inputs.kinds.items()
    }


def _empty_markets(inputs: StockInputs, asked: Mapping[int, Sequence[object]]) -> Iterator[Fault]:
    """Yield a fault for each fleet of which everything is banned, with the first such year."""
    for name, kind in inputs.kinds.items():
        for year, changes in asked.items():
            bans = [one for one in changes if isinstance(one, SaleBan)]
            if bans and policy(kind, bans, inputs.policy, year).banned.all():
                message = f"every powertrain of {name} is banned in {year}"
                advice = "leave at least one in the measures of kind sale-ban"
                yield Fault("measures", 0, "", "plan.ban", message, help=advice)
                break


def _fleet_path(
    inputs: StockInputs,
    kind: FleetType,
    over: tuple[Mapping[int, Sequence[object]], Mapping[int, Prices], Prices],
    case: PriceCase,
) -> FleetPath:
    """Return one fleet through the years."""
    asked, prices, start = over
    work = inputs.work[kind.fleet_id]
    base_cost = ownership_cost(offer(kind, start, _no_help(inputs, kind))).total
    fleet = starting_fleet(
        kind, inputs.history, (FIRST_YEAR, max(asked)), float(work[0]), base_cost
    )
    offers, costs, terms = {}, {}, {}
    for year, changes in asked.items():
        found = policy(kind, changes, inputs.policy, max(year - 1, FIRST_YEAR))
        offers[year] = offer(kind, prices[year], found.given)
        costs[year] = ownership_cost(offers[year])
        if year == FIRST_YEAR:
            continue
        terms[year] = YearTerms(
            need=float(work[year - 1 - FIRST_YEAR]),
            work=offers[year].work,
            cost=costs[year].total,
            unsubsidised=costs[year].unsubsidised,
            capex_cny=offers[year].capex_cny,
            subsidy_cny=offers[year].subsidy_cny,
            covered=found.covered,
            banned=found.banned,
            sale_mandates=found.sale_mandates,
            stock_floors=found.stock_floors,
            retirements=found.retirements,
            scrappage=found.scrappage,
        )
    path = project(fleet, inputs.rules(kind, case.changed), terms)
    need = {year: one.need for year, one in terms.items()} | {FIRST_YEAR: float(work[0])}
    stock = {one.year: one for one in path}
    return FleetPath(kind, fleet, stock, offers, costs, prices, need)


def _no_help(inputs: StockInputs, kind: FleetType) -> Help:
    """Return what buyers get without a plan: nothing but their wait."""
    return policy(kind, (), inputs.policy, FIRST_YEAR).given


def _prices(
    inputs: StockInputs, year: int, held: Mapping[int, Sequence[object]], case: PriceCase
) -> Prices:
    """Return the prices of a year under a plan."""
    items = {name: inputs.paths[name].at(year, case.items.get(name, "central"))
             for name in ROAD_ITEMS}  # fmt: skip
    items[DIESEL] = case.changed.get(DIESEL, inputs.parameters.road_diesel_cny_per_l)
    items[INLAND_DIESEL] = case.changed.get(
        INLAND_DIESEL, inputs.parameters.marine_diesel_cny_per_kg
    )
    factor = case.changed.get("inland_price_factor", 1.0)
    energy = carrier_prices(inputs, items, factor)
    energy |= {name: energy[name] * by for name, by in price_factors(held[year]).items()}
    carbon = dict.fromkeys(energy, 0.0)
    for change in held[year]:
        if isinstance(change, CarbonPrice):
            carbon = {
                name: change.cny_per_t
                * inputs.co2e_g_per_mj(year, name, change.scope)
                / _GRAMS_PER_TONNE
                for name in energy
            }
    return Prices(
        year=year,
        base_year=FIRST_YEAR,
        parts=inputs.paths,
        energy_cny_per_mj=energy,
        carbon_cny_per_mj=carbon,
        lease_cny_per_kwh=items["road_swap_lease"],
        fee_cny_per_gross_t=inputs.fees_cny_per_gross_t[year],
        interest_rate=inputs.parameters.interest_rate,
        part_case=case.items,
        clean_case=case.clean_case,
    )


def _coverage(inputs: StockInputs, changes: Sequence[object], year: int) -> list[EnergyCoverage]:
    """Return what energy stations of a plan cover of the work of trucks, and wires of trains.

    That of trucks is at least the part of the service areas that have a station; wires are those
    of the year before.
    """
    bought = inputs.tables["truck_powertrains"].groupby("sold_as")["powertrain"]
    powertrains = {str(sold): tuple(names) for sold, names in bought}
    found = [
        EnergyCoverage(ROAD_TRUCKS, powertrains[change.sold_as], change.share, at_least=True)
        for change in changes
        if isinstance(change, EquipStations) and not change.places
    ]
    if inputs.wired_share is not None:
        wired = float(inputs.wired_share[max(year - 1 - FIRST_YEAR, 0)])
        found.append(EnergyCoverage(("locomotive",), ("electric",), wired))
    return found


def _programmes(changes: Sequence[object]) -> list[StockShare]:
    """Return the shares of voyages that a plan gives to powertrains, as floors of the stock."""
    return [
        StockShare(change.classes or (INLAND,), (change.powertrain,), change.share)
        for change in changes
        if isinstance(change, VesselPowertrain)
    ]
