"""Folders of a simulation of locks: tables, pictures, records and a manifest."""

from __future__ import annotations

import hashlib
import json
import platform
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scenarios.folders import whole_folder
from scenarios.maps.files import rasterised, standing_alone
from scenarios.version import installed_version
from scenarios.waterway.events import FOLDER
from scenarios.waterway.waiting_chart import WIDTH, waiting_chart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scenarios.waterway.simulation import Simulation

_PIXELS = 2 * int(WIDTH)


def write_simulation(found: Simulation, folder: Path, inputs: Sequence[Path] = ()) -> None:
    """Write the results of a simulation.

    Parameters
    ----------
    found : Simulation
        What is written.
    folder : Path
        Folder to make: ``months.csv`` and ``lines.csv`` (a row for each variable),
        ``manifest.json``, ``waiting.svg``, ``waiting.png``, and ``records`` where they were kept.
    inputs : sequence of Path
        Files of the user; the manifest holds their digests.
    """
    answer = found.answer
    chart = waiting_chart(answer.months, answer.names, int(answer.facts["replications"]))
    with whole_folder(folder) as staging:
        for name in ("months", "lines"):
            table = getattr(answer, name)
            table.to_csv(staging / f"{name}.csv", index=False, lineterminator="\n")
        for name, table in answer.tables.items():
            table.to_csv(staging / f"{name}.csv", index=False, lineterminator="\n")
        (staging / "waiting.svg").write_text(standing_alone(chart, int(WIDTH)), encoding="utf-8")
        (staging / "waiting.png").write_bytes(rasterised(chart, _PIXELS))
        if found.events is not None:
            found.events.write(staging / FOLDER)
        text = json.dumps(_manifest(found, inputs), ensure_ascii=False, indent=2)
        (staging / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _manifest(found: Simulation, inputs: Sequence[Path]) -> dict[str, Any]:
    """Return what the folder was made from."""
    answer = found.answer
    return {
        **answer.facts,
        "run_date": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "version": installed_version("landsea-corridor"),
        "python": platform.python_version(),
        "inputs": {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in inputs
        },
        "records": found.events is not None,
        "assumptions": list(answer.assumptions),
        "warnings": list(answer.warnings),
        "limits": list(answer.limits),
    }
