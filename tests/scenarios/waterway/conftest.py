"""Small tables of months, the program's tables, and a run with records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scenarios.cli import main
from scenarios.tables.reading import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.tables.reading import Tables

MONTHS = """month,lock,vessels,cargo_mt
2025-08,naji,420,0.2
2025-09,那吉,400,0.19
"""
OUTAGES = """lock,line,from,to,reason
naji,1,2025-08-10,2025-08-12,检修
"""


@pytest.fixture(scope="session")
def shipped() -> Tables:
    """Return the tables of the program."""
    return read_tables()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file."""

    def write_file(text: str, name: str = "months.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return write_file


@pytest.fixture
def simulate(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any]]:
    """Run ``landsea waterway simulate --json``."""

    def run(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main(["waterway", "simulate", *words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of results with records: a small lock, three days shut."""
    folder = tmp_path_factory.mktemp("waterway")
    (folder / "months.csv").write_text(MONTHS, encoding="utf-8")
    (folder / "outages.csv").write_text(OUTAGES, encoding="utf-8")
    words = ["--demand", str(folder / "months.csv"), "--outages", str(folder / "outages.csv")]
    words += ["--replications", "2", "--workers", "1", "--records", "--out", str(folder / "out")]
    assert main(["waterway", "simulate", *words]) == 0
    return folder / "out"
