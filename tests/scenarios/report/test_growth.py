"""What the section on growth says: nothing changes, open, turning, or the same sign."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from scenarios.display.words import word
from scenarios.report.growth import growth_section
from scenarios.report.rows import Change


def central(low: float, high: float) -> Change:
    mean = -1.0 if math.isnan(low) else (low + high) / 2
    decided = not math.isnan(low) and low * high > 0
    return Change(
        *("wtw_co2e", "all", "", 100.0, 100.0 + mean, mean, low, high),
        *((mean, low, high), "estimate", decided),
    )


def said(changes: tuple[float, ...], found: Change | None) -> str:
    rows = [
        {
            "growth_case": case,
            "base_kt": 100.0,
            "plan_kt": 100.0 + change,
            "change_kt": change,
            "change_percent": change,
        }
        for case, change in zip(("low", "central", "high"), changes, strict=False)
    ]
    return growth_section(pd.DataFrame(rows), found).finding.en


SURE, OPEN = central(-1.5, -0.5), central(-1.0, 0.5)
ONCE, SAME = central(math.nan, math.nan), central(0.0, 0.0)


@pytest.mark.parametrize(
    ("changes", "found", "key"),
    [
        ((), None, "growth.none"),
        ((0.0, 0.0, 0.0), SAME, "growth.same"),
        ((0.0, 1e-12, -1e-12), OPEN, "growth.same"),
        ((-1.0, -1.0, -2.0), OPEN, "growth.open"),
        ((-1.0, 1.0, -2.0), OPEN, "growth.open"),
        ((-1.0, -1.0, -2.0), ONCE, "growth.once"),
        ((1.0, -1.0, -2.0), SURE, "growth.turns"),
        ((0.0, -1.0, -2.0), SURE, "growth.some"),
        ((0.0, 0.0, -2.0), SAME, "growth.some"),
        ((-1.0, -1.0, -2.0), SURE, "growth.stays"),
        ((-1.0, -1.0, -2.0), None, "growth.stays"),
    ],
)
def test_the_finding_says_no_more_than_the_cases(
    changes: tuple[float, ...], found: Change | None, key: str
) -> None:
    assert said(changes, found) == word(key).en


def test_a_case_without_change_shows_no_change() -> None:
    rows = {"growth_case": ["low"], "base_kt": [9.0], "plan_kt": [9.0], "change_percent": [0.0]}
    assert growth_section(pd.DataFrame(rows), None).rows[0].change.en == "no change"
