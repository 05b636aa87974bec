"""The picture of observed months beside the model's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd

from scenarios.display.words import Text
from scenarios.waterway.observed import write_observed
from scenarios.waterway.observed_chart import observed_chart

if TYPE_CHECKING:
    from pathlib import Path

LOCK = Text("某船闸", "A lock")


def comparison() -> pd.DataFrame:
    rows = [
        (explanation, period, variable, observed, mean, 0.9 * mean, 1.1 * mean, role)
        for explanation in ("scheduling", "relief")
        for period, role in (
            ("2025-12", "fitted"),
            ("2026-01", "left out"),
            ("2025-H1", "left out"),
        )
        for variable, observed, mean in (
            ("waiting_mean", 813.0, 700.0),
            ("lockages", 1478.0, 1430.0),
        )
    ]
    columns = ["explanation", "period", "variable", "observed", "mean", "low", "high", "role"]
    return pd.DataFrame(rows, columns=columns)


def test_every_month_has_its_observation_and_both_explanations() -> None:
    drawing = ET.fromstring(str(observed_chart(comparison(), LOCK)))  # noqa: S314
    name = "{http://www.w3.org/2000/svg}"
    diamonds = drawing.findall(f".//{name}polygon")
    assert len(diamonds) == 1 + 2 * 2 * 2  # legend; months x quantities x explanations
    boxes = drawing.findall(f".//{name}g/{name}g/{name}rect")
    hollow = [one for one in boxes if one.get("fill") == "#fff"]
    assert len(boxes) == 8
    assert len(hollow) == 4  # the month that was not fitted
    texts = {one.text for one in drawing.iter(f"{name}text")}
    assert {"2025-12", "2026-01"} <= texts
    assert "2025-H1" not in texts


def test_boxes_stand_at_their_values() -> None:
    drawing = ET.fromstring(str(observed_chart(comparison(), LOCK)))  # noqa: S314
    name = "{http://www.w3.org/2000/svg}"
    box = drawing.find(f".//{name}g/{name}g/{name}rect")
    assert box is not None
    # The scale of the queues ends at 1,000: 210 units of height, so 140 vessels are 29.4.
    assert abs(float(str(box.get("height"))) - 29.4) < 0.1


def test_the_folder_holds_table_and_pictures(tmp_path: Path) -> None:
    write_observed(comparison(), LOCK, tmp_path / "new")
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert names == {"observed.csv", "observed.svg", "observed.png", "manifest.json"}
    assert (tmp_path / "new" / "observed.png").read_bytes().startswith(b"\x89PNG")
