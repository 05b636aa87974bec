"""The ledger by cohort: what vessels, trucks and trains of each year of building take and emit.

Inland vessels have their energy by class and powertrain from the run; the stock says which years of
building do the work of a powertrain. Other modes have no single vehicles in a year's run, so that
what a run takes of a carrier is spread over the cohorts of their fleets by what the stock takes of
it. NOx, fine particles and black carbon of oils follow the emission stage of the year of building;
everything else is the same for all cohorts. The factor of an oil in a run is the mean over the
cohorts that burn it there, so that cohorts sum to the ledger of the cargo carried.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from fleets import GREENHOUSE_GASES, SPECIES
from fleets.turnover.accounts import OILS
from networks import MODES
from transport.fleet_use.exhaust import EXHAUST, engine_exhaust

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from fleets import CarrierFactors, GwpSet
    from transport.fleet_use.stock_changes import FleetCohorts
    from transport.ledger.inland_account import InlandAccount

    Floats = NDArray[np.float64]

INLAND: Final = "inland_water"
_UNKNOWN: Final = ""
_WEIGHED: Final = ("ttw_co2e_kt", "wtt_co2e_kt", "wtw_co2e_kt")
ENERGY: Final = "energy_tj_"
"""Beginning of the columns of energy, which end with the name of a carrier."""
FIRST: Final = ("mode", "fleet", "vintage", "powertrain", "work_share")
"""First columns of a table of cohorts; energy by carrier and emissions follow."""


@dataclass(frozen=True)
class CohortEnergy:
    """Energy of the cohorts of a fleet in a year.

    Attributes
    ----------
    mode, fleet : str
        The fleet is empty where the stock has none that takes the energy.
    vintages : array
        Years of building, NaN where they are not known.
    powertrains : sequence of str
        Ids.
    work_share : array, vintages x powertrains
        Share in the work of the fleet.
    mj : mapping of str to array
        Energy by carrier, vintages x powertrains.
    g_per_kg : mapping of str to array or None
        ``nox`` and ``pm25`` of oils by year of building; None leaves the factor of the carrier.
    """

    mode: str
    fleet: str
    vintages: Floats
    powertrains: Sequence[str]
    work_share: Floats
    mj: Mapping[str, Floats]
    g_per_kg: Mapping[str, Floats] | None


def cohort_energy(
    energy_mj: Mapping[tuple[str, str], float],
    account: InlandAccount,
    cohorts: Mapping[str, FleetCohorts],
) -> list[CohortEnergy]:
    """Return the energy of the cargo carried by cohort.

    Parameters
    ----------
    energy_mj : mapping
        Energy of the year by mode and carrier; that of inland vessels is in `account`.
    account : InlandAccount
        Inland vessels.
    cohorts : mapping of str to FleetCohorts
        Fleets of the stock; may be empty.

    Returns
    -------
    list of CohortEnergy
        They sum to the energy of every mode and carrier.
    """
    parts = [*_inland(account, cohorts)]
    for mode in MODES:
        if mode != INLAND:
            fleets = [one for one in cohorts.values() if one.mode == mode]
            burnt = {carrier: mj for (at, carrier), mj in energy_mj.items() if at == mode}
            parts += _spread(mode, burnt, fleets)
    return parts


def with_run_exhaust(
    factors: Mapping[str, CarrierFactors], parts: Sequence[CohortEnergy]
) -> dict[str, CarrierFactors]:
    """Return factors whose oils emit the mean of the cohorts that burn them in a run.

    Parameters
    ----------
    factors : mapping of str to CarrierFactors
        Factors by carrier.
    parts : sequence of CohortEnergy
        Of :func:`cohort_energy`.

    Returns
    -------
    dict of str to CarrierFactors
        All carriers; only NOx, particles and black carbon of oils change.
    """
    found = dict(factors)
    for carrier in sorted(OILS):
        burning = [part for part in parts if carrier in part.mj]
        total = sum(float(part.mj[carrier].sum()) for part in burning)
        if total > 0 and any(part.g_per_kg for part in burning):
            factor, mean = factors[carrier], dict.fromkeys(EXHAUST, 0.0)
            for part in burning:
                by_vintage, rates = part.mj[carrier].sum(axis=1), _exhaust(part, factor)
                for name in EXHAUST:
                    mean[name] += float(by_vintage @ rates[name]) / total
            found[carrier] = replace(factor, ttw_g_per_mj={**factor.ttw_g_per_mj, **mean})
    return found


def cohort_table(
    parts: Sequence[CohortEnergy], factors: Mapping[str, CarrierFactors], gwp: GwpSet
) -> pd.DataFrame:
    """Return what every cohort takes and emits in a year.

    Parameters
    ----------
    parts : sequence of CohortEnergy
        Of :func:`cohort_energy`.
    factors : mapping of str to CarrierFactors
        Factors by carrier, those that :func:`with_run_exhaust` starts from.
    gwp : GwpSet
        Weights of CH4 and N2O.

    Returns
    -------
    pandas.DataFrame
        A row for each cohort that takes energy: ``mode``, ``fleet`` (class of inland vessels; empty
        where the stock has no fleet for it), ``vintage`` (year of building, the oldest is that or
        older; NaN where it is not known), ``powertrain``, ``work_share`` (in the work of the fleet:
        in the run for inland vessels, else in the stock), ``energy_tj_`` and the name of each
        carrier, tonnes of each species (``co2_t`` and so on; a carrier's species that is not known
        is left out, and NaN stands where nothing is known), and kilotonnes of ``ttw_co2e_kt``,
        ``wtt_co2e_kt`` and ``wtw_co2e_kt``.
    """
    carriers = list(dict.fromkeys(name for part in parts for name in part.mj))
    rows = [_rows(part, carriers, factors, gwp) for part in parts]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(FIRST))


def _inland(account: InlandAccount, cohorts: Mapping[str, FleetCohorts]) -> Iterator[CohortEnergy]:
    """Yield the cohorts of each class of inland vessels that takes energy."""
    for row, name in enumerate(account.classes):
        if not account.mj[row].any():
            continue
        stock = cohorts.get(name)
        vintages, among = np.array([np.nan]), np.ones((1, len(account.powertrains)))
        if stock is not None:
            vintages = stock.shares.vintages
            among = np.stack([stock.shares.among(one) for one in account.powertrains], axis=1)
        work = account.tkm[row]
        yield CohortEnergy(
            INLAND,
            name,
            vintages,
            account.powertrains,
            among * work / (work.sum() or np.nan),
            {
                carrier: among * account.mj[row, :, index]
                for index, carrier in enumerate(account.carriers)
            },
            None if stock is None else stock.g_per_kg,
        )


def _spread(
    mode: str, energy_mj: Mapping[str, float], fleets: Sequence[FleetCohorts]
) -> list[CohortEnergy]:
    """Spread the energy of a mode over its fleets by what their stock takes of each carrier."""
    spread: list[dict[str, Floats]] = [{} for _ in fleets]
    rest: dict[str, Floats] = {}
    for carrier, mj in energy_mj.items():
        weights = [one.burnt_mj(carrier) for one in fleets]
        if not any(one.any() for one in weights):
            weights = [_newest(one, carrier) for one in fleets]
        total = sum(float(one.sum()) for one in weights)
        if total <= 0:
            rest[carrier] = np.array([[mj]])
            continue
        for found, weight in zip(spread, weights, strict=True):
            found[carrier] = mj * weight / total
    parts = [
        CohortEnergy(
            mode, one.fleet, one.shares.vintages, one.shares.powertrains, one.shares.shares,
            mj, one.g_per_kg,
        )
        for one, mj in zip(fleets, spread, strict=True)
    ]  # fmt: skip
    unknown = np.array([np.nan])
    if rest:
        parts.append(
            CohortEnergy(mode, _UNKNOWN, unknown, (_UNKNOWN,), unknown[:, None], rest, None)
        )
    return parts


def _newest(fleet: FleetCohorts, carrier: str) -> Floats:
    """Weigh the newest vehicles that would take a carrier, of which the stock has none."""
    weights = np.zeros_like(fleet.shares.shares)
    weights[-1] = fleet.mj_per_work.get(carrier, 0.0)
    return weights


def _exhaust(part: CohortEnergy, factor: CarrierFactors) -> dict[str, Floats]:
    """Return what a megajoule of an oil emits by year of building."""
    if part.g_per_kg is None or factor.carrier not in OILS:
        return {name: np.full(len(part.vintages), factor.ttw_g_per_mj[name]) for name in EXHAUST}
    return engine_exhaust(factor, part.g_per_kg["nox"], part.g_per_kg["pm25"])


def _rows(
    part: CohortEnergy, carriers: Sequence[str], factors: Mapping[str, CarrierFactors], gwp: GwpSet
) -> pd.DataFrame:
    """Return the rows of a fleet: its cohorts that take energy."""
    shape = len(part.vintages), len(part.powertrains)
    none = np.zeros(shape)
    energy = {name: part.mj.get(name, none) for name in carriers}
    taken = sum(energy.values(), none) > 0
    emitted = {f"{name}_t": none.copy() for name in SPECIES} | {
        one: none.copy() for one in _WEIGHED
    }
    known = {name: np.zeros(shape, dtype=bool) for name in emitted}
    for name, mj in part.mj.items():
        for column, rate in _rates(part, factors[name], gwp).items():
            emitted[column] = emitted[column] + mj * np.nan_to_num(rate)[:, None]
            known[column] |= (mj > 0) & ~np.isnan(rate)[:, None]
    vintage, powertrain = np.nonzero(taken)
    found = pd.DataFrame(
        {
            "mode": part.mode,
            "fleet": part.fleet,
            "vintage": part.vintages[vintage],
            "powertrain": np.array(part.powertrains, dtype=object)[powertrain],
            "work_share": part.work_share[taken],
            **{f"{ENERGY}{name}": energy[name][taken] / 1e6 for name in carriers},
            **{
                column: np.where(known[column], values, np.nan)[taken]
                for column, values in emitted.items()
            },
        }
    )
    return found.astype(dict.fromkeys(found.columns[4:], "float64"))


def _rates(part: CohortEnergy, factor: CarrierFactors, gwp: GwpSet) -> dict[str, Floats]:
    """Return tonnes, or kilotonnes of CO2e, of a megajoule by year of building."""
    count = len(part.vintages)
    grams = {name: np.full(count, factor.ttw_g_per_mj[name]) for name in SPECIES}
    grams |= _exhaust(part, factor)
    ttw = gwp.co2e(*(factor.ttw_g_per_mj[gas] for gas in GREENHOUSE_GASES))
    wtt = factor.wtt_co2e_g_per_mj(gwp)
    weighed = dict(zip(_WEIGHED, (ttw, wtt, ttw + wtt), strict=True))
    return {f"{name}_t": values / 1e6 for name, values in grams.items()} | {
        name: np.full(count, value / 1e9) for name, value in weighed.items()
    }
