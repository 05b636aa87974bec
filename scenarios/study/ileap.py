"""Export of a run folder in the data model of iLEAP: shipments, chain elements and categories.

The field names are those that the iLEAP Technical Specifications 1.0.0 use. The JSON schema beside
this module (``ileap.schema.json``) was written here from a list of those fields; it is not the
publisher's. Both were held against the publisher's data model field by field (repositories
impact-protocols and ileap-extension of sine-fdn on GitHub): a distance has one kind, places are a
city and a country, energy carriers have the names listed there, and a hub category has intensities
and carriers. Decimals are strings; masses and emissions are kilograms, distances kilometres and
activity tonne-kilometres.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from scenarios.study.result_files import CARRIERS, CATEGORIES, ELEMENTS, PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

NOTE = (
    "Fields of the iLEAP data model 1.0.0; the JSON schema was written by landsea from its field "
    "list and is not the publisher's. Handling at hubs is an estimate."
)
MODES = {"road": "Road", "rail": "Rail", "inland_water": "InlandWaterway", "sea": "Sea"}
"""Modes in the model."""
FUELS = {
    "diesel (road)": "Diesel",
    "marine diesel (inland China)": "Diesel",
    "MGO/MDO": "MGO",
    "marine gas oil": "MGO",
    "VLSFO": "HFO",
    "HFO": "HFO",
    "LNG": "LNG",
    "CNG / pipeline natural gas": "CNG",
    "methanol": "Methanol",
    "biodiesel (FAME)": "Diesel",
    "hydrogen": "Hydrogen",
    "electricity": "Electric",
}
"""Names of fuels in the model; it has none for low-sulphur fuel oil and for biodiesel, which stand
under the fuel whose engine burns them, with their own factors."""
_MJ = "energy_mj_"
_POLLUTANTS = {"noxTTW": "nox_t", "soxTTW": "so2_t", "ch4TTW": "ch4_t", "pmTTW": "pm25_t"}
_SHARE = Decimal("0.000000000001")


def decimal(value: float) -> str:
    """Return a number as a decimal in a string, exact and without an exponent.

    Examples
    --------
    >>> decimal(1e-7), decimal(1234.5), decimal(2.0)
    ('0.0000001', '1234.5', '2')
    """
    text = format(Decimal(repr(float(value))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def kilograms(tonnes: float) -> str:
    """Return tonnes as a decimal of kilograms.

    Examples
    --------
    >>> kilograms(1e-7), kilograms(1500.0)
    ('0.0001', '1500000')
    """
    return decimal(float(Decimal(repr(float(tonnes))) * 1000))


def relative_shares(energy: Mapping[str, float]) -> dict[str, str]:
    """Return shares of energy as decimals that sum to one exactly.

    Parameters
    ----------
    energy : mapping of str to float
        Energy by carrier; carriers without any are left out.

    Returns
    -------
    dict of str to str
        The largest share takes what rounding leaves.

    Examples
    --------
    >>> relative_shares({"a": 1.0, "b": 2.0, "c": 0.0})
    {'a': '0.333333333333', 'b': '0.666666666667'}
    """
    used = {name: value for name, value in energy.items() if value > 0}
    total = sum(used.values())
    shares = {name: Decimal(value / total).quantize(_SHARE) for name, value in used.items()}
    if shares:
        largest = max(shares, key=lambda name: shares[name])
        shares[largest] += 1 - sum(shares.values())
    return {name: decimal(float(share)) for name, share in shares.items()}


def read_parts(folder: Path, plan: str, year: int) -> dict[str, pd.DataFrame]:
    """Return the tables of a run folder for one plan and year, by file name."""
    tables = {name: pd.read_parquet(folder / name) for name in (ELEMENTS, CATEGORIES, CARRIERS)}
    kept = {
        name: table[(table["plan"] == plan) & (table["year"] == year)]
        for name, table in tables.items()
    }
    return {**kept, PLACES: pd.read_parquet(folder / PLACES)}


def ileap_document(
    parts: Mapping[str, pd.DataFrame], plan: str, year: int, manifest: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a plan's year in the iLEAP model.

    Parameters
    ----------
    parts : mapping of str to pandas.DataFrame
        Tables of :func:`read_parts`.
    plan : str
        Plan.
    year : int
        Year.
    manifest : mapping
        Manifest of the run.

    Returns
    -------
    dict
        ``shipmentFootprints``, ``tocs``, ``hocs`` and what they are.
    """
    categories = parts[CATEGORIES].to_dict("records")
    factors = {str(row["carrier"]): row for row in parts[CARRIERS].to_dict("records")}
    return {
        "specVersion": "1.0.0",
        "note": NOTE,
        "created": _utc(str(manifest["run_date"])),
        "plan": plan,
        "year": year,
        "gwp": str(manifest["gwp"]),
        "shipmentFootprints": _shipments(parts[ELEMENTS], _locations(parts[PLACES])),
        "tocs": [_toc(row, factors) for row in categories if row["kind"] == "transport"],
        "hocs": [_hoc(row, factors) for row in categories if row["kind"] == "hub"],
    }


def _utc(moment: str) -> str:
    """Return a moment as ISO 8601 in UTC."""
    return str(pd.Timestamp(moment).tz_convert("UTC").strftime("%Y-%m-%dT%H:%M:%SZ"))


def _locations(places: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the location of each place."""
    return {
        str(row["place_id"]): {
            "city": str(row["name_en"]),
            "country": str(row["country"]),
            "lat": decimal(float(row["lat_deg"])),
            "lng": decimal(float(row["lon_deg"])),
        }
        for row in places.to_dict("records")
    }


def _shipments(
    elements: pd.DataFrame, locations: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Return the shipments with their elements in the order of the chain."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in elements.to_dict("records"):
        grouped.setdefault(str(row["shipment"]), []).append({str(k): v for k, v in row.items()})
    return [_shipment(name, rows, locations) for name, rows in grouped.items()]


def _shipment(
    name: str, rows: Sequence[Mapping[str, Any]], locations: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Return one shipment."""
    ordered = sorted(rows, key=lambda row: int(row["position"]))
    tces = [_tce(row, locations) for row in ordered]
    for before, after in pairwise(tces):
        after["prevTceIds"] = [before["tceId"]]
    mass = kilograms(ordered[0]["mass_t"])
    return {"shipmentId": name, "mass": mass, "tces": tces}


def _tce(row: Mapping[str, Any], locations: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return one element; exactly one of ``tocId`` and ``hocId`` stands in it."""
    category = "tocId" if row["kind"] == "transport" else "hocId"
    found = {
        "tceId": f"{row['shipment']}:{row['position']}",
        "shipmentId": str(row["shipment"]),
        category: str(row["category"]),
        "mass": kilograms(row["mass_t"]),
        "origin": dict(locations[str(row["from_place"])]),
        "destination": dict(locations[str(row["to_place"])]),
        "distance": {"sfd": decimal(float(row["shortest_km"]))},
        "transportActivity": decimal(float(row["activity_tkm"])),
        "co2eWTW": kilograms(row["wtw_co2e_t"]),
        "co2eTTW": kilograms(row["ttw_co2e_t"]),
    }
    known = {name: float(row[column]) for name, column in _POLLUTANTS.items()}
    return found | {
        name: kilograms(tonnes) for name, tonnes in known.items() if math.isfinite(tonnes)
    }


def _carriers(
    row: Mapping[Any, Any], factors: Mapping[str, Mapping[Any, Any]]
) -> list[dict[str, str]]:
    """Return the energy carriers of a category; their shares sum to one."""
    energy = {
        str(name).removeprefix(_MJ): float(value)
        for name, value in row.items()
        if str(name).startswith(_MJ)
    }
    return [
        {
            "energyCarrier": _fuel(str(factors[name]["fuel"])),
            "relativeShare": share,
            "energyConsumption": decimal(energy[name]),
            "energyConsumptionUnit": "MJ",
            "emissionFactorWTW": decimal(float(factors[name]["wtw_co2e_g_per_mj"]) / 1000),
            "emissionFactorTTW": decimal(float(factors[name]["ttw_co2e_g_per_mj"]) / 1000),
        }
        for name, share in relative_shares(energy).items()
    ]


def _intensities(row: Mapping[Any, Any], unit: str) -> dict[str, str]:
    """Return kilograms of CO2e for a tonne-km or a tonne; nothing where there was no activity."""
    found = {
        f"co2eIntensity{stage.upper()}": float(row[f"{stage}_co2e_g_per_{unit}"])
        for stage in ("wtw", "ttw")
    }
    return {
        name: decimal(value / 1000 if math.isfinite(value) else 0.0)
        for name, value in found.items()
    }


def _toc(row: Mapping[Any, Any], factors: Mapping[str, Mapping[Any, Any]]) -> dict[str, Any]:
    """Return a transport operation category; what is not known of it is left out."""
    mode, _, cargo = str(row["category"]).partition(":")
    running = {
        "loadFactor": float(row["load_factor"]),
        "emptyDistanceFactor": float(row["empty_distance_factor"]),
    }
    return {
        "tocId": str(row["category"]),
        "description": f"{MODES[mode]}, {cargo} cargo, empty running included",
        "mode": MODES[mode],
        **{name: decimal(value) for name, value in running.items() if math.isfinite(value)},
        "energyCarriers": _carriers(row, factors),
        **_intensities(row, "tkm"),
        "transportActivityUnit": "tkm",
    }


def _fuel(name: str) -> str:
    """Return the name of a fuel in the model; a fuel that it has no name for keeps its own."""
    return FUELS.get(name, name)


def _hoc(row: Mapping[Any, Any], factors: Mapping[str, Mapping[Any, Any]]) -> dict[str, Any]:
    """Return a hub operation category."""
    _, modes, cargo = str(row["category"]).split(":")
    boxes_at_sea = "sea" in modes.split("+") and cargo == "container"
    return {
        "hocId": str(row["category"]),
        "description": f"{modes.replace('+', ' and ')}, {cargo} cargo; an estimate",
        "hubType": "MaritimeContainerTerminal" if boxes_at_sea else "Transshipment",
        "energyCarriers": _carriers(row, factors),
        **_intensities(row, "t"),
        "throughput": decimal(float(row["throughput_t"])),
        "hubActivityUnit": "tonnes",
    }


def write_document(document: Mapping[str, Any], file: Path) -> None:
    """Write a document whole or not at all; its folder is made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    staging = file.with_name(f".{file.name}.part")
    try:
        staging.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
        staging.replace(file)
    finally:
        staging.unlink(missing_ok=True)
