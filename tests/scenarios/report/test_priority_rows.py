"""What priority of clean vessels came to, from waits written by hand."""

from __future__ import annotations

import pandas as pd

from scenarios.display import numbers
from scenarios.display.words import as_text
from scenarios.report.priority_rows import priority_rows

NAN = float("nan")
NAMES = {name: as_text(name) for name in "ABCD"}
COLUMNS = ["lock", "vessels", "vessels_first", "wait_first_h_mean", "wait_rest_h_mean"]


def told(*rows: tuple[str, float, float, float, float], reckoned: float) -> dict[str, object]:
    plan = pd.DataFrame(rows, columns=COLUMNS).assign(reckoned_cut_share=reckoned)
    return {row.name.en: row.cells for row in priority_rows(plan, NAMES)}


def test_cuts_are_those_against_other_vessels_at_the_same_lock() -> None:
    # A: 3 of 4 h, a quarter less. B: 1 of 2 h. Together by clean vessels, 100 and 300:
    # (3 + 3 x 1) / 4 = 1.5 h and (4 + 3 x 2) / 4 = 2.5 h, 40 % less. C has no clean vessel.
    found = told(
        ("B", 1000.0, 300.0, 1.0, 2.0),
        ("A", 5000.0, 100.0, 3.0, 4.0),
        ("C", 9000.0, 0.0, NAN, NAN),
        reckoned=0.3,
    )
    assert found == {
        "A": ("3.00", "4.00", "25", "30"),
        "B": ("1.00", "2.00", "50", "30"),
        "All of these": ("1.50", "2.50", "40", "30"),
    }
    assert list(found) == ["A", "B", "All of these"]  # the busiest first


def test_long_waits_have_fewer_digits_and_clean_vessels_may_wait_longer() -> None:
    assert told(("A", 10.0, 5.0, 12.0, 10.0), reckoned=0.3) == {
        "A": ("12.0", "10.0", f"{numbers.MINUS}20", "30")
    }


def test_a_lock_where_nobody_waits_has_no_cut() -> None:
    found = told(("A", 10.0, 5.0, 0.0, 0.0), reckoned=0.3)
    assert found == {"A": ("0", "0", numbers.MISSING, "30")}


def test_nothing_is_told_without_the_rule_or_without_clean_vessels() -> None:
    assert told(("A", 10.0, 5.0, 1.0, 2.0), reckoned=NAN) == {}
    assert told(("A", 10.0, 0.0, NAN, NAN), reckoned=0.3) == {}
    assert told(reckoned=0.3) == {}
