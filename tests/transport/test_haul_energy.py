"""Energy of a tonne by road, rail and sea: by hand, and whatever a leg is cut into."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks import Leg, Link
from scenarios.from_tables.hauls import change_cases, diesel_mj_per_l, haul_fleet_of
from transport.hauls.energy import haul_energy
from transport.hauls.fleet import Section
from transport.hauls.wire_ends import wire_ends
from transport.ledger.chain_elements import ServiceEnergy, Weights, chain_elements
from transport.ledger.operation_categories import haul_running
from transport.mode_choice.assignment import assign, service_kt
from transport.services import Service

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.inputs import Base
    from scenarios.tables.reading import Tables
    from transport.hauls.fleet import HaulFleet
    from transport.year_model import YearModel

ROAD = (
    Link("r1", "A", "B", "road", 30, 60),
    Link("r2", "B", "C", "road", 50, 60, grade="mountain"),
)
RAIL = (
    Link("t1", "C", "D", "rail", 100, 80, electrified=True, max_train_gross_t=4000),
    Link("t2", "D", "E", "rail", 60, 80, max_train_gross_t=2000, grade="mountain"),
)
SEA = (Link("s1", "E", "F", "sea", 400), Link("s2", "F", "G", "sea", 300))
FROM_OVERSEAS = Link("o1", "far", "E", "sea", 3000, gateway="gulf")


@pytest.fixture(scope="module")
def hauls(shipped: Tables, base: Base) -> HaulFleet:
    return haul_fleet_of(shipped, 2024, base.groups, 0.38, 22.0)


def legs(mode: str, links: tuple[Link, ...], *, apart: bool) -> tuple[Leg, ...]:
    """Make one leg of links, or one leg of each."""
    if apart:
        return tuple(Leg(mode, (one.from_place, one.to_place), (one,)) for one in links)
    places = (links[0].from_place, *(one.to_place for one in links))
    return (Leg(mode, places, links),)


def chain(group: str, *, apart: bool = False) -> Service:
    """A haul by road, then by rail, then by sea."""
    made = (
        *legs("road", ROAD, apart=apart),
        *legs("rail", RAIL, apart=apart),
        *legs("sea", SEA, apart=apart),
    )
    return Service("A", "G", group, "rail_sea", "rail", made)


def test_each_section_takes_its_own(hauls: HaulFleet) -> None:
    one = chain("bulk")
    energy = haul_energy(hauls, [one], ["bulk", "container"])
    found = {key: float(mj[0]) for key, mj in energy.service_mj_per_t([one]).items()}
    road = hauls.mj_per_tkm("bulk", Section("road"))["road_diesel"]
    assert found["road", "road_diesel"] == pytest.approx(road * (30 + 1.05 * 50))
    wired = hauls.mj_per_tkm("bulk", Section("rail", "rolling", wired=True, largest_gross_t=4000))
    bare = hauls.mj_per_tkm("bulk", Section("rail", "mountain", wired=False, largest_gross_t=2000))
    assert found["rail", "rail_electricity"] == pytest.approx(100 * wired["rail_electricity"])
    change = hauls.change_mj * hauls.changes_per_t("bulk", 2000)
    assert found["rail", "rail_diesel"] == pytest.approx(60 * bare["rail_diesel"] + change)
    sea = 700 * hauls.mj_per_tkm("bulk", Section("sea"))["marine_fuel"]
    assert found["sea", "marine_fuel"] == pytest.approx(
        sea + hauls.mj_per_call_t("bulk")["marine_fuel"]
    )


@pytest.mark.parametrize("group", ["bulk", "semi_bulk", "high_value"])
def test_cutting_legs_changes_nothing(hauls: HaulFleet, group: str, base_model: YearModel) -> None:
    whole, parts = chain(group), chain(group, apart=True)
    energy = haul_energy(hauls, [whole, parts], [group])
    unit = energy.service_mj_per_t([whole, parts])
    for values in unit.values():
        assert values[1] == pytest.approx(values[0], rel=1e-12)
        assert values[0] > 0
    weights = Weights(base_model.factors, base_model.gwp)
    sums = []
    for i, one in enumerate((whole, parts)):
        cargo = ServiceEnergy(
            np.array([10.0]),
            {key: 10.0 * mj[i : i + 1] for key, mj in unit.items()},
            energy.leg_weights,
        )
        runs = {("road", "A", "C"): 80.0, ("rail", "C", "E"): 160.0, ("sea", "E", "G"): 700.0}
        table = chain_elements([one], cargo, runs, {group: "bulk"}, weights)
        part = table.groupby("mode")[["wtw_co2e_t", "nox_t", "activity_tkm"]].sum()
        sums.append(part.to_numpy(dtype=float))
        for (_, carrier), mj in unit.items():
            assert table[f"energy_mj_{carrier}"].sum() == pytest.approx(10 * mj[i], rel=1e-9)
    assert sums[1] == pytest.approx(sums[0], rel=1e-9)


def test_a_mountain_takes_its_share_of_a_leg(hauls: HaulFleet) -> None:
    parts = chain("bulk", apart=True)
    energy = haul_energy(hauls, [parts], ["bulk"])
    weights = energy.leg_weights(parts, [("road", "road_diesel"), ("sea", "marine_fuel")])
    assert weights[1, 0] / weights[0, 0] == pytest.approx(1.05 * 50 / 30)
    # One call for both legs at sea, shared by the kilometres.
    assert weights[5, 1] / weights[4, 1] == pytest.approx(300 / 400)


def test_beyond_the_quay_nothing_is_counted(hauls: HaulFleet) -> None:
    arrival = legs("sea", (FROM_OVERSEAS,), apart=False)
    one = Service(
        "far", "A", "bulk", "road_sea", "road", (*arrival, *legs("road", ROAD, apart=False))
    )
    energy = haul_energy(hauls, [one, chain("bulk")], ["bulk"])
    unit = energy.service_mj_per_t([one])
    assert unit["sea", "marine_fuel"][0] == 0 < unit["road", "road_diesel"][0]


def test_trucks_take_the_powertrains_that_a_year_gives(shipped: Tables, base: Base) -> None:
    mix = {"truck-49": {"battery": 0.25, "unheard-of": 0.5}}
    some = haul_fleet_of(shipped, 2024, base.groups, 0.38, 22.0, mix)
    none = haul_fleet_of(shipped, 2024, base.groups, 0.38, 22.0)
    before = none.mj_per_tkm("container", Section("road"))
    after = some.mj_per_tkm("container", Section("road"))
    # A powertrain that the class is not sold with stays diesel.
    assert after["road_diesel"] == pytest.approx(0.75 * before["road_diesel"])
    (use,) = (one for one in some.trucks["container"] if one.truck.powertrain == "battery")
    assert after["road_electricity"] == pytest.approx(0.25 * use.truck.mj_per_tkm(24 / 31, 0.38))
    assert set(before) == {"road_diesel"}


def test_loads_and_empty_running_by_category(hauls: HaulFleet) -> None:
    coal, steel = chain("bulk"), chain("semi_bulk")
    loading = haul_energy(hauls, [coal, steel], ["bulk", "semi_bulk"]).loading
    tkm = {"rail": np.array([2793.0, 1944.0]), "road": np.zeros(2), "sea": np.zeros(2)}
    kinds = {"bulk": "bulk", "semi_bulk": "bulk"}
    found = haul_running([coal, steel], tkm, loading, kinds)
    # One laden kilometre of a train of 42 x 70 t at 0.95, one of 36 x 60 t at 0.9; 45 and 30 % of
    # the kilometres of each are empty.
    assert set(found) == {"rail:bulk"}
    assert found["rail:bulk"].load_factor == pytest.approx((2793 + 1944) / (2940 + 2160))
    whole = 1 / 0.55 + 1 / 0.7
    assert found["rail:bulk"].empty_distance_factor == pytest.approx((whole - 2) / whole)
    road = loading["road", "semi_bulk"]
    assert road.load_share == pytest.approx(1.0)
    assert road.cargo_t == pytest.approx(1 / (0.97 / 31 + 0.03 / 9.9))


def test_a_ship_in_port_pays_for_every_voyage(hauls: HaulFleet) -> None:
    use = hauls.ships["bulk"]
    # 40 % of the voyages in ballast: 1 / 0.6 calls a laden voyage of 28,800 t. Main engine stopped;
    # auxiliaries 500, 180 and 110 kW (IMO, table 17) at 195 g/kWh, boilers 60, 70 and 70 kW at 340,
    # in 3 h of manoeuvring, 12 h at anchor and 48 h at berth; fuel of 41 MJ/kg.
    kwh = 3 * 500 + 12 * 180 + 48 * 110
    heat = 3 * 60 + 12 * 70 + 48 * 70
    mj = (kwh * 0.195 + heat * 0.340) * 41 / 0.6 / 28_800
    assert sum(use.mj_per_call_t(hauls.engines).values()) == pytest.approx(mj, rel=1e-9)
    one_way = replace(use, empty_share=0.0)
    assert sum(one_way.mj_per_tkm(hauls.engines).values()) < sum(
        use.mj_per_tkm(hauls.engines).values()
    )


def test_a_year_burns_what_its_services_take(model_of: Callable[..., YearModel]) -> None:
    # Trucks on diesel alone. Electrification by year: no diesel train in a year in which every line
    # has its wire.
    base_model = model_of(2024)
    for model in (base_model, model_of(2030)):
        services = model.skims.services
        again = model.haul.service_mj_per_t(services) | model.handling.service_mj_per_t(services)
        for key, values in model.unit_energy.items():
            assert np.array_equal(values, again[key])
    rail = base_model.skims.km[:, 1] > 0
    total = np.sum([mj for key, mj in base_model.unit_energy.items() if key[0] == "rail"], axis=0)
    per_tkm = total[rail] / base_model.skims.km[rail, 1]
    assert per_tkm.min() > 0.04
    assert per_tkm.max() < 0.4


def test_hauls_by_road_pay_for_the_diesel_of_the_ledger(
    base: Base, model_of: Callable[..., YearModel]
) -> None:
    # 7.7 CNY a litre of 0.84 kg at 42.652 MJ/kg, with trucks on diesel alone.
    cny_per_mj = 7.7 / (0.84 * 42.652)
    model = model_of(2024)
    services = model.skims.services
    burnt = model.unit_energy["road", "road_diesel"]
    for i in range(0, len(services), 211):
        group = base.groups[services[i].group]
        free = replace(group.haulage, fuel_km_cny={})
        fuel = sum(
            group.haulage.link_cny(link) - free.link_cny(link)
            for leg in services[i].legs
            if leg.mode == "road"
            for link in leg.links
        )
        assert fuel / group.truck_payload_t == pytest.approx(burnt[i] * cny_per_mj, rel=1e-9)


def by_rail(wires: str, *, apart: bool = False) -> Service:
    """Make a haul by rail over links of 50 km, each with a wire (w) or without (-)."""
    links = tuple(
        Link(f"t{i}{one}", f"P{i}", f"P{i + 1}", "rail", 50, 80, electrified=one == "w")
        for i, one in enumerate(wires)
    )
    return Service("P0", f"P{len(wires)}", "bulk", "rail", "rail", legs("rail", links, apart=apart))


def test_a_change_of_locomotive_by_hand(hauls: HaulFleet) -> None:
    # 42 wagons of 70 t at 0.95 are 2,793 t; the 45 % of the kilometres that are empty make 1 / 0.55
    # trains change for each laden one. 1.2 h x 2 engines x 21.7 l/h are 52.08 l, of 0.84 kg and
    # 42.652 MJ/kg.
    per_t = 52.08 * 0.84 * 42.652 / 2793 / 0.55
    ways = [by_rail(wires) for wires in ("ww", "w-", "-w-", "--")]
    energy = haul_energy(hauls, ways, ["bulk"])
    found = energy.service_mj_per_t(ways)["rail", "rail_diesel"]
    diesel = hauls.mj_per_tkm("bulk", Section("rail"))["rail_diesel"]
    bare_km = np.array([0, 50, 100, 100])
    assert found - bare_km * diesel == pytest.approx([0, per_t, 2 * per_t, 0], abs=1e-12)
    # With three quarters of the trains electric under the wire, as many change.
    fewer = haul_energy(replace(hauls, wired_electric_share=0.75), ways, ["bulk"])
    changes = energy.service_changes_per_t(ways)
    assert fewer.service_changes_per_t(ways) == pytest.approx(0.75 * changes)


@pytest.mark.parametrize("wires", ["w-", "-ww-", "ww"])
def test_a_cut_where_a_wire_ends_neither_doubles_nor_loses_a_change(
    hauls: HaulFleet, wires: str
) -> None:
    whole, parts = by_rail(wires), by_rail(wires, apart=True)
    energy = haul_energy(hauls, [whole, parts], ["bulk"])
    for values in energy.service_mj_per_t([whole, parts]).values():
        assert values[1] == pytest.approx(values[0], rel=1e-12)
    # The leg behind the end of the wire has the change; legs together have all of the service.
    key = [("rail", "rail_diesel")]
    if key[0] in energy.carriers:
        shares = energy.leg_weights(parts, key)[:, 0]
        assert shares.sum() == pytest.approx(energy.service_mj_per_t([parts])[key[0]][0])
        diesel = hauls.mj_per_tkm("bulk", Section("rail"))["rail_diesel"]
        change = shares - [0 if one == "w" else 50 * diesel for one in wires]
        assert [one > 1e-9 for one in change] == [False, *(a != b for a, b in pairwise(wires))]


@given(st.text("w-", min_size=1, max_size=8), st.data())
def test_wherever_a_way_is_cut_it_passes_the_same_ends_of_wires(
    wires: str, data: st.DataObject
) -> None:
    (leg,) = by_rail(wires).legs
    cuts = data.draw(st.sets(st.integers(1, max(len(wires) - 1, 1))))
    bounds = sorted({0, *cuts, len(wires)})
    parts = [Leg("rail", leg.places[a : b + 1], leg.links[a:b]) for a, b in pairwise(bounds)]
    found = wire_ends(parts)
    assert [len(one) for one in found] == [
        sum(wires[i] != wires[i - 1] for i in range(max(a, 1), b)) for a, b in pairwise(bounds)
    ]
    assert sum(map(len, found)) == len(wire_ends([leg])[0])


def test_a_sea_leg_between_parts_two_trains() -> None:
    first, second = by_rail("w").legs[0], by_rail("-").legs[0]
    across = legs("sea", SEA, apart=False)[0]
    assert wire_ends([first, second]) == [(), (float("inf"),)]
    assert wire_ends([first, across, second]) == [(), (), ()]


def test_changes_of_locomotive_are_small_beside_the_energy_of_rail(
    base_model: YearModel, shipped: Tables
) -> None:
    # At most 749 l: three engines idle at 42 l an hour, the most told of a switcher, for six hours,
    # the least that was told of a change with inspections at Xiangyang.
    found = assign(
        base_model.market,
        base_model.skims,
        base_model.start_delay_h,
        base_model.base_cost_cny_per_t,
    )
    services = base_model.skims.services
    kt = service_kt(base_model.market, found, len(services))
    changes = float(kt @ base_model.haul.service_changes_per_t(services))
    cases = {
        case: one.diesel_l * diesel_mj_per_l(shipped) for case, one in change_cases(shipped).items()
    }
    assert base_model.haul.change_mj == pytest.approx(cases["central"])
    assert cases["low"] == pytest.approx(0.25 * 11.4 * 0.84 * 42.652)
    assert cases["high"] == pytest.approx(6 * 3 * 41.6 * 0.84 * 42.652)
    burnt = sum(kt @ mj for key, mj in base_model.unit_energy.items() if key[0] == "rail")
    assert 0 < changes * cases["low"] < changes * cases["central"] < 0.003 * burnt
    assert changes * cases["high"] < 0.03 * burnt
