"""The network of Sioux Falls: the flows of all drivers that research agrees on.

The two files in ``tests/data/siouxfalls`` hold the numbers of LeBlanc, Morlok and Pierskalla
(1975), Transportation Research 9(5), 309-318, in the form of Transportation Networks for Research
(https://github.com/bstabler/TransportationNetworks). That site gives the optimal objective
42.31335287107440, in units of 100,000 of those of the files.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.route_choice.inputs import Weights, read_route_inputs
from transport.route_choice.user_equilibrium import user_equilibrium

FOLDER = Path(__file__).parents[1] / "data" / "siouxfalls"
OBJECTIVE = 42.31335287107440
FLOW_1_TO_2 = 4494.6576464564205


def test_sioux_falls_reaches_the_published_optimum() -> None:
    net, trips = FOLDER / "SiouxFalls_net.tntp", FOLDER / "SiouxFalls_trips.tntp"
    inputs = read_route_inputs(net, trips, Weights())
    assert inputs.notes == ()
    found = user_equilibrium(inputs.network, gap=1e-12)
    assert found.objective / 1e5 == pytest.approx(OBJECTIVE, rel=1e-13)
    assert found.links["flow"].iloc[0] == pytest.approx(FLOW_1_TO_2, rel=1e-9)
    assert found.iterations < 100
