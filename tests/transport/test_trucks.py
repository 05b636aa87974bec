"""Empty running of trucks: the bound that flows set, and what is below it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.changes import CutEmptyRunning
from transport.truck_limits import empty_share_after, least_empty_share


def flows(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    """Road demand of so many kilotonnes over so many kilometres."""
    frame = pd.DataFrame(rows, columns=["origin", "destination", "kt", "km"])
    return frame.assign(commodity="steel")


def test_a_truck_brings_back_what_it_brought() -> None:
    there, back = flows(("A", "B", 5, 10)), flows(("B", "A", 5, 10))
    assert least_empty_share(pd.concat([there, back])) == 0
    assert least_empty_share(pd.concat([there, back.assign(commodity="grain")])) == 0.5


@pytest.mark.parametrize(
    ("rows", "share"),
    [
        ([("A", "B", 5, 10), ("B", "A", 5, 10)], 0.0),  # every truck finds a load
        ([("A", "B", 5, 10)], 0.5),  # all come home empty
        ([("A", "B", 3, 10), ("A", "B", 1, 10), ("B", "A", 1, 10)], 3 / 8),
        ([("A", "B", 5, 10), ("C", "A", 5, 10)], 0.5),  # pair by pair, no round over three places
        ([("A", "B", 1, 100), ("A", "C", 1, 50), ("C", "A", 1, 50)], 100 / 300),
        ([], 0.0),
    ],
)
def test_the_bound_by_hand(rows: list[tuple[str, str, float, float]], share: float) -> None:
    assert least_empty_share(flows(*rows)) == pytest.approx(share)


@given(st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0, 1))
def test_a_cut_never_passes_the_bound_nor_adds_empty_running(
    today: float, least: float, cut: float
) -> None:
    after = empty_share_after(today, least, [CutEmptyRunning(cut)])
    assert min(least, today) <= after <= today


def test_the_last_cut_holds() -> None:
    cuts = [CutEmptyRunning(0.9), CutEmptyRunning(0.5)]
    assert empty_share_after(0.4, 0.1, cuts) == pytest.approx(0.2)
