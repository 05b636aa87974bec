from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scenarios.cli import main

if TYPE_CHECKING:
    import pytest


def test_bench_times_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--repeat", "1", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    parts = {part["name"]: part for part in document["parts"]}
    assert list(parts) == ["network", "road-paths", "services", "year"]
    for part in parts.values():
        assert 0 < part["best_s"] <= part["median_s"]
        assert part["limit_s"] > 0
