"""The tidy results table: one row for each plan, year, run and variable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.study.runs import Study
    from transport.year_outcome import YearOutcome

COLUMNS = (
    "plan",
    "year",
    "growth_case",
    "explanation",
    "replication",
    "mode",
    "carrier",
    "vehicle_type",
    "place",
    "variable",
    "unit",
    "gwp",
    "value",
)
"""Columns of the table; a dimension that a row does not have is empty."""

_TOTAL_UNITS = {
    "freight_mt": "Mt",
    "unserved_mt": "Mt",
    "direct_tkm": "tkm",
    "ocean_mt": "Mt",
    "ocean_tkm": "tkm",
    "ocean_cost_mcny": "m CNY of 2024",
    "ocean_wtw_co2e_kt": "kt CO2e",
    "berth_aux_gwh": "GWh",
    "berth_shore_gwh": "GWh",
    "berth_grid_gwh": "GWh",
    "berth_wtw_co2e_kt": "kt CO2e",
    "berth_co2_kt": "kt",
    "berth_nox_t": "t",
    "berth_pm25_t": "t",
    "berth_so2_t": "t",
    "cost_mcny": "m CNY of 2024",
    "queue_cost_mcny": "m CNY of 2024",
    "charges_mcny": "m CNY of 2024",
    "user_loss_mcny": "m CNY of 2024",
}
_LEDGER_UNITS = {
    "energy_tj": "TJ",
    "co2_t": "t",
    "ch4_t": "t",
    "n2o_t": "t",
    "nox_t": "t",
    "so2_t": "t",
    "pm25_t": "t",
    "bc_t": "t",
    "wtt_co2_t": "t",
    "wtt_ch4_t": "t",
    "wtt_n2o_t": "t",
    "wtt_held_co2e_kt": "kt CO2e",
    "ttw_co2e_kt": "kt CO2e",
    "wtt_co2e_kt": "kt CO2e",
    "wtw_co2e_kt": "kt CO2e",
}
_WEIGHED = ("ttw_co2e_kt", "wtt_co2e_kt", "wtw_co2e_kt")
_LOCK_UNITS = {
    "vessels": "vessels/year",
    "lockages": "lockages/year",
    "cargo_mt": "Mt/year",
    "cargo_down_mt": "Mt/year",
    "cargo_up_mt": "Mt/year",
    "vessels_per_lockage": "vessels",
    "wait_h_mean": "h",
    "wait_h_p50": "h",
    "wait_h_p95": "h",
    "utilisation_share": "1",
    "queue_growth_share": "1",
}
_PRIORITY_UNITS = {
    "vessels_first": "vessels/year",
    "wait_first_h_mean": "h",
    "wait_rest_h_mean": "h",
}
"""Of vessels called before others; told where there are any."""


def results_table(study: Study) -> pd.DataFrame:
    """Return all runs of a study as one tidy table.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COLUMNS`, sorted by run. Ledger rows of cargo that stayed unserved have
        ``vehicle_type`` ``unserved``; ``gwp`` names the set of what is weighed by one.
    """
    rows = [
        {"plan": case.plan, "year": case.year, "growth_case": case.growth_case}
        | {"explanation": case.explanation, "replication": case.replication + 1, **row}
        for case in sorted(study.outcomes)
        for row in _rows(study.outcomes[case], study.settings.gwp)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    text = [name for name in COLUMNS if name not in ("year", "replication", "value")]
    return table.assign(
        **{name: table[name].astype("str").fillna("").astype("category") for name in text}
    )


def _rows(outcome: YearOutcome, gwp: str) -> Iterator[dict[str, Any]]:
    """Rows of one run."""
    for variable, value in outcome.totals.items():
        yield {"variable": variable, "unit": _TOTAL_UNITS[variable], "value": value}
    for row in outcome.activity.to_dict("records"):
        yield {"mode": row["mode"], "variable": "cargo_kt", "unit": "kt", "value": row["kt"]}
        yield {"mode": row["mode"], "variable": "activity_tkm", "unit": "tkm", "value": row["tkm"]}
    for row in outcome.emissions.to_dict("records"):
        where = {"mode": row["mode"], "carrier": row["carrier"]}
        if row["cargo"] == "unserved":
            where["vehicle_type"] = "unserved"
        for variable, unit in _LEDGER_UNITS.items():
            weighed = gwp if variable in _WEIGHED else ""
            values = {"unit": unit, "gwp": weighed, "value": row[variable]}
            yield {**where, "variable": variable, **values}
    yield from _lock_rows(outcome)
    yield from _inland_rows(outcome)
    for variable, value in (("rounds", outcome.rounds), ("share_gap", outcome.gap)):
        yield {"variable": variable, "unit": "1", "value": float(value)}


def _lock_rows(outcome: YearOutcome) -> Iterator[dict[str, Any]]:
    """Rows of the locks of one run."""
    for row in outcome.locks.to_dict("records"):
        where = {"place": row["lock"]}
        for variable, unit in _LOCK_UNITS.items():
            yield {**where, "variable": variable, "unit": unit, "value": row[variable]}
        for variable, unit in _PRIORITY_UNITS.items() if row["vessels_first"] > 0 else ():
            yield {**where, "variable": variable, "unit": unit, "value": row[variable]}


def _inland_rows(outcome: YearOutcome) -> Iterator[dict[str, Any]]:
    """Rows of inland vessels of one run."""
    inland = {"mode": "inland_water"}
    for row in outcome.inland_hours.to_dict("records"):
        name = f"vessel_h_{row['state']}"
        yield {**inland, "variable": name, "unit": "h", "value": row["vessel_h"]}
    capped_h = float(outcome.inland_hours["capped_h"].sum())
    yield {**inland, "variable": "vessel_h_capped", "unit": "h", "value": capped_h}
    for powertrain, share in outcome.inland_powertrains.items():
        where = {**inland, "vehicle_type": powertrain}
        yield {**where, "variable": "voyage_share", "unit": "1", "value": share}
    for class_id, energy_mj in outcome.inland.by_class.items():
        yield {
            **inland,
            "vehicle_type": class_id,
            "variable": "class_energy_tj",
            "unit": "TJ",
            "value": energy_mj / 1e6,
        }
