"""Draughts of loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transport.inland.vessel_hulls import DRAUGHT_STEP_M, hulls_by_draught

if TYPE_CHECKING:
    from transport.inland.water_routes import InlandFleet


def test_empty_full_and_overladen(fleet: InlandFleet) -> None:
    classes = list(fleet.classes.values())
    hulls, number = hulls_by_draught(classes, np.array([0, 1, 1, 0]), np.array([0, 1, 1.2, 0.0]))
    assert [hulls[k].dwt_t for k in number] == [1000, 2000, 2000, 1000]
    assert [hulls[k].draught_m for k in number] == pytest.approx([0.5, 4.0, 4.0, 0.5])
    assert len(hulls) == 2


def test_no_vessels_have_no_hulls(fleet: InlandFleet) -> None:
    classes = list(fleet.classes.values())
    hulls, number = hulls_by_draught(classes, np.empty(0, dtype=np.int64), np.empty(0))
    assert (hulls, len(number)) == ([], 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0, 1)), min_size=1, max_size=20))
def test_draughts_are_never_less_than_the_load_asks_and_less_than_a_step_more(
    fleet: InlandFleet, vessels: list[tuple[int, float]]
) -> None:
    classes = list(fleet.classes.values())
    pick, load = (np.array(column) for column in zip(*vessels, strict=True))
    hulls, number = hulls_by_draught(classes, pick, load)
    for k, share, h in zip(pick, load, number, strict=True):
        one = classes[k]
        exact = one.draught_empty_m + share * (one.draught_loaded_m - one.draught_empty_m)
        assert -1e-6 <= hulls[h].draught_m - exact < DRAUGHT_STEP_M + 1e-6
        assert (hulls[h].length_m, hulls[h].beam_m) == (one.length_m, one.beam_m)
    assert len(set(hulls)) == len(hulls) == len(set(number.tolist()))
