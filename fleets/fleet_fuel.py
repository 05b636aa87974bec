"""Mean fuel of the inland fleet per tonne-km, empties and waiting included, beside others.

Classes are weighed by the freight work of a mix of laden voyages on the reference round trip. The
published values count different things; each row says what, and all are brought to grams of diesel
per tonne-km so that they can stand in one column.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from fleets.inland_vessels import InlandVessel, ReferenceTrip, fuel_kg_per_h, trip_fuel_g_per_tkm

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from fleets.inland_classes import InlandFleet

NATION_ENTRY: Final = "inland-national-waterway-all-2006-2007-fuel-oil-and-diesel"
"""Entry of the table ``energy_intensity`` for all water transport of China."""


@dataclass(frozen=True, slots=True)
class FuelRow:
    """One value of fuel per tonne-km.

    Attributes
    ----------
    name : str
        What it is of.
    g_per_tkm, low, high : float
        Grams of diesel, or of what the same shaft energy would take, per tonne-km.
    counts : str
        What it counts.
    source : str
        ``model``, or ids of sources.
    """

    name: str
    g_per_tkm: float
    low: float
    high: float
    counts: str
    source: str


def waiting_g_per_tkm(
    vessel: InlandVessel, trip: ReferenceTrip, trip_km: float, waiting_h: float
) -> float:
    """Return the fuel of waiting in a round trip over its freight work.

    Parameters
    ----------
    vessel : InlandVessel
        The vessel.
    trip : ReferenceTrip
        Loads of the round trip.
    trip_km : float
        Length one way.
    waiting_h : float
        Hours of waiting in the round trip.

    Returns
    -------
    float
        g/tkm.
    """
    hourly = float(fuel_kg_per_h(vessel, 0.0, state="waiting", sfc_g_per_kwh=trip.sfc_g_per_kwh))
    work_tkm = (trip.load_down_share + trip.load_up_share) * vessel.dwt_t * trip_km
    return 1000 * hourly * waiting_h / work_tkm


def fixed_load_g_per_tkm(vessel: InlandVessel, trip: ReferenceTrip, main_load: float) -> float:
    """Return the fuel of the round trip at a fixed main-engine load, whatever the speed takes.

    Parameters
    ----------
    vessel : InlandVessel
        The vessel, at its service speed.
    trip : ReferenceTrip
        Loads and current.
    main_load : float
        Main-engine load as a share of the installed power.

    Returns
    -------
    float
        g/tkm.
    """
    power_kw = main_load * vessel.main_engine_kw + vessel.hotel_kw
    speed = vessel.service_speed_kmh
    hours = 1 / (speed + trip.current_kmh) + 1 / (speed - trip.current_kmh)
    work_t = (trip.load_down_share + trip.load_up_share) * vessel.dwt_t
    return power_kw * hours * trip.sfc_g_per_kwh / work_t


def mix_mean(
    values: Mapping[str, float], shares: Mapping[str, float], vessels: Mapping[str, InlandVessel]
) -> float:
    """Return the mean over a mix of laden voyages, weighed by freight work.

    Parameters
    ----------
    values : mapping of str to float
        Value by class.
    shares : mapping of str to float
        Share of laden voyages by class.
    vessels : mapping of str to InlandVessel
        The classes.

    Returns
    -------
    float
        Mean.
    """
    work = {name: share * vessels[name].dwt_t for name, share in shares.items()}
    return sum(work[name] * values[name] for name in work) / sum(work.values())


def model_rows(
    fleet: InlandFleet,
    mixes: Mapping[str, Mapping[str, float]],
    trip: ReferenceTrip,
    parameters: Mapping[str, float],
) -> list[FuelRow]:
    """Return the means of the model by mix, under way and with waiting.

    Parameters
    ----------
    fleet : InlandFleet
        Calibrated classes.
    mixes : mapping of str to mapping
        Shares of laden voyages by class, by name of the mix.
    trip : ReferenceTrip
        The round trip.
    parameters : mapping of str to float
        ``reference_trip_km``, ``reference_waiting_h`` and ``main_load_laden``.

    Returns
    -------
    list of FuelRow
        Two rows for each mix: the calibrated model, and a fixed engine load that runs took once.
    """
    km, hours = parameters["reference_trip_km"], parameters["reference_waiting_h"]
    names = {name for shares in mixes.values() for name in shares}
    used = {name: fleet.vessels[name] for name in names}
    waiting = {name: waiting_g_per_tkm(one, trip, km, hours) for name, one in used.items()}
    ends = {}
    for end in ("factor", "factor_low", "factor_high"):
        ends[end] = {
            name: trip_fuel_g_per_tkm(_at(fleet, name, end), trip) + waiting[name] for name in names
        }
    load = parameters["main_load_laden"]
    fixed = {name: fixed_load_g_per_tkm(one, trip, load) for name, one in used.items()}
    rows = []
    for mix, shares in mixes.items():
        mean, low, high = (mix_mean(ends[end], shares, fleet.vessels) for end in ends)
        counts = "round trip with part load up, hotel load and waiting"
        rows.append(FuelRow(f"model, {mix}", mean, low, high, counts, "model"))
        value = mix_mean(fixed, shares, fleet.vessels)
        counts = f"the same trip at an engine load of {load:g} that was assumed"
        rows.append(FuelRow(f"fixed engine load, {mix}", value, value, value, counts, "model"))
    return rows


def _at(fleet: InlandFleet, name: str, end: str) -> InlandVessel:
    """Return a class with the factor of one end of its anchor."""
    return replace(fleet.vessels[name], factor=getattr(fleet.calibrations[name], end))


def published_rows(
    intensities: pd.DataFrame,
    classes: pd.DataFrame,
    parameters: Mapping[str, float],
    co2e_kg_per_kg: float,
    battery_to_shaft: float,
) -> list[FuelRow]:
    """Return published values as grams of diesel per tonne-km.

    Parameters
    ----------
    intensities, classes : pandas.DataFrame
        Tables ``energy_intensity`` and ``vessel_classes``.
    parameters : mapping of str to float
        Fuel and work of the fleet per tonne of rated tonnage, ``sfc_g_per_kwh``.
    co2e_kg_per_kg : float
        Tank-to-wake CO2e of a kilogram of diesel, to turn CO2e into fuel.
    battery_to_shaft : float
        Shaft energy over battery energy, to turn electricity into fuel.

    Returns
    -------
    list of FuelRow
        Guangxi around 2014, the whole country 2006 and 2007, Europe, and battery vessels.
    """
    fleet = 1000 * parameters["guangxi_fuel_kg_per_dwt_year"]
    fleet /= parameters["wuzhou_work_tkm_per_dwt_year"]
    rows = [
        FuelRow(
            "Guangxi fleet, mean of 950 dwt",
            *(fleet, fleet, fleet),
            "all fuel around 2014 over the freight work of Wuzhou's larger vessels in 2023",
            "xinhua-xinggui-2015;wuzhou-port-2024",
        )
    ]
    by_id = {str(row["entry_id"]): row for row in intensities.to_dict("records")}
    nation = by_id[NATION_ENTRY]
    rows.append(
        FuelRow(
            "China, all water transport 2005 to 2007",
            *(nation["value"], nation["value_low"], nation["value_high"]),
            "coarse rounding, sea and inland mixed",
            str(nation["source"]),
        )
    )
    europe = intensities[intensities["entry_id"].str.contains("european-motor-vessel")]
    grams = [float(one) / co2e_kg_per_kg for one in europe["value"]]
    rows.append(
        FuelRow(
            "European motor vessels",
            *(sum(grams) / len(grams), min(grams), max(grams)),
            "published as g CO2e per tkm, not as fuel; smaller loads, faster canals",
            "glec-inland-2018",
        )
    )
    return [*rows, *_battery_rows(classes, parameters["sfc_g_per_kwh"] * battery_to_shaft)]


def _battery_rows(classes: pd.DataFrame, g_fuel_per_kwh: float) -> list[FuelRow]:
    """Return battery vessels in service: battery over range over rated tonnage."""
    known = classes[(classes["domain"] == "inland") & (classes["confidence"] == "high")]
    known = known[known["battery_kwh"].notna() & known["range_km"].notna() & known["dwt_t"].notna()]
    known = known[known["energy"].str.startswith("battery")]
    rows = []
    for row in known.to_dict("records"):
        wh = 1000 * row["battery_kwh"] / row["range_km"] / row["dwt_t"]
        value = wh * g_fuel_per_kwh / 1000
        counts = f"{wh:.1f} Wh/tkm, fully laden, whole battery; fuel of the same shaft energy"
        name = f"battery vessel {row['class_id']}"
        rows.append(FuelRow(name, value, value, value, counts, str(row["source"])))
    return rows
