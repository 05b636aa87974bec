"""Squat against Barrass's own short form, and the payload that depth leaves a vessel.

Barrass gives squat as K x C_B x V^2 / 100, V in knots, with K from 1 in open water (vessel over
canal section 0.1) to 2 in a confined channel (0.265); his long form must agree with it.
"""

from __future__ import annotations

import numpy as np
import pytest

from fleets.hydrodynamics.draught import load_at_draught_t
from fleets.hydrodynamics.squat import deepest_draught_m, squat_in_canal_m, squat_in_open_water_m


@pytest.mark.parametrize("knots", [6.0, 8.0, 10.0])
@pytest.mark.parametrize(("section_share", "factor"), [(0.10, 1.0), (0.265, 2.0)])
def test_the_long_form_meets_the_short_one(
    knots: float, section_share: float, factor: float
) -> None:
    short = factor * 0.8 * knots**2 / 100
    long = float(squat_in_canal_m(0.8, section_share, knots * 1.852))
    assert long == pytest.approx(short, rel=0.12)
    if factor == 1:
        assert float(squat_in_open_water_m(0.8, knots * 1.852)) == pytest.approx(short)


def test_payload_by_depth_of_a_2000_t_vessel() -> None:
    # C_B 0.85 at 10 km/h = 5.40 kn: squat 0.2478 m; 0.3 m kept; 1.1 m empty, 3.5 m loaded
    depths = np.array([2.5, 3.0, 3.5, 4.0])
    draughts = deepest_draught_m(depths, 0.3, 0.85, 10.0)
    assert draughts == pytest.approx(depths - 0.5478, abs=1e-4)
    loads = load_at_draught_t(draughts, 1.1, 3.5, 2000.0)
    assert loads == pytest.approx([710.1, 1126.8, 1543.5, 1960.1], abs=0.2)
    # half a metre less water costs 417 t, a fifth of the vessel
    assert np.diff(loads) == pytest.approx([416.67] * 3, abs=0.01)
