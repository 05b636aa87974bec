"""The section on weights, electricity and LNG, from given tables."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from scenarios.cli.climate_lines import climate_lines
from scenarios.cli.vessel_lines import vessel_lines
from scenarios.comparison.climate import (
    POWER_COLUMNS,
    RESTATED_COLUMNS,
    climate_json,
    gas_carriers,
    slip_table,
    unknown_pollutants,
)
from scenarios.comparison.vessel_use import voyage_shares
from scenarios.from_tables.factors import GRID_CASES, factors_of
from scenarios.gwp_names import GWP_SETS
from scenarios.report import render_report
from scenarios.report.climate import climate_section

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison

WTW_KT = dict(zip(GWP_SETS, (28_400.0, 29_900.0, 28_380.0, 29_870.0), strict=True))


@pytest.fixture
def restated(comparison: Comparison) -> Comparison:
    """Return the comparison with its results under every set and case, burning no LNG."""
    plans = list(comparison.titles)
    restated = [
        (plan, 2030, name, 0.8 * kt, 0.2 * kt, kt, name.endswith("-20"))
        for plan in plans
        for name, kt in WTW_KT.items()
    ]
    power = [
        (plan, 2030, "AR6-100", case, 5e3, 100.0 * i, 28_000 + 100.0 * i)
        for plan in plans
        for i, case in enumerate(GRID_CASES, 1)
    ]
    return dataclasses.replace(
        comparison,
        manifest={**comparison.manifest, "gwp": "AR6-100"},
        restated=pd.DataFrame(restated, columns=RESTATED_COLUMNS),
        power=pd.DataFrame(power, columns=POWER_COLUMNS),
    )


@pytest.fixture
def burning(restated: Comparison) -> Comparison:
    """Return the comparison with the break-even slip of every gas engine."""
    tables = restated.tables
    factors = factors_of(tables, 2030)
    return dataclasses.replace(restated, slip=slip_table(tables, factors, gas_carriers(tables)))


def test_both_horizons_stand_side_by_side(restated: Comparison) -> None:
    section = climate_section(restated)
    assert section is not None
    assert section.sets == ["AR6-100", "AR6-20", "AR5-100", "AR5-20"]
    assert section.set_rows[0].cells == ["28.4", "29.9", "28.38", "29.87"]
    assert section.case_rows[0].cells == ["28.1", "28.2", "28.3", "28.4"]
    assert "AR6-20, AR5-20 are a lower bound" in section.low.en
    assert "AR6-100" in section.note.zh
    assert section.slip_rows == []


def test_the_page_names_the_set_and_what_is_a_lower_bound(restated: Comparison) -> None:
    page = render_report(restated)
    assert "CO2e by AR6-100" in page
    assert "are a lower bound" in page
    assert 'id="slip"' not in page


def test_break_even_slip_is_shown_with_lng(burning: Comparison) -> None:
    section = climate_section(burning)
    assert section is not None
    otto = [row for row in section.slip_rows if "medium-speed Otto" in row.name.en]
    assert [row.name.en.rpartition(" · ")[2] for row in otto] == [
        "break-even slip, %",
        "break-even slip, supply held, %",
        "break-even slip for the same work, %",
        "change against diesel, %",
        "change against diesel at the low end of slip, %",
        "change against diesel at the high end of slip, %",
        "change against diesel for the same work, %",
    ]
    # Default slip 3.1 %, with the range of the engine, 0.031 to 0.064 about 0.0353; the sign of
    # the saving is that of break-even less slip.
    used = [float(row.cells[0]) for row in otto]
    assert used == pytest.approx([*[3.1] * 4, 3.1 * 310 / 353, 3.1 * 640 / 353, 3.1], abs=0.05)
    even, _, for_work, *changes, change_work = (
        [float(cell.replace("\u2212", "-")) for cell in r.cells[1:]] for r in otto
    )
    for slip, change in zip(used[3:6], changes, strict=True):
        assert [value < slip for value in even] == [value > 0 for value in change]
    # A gas engine needs less energy for the same work, so that it may slip more.
    assert all(work > one for work, one in zip(for_work, even, strict=True))
    assert [value < 3.1 for value in for_work] == [value > 0 for value in change_work]
    page = render_report(burning)
    assert 'id="slip"' in page
    assert not re.search(r"\bnan\b", page.lower())


def test_the_terminal_shows_lng_under_both_horizons(burning: Comparison) -> None:
    lines = climate_lines(burning)
    assert lines[0].strip() == "greenhouse gas is CO2e by AR6-100"
    assert lines[1].strip().startswith("AR6-20: a lower bound")
    text = "\n".join(lines)
    assert re.search(r"2030 reference +28\.40 +29\.90", text)
    assert re.search(r"inland_lng_otto, slip 3\.1 +\d\.\d\d +-?\d\.\d\d", text)
    assert all(len(line) <= 80 and line.isascii() for line in lines)
    # No engine of trucks is in the table of marine engines: their line for equal work is left out.
    assert "nan" not in text
    assert text.count("for equal work") == 3


def test_lng_of_trucks_has_null_for_equal_work_in_the_json(burning: Comparison) -> None:
    found = climate_json("AR6-100", burning.restated, burning.power, burning.slip)
    json.dumps(found, allow_nan=False)
    rows = {(row["carrier"], row["gwp"]): row for row in found["break_even_slip"]}
    assert rows["road_lng", "AR6-20"]["change_work_percent"] is None
    assert isinstance(rows["road_lng", "AR6-20"]["change_percent"], float)
    assert isinstance(rows["inland_lng_otto", "AR6-20"]["change_work_percent"], float)


def test_without_lng_the_terminal_names_the_set_alone(restated: Comparison) -> None:
    assert climate_lines(restated) == ["   greenhouse gas is CO2e by AR6-100"]


def test_a_short_horizon_is_said_to_be_a_lower_bound(restated: Comparison) -> None:
    short = dataclasses.replace(restated, manifest={**restated.manifest, "gwp": "AR5-20"})
    assert climate_lines(short)[1].strip().startswith("AR5-20: a lower bound")


def test_pollutants_that_are_not_known_are_told(burning: Comparison) -> None:
    factors = factors_of(burning.tables, 2030)
    found = unknown_pollutants(factors, ["inland_diesel", "inland_lng_diesel"])
    assert found == ["inland_lng_diesel: nox, bc"]
    told = dataclasses.replace(burning, summary={"climate": {"not_known": found}})
    assert "   not known and left out of sums: inland_lng_diesel: nox, bc" in climate_lines(told)
    assert "left out of sums: inland_lng_diesel: nox, bc." in render_report(told)
    assert "left out of sums" not in render_report(burning)


def test_shares_of_voyages_stand_by_plan_without_what_hardly_sails(restated: Comparison) -> None:
    rows = [
        ("reference", 2030, "diesel", 0.975),
        ("reference", 2030, "lng-otto", 0.025),
        ("reference", 2030, "battery", 1e-6),
        ("water-first", 2030, "diesel", 0.8),
        ("water-first", 2030, "lng-otto", 0.2),
    ]
    table = pd.DataFrame(rows, columns=["plan", "year", "powertrain", "voyage_share"])
    plans = ["reference", "water-first"]
    assert voyage_shares(table, plans) == [
        {"year": 2030, "powertrain": "lng-otto", "reference": 0.025, "water-first": 0.2}
    ]
    titles = {name: {"zh": name, "en": name} for name in plans}
    shown = dataclasses.replace(restated, powertrains=table, titles=titles)
    assert vessel_lines(shown)[1:] == [
        "Inland vessels: laden voyages reached, %   reference        plan",
        "2030 water-first: lng-otto                       2.5        20.0",
    ]
    alone = dataclasses.replace(shown, titles={"reference": titles["reference"]})
    assert vessel_lines(alone)[2:] == ["2030 reference: lng-otto                         2.5"]
    section = climate_section(shown)
    assert section is not None
    assert [row.cells for row in section.powertrains] == [["2.5", "20"]]
    assert voyage_shares(table.iloc[:0], plans) == []
