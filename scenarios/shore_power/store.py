"""Files of a shore-power study: answer, page, and the data of its pictures."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from typing import TYPE_CHECKING, Any

from scenarios.folders import whole_folder
from scenarios.shore_power.page import shore_page
from transport.sizing.what_if import TRAFFIC

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scenarios.shore_power.study import ShoreStudy
    from scenarios.tables.reading import Tables


def write_study(
    found: ShoreStudy, answer: dict[str, Any], tables: Tables, folder: Path
) -> list[str]:
    """Write the folder of a study, whole or not at all.

    Parameters
    ----------
    found : ShoreStudy
        The study.
    answer : dict
        Its JSON.
    tables : Tables
        Checked tables, for sources.
    folder : Path
        Folder to make.

    Returns
    -------
    list of str
        Names of the files.
    """
    manifest = {
        "command": "shore-power",
        "port": found.port.place,
        "year": found.source.year,
        "seed": found.request.seed,
        "replications": len(found.served),
        "data": tables.digest,
        "calls": None if found.request.calls is None else found.request.calls.name,
        "run_date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
    }
    with whole_folder(folder) as staging:
        _write_json(staging / "manifest.json", manifest)
        _write_json(staging / "answer.json", answer)
        (staging / "report.html").write_text(shore_page(found, answer, tables), encoding="utf-8")
        for name, header, rows in _data(found):
            with (staging / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(rows)
        return sorted(one.name for one in staging.iterdir())


def _data(found: ShoreStudy) -> list[tuple[str, Sequence[str], list[list[object]]]]:
    """Return the data behind the pictures."""
    held = 0.0
    duration: list[list[object]] = []
    for load, share in zip(found.duration.load_kw[::-1], found.duration.share[::-1], strict=True):
        held += float(share)
        duration.append([round(held, 8), round(float(load), 3)])
    heat = found.heat_kw.tolist()
    counts = enumerate(found.count_h.tolist())
    return [
        ("load_duration.csv", ["share_of_time", "grid_kw"], _thinned(duration)),
        ("simultaneous.csv", ["vessels", "hours"], [[count, hours] for count, hours in counts]),
        (
            "load_by_hour.csv",
            ["month", "hour", "grid_kw"],
            [[m + 1, h, kw] for m, row in enumerate(heat) for h, kw in enumerate(row)],
        ),
        (
            "load_by_share.csv",
            ["connected_share", "grid_kw"],
            [list(one) for one in found.by_share.items()],
        ),
        (
            "load_by_traffic.csv",
            ["traffic_factor", "grid_kw"],
            [list(one) for one in zip(TRAFFIC, found.by_traffic, strict=True)],
        ),
    ]


def _thinned(rows: list[list[object]], most: int = 4000) -> list[list[object]]:
    """Return every so many rows, first and last among them."""
    step = max(1, len(rows) // most)
    return [*rows[:-1:step], rows[-1]]


def _write_json(path: Path, content: dict[str, Any]) -> None:
    """Write JSON that a person can read."""
    text = json.dumps(plain(content), ensure_ascii=False, indent=2, allow_nan=False, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON holds anything
    """Return a value as JSON has it; a number that is not finite becomes null."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
