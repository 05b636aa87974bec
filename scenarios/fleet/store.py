"""The folder of ``landsea fleet``: tables, pictures, page and a manifest."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios.fleet.charts import WIDTH, parity_chart, stock_chart
from scenarios.fleet.page import fleet_page
from scenarios.folders import whole_folder
from scenarios.maps.files import rasterised, standing_alone
from scenarios.maps.voice import Voice
from scenarios.version import installed_version

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.fleet.answer import FleetAnswer
    from scenarios.fleet.projection import FleetPath

_PIXELS = 2 * int(WIDTH)
_LEAST = 1e-9


def write_answer(answer: FleetAnswer, folder: Path, digest: str) -> None:
    """Write an answer.

    Parameters
    ----------
    answer : FleetAnswer
        What is written.
    folder : Path
        Folder to make: ``fleet.html``, ``cohorts.csv`` (stock by year of building and powertrain),
        ``years.csv``, ``fleet.json``, ``manifest.json`` and the pictures ``stock`` and
        ``cheaper``.
    digest : str
        Digest of the tables.
    """
    voice = Voice("both")
    pictures = {"cheaper": parity_chart(answer, voice)}
    if len(answer.years) > 1:
        pictures["stock"] = stock_chart(answer, voice)
    with whole_folder(folder) as staging:
        (staging / "fleet.html").write_text(fleet_page(answer), encoding="utf-8")
        for name, picture in pictures.items():
            text = standing_alone(picture, int(WIDTH))
            (staging / f"{name}.svg").write_text(text, encoding="utf-8")
            (staging / f"{name}.png").write_bytes(rasterised(picture, _PIXELS))
        cohorts(answer).to_csv(staging / "cohorts.csv", index=False, lineterminator="\n")
        year_table(answer).to_csv(staging / "years.csv", index=False, lineterminator="\n")
        for name, document in (("fleet", answer.document), ("manifest", _manifest(answer, digest))):
            text = json.dumps(document, ensure_ascii=False, indent=1)
            (staging / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def cohorts(answer: FleetAnswer) -> pd.DataFrame:
    """Return the stock of every year by fleet, year of building and powertrain.

    Parameters
    ----------
    answer : FleetAnswer
        The answer.

    Returns
    -------
    pandas.DataFrame
        ``fleet``, ``year``, ``built`` (the first of a fleet is that year or older),
        ``powertrain``, ``vehicles`` and ``work_share``; empty cohorts are left out.
    """
    parts = [
        _cohort_rows(name, path, year)
        for name, path in answer.paths.items()
        for year in answer.years
    ]
    return pd.concat(parts, ignore_index=True)


def _cohort_rows(name: str, path: FleetPath, year: int) -> pd.DataFrame:
    """Return the cohorts of one fleet and year."""
    counts, work = path.stock[year].counts, path.work(year)
    row, column = np.nonzero(counts > _LEAST)
    return pd.DataFrame(
        {
            "fleet": name,
            "year": year,
            "built": path.fleet.vintages[row].astype(int),
            "powertrain": np.array(path.kind.ids)[column],
            "vehicles": counts[row, column],
            "work_share": work[row, column] / path.need[year],
        }
    )


def year_table(answer: FleetAnswer) -> pd.DataFrame:
    """Return what a reader plots: a row for each fleet, year and powertrain."""
    rows = [
        {
            "fleet": name,
            "year": year["year"],
            "powertrain": powertrain,
            "stock": year["stock_by_powertrain"][powertrain],
            "sales": year["sales"][powertrain],
            "work_share": year["work_share"][powertrain],
            "price_cny": year["price_cny"][powertrain],
            "cost_cny_per_work": year["cost_cny_per_work"][powertrain],
        }
        for name, fleet in answer.document["fleets"].items()
        for year in fleet["years"]
        for powertrain in fleet["powertrains"]
    ]
    return pd.DataFrame(rows)


def _manifest(answer: FleetAnswer, digest: str) -> dict[str, Any]:
    """Return what the folder was made from."""
    return {
        "plan": answer.plan.name,
        "years": list(answer.years),
        "tables": digest,
        "run_date": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "version": installed_version("landsea-corridor"),
        "python": platform.python_version(),
    }
