"""The calibrated base year on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scenarios.base_year.errors import EXPLANATIONS
from scenarios.display.words import word
from scenarios.report import render_report
from scenarios.report.base_rows import EXPLAINED, BaseYear, base_year_section

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison


@pytest.fixture
def section(comparison: Comparison) -> BaseYear:
    assert comparison.base_year is not None
    return base_year_section(comparison.base_year, comparison.tables)


def test_screenlines_with_a_published_value_are_shown_with_their_error(section: BaseYear) -> None:
    lock, port = section.screenlines
    assert (lock.place.en, lock.published, lock.modelled) == ("Guigang locks", "96", "104.1")
    assert (lock.error.en, lock.explanation.en) == ("+8.4\u202f%", "")
    assert port.error.zh == "−94%"
    assert port.explanation == word("explained.wuzhou_port")


def test_explanations_say_the_same_in_terminal_and_page() -> None:
    assert set(EXPLAINED) == set(EXPLANATIONS)
    for name, key in EXPLAINED.items():
        assert word(key).en == EXPLANATIONS[name]


def test_elasticities_stand_beside_their_ranges(section: BaseYear) -> None:
    (one,) = section.ranges
    assert (one.span.en, one.modelled, one.inside.en) == ("−0.8 to −0.2", "−0.21", "inside")
    assert one.what.en == "Rail tonnes to Rail cost, coal and ore"
    (coal,) = section.answers
    assert (coal.mt, coal.alternative.zh) == ("51", "25%")
    assert coal.own == ("—", "−0.21", "−0.04", "—")


def test_the_page_has_the_section_unless_the_demand_is_the_users(comparison: Comparison) -> None:
    title = word("section.base_year").en
    assert title in render_report(comparison)
    assert title not in render_report(replace(comparison, base_year=None))
