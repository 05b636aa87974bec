"""The shipped constants and delays are what the calibration gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from scenarios.base_year.calibrate import calibrate_base

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.tables.reading import Tables


@pytest.fixture(scope="module")
def again(shipped: Tables) -> dict[str, pd.DataFrame]:
    constants, delays = calibrate_base(shipped)
    return {"choice_constants": constants, "base_delays": delays}


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("choice_constants", ["control_group", "choice_group", "alternative"]),
        ("base_delays", ["lock", "direction"]),
    ],
)
def test_the_shipped_table_can_be_made_again(
    shipped: Tables, again: dict[str, pd.DataFrame], name: str, keys: list[str]
) -> None:
    table = shipped[name]
    made = again[name]
    assert list(made.columns) == list(table.columns)
    assert made[keys].to_numpy().tolist() == table[keys].to_numpy().tolist()
    for column in table.select_dtypes("number").columns:
        np.testing.assert_allclose(
            made[column].to_numpy(dtype=float), table[column].to_numpy(dtype=float), atol=1e-6
        )


def test_the_shipped_constants_meet_their_targets(shipped: Tables) -> None:
    table = shipped["choice_constants"].dropna(subset="target_kt")
    np.testing.assert_allclose(table["modelled_kt"], table["target_kt"], atol=0.002)
    assert table["target_kt"].sum() == pytest.approx(shipped["demand"]["kt"].sum(), rel=1e-6)
