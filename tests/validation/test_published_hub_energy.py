"""Energy of handling against what is published of ports.

Sources: abstract in the FID move catalogue (all Chinese ports of 2013: 4.12 t of coal equivalent
for 10,000 t, cargo without boxes 0.631 of boxes at the coast and 0.405 inland); Fan and Lu 2021,
doi 10.3389/fenvs.2021.789970 (0.783 t CO2 for 1,000 t in 2013); Ministry of Transport, throughput
of the first quarter of 2013; Economic Information Daily, 7 May 2009 (Qingdao: 65.6 GWh for 100 Mt);
Hutchison Ports, environmental performance 2022; China Merchants Port, annual report 2019, page 61.
"""

from __future__ import annotations

import pytest

from scenarios.tables.reading import read_tables

Rows = dict[tuple[str, str], dict[str, float]]

COAST_MT, INLAND_MT, BOXES_COAST, BOXES_INLAND = 1741.73, 734.05, 38.5598, 4.4809
T_PER_TEU = 10.0
KWH_PER_T = 65.6 / 100
CO2_KG_PER_T, GRID_KG_PER_KWH = 0.783, 0.6101
KGCE_PER_T, MJ_PER_KGCE, KGCE_PER_KWH = 0.412, 29.3076, 0.1229
DIESEL_CO2_KG_PER_MJ = 0.07259
PARTS = {"container": 1.0, "coast": 0.631, "inland": 0.405}


@pytest.fixture(scope="module")
def rows() -> Rows:
    table = read_tables()["hub_handling"]
    numbers = [str(name) for name in table if str(name).endswith("_per_t")]
    return {
        (str(row["mode"]), str(row["cargo_kind"])): {name: float(row[name]) for name in numbers}
        for row in table.to_dict("records")
    }


def over_mean() -> dict[str, float]:
    """Energy of each part over the mean of all ports, by throughput of 2013."""
    boxes = T_PER_TEU * (BOXES_COAST + BOXES_INLAND)
    tonnes = {
        "container": boxes,
        "coast": COAST_MT - T_PER_TEU * BOXES_COAST,
        "inland": INLAND_MT - T_PER_TEU * BOXES_INLAND,
    }
    mean = sum(PARTS[name] * mt for name, mt in tonnes.items()) / sum(tonnes.values())
    return {name: part / mean for name, part in PARTS.items()}


@pytest.mark.parametrize(
    ("mode", "cargo", "part"),
    [
        ("sea", "container", "container"),
        ("inland_water", "container", "container"),
        ("sea", "bulk", "coast"),
        ("inland_water", "bulk", "inland"),
    ],
)
def test_ports_follow_the_national_mean_of_2013(
    rows: Rows, mode: str, cargo: str, part: str
) -> None:
    row, factor = rows[mode, cargo], over_mean()[part]
    diesel = (CO2_KG_PER_T - KWH_PER_T * GRID_KG_PER_KWH) / DIESEL_CO2_KG_PER_MJ
    most = (KGCE_PER_T - KWH_PER_T * KGCE_PER_KWH) * MJ_PER_KGCE
    assert row["electricity_kwh_per_t"] == pytest.approx(factor * KWH_PER_T, rel=0.01)
    assert row["diesel_mj_per_t"] == pytest.approx(factor * diesel, rel=0.01)
    assert row["diesel_high_mj_per_t"] == pytest.approx(factor * most, rel=0.01)
    assert row["diesel_low_mj_per_t"] == pytest.approx(row["diesel_mj_per_t"] / 2, rel=0.01)


def test_a_container_port_lies_near_the_mean_of_hutchison_ports(rows: Rows) -> None:
    # 12.65 kg CO2e a TEU of scope 1 and 2; ours with the Chinese grid of then.
    row = rows["sea", "container"]
    kg_per_t = row["diesel_mj_per_t"] * DIESEL_CO2_KG_PER_MJ
    kg_per_t += row["electricity_kwh_per_t"] * GRID_KG_PER_KWH
    assert T_PER_TEU * kg_per_t == pytest.approx(12.65, rel=0.10)


def test_a_box_is_lifted_twice_at_a_rail_terminal(rows: Rows) -> None:
    # 1 l of diesel a move, 22 t in the box.
    mj_per_l = 0.84 * 42.652
    assert rows["rail", "container"]["diesel_mj_per_t"] == pytest.approx(
        2 * mj_per_l / 22, rel=0.01
    )
