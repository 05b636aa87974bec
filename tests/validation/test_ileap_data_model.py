"""The export against the data model of iLEAP as its publisher generates it.

Fields, types and allowed names of ShipmentFootprint, TOC and HOC, read in the repository
sine-fdn/impact-protocols on GitHub (ileap-data-model/schemas: shipment-footprint.json, toc.json,
hoc.json) and written here in short. Fields that the export does not use are left out; more fields
are allowed there.
"""

from __future__ import annotations

from typing import Any

import jsonschema
import pandas as pd
import pytest

from scenarios.study.ileap import ileap_document
from scenarios.study.result_files import CARRIERS, CATEGORIES, ELEMENTS, PLACES

TEXT = {"type": "string"}
DECIMAL = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
CARRIER_NAMES = ["Diesel", "HVO", "Petrol", "CNG", "LNG", "LPG", "HFO", "MGO"]
CARRIER_NAMES += ["Aviation fuel", "Hydrogen", "Methanol", "Electric"]
HUB_TYPES = ["Transshipment", "StorageAndTransshipment", "Warehouse", "LiquidBulkTerminal"]
HUB_TYPES += ["MaritimeContainerTerminal"]


def record(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the schema of an object."""
    properties = required | (optional or {})
    return {"type": "object", "required": list(required), "properties": properties}


def listed(items: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list that is not empty."""
    return {"type": "array", "minItems": 1, "items": items}


DISTANCE = {
    "oneOf": [
        {**record({kind: DECIMAL}), "additionalProperties": False}
        for kind in ("actual", "gcd", "sfd")
    ]
}
LOCATION = record(
    {"city": TEXT, "country": {"type": "string", "pattern": "^[A-Z]{2}$"}},
    {"lat": DECIMAL, "lng": DECIMAL},
)
ELEMENT = record(
    {
        **dict.fromkeys(("tceId", "shipmentId"), TEXT),
        **dict.fromkeys(("mass", "transportActivity", "co2eWTW", "co2eTTW"), DECIMAL),
        "distance": DISTANCE,
    },
    {
        **dict.fromkeys(("tocId", "hocId"), TEXT),
        **dict.fromkeys(("origin", "destination"), LOCATION),
        **dict.fromkeys(("noxTTW", "soxTTW", "ch4TTW", "pmTTW"), DECIMAL),
        "prevTceIds": {"type": "array", "items": TEXT},
    },
)
CARRIER = record(
    {"energyCarrier": {"enum": CARRIER_NAMES}, "relativeShare": DECIMAL},
    {
        **dict.fromkeys(("emissionFactorWTW", "emissionFactorTTW", "energyConsumption"), DECIMAL),
        "energyConsumptionUnit": {"enum": ["l", "kg", "kWh", "MJ"]},
    },
)
INTENSITY = {
    **dict.fromkeys(("co2eIntensityWTW", "co2eIntensityTTW"), DECIMAL),
    "energyCarriers": listed(CARRIER),
}
PUBLISHED = {
    "shipmentFootprints": record({"mass": TEXT, "shipmentId": TEXT, "tces": listed(ELEMENT)}),
    "tocs": record(
        {
            **INTENSITY,
            "tocId": TEXT,
            "mode": {"enum": ["Road", "Rail", "Air", "Sea", "InlandWaterway"]},
            "transportActivityUnit": {"enum": ["TEUkm", "tkm"]},
        },
        {"loadFactor": DECIMAL, "emptyDistanceFactor": DECIMAL},
    ),
    "hocs": record(
        {
            **INTENSITY,
            "hocId": TEXT,
            "hubType": {"enum": HUB_TYPES},
            "hubActivityUnit": {"enum": ["TEU", "tonnes"]},
        }
    ),
}
FUELS = {"road_diesel": "diesel (road)", "marine_fuel": "VLSFO", "hub_electricity": "electricity"}


def row(kind: str, mode: str, category: str, carrier: str) -> dict[str, Any]:
    hub = kind == "hub"
    return {
        "shipment": "stone:A>B:road_sea:sea",
        "kind": kind,
        "mode": mode,
        "category": category,
        "from_place": "A",
        "to_place": "A" if hub else "B",
        "mass_t": 12.5,
        "length_km": 0.0 if hub else 110.0,
        "shortest_km": 0.0 if hub else 100.0,
        "activity_tkm": 0.0 if hub else 1250.0,
        **{f"energy_mj_{name}": 40.0 * (name == carrier) for name in FUELS},
        **dict.fromkeys(("ttw_co2e_t", "wtw_co2e_t", "nox_t", "so2_t", "ch4_t", "pm25_t"), 1e-5),
        "throughput_t": 12.5 if hub else float("nan"),
        "load_factor": float("nan") if hub else 0.75,
        "empty_distance_factor": float("nan") if hub else 0.25,
        **{f"{stage}_co2e_g_per_{unit}": 9.5 for stage in ("ttw", "wtw") for unit in ("t", "tkm")},
    }


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    rows = pd.DataFrame(
        [
            row("transport", "road", "road:container", "road_diesel"),
            row("hub", "sea", "hub:sea:container", "hub_electricity"),
            row("transport", "sea", "sea:container", "marine_fuel"),
        ]
    )
    names = pd.DataFrame(FUELS.items(), columns=["carrier", "fuel"])
    places = pd.DataFrame({"place_id": ["A", "B"], "name_en": ["Qinzhou", "Beihai"]})
    parts = {
        ELEMENTS: rows.assign(position=[1, 2, 3]),
        CATEGORIES: rows,
        CARRIERS: names.assign(wtw_co2e_g_per_mj=90.0, ttw_co2e_g_per_mj=73.0),
        PLACES: places.assign(country="CN", lat_deg=21.5, lon_deg=108.6),
    }
    return ileap_document(
        parts, "water", 2030, {"run_date": "2026-11-28T09:00:00+08:00", "gwp": "AR6-100"}
    )


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_object_is_valid_by_the_model_of_its_publisher(
    document: dict[str, Any], name: str
) -> None:
    schema = jsonschema.Draft7Validator(PUBLISHED[name])
    assert document[name]
    for one in document[name]:
        assert [error.message for error in schema.iter_errors(one)] == []


def test_fuel_oil_without_sulphur_keeps_its_own_factors(document: dict[str, Any]) -> None:
    (sea,) = (toc for toc in document["tocs"] if toc["mode"] == "Sea")
    assert [one["energyCarrier"] for one in sea["energyCarriers"]] == ["HFO"]
    assert sea["energyCarriers"][0]["emissionFactorWTW"] == "0.09"
