"""``landsea energy fleet``: calibration shown class by class, comparison with what it counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scenarios.cli import main

if TYPE_CHECKING:
    import pytest


def test_calibration_and_comparison_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["energy", "fleet", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    classes = {row["class_id"]: row for row in found["classes"]}
    assert classes["inland-3000"]["anchor"].startswith("inland-xijiang")
    assert classes["inland-3000"]["hull_inside_regression"] is False
    assert classes["inland-lng-3000"]["factor"] == classes["inland-3000"]["factor"]
    low, high = found["plausible_g_per_tkm"]
    means = [row for row in found["comparison"] if row["name"].startswith("model")]
    assert len(means) == 2
    assert all(low <= row["g_per_tkm"] <= high for row in means)
    assert all(row["counts"] and row["source"] for row in found["comparison"])
    assert found["not_known"]
