"""The export in the iLEAP model: valid by its schema, exact, and refused where it cannot be."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scenarios.study.ileap
from scenarios.cli import main
from scenarios.study.ileap import FUELS, decimal, ileap_document, relative_shares
from scenarios.study.result_files import CARRIERS, CATEGORIES, ELEMENTS, PLACES
from scenarios.tables.reading import read_tables

SCHEMA = json.loads(
    Path(scenarios.study.ileap.__file__).with_name("ileap.schema.json").read_text("utf-8")
)
MANIFEST = {"plans": ["water"], "years": [2030], "run_date": "2026-11-28T09:00:00+08:00"}
MANIFEST["gwp"] = "AR6-100"
NAN = float("nan")


def element(position: int, kind: str, mode: str, category: str, km: float) -> dict[str, Any]:
    tonnes, moved, handled = 1500.0, float(kind == "transport"), float(kind == "hub")
    return {
        "plan": "water",
        "year": 2030,
        "shipment": "stone:A>C:inland_water:inland_water",
        "position": position,
        "kind": kind,
        "mode": mode,
        "category": category,
        "from_place": "A",
        "to_place": "B",
        "mass_t": tonnes,
        "length_km": 1.25 * km,
        "shortest_km": km,
        "activity_tkm": tonnes * km,
        "energy_mj_road_diesel": 1e4 * moved * (mode == "road"),
        "energy_mj_inland_diesel": 3e5 * moved * (mode == "inland_water"),
        "energy_mj_inland_lng_otto": 1e5 * moved * (mode == "inland_water"),
        "energy_mj_hub_diesel": 6000 * handled,
        "energy_mj_hub_electricity": 2000 * handled,
        "ttw_co2e_t": 3.3 * moved + 0.5 * handled,
        "wtt_co2e_t": 0.7 * moved + 0.25 * handled,
        "wtw_co2e_t": 4.0 * moved + 0.75 * handled,
        "nox_t": 0.1 * moved,
        "so2_t": 1e-7 * moved,
        "ch4_t": 0.01 * moved,
        "pm25_t": NAN,
    }


ROWS = [
    element(1, "transport", "road", "road:bulk", 10.0),
    element(2, "hub", "inland_water", "hub:inland_water:bulk", 0.0),
    element(3, "transport", "inland_water", "inland_water:bulk", 240.0),
    element(4, "hub", "inland_water+sea", "hub:inland_water+sea:container", 0.0),
]


def category(name: str, kind: str, **more: float) -> dict[str, Any]:
    rows = [row for row in ROWS if row["category"] == name]
    sums = {key: sum(row[key] for row in rows) for key in rows[0] if key.startswith("energy_mj")}
    return {
        "plan": "water",
        "year": 2030,
        "category": name,
        "kind": kind,
        "throughput_t": 1500.0,
        "load_factor": NAN,
        "empty_distance_factor": NAN,
        **sums,
        "ttw_co2e_g_per_tkm": 9.0 if kind == "transport" else NAN,
        "wtw_co2e_g_per_tkm": 11.0 if kind == "transport" else NAN,
        "ttw_co2e_g_per_t": 333.0 if kind == "hub" else NAN,
        "wtw_co2e_g_per_t": 500.0 if kind == "hub" else NAN,
        **more,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a run folder with one shipment."""
    categories = [
        category("road:bulk", "transport", empty_distance_factor=0.38),
        category("inland_water:bulk", "transport", empty_distance_factor=0.0, load_factor=0.83),
        category("hub:inland_water:bulk", "hub"),
        category("hub:inland_water+sea:container", "hub"),
    ]
    carriers = [
        {"plan": "water", "year": 2030, "carrier": name, "fuel": fuel}
        | {"ttw_co2e_g_per_mj": 73.34, "wtw_co2e_g_per_mj": 87.74}
        for name, fuel in (
            ("road_diesel", "diesel (road)"),
            ("inland_diesel", "marine diesel (inland China)"),
            ("inland_lng_otto", "LNG"),
            ("hub_diesel", "diesel (road)"),
            ("hub_electricity", "electricity"),
        )
    ]
    places = [
        {"place_id": name, "name_en": f"Port {name}", "country": "CN"}
        | {"lat_deg": 23.5, "lon_deg": 109.125}
        for name in "AB"
    ]
    run = tmp_path / "run"
    run.mkdir()
    tables = {ELEMENTS: ROWS, CATEGORIES: categories, CARRIERS: carriers, PLACES: places}
    for name, rows in tables.items():
        pd.DataFrame(rows).to_parquet(run / name)
    (run / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    return run


def exported(folder: Path, *words: str) -> dict[str, Any]:
    out = folder.parent / "ileap.json"
    assert main(["export", "ileap", str(folder), "--out", str(out), *words]) == 0
    return dict(json.loads(out.read_text("utf-8")))


def leaves(value: object) -> list[object]:
    """Return every value of a document that is no list and no object."""
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in leaves(one)]
    return [value]


def test_the_export_is_valid_by_its_schema(folder: Path) -> None:
    document = exported(folder)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document, SCHEMA)
    assert document["created"] == "2026-11-28T01:00:00Z"
    assert "not the publisher's" in document["note"]


def test_decimals_are_strings(folder: Path) -> None:
    document = exported(folder)
    numbers = [leaf for leaf in leaves(document) if not isinstance(leaf, str)]
    assert numbers == [2030], "only the year is a number"


def test_an_element_has_one_category_and_the_activity_of_its_mass_and_distance(
    folder: Path,
) -> None:
    document = exported(folder)
    (shipment,) = document["shipmentFootprints"]
    known = {toc["tocId"] for toc in document["tocs"]} | {hoc["hocId"] for hoc in document["hocs"]}
    for tce in shipment["tces"]:
        assert ("tocId" in tce) != ("hocId" in tce)
        assert tce.get("tocId", tce.get("hocId")) in known
        activity = Decimal(tce["mass"]) * Decimal(tce["distance"]["sfd"]) / 1000
        assert Decimal(tce["transportActivity"]) == activity
        assert "pmTTW" not in tce, "what is not known is left out"
    ids = [tce["tceId"] for tce in shipment["tces"]]
    assert [tce.get("prevTceIds", []) for tce in shipment["tces"]] == [
        [],
        *([one] for one in ids[:-1]),
    ]
    # 4 t of CO2e on each of two legs and 0.75 t at each of two hubs, in kilograms.
    assert [tce["co2eWTW"] for tce in shipment["tces"]] == ["4000", "750", "4000", "750"]
    assert shipment["tces"][0]["origin"] == {
        "city": "Port A",
        "country": "CN",
        "lat": "23.5",
        "lng": "109.125",
    }
    assert shipment["tces"][2]["soxTTW"] == "0.0001"


def test_shares_of_a_category_sum_to_one(folder: Path) -> None:
    document = exported(folder)
    by_id = {toc["tocId"]: toc for toc in document["tocs"]}
    for found in (*by_id.values(), *document["hocs"]):
        assert sum(Decimal(one["relativeShare"]) for one in found["energyCarriers"]) == 1
    shares = {
        one["energyCarrier"]: one["relativeShare"]
        for one in by_id["inland_water:bulk"]["energyCarriers"]
    }
    assert shares == {"Diesel": "0.75", "LNG": "0.25"}
    assert by_id["inland_water:bulk"]["loadFactor"] == "0.83"
    assert by_id["inland_water:bulk"]["emptyDistanceFactor"] == "0"
    assert "loadFactor" not in by_id["road:bulk"]
    # 11 g per tkm in kilograms, 87.74 g per MJ likewise.
    assert by_id["road:bulk"]["co2eIntensityWTW"] == "0.011"
    assert by_id["road:bulk"]["energyCarriers"][0]["emissionFactorWTW"] == "0.08774"
    assert [hoc["hubType"] for hoc in document["hocs"]] == [
        "Transshipment",
        "MaritimeContainerTerminal",
    ]
    for hoc in document["hocs"]:
        assert hoc["co2eIntensityWTW"] == "0.5"
        assert [one["energyConsumption"] for one in hoc["energyCarriers"]] == ["6000", "2000"]


def _both(tce: dict[str, Any]) -> None:
    tce["hocId"] = "hub"


def _none(tce: dict[str, Any]) -> None:
    del tce["tocId"]


def _number(tce: dict[str, Any]) -> None:
    tce["mass"] = 1500.0


def _two_distances(tce: dict[str, Any]) -> None:
    tce["distance"]["actual"] = "12.5"


def _bare_place(tce: dict[str, Any]) -> None:
    tce["origin"] = "A"


def _exponent(tce: dict[str, Any]) -> None:
    tce["mass"] = "1.5e6"


@pytest.mark.parametrize("spoil", [_both, _none, _number, _exponent, _two_distances, _bare_place])
def test_the_schema_refuses_what_the_model_does_not_allow(folder: Path, spoil: Any) -> None:  # noqa: ANN401
    document = exported(folder)
    spoil(document["shipmentFootprints"][0]["tces"][0])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


@given(st.floats(-1e15, 1e15))
def test_a_decimal_is_the_number_itself(value: float) -> None:
    text = decimal(value)
    assert "e" not in text.lower()
    assert float(text) == value


@given(st.lists(st.floats(0, 1e15), min_size=1, max_size=6))
def test_shares_always_sum_to_one(energy: list[float]) -> None:
    shares = relative_shares({str(i): value for i, value in enumerate(energy)})
    if any(energy):
        assert sum(Decimal(share) for share in shares.values()) == 1
        assert all(Decimal(share) >= 0 for share in shares.values())


def test_every_fuel_of_a_carrier_has_a_name_in_the_model() -> None:
    tables = read_tables()
    fuels = tables["fuel_factors"].set_index("fuel_id")["carrier"].to_dict()
    used = {fuels[fuel] for fuel in tables["carriers"]["fuel_id"] if fuel}
    assert used | {"electricity"} <= set(FUELS)
    carriers = SCHEMA["$defs"]["energyCarrier"]["properties"]["energyCarrier"]["enum"]
    assert set(FUELS.values()) <= set(carriers)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--plan", "rail"], 'the run has no plan "rail"'),
        (["--year", "2040"], "the run has no year 2040"),
    ],
)
def test_what_the_run_does_not_have_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    out = folder.parent / "ileap.json"
    assert main(["export", "ileap", str(folder), "--out", str(out), *words]) == 2
    assert told in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_of_something_else_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ileap.json"
    assert main(["export", "ileap", str(tmp_path), "--out", str(out)]) == 2
    assert "the folder lacks manifest.json, chain_elements.parquet" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_only_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(folder)
    out = folder.parent / "ileap.json"
    assert main(["export", "ileap", str(folder), "--out", str(out)]) == 2
    assert "exists" in capsys.readouterr().err
    assert exported(folder, "--overwrite")["plan"] == "water"


def test_the_answer_as_json_counts_what_was_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(folder, "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["shipments"], told["elements"], told["tocs"], told["hocs"]) == (1, 4, 2, 2)


def test_another_plan_of_the_folder_is_left_out(folder: Path) -> None:
    rows = pd.DataFrame([*ROWS, *(row | {"plan": "rail"} for row in ROWS)])
    parts = {name: pd.read_parquet(folder / name) for name in (CATEGORIES, CARRIERS, PLACES)}
    kept = rows[rows["plan"] == "water"]
    document = ileap_document({ELEMENTS: kept, **parts}, "water", 2030, MANIFEST)
    assert len(document["shipmentFootprints"][0]["tces"]) == 4
