"""What the section on the parameters of choice says and draws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from scenarios.comparison.choice_sensitivity import COLUMNS, widths
from scenarios.display.numbers import unit_for
from scenarios.display.words import Text, word
from scenarios.fonts import text_width
from scenarios.report.choice_rows import choice_section
from scenarios.report.tornado import HIGH, LOW, Swing, tornado

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison


@pytest.fixture
def table(comparison: Comparison) -> pd.DataFrame:
    return comparison.choice_of("water-first", 2030)


def test_widths_count_the_central_value(table: pd.DataFrame) -> None:
    found = widths(table)
    assert list(found.index[:3]) == ["prior_share", "cost_coefficient", "value_of_time"]
    # from 0.6 to 2.1, from 0.8 to 1.3, from 0.9 to 1.1 times 1720
    assert found.to_list()[:3] == pytest.approx([2580, 860, 344])
    only_up = table[table["end"] != "low"]
    assert widths(only_up)["prior_share"] == pytest.approx(1.1 * 1720)


def test_the_finding_names_the_widest_and_holds_the_sign(table: pd.DataFrame) -> None:
    section = choice_section(table, 2030)
    assert section.finding.en == (
        "As each choice parameter moves through its range, the change in well-to-wake greenhouse "
        "gas lies at −12.8 to −3.7\u202f% and keeps its sign. Widest: prior share of unobserved "
        "modes, then cost coefficient."
    )
    assert len(section.rows) == 11
    turned = table.assign(
        wtw_co2e_change_percent=table["wtw_co2e_change_percent"].where(
            table["parameter"] != "prior_share", 0.5
        )
    )
    assert "turns its sign" in choice_section(turned, 2030).finding.en


def test_nothing_changed_and_nothing_computed(table: pd.DataFrame) -> None:
    numbers = [name for name in COLUMNS if name.endswith(("_kt", "_percent", "_mcny"))]
    flat = choice_section(table.assign(**dict.fromkeys(numbers, 0.0)), 2030)
    assert (flat.finding, flat.figure) == (word("choice.same"), None)
    none = choice_section(pd.DataFrame(columns=COLUMNS), 2030)
    assert (none.finding, none.figure, none.rows) == (word("choice.none"), None, [])


def test_bars_run_from_the_central_value_to_the_ends() -> None:
    unit = unit_for("greenhouse", 1e6)
    swings = [Swing(Text("甲", "a"), -3e6, -1e6)]
    drawn = str(tornado(swings, -2e6, unit, 1140, Text("题", "title")))
    found = re.findall(r'<rect x="([^"]+)" y="[^"]+" width="([^"]+)" [^>]*fill="(#\w+)"', drawn)
    bars = {colour: [float(x), float(width)] for x, width, colour in found[2:]}
    # scale from -3 to 0 Mt over 770 px from x = 290: a bar of 1 Mt is 256.7 px
    assert bars[LOW] == pytest.approx([290, 256.7], abs=0.1)
    assert bars[HIGH] == pytest.approx([546.7, 256.7], abs=0.1)
    assert ">−3.00<" in drawn
    assert ">−1.00<" in drawn


def test_a_long_name_moves_the_scale_and_is_not_cut() -> None:
    unit, long = unit_for("greenhouse", 1e6), Text("甲" * 30, "a")
    swings = [Swing(Text("乙", "b"), 1e6, 2e6), Swing(long, 1e6, 3e6)]
    drawn = str(tornado(swings, 2e6, unit, 1140, Text("题", "title"), change=False))
    ends = re.findall(
        r'<text x="([^"]+)" [^>]*text-anchor="end" fill="#1a1f24"', drawn, re.IGNORECASE
    )
    assert float(ends[-1]) == pytest.approx(text_width(long.zh, 13.0)) == 390.0
    assert ">+" not in drawn
