"""Drives of a class on the corridor of the conftest: what batteries can make and cost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleets import Battery
from transport.changes import VesselPowertrain
from transport.inland.drives import Drive, VesselBattery
from transport.inland.reach import powertrain_reach
from transport.inland.voyages import VoyageFlow
from transport.inland.water_routes import (
    InlandFleet,
    WaterRoute,
    make_route,
    reversed_leg,
    route_cost,
)
from transport.ledger.energy import inland_energy, powertrain_shares
from transport.ledger.gas_slip import gas_by_state, slip_shares
from transport.ledger.inland_account import inland_account

if TYPE_CHECKING:
    from networks import Leg, Network

DOWN, UP = "bulk:Up>Lock>Down", "bulk:Down>Lock>Up"
LHV = 40.0
FLOWS = [
    VoyageFlow(DOWN, laden=True, voyages_per_year=100),
    VoyageFlow(UP, laden=False, voyages_per_year=60),
]
DELAY_H = {("Lock", 0): 2.0, ("Lock", 1): 3.0}


def with_drive(fleet: InlandFleet, drive: Drive) -> InlandFleet:
    """Give the small class another drive beside diesel."""
    prices = {**fleet.cny_per_mj, "inland_electricity": 0.3, "inland_gas": 0.1}
    drives = {**fleet.drives, "small": (*fleet.drives["small"], drive)}
    return replace(fleet, drives=drives, cny_per_mj=prices)


def routes_of(network: Network, leg: Leg, fleet: InlandFleet) -> dict[str, WaterRoute]:
    made = [make_route(network, one, "bulk", fleet) for one in (leg, reversed_leg(leg))]
    return {route.name: route for route in made if route}


def battery(kwh: float, *stations: str) -> VesselBattery:
    return VesselBattery(Battery(kwh, 0.8, 100.0), frozenset(stations), 1.5)


@pytest.fixture(scope="module")
def electric(fleet: InlandFleet) -> Drive:
    """A drive of 0.4 of the voyages: 9 kg x 40 MJ, that is 100 kWh, an hour laden."""
    steady = replace(
        fleet.drives["small"][0].energy,  # type: ignore[type-var]
        laden_kg=9.0,
        ballast_kg=4.5,
        idle_kg=0.9,
        carrier="inland_electricity",
    )
    return Drive("battery", steady, 0.4, 30.0, battery(1000.0))


@pytest.mark.parametrize(
    ("pack", "makes"),
    [
        # 2 h and 5 h at 100 kWh: 700 kWh, of 0.8 of the capacity.
        (battery(875.0), True),
        (battery(874.0), False),
        (battery(625.0, "Lock"), True),  # 500 kWh below the lock
        (battery(624.0, "Lock"), False),
        (battery(874.0, "Elsewhere"), False),
    ],
)
def test_a_battery_makes_what_fits_between_stations(
    electric: Drive,
    downriver: Leg,
    pack: VesselBattery,
    makes: bool,  # noqa: FBT001
) -> None:
    drive = replace(electric, battery=pack)
    mj = np.array([2 * 360.0, 5 * 360.0])
    assert drive.makes(downriver, mj) is makes
    assert drive.makes(reversed_leg(downriver), mj[::-1]) is makes


def test_a_voyage_that_a_battery_cannot_make_stays_with_diesel(
    network: Network, downriver: Leg, fleet: InlandFleet, electric: Drive
) -> None:
    plain = routes_of(network, downriver, fleet)
    short = with_drive(fleet, replace(electric, battery=battery(800.0)))
    routes = routes_of(network, downriver, short)
    assert powertrain_shares(FLOWS, routes) == {"diesel": 1.0, "battery": 0.0}
    for name, route in routes.items():
        assert route.payload_t == plain[name].payload_t
        assert route_cost(route, short, 0.6) == route_cost(plain[name], fleet, 0.6)
    before = inland_energy(FLOWS, plain, fleet, DELAY_H)["energy_mj"].to_list()
    assert inland_energy(FLOWS, routes, short, DELAY_H)["energy_mj"].to_list() == before


def test_a_plan_is_told_which_of_its_voyages_a_battery_can_make(
    network: Network, downriver: Leg, fleet: InlandFleet, electric: Drive
) -> None:
    # 100 voyages down with a station at the lock, 60 up without; the small class makes a quarter.
    near = with_drive(fleet, replace(electric, battery=battery(800.0, "Lock")))
    far = with_drive(fleet, replace(electric, battery=battery(800.0)))
    routes = {
        DOWN: routes_of(network, downriver, near)[DOWN],
        UP: routes_of(network, downriver, far)[UP],
    }
    flows = [replace(one, laden=True) for one in FLOWS]
    own = VesselPowertrain("battery", 0.4, ("small",))
    asked = [tuple(one) for one in powertrain_reach(flows, routes, [own])]
    assert asked == [("battery", 0.4, pytest.approx(0.25), pytest.approx(100 / 160))]
    every = VesselPowertrain("battery", 0.4)
    # Of two for one class the later holds, and a class that has no such drive counts as well.
    both = [tuple(one) for one in powertrain_reach(flows, routes, [own, every])]
    assert both == [("battery", 0.4, pytest.approx(0.0625), pytest.approx(0.25 * 100 / 160))]
    none = [VesselPowertrain("battery", 0.0), VesselPowertrain("battery", 0.4, ("barge",))]
    assert list(powertrain_reach(flows, routes, none)) == []
    assert list(powertrain_reach(FLOWS[1:], routes, [own])) == []


def test_a_battery_takes_its_share_its_payload_and_its_cost(
    network: Network, downriver: Leg, fleet: InlandFleet, electric: Drive
) -> None:
    mixed = with_drive(fleet, replace(electric, battery=battery(1000.0, "Lock")))
    route = routes_of(network, downriver, mixed)[DOWN]
    # 1000 kWh at 100 Wh/kg are 10 t, on 0.4 of the voyages of the small class.
    assert route.payload_t["small"] == pytest.approx(900 - 4)
    assert powertrain_shares(FLOWS, {DOWN: route}) == pytest.approx(
        {"diesel": 0.25 * 0.6 + 0.75, "battery": 0.1}
    )
    # Electricity of 100 laden voyages of 7 h: 0.25 x 0.4 of them at 360 MJ an hour.
    table = inland_energy(FLOWS[:1], {DOWN: route}, mixed, DELAY_H)
    laden = table[table["state"] == "laden"]
    assert laden["mj_inland_electricity"].sum() == pytest.approx(100 * 0.1 * 7 * 360)
    assert laden["mj_inland_diesel"].sum() == pytest.approx(100 * 7 * LHV * (0.15 * 44 + 0.75 * 88))
    # Standing cost: 0.1 of the voyages pay 30 CNY more on 7 h, 1.5 h at a station and two berths;
    # the stop costs 90 CNY an hour, of the class and its battery's mean of 12 CNY.
    alone = route_cost(routes_of(network, downriver, fleet)[DOWN], fleet, 0.0)
    fuel = 7 * (44 * 10 - 360 * 0.3) + 2 * 10 * (2 * 10 - 36 * 0.3)
    added = 0.25 * (12 * (7 + 20) + 0.4 * 1.5 * (90 + 12)) - 0.1 * fuel
    expected = (alone.voyage_cny_per_t * 1225 + added) / (1225 - 1)
    assert route_cost(route, mixed, 0.0).voyage_cny_per_t == pytest.approx(expected)


@given(drawn=st.tuples(st.floats(0.01, 1), st.floats(100, 5000), st.floats(0, 100)))
def test_both_accounts_agree_with_any_drive(
    network: Network,
    downriver: Leg,
    fleet: InlandFleet,
    electric: Drive,
    drawn: tuple[float, float, float],
) -> None:
    share, kwh, down_h = drawn
    drive = replace(electric, share=share, battery=battery(kwh))
    mixed = with_drive(fleet, drive)
    routes = routes_of(network, downriver, mixed)
    delay_h = {("Lock", 0): down_h, ("Lock", 1): 1.0}
    by_place = float(inland_energy(FLOWS, routes, mixed, delay_h)["energy_mj"].sum())
    account = inland_account(FLOWS, routes, mixed, delay_h)
    assert float(account.mj.sum()) == pytest.approx(by_place, rel=1e-9)
    assert (account.mj >= 0).all()


def test_energy_and_work_by_powertrain_by_hand(
    network: Network, downriver: Leg, fleet: InlandFleet, electric: Drive
) -> None:
    mixed = with_drive(fleet, replace(electric, battery=battery(1000.0, "Lock")))
    routes = routes_of(network, downriver, mixed)
    account = inland_account(FLOWS, routes, mixed, DELAY_H)
    small = account.classes.index("small")
    by_powertrain = dict(zip(account.powertrains, account.mj[small].tolist(), strict=True))
    # A quarter of 100 laden voyages of 7 h with 2 h at the lock and 20 h at berth, and of 60 empty
    # ones with 3 h; 0.4 of them with 36 MJ an hour still, 360 laden and 180 in ballast.
    laden, empty = 100 * 0.25, 60 * 0.25
    electricity = 0.4 * (laden * (7 * 360 + 22 * 36) + empty * (7 * 180 + 3 * 36))
    diesel = 0.6 * LHV * (laden * (7 * 44 + 22 * 2) + empty * (7 * 24 + 3 * 2))
    assert account.carriers == ("inland_diesel", "inland_electricity")
    assert by_powertrain["diesel"] == pytest.approx([diesel, 0.0])
    assert by_powertrain["battery"] == pytest.approx([0.0, electricity])
    tkm = dict(zip(account.powertrains, account.tkm[small].tolist(), strict=True))
    assert tkm["battery"] == pytest.approx(0.4 * laden * (900 - 4) * 74)
    assert tkm["diesel"] == pytest.approx(0.6 * laden * (900 - 4) * 74)


def test_shore_power_is_taken_by_what_burns_at_berth(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    account = inland_account(FLOWS, routes_of(network, downriver, fleet), fleet, DELAY_H)
    diesel_mj = float(account.mj.sum())
    # At berth: 100 voyages, a quarter 20 h at 2 kg, three quarters 30 h at 4 kg: 1 to 9.
    cut = account.with_shore_power("inland_shore_power", diesel_mj - 1000.0, 400.0)
    assert cut.carriers == ("inland_diesel", "inland_shore_power")
    assert (account.mj - cut.mj[:, :, :1]).sum(axis=(1, 2)).tolist() == pytest.approx([100, 900])
    assert cut.mj[:, :, 1].sum(axis=1).tolist() == pytest.approx([40, 360])


def test_slip_is_the_mean_over_all_that_vessels_do(
    network: Network, downriver: Leg, fleet: InlandFleet
) -> None:
    steady = replace(
        fleet.drives["small"][0].energy,  # type: ignore[type-var]
        carrier="inland_gas",
        slip_share=0.05,
    )
    mixed = with_drive(fleet, Drive("gas", steady, 0.5))
    gas = gas_by_state(FLOWS, routes_of(network, downriver, mixed), mixed, DELAY_H)
    found = gas.set_index("state")
    # An eighth of the vessels burn gas: 44 kg laden, 24 in ballast, 2 waiting; 7 h each way. 100
    # laden voyages wait 2 h at the lock and 20 h at berths, 60 empty ones 3 h at the lock.
    hours = {"laden": 100 * 7 * 44, "ballast": 60 * 7 * 24, "waiting": (100 * 22 + 60 * 3) * 2}
    assert found["energy_mj"].to_dict() == pytest.approx(
        {state: kg * LHV / 8 for state, kg in hours.items()}
    )
    # Waiting vessels of this corridor slip twice as much.
    shares = (found["slipped_mj"] / found["energy_mj"]).to_dict()
    assert shares == pytest.approx({"laden": 0.05, "ballast": 0.05, "waiting": 0.1})
    kg = sum(hours.values())
    mean = (0.05 * kg + 0.05 * hours["waiting"]) / kg
    assert slip_shares(gas) == {"inland_gas": pytest.approx(mean)}
    none = gas_by_state(FLOWS, routes_of(network, downriver, fleet), fleet, DELAY_H)
    assert slip_shares(none) == {}
