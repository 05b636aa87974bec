"""``landsea fleet``: the JSON, the folder, the page, and faults."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from scenarios.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scenarios.tables.reading import Tables


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fleet") / "out"
    assert main(["fleet", "clean-fleet", "--years", "2024-2030", "--out", str(folder)]) == 0
    return folder


def test_the_folder_is_whole(made: Path) -> None:
    names = {path.name for path in made.iterdir()}
    assert {"fleet.html", "fleet.json", "cohorts.csv", "years.csv", "manifest.json"} <= names
    assert {"stock.svg", "stock.png", "cheaper.svg", "cheaper.png"} <= names


def test_the_document_says_what_the_tables_say(made: Path) -> None:
    document = json.loads((made / "fleet.json").read_text("utf-8"))
    assert list(document) == ["plan", "years", "fleets", "money"]
    assert document["years"] == list(range(2024, 2031))
    cohorts = pd.read_csv(made / "cohorts.csv")
    for name, fleet in document["fleets"].items():
        for row in fleet["years"]:
            here = cohorts[(cohorts["fleet"] == name) & (cohorts["year"] == row["year"])]
            assert here["vehicles"].sum() == pytest.approx(row["stock"])
            assert sum(row["work_share"].values()) == pytest.approx(1)
            bands = sum(sum(band.values()) for band in row["stock_by_age"].values())
            assert bands == pytest.approx(row["stock"])
            stages = row["emissions"]["by_stage"].values()
            assert sum(one["nox_t"] for one in stages) == pytest.approx(row["emissions"]["nox_t"])
        for one in fleet["ranges"]["clean_stock_share"]:
            assert one["low"] <= one["share"] <= one["high"]
    for row in document["money"]["years"]:
        assert sum(row["balance"].values()) == pytest.approx(0, abs=10)


def test_every_year_names_every_cause_of_leaving(made: Path) -> None:
    document = json.loads((made / "fleet.json").read_text(encoding="utf-8"))
    causes = {"age", "stage", "scrappage", "replacement", "surplus"}
    for fleet in document["fleets"].values():
        assert all(set(year["retired"]) == causes for year in fleet["years"])


def test_targets_are_computed_from_the_stock(made: Path) -> None:
    document = json.loads((made / "fleet.json").read_text("utf-8"))
    found = {row["target_id"]: row for row in document["plan"]["targets"]}
    port = document["fleets"]["port-truck"]
    clean = [name for name, one in port["powertrains"].items() if one["clean"]]
    year = port["years"][1]
    share = sum(year["stock_by_powertrain"][name] for name in clean) / year["stock"]
    assert found["port-trucks-2025"]["share"] == pytest.approx(share)
    assert found["port-trucks-2025"]["met"] is (share >= 0.6 - 1e-9)


def test_the_page_needs_nothing_else(made: Path) -> None:
    page = (made / "fleet.html").read_text("utf-8")
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    assert 'lang="en"' in page


@pytest.mark.browser
def test_the_page_speaks_both(made: Path, speaks_both: Callable[[Path], None]) -> None:
    speaks_both(made / "fleet.html")


def test_json_is_alone_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fleet", "reference", "--years", "2024", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["years"] == [2024]


def test_wrong_input_is_refused_whole(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(
        'name = "bad"\n[[measure]]\ngroup = "a"\nkind = "sale-share"\nfleets = ["barge"]\n'
        'powertrains = ["steam"]\nshare_percent = 120\nopens = 2026\n',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    assert main(["fleet", str(bad), "--years", "1999", "--out", str(out)]) == 2
    errors = capsys.readouterr().err
    for text in ("barge", "steam", "120", "1999"):
        assert text in errors
    assert not out.exists()


def test_a_plan_that_bans_everything_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(
        'name = "bad"\n[[measure]]\ngroup = "a"\nkind = "sale-ban"\nfleets = ["medium-truck"]\n'
        'powertrains = ["diesel", "battery"]\nopens = 2027\n',
        encoding="utf-8",
    )
    assert main(["fleet", str(bad), "--years", "2028"]) == 2
    assert "every powertrain of medium-truck is banned in 2027" in capsys.readouterr().err


def test_money_that_reaches_nobody_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(
        'name = "bad"\n[[measure]]\ngroup = "a"\nkind = "scrappage-subsidy"\n'
        'fleets = ["inland", "heavy-truck"]\ncny_per_gross_t = 2000\nopens = 2025\n'
        '[[measure]]\ngroup = "b"\nkind = "purchase-subsidy"\nfleets = ["sea-feeder"]\n'
        'powertrains = ["clean"]\ncny_per_gross_t = 2000\nopens = 2025\n'
        '[[measure]]\ngroup = "c"\nkind = "purchase-subsidy"\nfleets = ["inland"]\n'
        'powertrains = ["clean"]\ncny_per_gross_t = 2000\nopens = 2030\n',
        encoding="utf-8",
    )
    assert main(["fleet", str(bad), "--years", "2028"]) == 2
    errors = capsys.readouterr().err
    for text in ("pays heavy-truck nothing", "pays sea-feeder nothing", "until (2028) lies before"):
        assert text in errors


def test_demand_without_a_fleet_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, shipped: Tables
) -> None:
    rows = shipped["demand"].head(2).assign(kt=0.0)
    rows.to_csv(tmp_path / "demand.csv", index=False)
    assert main(["fleet", "reference", "--years", "2026", "--tables", str(tmp_path)]) == 2
    assert "no tonnes that a fleet carries" in capsys.readouterr().err


def test_what_the_law_asks_in_vain_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asks = tmp_path / "asks.toml"
    asks.write_text(
        'name = "asks"\n'
        '[[measure]]\ngroup = "a"\nkind = "sale-share"\nfleets = ["medium-truck"]\n'
        'powertrains = ["battery"]\nshare_percent = 90\nopens = 2025\n'
        '[[measure]]\ngroup = "b"\nkind = "sale-share"\nfleets = ["medium-truck"]\n'
        'powertrains = ["diesel"]\nshare_percent = 50\nopens = 2025\n'
        '[[measure]]\ngroup = "c"\nkind = "stock-share"\nfleets = ["port-truck"]\n'
        'powertrains = ["battery"]\nshare_percent = 90\nopens = 2025\n',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    assert main(["fleet", str(asks), "--years", "2025-2026", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "medium-truck, 2025 to 2026: bought beyond supply" in said
    assert "medium-truck, 2025 to 2026: asked of sales in vain" in said
    assert "port-truck, 2025 to 2026: missing to a share of the stock" in said
    page = (out / "fleet.html").read_text(encoding="utf-8")
    assert "Where the law asks for more than there is" in page
