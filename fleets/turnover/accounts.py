"""What a fleet takes, emits and costs in a year, and who pays whom.

Work is shared over cohorts by their numbers and mileage; every cohort of a powertrain takes the
same energy for it. Diesel and fuel oil emit NOx and fine particles by the stage of the year of
building, other carriers by their own factor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from fleets.turnover.offers import PACK, Prices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from fleets.factors import CarrierFactors
    from fleets.turnover.ownership import Offer, OwnershipCost
    from fleets.turnover.terms import Fleet, YearStock
    from fleets.turnover.types import FleetType
    from fleets.warming import GwpSet

    Floats = NDArray[np.float64]

OILS: Final = frozenset({"road_diesel", "rail_diesel", "inland_diesel", "marine_fuel"})
"""Carriers whose NOx and particles follow the emission stage of the vehicle."""

PARTIES: Final = ("buyers", "state", "suppliers")
"""Who pays and is paid: owners, the state with its roads and locks, makers and energy sellers."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An emission stage of a group of fleets."""

    name: str
    from_year: int
    nox_g_per_kg: float
    pm25_g_per_kg: float


@dataclass(frozen=True)
class OilExhaust:
    """Oil that a fleet burns, by emission stage.

    Attributes
    ----------
    burnt_mj : float
        Energy.
    stages : dict of str to float
        Share of each stage in it.
    nox_g_per_kg, pm25_g_per_kg : float
        Mean of the stages.
    """

    burnt_mj: float
    stages: dict[str, float]
    nox_g_per_kg: float
    pm25_g_per_kg: float


def stages_of(table: pd.DataFrame, group: str) -> tuple[Stage, ...]:
    """Return the stages of a group from the table ``stock_stages``, oldest first."""
    rows = table[table["group_id"] == group].sort_values("from_year").to_dict("records")
    return tuple(
        Stage(
            str(row["stage"]),
            int(row["from_year"]),
            float(row["nox_g_per_kg"]),
            float(row["pm25_g_per_kg"]),
        )
        for row in rows
    )


def stage_index(vintages: Floats, stages: Sequence[Stage]) -> NDArray[np.int64]:
    """Return for each year of building the stage that held.

    Examples
    --------
    >>> stages = (Stage("III", 2008, 24.4, 0.5), Stage("IV", 2013, 17.1, 0.1))
    >>> stage_index(np.array([2000.0, 2012.0, 2013.0]), stages).tolist()
    [0, 0, 1]
    """
    starts = np.array([stage.from_year for stage in stages])
    return np.maximum(np.searchsorted(starts, vintages, side="right") - 1, 0)


def vintage_g_per_kg(vintages: Floats, stages: Sequence[Stage]) -> dict[str, Floats]:
    """Return what engines emit of a kilogram of oil by year of building.

    Parameters
    ----------
    vintages : array
        Years of building.
    stages : sequence of Stage
        Emission stages.

    Returns
    -------
    dict of str to array
        g/kg of ``nox`` and ``pm25``.

    Examples
    --------
    >>> stages = (Stage("III", 2008, 24.4, 0.5), Stage("IV", 2013, 17.1, 0.1))
    >>> vintage_g_per_kg(np.array([2012.0, 2013.0]), stages)["nox"].tolist()
    [24.4, 17.1]
    """
    index = stage_index(vintages, stages)
    return {
        "nox": np.array([stage.nox_g_per_kg for stage in stages])[index],
        "pm25": np.array([stage.pm25_g_per_kg for stage in stages])[index],
    }


def energy_mj(kind: FleetType, work: Floats) -> dict[str, float]:
    """Return the energy of a year by carrier.

    Parameters
    ----------
    kind : FleetType
        Type of vehicle.
    work : array, vintages x powertrains
        Work of each cohort.

    Returns
    -------
    dict of str to float
        MJ.
    """
    found: dict[str, float] = {}
    for one, done in zip(kind.powertrains, work.sum(axis=0), strict=True):
        for carrier, mj in one.energy_mj.items():
            found[carrier] = found.get(carrier, 0.0) + mj * float(done)
    return found


def cohort_emissions(
    kind: FleetType,
    fleet: Fleet,
    work: Floats,
    factors: Mapping[str, CarrierFactors],
    behind: tuple[Sequence[Stage], GwpSet],
) -> dict[str, Floats]:
    """Return what each cohort emits in a year.

    Parameters
    ----------
    kind, fleet
        Type, and the fleet with its years of building.
    work : array, vintages x powertrains
        Work of each cohort.
    factors : mapping of str to CarrierFactors
        What a megajoule emits.
    behind : (sequence of Stage, GwpSet)
        Emission stages, and weights of gases.

    Returns
    -------
    dict of str to array
        Grams by ``ttw_co2e``, ``wtw_co2e``, ``nox`` and ``pm25``, vintages x powertrains.
    """
    stages, gwp = behind
    per_kg = vintage_g_per_kg(fleet.vintages, stages)
    names = ("ttw_co2e", "wtw_co2e", "nox", "pm25")
    found = {name: np.zeros_like(work) for name in names}
    for column, one in enumerate(kind.powertrains):
        for carrier, mj_per_work in one.energy_mj.items():
            mj, factor = work[:, column] * mj_per_work, factors[carrier]
            found["ttw_co2e"][:, column] += mj * factor.ttw_co2e_g_per_mj(gwp)
            found["wtw_co2e"][:, column] += mj * factor.wtw_co2e_g_per_mj(gwp)
            for species, grams in per_kg.items():
                rate = grams / factor.lhv_mj_per_kg if carrier in OILS else _known(factor, species)
                found[species][:, column] += mj * rate
    return found


def oil_exhaust(
    kind: FleetType, fleet: Fleet, work: Floats, stages: Sequence[Stage]
) -> dict[str, OilExhaust]:
    """Return the oil that a fleet burns by carrier, and what its engines emit of it.

    Parameters
    ----------
    kind, fleet
        Type, and the fleet with its years of building.
    work : array, vintages x powertrains
        Work of each cohort.
    stages : sequence of Stage
        Emission stages.

    Returns
    -------
    dict of str to OilExhaust
        By carrier; carriers of which nothing is burnt are left out.
    """
    index = stage_index(fleet.vintages, stages)
    found = {}
    for carrier in sorted(OILS):
        per_work = np.array([one.energy_mj.get(carrier, 0.0) for one in kind.powertrains])
        burnt = work @ per_work
        total = float(burnt.sum())
        if total > 0:
            shares = {
                stage.name: float(burnt[index == number].sum()) / total
                for number, stage in enumerate(stages)
            }
            found[carrier] = OilExhaust(
                total,
                shares,
                sum(shares[one.name] * one.nox_g_per_kg for one in stages),
                sum(shares[one.name] * one.pm25_g_per_kg for one in stages),
            )
    return found


def _known(factor: CarrierFactors, species: str) -> float:
    """Return the grams of a megajoule, none where the factor is not known."""
    value = float(factor.ttw_g_per_mj.get(species, 0.0))
    return 0.0 if np.isnan(value) else value


@dataclass(frozen=True)
class YearMoney:
    """Money of a fleet in a year, CNY.

    Attributes
    ----------
    capital, packs : float
        New vehicles, and batteries that replace others.
    energy, upkeep, passage, carbon : float
        Energy with leases, maintenance, tolls and lock fees, carbon price.
    purchase_subsidy, scrappage_subsidy : float
        What the state gives.
    free_purchase, free_scrappage : float
        Of these, to those who would have bought or scrapped in any case.
    subsidised, scrapped : float
        Vehicles bought and scrapped with a subsidy.
    """

    capital: float
    packs: float
    energy: float
    upkeep: float
    passage: float
    carbon: float
    purchase_subsidy: float
    scrappage_subsidy: float
    free_purchase: float
    free_scrappage: float
    subsidised: float
    scrapped: float

    @property
    def balance(self) -> dict[str, float]:
        """What each party is left with; they sum to zero."""
        subsidy = self.purchase_subsidy + self.scrappage_subsidy
        to_suppliers = self.capital + self.packs + self.energy + self.upkeep
        to_state = self.passage + self.carbon
        return {
            "buyers": subsidy - to_suppliers - to_state,
            "state": to_state - subsidy,
            "suppliers": to_suppliers,
        }


def year_money(
    kind: FleetType,
    year: tuple[Fleet, YearStock, Floats],
    market: tuple[Offer, OwnershipCost, Prices],
) -> YearMoney:
    """Return the money of a fleet in a year.

    Parameters
    ----------
    kind : FleetType
        Type of vehicle.
    year : (Fleet, YearStock, array)
        The fleet, its year, and the work of each cohort.
    market : (Offer, OwnershipCost, Prices)
        What buyers were offered, what it costs to own, and prices of the year.

    Returns
    -------
    YearMoney
        Yearly cost is that of a new vehicle for the work done; capital is paid at once.
    """
    fleet, stock, work = year
    given, cost, prices = market
    done = work.sum(axis=0)
    helped = given.subsidy_cny > 0
    return YearMoney(
        capital=float(stock.sales @ given.capex_cny),
        packs=_packs(kind, fleet, stock, prices),
        energy=float(done @ cost.energy),
        upkeep=float(done @ cost.maintenance),
        passage=float(done @ cost.fees),
        carbon=float(done @ cost.carbon),
        purchase_subsidy=float(stock.sales @ given.subsidy_cny),
        scrappage_subsidy=sum(one.paid * one.cny for one in stock.scrapped),
        free_purchase=float(stock.free_buyers @ given.subsidy_cny),
        free_scrappage=sum(one.free_riders * one.cny for one in stock.scrapped),
        subsidised=float(stock.sales[helped].sum()),
        scrapped=sum(one.paid for one in stock.scrapped),
    )


def _packs(kind: FleetType, fleet: Fleet, stock: YearStock, prices: Prices) -> float:
    """Return the cost of batteries that are replaced in the year."""
    age = stock.year - fleet.vintages
    total = 0.0
    for column, one in enumerate(kind.powertrains):
        if np.isfinite(one.pack_years):
            due = (age > 0) & (age % one.pack_years == 0) & (age < kind.life_years)
            packs = float(stock.counts[due, column].sum())
            total += packs * one.battery_kwh * prices.part(PACK, stock.year)
    return total
