"""What the stock of fleets gives to a run: shares, traction, feeders, prices and fees."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets.turnover.changes import CleanPassage, EnergyPrice
from scenarios.from_tables.hauls import haul_fleet_of
from scenarios.from_tables.inland_fleet import fleet_of
from scenarios.from_tables.trucks import road_stations
from scenarios.inputs import transport_parameters
from scenarios.inputs.readers import groups_of
from scenarios.inputs.shift import chosen_year, work_shift
from transport.changes import VesselPowertrain
from transport.fleet_use.given_shares import with_given
from transport.fleet_use.stock_changes import FeederEnergy, WiredTraction
from transport.fleet_use.traction import with_stock_changes_h, with_stock_traction
from transport.fleet_use.work_shift import ModeWork, WorkShift, mode_work
from transport.hauls.fleet import Section
from transport.inland.water_routes import route_cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.inputs import Base
    from scenarios.tables.reading import Tables
    from transport.hauls.fleet import HaulFleet
    from transport.year_model import YearModel

STOCK = {"diesel": 0.5, "lng": 0.3, "battery": 0.2}
Share = st.floats(0, 1)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ({}, [0.5, 0.3, 0.2]),
        # 0.7 is left for diesel and LNG, 5 to 3.
        ({"battery": 0.3}, [0.4375, 0.2625, 0.3]),
        # A share below that of the stock holds as well, and so does none.
        ({"battery": 0.0}, [0.625, 0.375, 0.0]),
        # 1.6 asked for is cut to one; nothing is left for diesel.
        ({"battery": 0.4, "lng": 1.2}, [0.0, 0.75, 0.25]),
    ],
)
def test_given_shares_hold_and_the_rest_is_scaled(
    asked: dict[str, float], held: list[float]
) -> None:
    assert list(with_given(STOCK, asked).values()) == pytest.approx(held)


def test_the_usual_powertrain_takes_what_no_other_has() -> None:
    assert with_given({"diesel": 0.0, "lng": 1.0}, {"lng": 0.4}) == {"diesel": 0.6, "lng": 0.4}


@given(st.dictionaries(st.sampled_from(["lng", "battery", "methanol"]), Share))
def test_shares_of_a_run_sum_to_one(asked: dict[str, float]) -> None:
    found = with_given(STOCK, asked)
    assert sum(found.values()) == pytest.approx(1)
    assert min(found.values()) >= 0
    if sum(asked.values()) <= 1:
        assert {name: found[name] for name in asked} == pytest.approx(asked)


@pytest.fixture(scope="module")
def hauls(shipped: Tables, base: Base) -> HaulFleet:
    return haul_fleet_of(shipped, 2024, base.groups, 0.38, 22.0)


def test_a_part_of_the_trains_under_wires_may_be_diesel(hauls: HaulFleet) -> None:
    mixed = with_stock_traction(hauls, [WiredTraction(0.75)])
    wired, bare = Section("rail", wired=True), Section("rail")
    all_electric = hauls.mj_per_tkm("bulk", wired)["rail_electricity"]
    all_diesel = hauls.mj_per_tkm("bulk", bare)["rail_diesel"]
    assert mixed.mj_per_tkm("bulk", wired) == {
        "rail_electricity": pytest.approx(0.75 * all_electric),
        "rail_diesel": pytest.approx(0.25 * all_diesel),
    }
    assert mixed.mj_per_tkm("bulk", bare) == {"rail_diesel": all_diesel}
    assert with_stock_traction(hauls, []) is hauls


def test_trains_on_diesel_under_the_wire_wait_for_no_change(base: Base) -> None:
    given = base.parameters
    kept = with_stock_changes_h(given, [WiredTraction(0.5), WiredTraction(0.75)])
    assert kept.locomotive_change_h == pytest.approx(0.75 * given.locomotive_change_h)
    assert with_stock_changes_h(given, []) == given


def test_feeders_take_other_energy_and_bulk_ships_do_not(hauls: HaulFleet) -> None:
    parts = (("marine_fuel", 0.9), ("inland_methanol", 0.12))
    mixed, sea = with_stock_traction(hauls, [FeederEnergy(parts)]), Section("sea")
    before = hauls.mj_per_tkm("container", sea)["marine_fuel"]
    assert mixed.mj_per_tkm("container", sea) == {
        "marine_fuel": pytest.approx(0.9 * before),
        "inland_methanol": pytest.approx(0.12 * before),
    }
    in_port = hauls.mj_per_call_t("container")["marine_fuel"]
    assert mixed.mj_per_call_t("container")["inland_methanol"] == pytest.approx(0.12 * in_port)
    assert mixed.mj_per_tkm("bulk", sea) == hauls.mj_per_tkm("bulk", sea)


def test_prices_of_energy_reach_vessels(shipped: Tables) -> None:
    parameters = transport_parameters(shipped)
    plain = fleet_of(shipped, 2030, parameters).cny_per_mj
    dear = fleet_of(shipped, 2030, parameters, [EnergyPrice(("inland_diesel",), 1.5)]).cny_per_mj
    assert dear == {**plain, "inland_diesel": pytest.approx(1.5 * plain["inland_diesel"])}


def test_prices_of_energy_reach_trucks(shipped: Tables, base: Base) -> None:
    changes = [EnergyPrice(("road_lng",), 2.0)]
    plain = road_stations(shipped, base.network, 2030, ()).powertrains
    dear = road_stations(shipped, base.network, 2030, changes).powertrains
    assert dear["lng"].price_cny_per_unit == 2 * plain["lng"].price_cny_per_unit
    assert dear["battery"].price_cny_per_unit == plain["battery"].price_cny_per_unit


def test_clean_vessels_save_lock_fees_and_trucks_pay_for_diesel(
    shipped: Tables, base: Base, model_of: Callable[..., YearModel]
) -> None:
    half = VesselPowertrain("lng-otto", 0.5)
    model = model_of(2030, half, EnergyPrice(("road_diesel",), 2.0))
    route = next(
        one
        for one in model.skims.routes.values()
        if {"madao", "qishi", "qingnian"} <= {call.lock for call in one.lock_calls}
    )
    cut = fleet_of(shipped, 2030, model.parameters, [half, CleanPassage(0.4, 0.0)])
    paid = [
        route_cost(route, fleet, 0.0).voyage_cny_per_t
        for fleet in (model.fleet, cut, replace(model.fleet, fee_cny_per_dwt={}))
    ]
    # Half of the voyages save 0.4 of it.
    assert paid[0] - paid[1] == pytest.approx(0.2 * (paid[0] - paid[2]))
    groups = groups_of(shipped, model.parameters)
    for name, group in base.groups.items():
        before, after = group.haulage, groups[name].haulage
        assert after.laden_km_cny == before.laden_km_cny
        for grade, both in before.fuel_km_cny.items():
            assert after.fuel_km_cny[grade] == pytest.approx([2 * one for one in both])


def test_work_by_mode_and_cargo_is_summed_by_hand() -> None:
    # Two shipments of bulk and one of boxes; road, rail, river, sea, and rail under wires.
    work = np.array([[1.0, 8.0, 0, 0, 6.0], [2.0, 0, 5.0, 0, 0], [0, 2.0, 1.0, 0, 2.0]])
    found = mode_work(work, ["bulk", "bulk", "container"])
    assert found.tkm["road", "bulk"] == 3.0
    assert found.tkm["rail", "any"] == 10.0
    assert found.tkm["inland_water", "container"] == 1.0
    assert found.wired_share == 0.8


def test_a_mode_without_work_keeps_its_factor() -> None:
    nothing = ModeWork({("sea", "any"): 0.0}, 1.0)
    some = ModeWork({("sea", "any"): 5.0}, 1.0)
    shift = WorkShift((2024, 2030), (nothing, some), (nothing, nothing))
    assert shift.factor("sea", "any", [2024, 2030]).tolist() == [1.0, 1.0]


def test_the_base_year_chosen_again_moves_nothing(shipped: Tables, base: Base) -> None:
    again = chosen_year(shipped, base, (), 2024)
    shift = work_shift(shipped, base, {2025: again})
    for mode in ("road", "rail", "inland_water"):
        assert shift.factor(mode, "any", [2025])[0] == pytest.approx(1, abs=1e-6)
    assert shift.wired_share([2025])[0] == pytest.approx(0.994, abs=5e-4)
