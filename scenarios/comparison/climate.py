"""One result under other weights and other electricity: the same energy, counted again.

Plans keep the tonnes that they moved; only what a megajoule of their carriers counts for changes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from fleets import gas_fuel, gwp_named, supply_factors
from scenarios.from_tables.factors import factors_of, grid_cases
from scenarios.from_tables.gas_slip import slip_ends
from scenarios.from_tables.inland_fleet import DIESEL_ENGINE
from scenarios.gwp_names import GWP_SETS
from transport.ledger.emissions import restated

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from fleets import CarrierFactors
    from scenarios.study.runs import Study
    from transport.year_outcome import YearOutcome

RESTATED_COLUMNS = ["plan", "year", "gwp", "ttw_kt", "wtt_kt", "wtw_kt", "lower_bound"]
POWER_COLUMNS = ["plan", "year", "gwp", "case", "electricity_tj", "electricity_kt", "wtw_kt"]
SLIP_COLUMNS = [
    "carrier",
    "reference",
    "gwp",
    "slip_percent",
    "slip_low_percent",
    "slip_high_percent",
    "break_even_percent",
    "break_even_held_percent",
    "break_even_work_percent",
    "change_percent",
    "change_low_percent",
    "change_high_percent",
    "change_work_percent",
]

LOWER_BOUND = (
    "the methane of fuel supply is not published apart from its CO2e over 100 years, "
    "and methane weighs more over 20"
)
_LNG = "LNG"
_OF_MODE = {"road": "road_diesel", "rail": "rail_diesel", "inland_water": "inland_diesel"}
_AT_SEA = "marine_gas_oil"


def mean_ledger(runs: list[YearOutcome]) -> pd.DataFrame:
    """Return the energy of runs by mode and carrier, unserved cargo included, mean over runs."""
    rows = pd.concat([run.emissions[["mode", "carrier", "energy_tj"]] for run in runs])
    sums = rows.groupby(["mode", "carrier"], sort=False)["energy_tj"].sum() / len(runs)
    return sums.reset_index()


def restated_table(study: Study) -> pd.DataFrame:
    """Return CO2e of every plan and year under every GWP set.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``year``, ``gwp``, ``ttw_kt``, ``wtt_kt``, ``wtw_kt`` (means over replications)
        and ``lower_bound`` (whether upstream methane is weighed too low).
    """
    sets = [gwp_named(study.tables["gwp"], name) for name in GWP_SETS]
    rows = []
    for (plan, year), model in study.models.items():
        ledger = mean_ledger(study.runs(plan, year))
        burnt = set(ledger.loc[ledger["energy_tj"] > 0, "carrier"])
        for gwp in sets:
            sums = restated(ledger, model.factors, gwp).sum(numeric_only=True)
            stages = [float(sums[f"{stage}_co2e_kt"]) for stage in ("ttw", "wtt", "wtw")]
            low = any(model.factors[name].is_lower_bound(gwp) for name in burnt)
            rows.append((plan, year, gwp.name, *stages, low))
    return pd.DataFrame(rows, columns=RESTATED_COLUMNS)


def power_table(study: Study) -> pd.DataFrame:
    """Return CO2e of every plan and year under every case of electricity.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``year``, ``gwp``, ``case``, ``electricity_tj`` (counted at the vehicle),
        ``electricity_kt`` (its CO2e) and ``wtw_kt`` (of all carriers), under the set of the study.
    """
    gwp = gwp_named(study.tables["gwp"], study.settings.gwp)
    carriers = study.tables["carriers"]
    powered = carriers.loc[carriers["fuel_id"] == "", "carrier"].tolist()
    rows = []
    for (plan, year), model in study.models.items():
        ledger = mean_ledger(study.runs(plan, year))
        for case, grid in grid_cases(study.tables, year).items():
            power = factors_of(study.tables, year, grid)
            factors = {**model.factors, **{name: power[name] for name in powered}}
            again = restated(ledger, factors, gwp)
            electric = again[again["carrier"].isin(powered)]
            sums = (electric["energy_tj"], electric["wtw_co2e_kt"], again["wtw_co2e_kt"])
            rows.append((plan, year, gwp.name, case, *(float(one.sum()) for one in sums)))
    return pd.DataFrame(rows, columns=POWER_COLUMNS)


def gas_carriers(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the carriers that burn LNG."""
    fuels = tables["fuel_factors"].set_index("fuel_id")["carrier"].to_dict()
    rows = tables["carriers"][["carrier", "fuel_id"]].itertuples(index=False)
    return [str(carrier) for carrier, fuel in rows if fuels.get(fuel) == _LNG]


def burnt_carriers(results: pd.DataFrame) -> list[str]:
    """Return the carriers that any run of a results table burns."""
    energy = results[results["variable"] == "energy_tj"]
    return sorted(set(energy.loc[energy["value"] > 0, "carrier"].astype(str)))


def burnt_gas(tables: Mapping[str, pd.DataFrame], results: pd.DataFrame) -> list[str]:
    """Return the LNG carriers that any run of a results table burns."""
    burnt = burnt_carriers(results)
    return [name for name in gas_carriers(tables) if name in burnt]


def unknown_pollutants(factors: Mapping[str, CarrierFactors], burnt: Iterable[str]) -> list[str]:
    """Return what carriers emit in an amount that is not known, and that sums leave out.

    Parameters
    ----------
    factors : mapping of str to CarrierFactors
        Factors by carrier.
    burnt : iterable of str
        Carriers that are burnt.

    Returns
    -------
    list of str
        Such as ``inland_lng_diesel: nox, bc``.
    """
    return [
        f"{name}: {', '.join(factors[name].unknown_species)}"
        for name in burnt
        if factors[name].unknown_species
    ]


def slip_table(
    tables: Mapping[str, pd.DataFrame],
    factors: Mapping[str, CarrierFactors],
    carriers: Iterable[str],
) -> pd.DataFrame:
    """Return the break-even methane slip of LNG carriers under every GWP set.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    factors : mapping of str to CarrierFactors
        Factors by carrier.
    carriers : iterable of str
        Carriers that burn LNG.

    Returns
    -------
    pandas.DataFrame
        ``carrier``, ``reference`` (the oil of the same mode), ``gwp``, ``slip_percent`` (that of
        the factors) with ``slip_low_percent`` and ``slip_high_percent`` (in proportion to the
        range of the engines that burn it; the slip itself where none is known),
        ``break_even_percent`` (supply by gas), ``break_even_held_percent`` (supply held at its
        published CO2e), and ``change_percent``, ``change_low_percent`` and ``change_high_percent``
        (well to wake per megajoule against the reference at each of the three slips).
        ``break_even_work_percent`` and ``change_work_percent`` are for the same work instead of the
        same energy, by the consumption of both engines at their best load; NaN where the table of
        engines has none. Slips are shares of the fuel's mass.
    """
    used = tables["carriers"].set_index("carrier")
    fuels = {str(row["fuel_id"]): row for row in tables["fuel_factors"].to_dict("records")}
    rows = []
    for name in carriers:
        reference = _OF_MODE.get(str(used["mode"][name]), _AT_SEA)
        fuel = fuels[str(used["fuel_id"][name])]
        held = fuels[str(used["wtt_fuel_id"][name])] | {"wtt_split": "none"}
        clean = gas_fuel(fuel)
        ratio = _oil_for_gas(tables, str(used["fuel_id"][name]), factors[name], factors[reference])
        used_slips = _slip_range(tables, str(used["fuel_id"][name]), factors[name])
        for set_name in GWP_SETS:
            gwp = gwp_named(tables["gwp"], set_name)
            oil = factors[reference].wtw_co2e_g_per_mj(gwp)
            supplies = (factors[name].wtt_co2e_g_per_mj(gwp), supply_factors(held).co2e(gwp))
            slips = [100 * clean.break_even_slip(gwp, oil, supply) for supply in supplies]
            changes = [
                100 * ((clean.ttw_co2e_g_per_mj(slip, gwp) + supplies[0]) / oil - 1)
                for slip in used_slips
            ]
            work = ratio * oil
            slips.append(100 * clean.break_even_slip(gwp, work, supplies[0]))
            emitted = clean.ttw_co2e_g_per_mj(used_slips[0], gwp) + supplies[0]
            changes.append(100 * (emitted / work - 1))
            shown = [100 * slip for slip in used_slips]
            rows.append((name, reference, set_name, *shown, *slips, *changes))
    return pd.DataFrame(rows, columns=SLIP_COLUMNS)


def _slip_range(
    tables: Mapping[str, pd.DataFrame], fuel_id: str, factors: CarrierFactors
) -> tuple[float, float, float]:
    """Return the slip of factors, and the low and high end that the engines' range gives it."""
    slip = factors.ttw_g_per_mj["ch4"] * factors.lhv_mj_per_kg / 1000
    low, high = slip_ends(tables, fuel_id)
    return slip, slip * low, slip * high


def _oil_for_gas(
    tables: Mapping[str, pd.DataFrame], fuel_id: str, gas: CarrierFactors, oil: CarrierFactors
) -> float:
    """Return the megajoules of diesel that do the work of one of gas; NaN without an engine."""
    engines = tables["marine_engines"]
    burning = engines[(engines["fuel_id"] == fuel_id) & (engines["role"] == "main")]
    diesel = engines[engines["engine_id"] == DIESEL_ENGINE]
    if burning.empty or diesel.empty:
        return float("nan")
    row = burning.iloc[0]
    gas_mj = row["sfc_g_per_kwh"] * gas.lhv_mj_per_kg / (1 - row["pilot_energy_share"])
    return float(diesel["sfc_g_per_kwh"].iloc[0] * oil.lhv_mj_per_kg / gas_mj)


def climate_json(
    gwp: str, restated_rows: pd.DataFrame, power: pd.DataFrame, slip: pd.DataFrame
) -> dict[str, Any]:
    """Return what the JSON of a command says about weights, electricity and methane.

    Parameters
    ----------
    gwp : str
        GWP set of the result.
    restated_rows, power, slip : pandas.DataFrame
        As :func:`restated_table`, :func:`power_table` and :func:`slip_table` give them.

    Returns
    -------
    dict
        ``gwp``, ``gwp_sets`` and ``electricity`` by plan and year, ``break_even_slip`` (null where
        nothing is known), and ``lower_bound`` (GWP sets under which results are a lower bound) with
        its reason.
    """
    low = sorted(set(restated_rows.loc[restated_rows["lower_bound"], "gwp"]))
    return {
        "gwp": gwp,
        "gwp_sets": _nested(restated_rows, "gwp"),
        "electricity": _nested(power, "case"),
        "break_even_slip": [_without_nan(row) for row in slip.to_dict("records")],
        "lower_bound": {"gwp_sets": low, "reason": LOWER_BOUND if low else ""},
    }


def _without_nan(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """Return a row with None for what is not known."""
    return {
        str(name): None if isinstance(value, float) and math.isnan(value) else value
        for name, value in row.items()
    }


def _nested(rows: pd.DataFrame, key: str) -> dict[str, Any]:
    """Return rows by plan, year and a key."""
    nested: dict[str, Any] = {}
    for row in rows.to_dict("records"):
        values = {str(name): value for name, value in row.items()}
        plan, year, name = values.pop("plan"), str(values.pop("year")), values.pop(key)
        nested.setdefault(plan, {}).setdefault(year, {})[name] = values
    return nested
