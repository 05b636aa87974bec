"""The folder of a station study: answer, page and tables."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scenarios.folders import whole_folder
from scenarios.stations.page import stations_page
from scenarios.stations.records import FOLDER
from scenarios.version import installed_version

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from scenarios.display.words import Text
    from scenarios.stations.answer import StationsAnswer
    from scenarios.stations.records import StationRecords
    from transport.stations.service_areas import ServiceArea


def write_stations(
    answer: StationsAnswer,
    tables: Mapping[str, pd.DataFrame],
    areas: Mapping[str, tuple[ServiceArea, ...]],
    title: Text,
    folder: Path,
    records: StationRecords | None = None,
) -> None:
    """Write the folder of a study, whole or not at all.

    Parameters
    ----------
    answer : StationsAnswer
        What was found.
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    areas : mapping of str to tuple of ServiceArea
        Service areas by link; none on the river.
    title : Text
        Title of the plan.
    folder : Path
        Folder to make: ``manifest.json``, ``answer.json``, ``report.html``, ``stations.csv``,
        ``corridors.csv``, ``gaps.csv`` and ``hourly.csv``.
    records : StationRecords, optional
        Trips and stops of the first week, for a folder ``records`` inside.
    """
    manifest = {
        "command": "stations",
        **answer.facts,
        "version": installed_version("landsea-corridor"),
        "run_date": datetime.now(tz=UTC).isoformat(timespec="seconds"),
    }
    with whole_folder(folder) as staging:
        _write_json(staging / "manifest.json", manifest)
        _write_json(staging / "answer.json", answer.document())
        page = stations_page(answer, tables, areas, title)
        (staging / "report.html").write_text(page, encoding="utf-8")
        for name in ("stations", "corridors", "gaps", "hourly"):
            table: pd.DataFrame = getattr(answer, name)
            if len(table.columns):
                table.to_csv(staging / f"{name}.csv", index=False, lineterminator="\n")
        if records is not None:
            records.write(staging / FOLDER)


def _write_json(path: Path, content: Any) -> None:  # noqa: ANN401 - JSON holds anything
    """Write JSON that a person can read."""
    text = json.dumps(_plain(content), ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON holds anything
    """Return a value as JSON has it; a number that is not finite becomes null."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "item"):
        return _plain(value.item())
    return None if isinstance(value, float) and not math.isfinite(value) else value
