"""Cohorts drawn for trips agree with the stock, and leave every other draw as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from transport.draws import StreamKey
from transport.fleet_use.cohort_draws import CohortShares
from transport.fleet_use.work import class_work, group_work
from transport.inland.voyages import VoyageFlow
from transport.inland.water_routes import InlandFleet, make_route
from transport.trips import Season, draw_trips

if TYPE_CHECKING:
    from networks import Leg, Network

SHARES = CohortShares(
    np.array([2000.0, 2015.0, 2024.0]),
    ("diesel", "lng"),
    np.array([[0.30, 0.00], [0.35, 0.05], [0.20, 0.10]]),
)


def test_shares_over_replications_are_those_of_the_stock(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    route = make_route(network, downriver, "bulk", fleet)
    assert route is not None
    flow = VoyageFlow(route.name, laden=True, voyages_per_year=20_000.0)
    season = Season.of(np.array([8760.0]), np.ones(1))
    counts = np.zeros(SHARES.shares.shape)
    for replication in range(5):
        key = StreamKey(7, replication)
        table = draw_trips([flow], {route.name: route}, fleet, key, season)
        assert len(table.within_class) == len(table.vessel_class) == len(table.trips.depart_h)
        np.add.at(counts, SHARES.drawn(table.within_class), 1)
        for index in np.unique(table.vessel_class):
            inside = table.within_class[table.vessel_class == index]
            assert inside.mean() == pytest.approx(0.5, abs=4 / np.sqrt(12 * len(inside)))
    total = counts.sum()
    spread = np.sqrt(SHARES.shares * (1 - SHARES.shares) / total)
    assert (np.abs(counts / total - SHARES.shares) <= 4 * spread + 1e-12).all()
    assert counts[0, 1] == 0


def test_the_ends_of_the_draw_stay_inside() -> None:
    vintage, powertrain = SHARES.drawn(np.array([0.0, 1.0]))
    assert vintage.tolist() == [0, 2]
    assert powertrain.tolist() == [0, 1]


def test_classes_share_all_the_work_by_what_they_carry(fleet: InlandFleet) -> None:
    mix = pd.DataFrame(
        [(2024, "bulk", "small", 0.5), (2024, "bulk", "large", 0.5),
         (2034, "bulk", "small", 0.0), (2034, "bulk", "large", 1.0)],
        columns=["year", "cargo_kind", "class_id", "voyage_share"],
    )  # fmt: skip
    total = np.array([300.0, 300.0, 300.0])
    work = class_work({"bulk": total}, mix, fleet.classes, [2024, 2029, 2034])
    # 900 and 1,800 t a voyage: a third of the work, a seventh half way, none at the end
    assert work["small"].tolist() == pytest.approx([100.0, 300 / 7, 0.0])
    assert (work["small"] + work["large"]).tolist() == pytest.approx(total.tolist())


def test_work_grows_with_its_tonnes() -> None:
    demand = pd.DataFrame(
        [("down", "coal", 2.0, 2024), ("down", "boxes", 1.0, 2024), ("else", "coal", 9.0, 2024)],
        columns=["control_group", "commodity", "kt", "base_year"],
    )
    growth = pd.DataFrame(
        [("coal", "central", 2024, 2060, 0.1), ("boxes", "central", 2024, 2060, 0.0)],
        columns=["commodity", "growth_case", "from_year", "to_year", "rate_per_year"],
    )
    activity = pd.DataFrame(
        [("vessels", "down", "bulk", 500.0), ("cranes", "down", "any", 1.0)],
        columns=["group_id", "control_group", "cargo_kind", "work_per_t"],
    )
    kinds = {"coal": "bulk", "boxes": "container"}
    work = group_work(demand, growth, activity, kinds, ("central", [2024, 2025]))
    assert work["vessels", "bulk"].tolist() == pytest.approx([1e6, 1.1e6])
    assert work["cranes", "any"].tolist() == pytest.approx([3000.0, 3200.0])
