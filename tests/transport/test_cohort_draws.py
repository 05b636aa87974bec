"""Cohorts drawn for trips agree with the stock, and leave every other draw as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from fleets import Battery
from transport.draws import StreamKey
from transport.fleet_use.cohort_draws import CohortShares, picked
from transport.fleet_use.work import class_work, group_work
from transport.inland.drives import Drive, VesselBattery
from transport.inland.voyages import VoyageFlow
from transport.inland.water_routes import InlandFleet, make_route, reversed_leg
from transport.trips import Season, TripTable, draw_trips

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networks import Leg, Network

YEARS = np.array([2000.0, 2015.0, 2024.0])
STOCK = {
    "small": CohortShares(
        YEARS, ("diesel", "battery"), np.array([[0.2, 0.0], [0.3, 0.1], [0.1, 0.3]])
    ),
    "large": CohortShares(YEARS[1:], ("diesel",), np.array([[0.4], [0.6]])),
}
SEASON = Season.of(np.array([8760.0]), np.ones(1))


def electric(fleet: InlandFleet, share: float, kwh: float = 5000.0) -> InlandFleet:
    """Give the small class batteries beside diesel."""
    energy = replace(
        fleet.drives["small"][0].energy,  # type: ignore[type-var]
        carrier="inland_electricity",
    )
    pack = VesselBattery(Battery(kwh, 0.8, 1e6), frozenset(), 0.0)
    drive = Drive("battery", energy, share, battery=pack)
    return replace(fleet, drives={**fleet.drives, "small": (*fleet.drives["small"], drive)})


def drawn(
    network: Network,
    leg: Leg,
    fleet: InlandFleet,
    cohorts: Mapping[str, CohortShares],
    replication: int = 0,
) -> TripTable:
    """Draw a year of laden and empty voyages."""
    made = [make_route(network, one, "bulk", fleet) for one in (leg, reversed_leg(leg))]
    routes = {route.name: route for route in made if route}
    down, up = routes
    flows = [VoyageFlow(down, laden=True, voyages_per_year=9000.0)]
    flows.append(VoyageFlow(up, laden=False, voyages_per_year=5000.0))
    return draw_trips(flows, routes, fleet, StreamKey(7, replication), SEASON, cohorts)


def test_cohorts_over_replications_are_those_of_the_stock(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    # A quarter of the small vessels has batteries in the run, whatever the stock has of them.
    mixed = electric(fleet, 0.25)
    tables = [drawn(network, downriver, mixed, STOCK, n) for n in range(8)]
    assert {one.powertrains for one in tables} == {("diesel", "battery")}
    class_id, powertrain, vintage = (
        np.concatenate([getattr(one, name) for one in tables])
        for name in ("vessel_class", "powertrain", "vintage")
    )
    expected = {  # by class and powertrain: its share, and those of the years of building
        (0, 0): (0.75, [2 / 6, 3 / 6, 1 / 6]),
        (0, 1): (0.25, [0.0, 1 / 4, 3 / 4]),
        (1, 0): (1.0, [0.0, 0.4, 0.6]),
        (1, 1): (0.0, []),
    }
    for (of_class, drive), (share, years) in expected.items():
        mine = class_id == of_class
        count = int((powertrain[mine] == drive).sum())
        if share in {0.0, 1.0}:
            assert count == share * mine.sum()
        else:
            assert stats.binomtest(count, int(mine.sum()), share).pvalue > 0.001
        if years:
            built = vintage[mine & (powertrain == drive)]
            counts = np.array([(built == year).sum() for year in YEARS])
            assert counts.sum() == len(built) > 1000
            assert (counts[np.array(years) == 0] == 0).all()
            wanted = np.array(years)
            held = wanted > 0
            assert stats.chisquare(counts[held], wanted[held] * len(built)).pvalue > 0.001


def test_cohorts_leave_every_other_draw_as_it_was(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    plain, with_stock = (drawn(network, downriver, fleet, one) for one in ({}, STOCK))
    for name in ("depart_h", "route", "hull", "payload_t", "pace"):
        before, after = (getattr(one.trips, name).tolist() for one in (plain, with_stock))
        assert before == after
    assert plain.vessel_class.tolist() == with_stock.vessel_class.tolist()
    # Without a stock the powertrain is known and the year of building is not.
    assert np.isnan(plain.vintage).all()
    assert not np.isnan(with_stock.vintage).any()
    assert plain.powertrains == ("diesel",)
    assert not plain.powertrain.any()


def test_a_share_that_nobody_could_have_bought_is_of_the_newest_year(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    stock = {"small": replace(STOCK["small"], powertrains=("diesel", "hydrogen"))}
    table = drawn(network, downriver, electric(fleet, 0.5), stock)
    battery = table.powertrain == table.powertrains.index("battery")
    assert set(table.vintage[battery]) == {2024.0}
    assert set(table.vintage[(table.vessel_class == 0) & ~battery]) == set(YEARS)
    assert np.isnan(table.vintage[table.vessel_class == 1]).all()  # no such class in the stock


def test_vessels_that_locks_call_first_are_those_of_clean_powertrains(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    mixed = electric(fleet, 0.25)
    plain = drawn(network, downriver, mixed, STOCK)
    clean = drawn(network, downriver, replace(mixed, called_first=frozenset({"battery"})), STOCK)
    assert not plain.trips.first.any()
    battery = clean.powertrain == clean.powertrains.index("battery")
    assert 0 < battery.sum() < len(battery)
    assert clean.trips.first.tolist() == battery.tolist()
    assert plain.powertrain.tolist() == clean.powertrain.tolist()


def test_voyages_beyond_the_range_have_no_battery(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    table = drawn(network, downriver, electric(fleet, 0.5, kwh=10.0), STOCK)
    assert "battery" in table.powertrains
    assert not table.powertrain.any()


def test_the_ends_of_a_draw_stay_inside() -> None:
    shares = np.array([[0.0, 0.4, 0.6, 0.0]])
    option, left = picked(shares, np.zeros(2, dtype=np.int64), np.array([0.0, 1.0]))
    assert option.tolist() == [1, 2]
    assert left.tolist() == pytest.approx([0.0, 1.0])


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
