"""Result folders: manifest, summary, tidy table, workbook and report; whole or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from networks import zone_of
from scenarios.comparison.cohort_ages import cohort_ages
from scenarios.folders import whole_folder
from scenarios.report import render_report
from scenarios.study.result_files import CARRIERS, CATEGORIES, COHORTS, ELEMENTS, PLACES
from scenarios.study.runs import CENTRAL, SHOWN

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.comparison.comparison import Comparison


def write_results(comparison: Comparison, folder: Path, *, overwrite: bool = False) -> Path:
    """Write the results of a comparison.

    Parameters
    ----------
    comparison : Comparison
        What is written.
    folder : Path
        Folder to make; its parents are made too.
    overwrite : bool
        Whether an existing folder may be replaced.

    Returns
    -------
    Path
        The folder, with ``manifest.json``, ``summary.json``, ``results.parquet``,
        ``chain_elements.parquet``, ``operation_categories.parquet``,
        ``carrier_factors.parquet``, ``element_places.parquet``, ``cohorts.parquet``,
        ``landsea.xlsx`` and ``report.html``.

    Raises
    ------
    FileExistsError
        If the folder holds something and may not be replaced.
    """
    if folder.exists() and any(folder.iterdir()) and not overwrite:
        msg = f"{folder} holds something already. Choose another folder or allow to overwrite it."
        raise FileExistsError(msg)
    with whole_folder(folder) as staging:
        _write_files(comparison, staging)
    return folder


def _element_places(comparison: Comparison) -> pd.DataFrame:
    """Return name, country and position of the places of chain elements."""
    columns = ["name_en", "country", "lat_deg", "lon_deg"]
    tables = (comparison.tables[name] for name in ("places", "overseas_places"))
    known = pd.concat([table.set_index("place_id")[columns] for table in tables])
    elements = comparison.elements
    used = sorted({*elements["from_place"], *elements["to_place"]})
    found = known.loc[[zone_of(str(place)) for place in used]].reset_index(drop=True)
    found.insert(0, "place_id", used)
    return found


def _write_files(comparison: Comparison, folder: Path) -> None:
    """Write every file of a result."""
    _write_json(folder / "manifest.json", comparison.manifest)
    _write_json(folder / "summary.json", comparison.summary)
    comparison.results.to_parquet(folder / "results.parquet", index=False)
    comparison.elements.to_parquet(folder / ELEMENTS, index=False)
    comparison.categories.to_parquet(folder / CATEGORIES, index=False)
    _element_places(comparison).to_parquet(folder / PLACES, index=False)
    comparison.carriers.to_parquet(folder / CARRIERS, index=False)
    comparison.cohorts.to_parquet(folder / COHORTS, index=False)
    _write_workbook(comparison, folder / "landsea.xlsx")
    (folder / "report.html").write_text(render_report(comparison), encoding="utf-8")


def _ledger(results: pd.DataFrame) -> pd.DataFrame:
    """Energy and emissions by mode, carrier and species, means over central replications."""
    shown = (results["growth_case"] == CENTRAL) & (results["explanation"] == SHOWN)
    central = results[shown & (results["carrier"] != "")]
    keys = ["plan", "year", "mode", "carrier", "vehicle_type", "variable", "unit", "gwp"]
    return central.groupby(keys, observed=True, sort=False)["value"].mean().reset_index()


def _write_json(path: Path, content: Any) -> None:  # noqa: ANN401 - JSON holds anything
    """Write JSON that a person can read."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def _write_workbook(comparison: Comparison, path: Path) -> None:
    """Write the tables of a comparison as sheets with frozen headers."""
    measures = comparison.measures.assign(what=[what["en"] for what in comparison.measures["what"]])
    sheets = {
        "headline": comparison.headline,
        "modes": comparison.modes,
        "ledger": _ledger(comparison.results),
        "locks": comparison.locks,
        "limits": comparison.limits,
        "moved": comparison.moves,
        "growth": comparison.growth,
        "gwp sets": comparison.restated,
        "electricity": comparison.power,
        "choice": comparison.choice,
        "operation categories": comparison.categories,
        "cohorts": cohort_ages(comparison.cohorts),
        "observed": comparison.observed,
        "freight_rates": comparison.freight_rates,
        **(comparison.base_year.sheets() if comparison.base_year else {}),
        "canal": comparison.canal,
        "measures": measures,
        "link_flows": comparison.link_flows,
        "assumptions": comparison.assumptions,
    }
    with pd.ExcelWriter(path, engine="xlsxwriter") as writer:
        for name, table in sheets.items():
            table.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            writer.sheets[name].autofit()
