"""Shares of vessel classes by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets import class_mix

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

MIX = pd.DataFrame(
    [
        (2024, "bulk", "small", 0.8),
        (2024, "bulk", "large", 0.2),
        (2030, "bulk", "small", 0.2),
        (2030, "bulk", "large", 0.5),
        (2030, "bulk", "new", 0.3),
        (2024, "container", "box", 1.0),
    ],
    columns=["year", "cargo_kind", "class_id", "voyage_share"],
)

# Shares that do not sum to one in the table are scaled.
UNSCALED = pd.concat([MIX, MIX.assign(year=2050, voyage_share=0.4)], ignore_index=True)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2024, {"small": 0.8, "large": 0.2, "new": 0.0}),
        (2027, {"small": 0.5, "large": 0.35, "new": 0.15}),  # half way
        (2029, {"small": 0.3, "large": 0.45, "new": 0.25}),  # five sixths of the way
        (2030, {"small": 0.2, "large": 0.5, "new": 0.3}),
        (2060, {"small": 0.2, "large": 0.5, "new": 0.3}),
        (2020, {"small": 0.8, "large": 0.2, "new": 0.0}),
    ],
)
def test_shares_are_linear_between_the_years_given(year: int, expected: dict[str, float]) -> None:
    assert class_mix(MIX, "bulk", year) == pytest.approx(expected)


def test_kinds_of_cargo_do_not_mix() -> None:
    assert class_mix(MIX, "container", 2040) == {"box": 1.0}


@given(st.integers(2020, 2065), st.sampled_from(["bulk", "container"]))
def test_shares_sum_to_one(year: int, kind: str) -> None:
    shares = class_mix(UNSCALED, kind, year)
    assert sum(shares.values()) == pytest.approx(1)
    assert min(shares.values()) >= 0


@pytest.mark.parametrize("kind", ["bulk", "container"])
def test_the_shipped_mix_moves_towards_larger_vessels(shipped: Tables, kind: str) -> None:
    dwt_t = shipped["vessel_classes"].set_index("class_id")["dwt_t"].to_dict()
    means = [
        sum(
            share * dwt_t[name] for name, share in class_mix(shipped["vessel_mix"], kind, y).items()
        )
        for y in range(2024, 2061)
    ]
    assert means == sorted(means)
    assert means[-1] > means[0]
