"""Outages that the program knows of, beside those of a user's file."""

from __future__ import annotations

import math

import pandas as pd

from scenarios.waterway.files import LockFiles
from scenarios.waterway.known_outages import with_known_outages

COLUMNS = ["lock", "line", "from", "to", "reason"]
KNOWN = pd.DataFrame(
    [
        ("L", "3", "2025-02-01", "2025-03-11", "overhaul", "s"),
        ("L", "*", "2025-09-24", "2025-09-24", "typhoon", "s"),
        ("M", "1", "2025-09-01", "2025-09-30", "works", "s"),
    ],
    columns=[*COLUMNS, "source"],
)


def files(months: list[int], *outages: tuple[str, str, str, str, str]) -> LockFiles:
    rows = pd.DataFrame({"lock": "L", "year": 2025, "month": months, "vessels": math.nan})
    return LockFiles(rows, pd.DataFrame(list(outages), columns=COLUMNS))


def days(found: LockFiles) -> list[list[str]]:
    return found.outages[["line", "from", "to"]].to_numpy().tolist()


def test_outages_of_the_months_hold_and_are_told() -> None:
    found = with_known_outages(files([3, 4, 9]), KNOWN)
    assert days(found) == [["3", "2025-02-01", "2025-03-11"], ["*", "2025-09-24", "2025-09-24"]]
    assert list(found.outages.columns) == COLUMNS
    assert found.known == [
        "L, 2025-02-01 to 2025-03-11: line 3 shut (overhaul; table lock_outages, not given).",
        "L, 2025-09-24: all lines shut (typhoon; table lock_outages, not given).",
    ]


def test_other_months_and_other_locks_are_left_out() -> None:
    found = with_known_outages(files([4, 8]), KNOWN)
    assert (len(found.outages), found.known) == (0, [])


def test_what_a_user_says_of_a_line_replaces_what_is_known_of_it() -> None:
    own = ("L", "3", "2025-02-10", "2025-03-20", "works")
    found = with_known_outages(files([3, 9], own), KNOWN)
    assert days(found) == [["3", "2025-02-10", "2025-03-20"], ["*", "2025-09-24", "2025-09-24"]]
    assert len(found.known) == 1
