"""Chain elements: they sum to the ledger, and cutting a leg in two changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleets import SPECIES, CarrierFactors, GwpSet, SupplyFactors
from networks import Leg
from transport.inland.voyages import VoyageFlow
from transport.inland.water_routes import InlandFleet, make_route, reversed_leg
from transport.ledger.chain_elements import (
    ServiceEnergy,
    Weights,
    chain_elements,
    shipment_id,
    shortest_distances,
)
from transport.ledger.emissions import emissions
from transport.ledger.hubs import HubEnergy
from transport.ledger.operation_categories import Running, inland_running, operation_categories
from transport.services import Service, main_mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from networks import Network

GWP = GwpSet("round-100", ch4=30, n2o=300)
FACTORS = {
    name: CarrierFactors(
        name, 40.0, {**dict.fromkeys(SPECIES, 0.001), "co2": co2}, SupplyFactors(held_co2e=wtt)
    )
    for name, co2, wtt in (
        ("road_diesel", 74.0, 17.0),
        ("rail_electricity", 0.0, 90.0),
        ("rail_diesel", 74.0, 17.0),
        ("inland_diesel", 73.0, 14.0),
        ("hub_diesel", 72.0, 16.0),
        ("hub_electricity", 0.0, 90.0),
    )
}
KEYS = (
    ("road", "road_diesel"),
    ("rail", "rail_electricity"),
    ("rail", "rail_diesel"),
    ("inland_water", "inland_diesel"),
    ("hub", "hub_diesel"),
    ("hub", "hub_electricity"),
)
HANDLING = HubEnergy(
    {
        ("rail", "bulk"): {"hub_diesel": 3.0, "hub_electricity": 0.0},
        ("inland_water", "bulk"): {"hub_diesel": 4.0, "hub_electricity": 2.0},
    },
    {"stone": "bulk"},
)
KINDS = {"stone": "bulk"}
SUMS = [*(f"energy_mj_{carrier}" for _, carrier in KEYS), "ttw_co2e_t", "wtw_co2e_t", "nox_t"]


def legs_of(network: Network) -> dict[str, Leg]:
    link = network.link_by_id
    return {
        "truck": Leg("road", ("Mine", "Up"), (link["track"],)),
        "train": Leg("rail", ("Up", "Mid", "Down"), (link["wired"], link["bare"])),
        "barge": Leg("inland_water", ("Up", "Lock", "Down"), (link["above"], link["below"])),
    }


def service(legs: tuple[Leg, ...], name: str) -> Service:
    ends = legs[0].places[0], legs[-1].places[-1]
    return Service(*ends, "stone", name, main_mode(legs), legs)


def services_of(network: Network) -> list[Service]:
    legs = legs_of(network)
    return [
        service((legs["truck"], legs["train"]), "rail"),
        service((legs["truck"], legs["barge"]), "inland_water"),
        service((legs["barge"],), "inland_water"),
    ]


def cut(leg: Leg, at: int) -> tuple[Leg, Leg]:
    """Cut a leg in two at one of its places."""
    return (
        Leg(leg.mode, leg.places[: at + 1], leg.links[:at]),
        Leg(leg.mode, leg.places[at:], leg.links[at:]),
    )


def energy_of(services: list[Service], tonnes: list[float], seed: int = 3) -> ServiceEnergy:
    random = np.random.default_rng(seed)
    carried = {
        (mode, carrier): np.array(
            [
                random.uniform(1, 100) * t * any(leg.mode == mode for leg in one.legs)
                for one, t in zip(services, tonnes, strict=True)
            ]
        )
        for mode, carrier in KEYS[:4]
    }
    handled = {
        key: mj_per_t * np.array(tonnes)
        for key, mj_per_t in HANDLING.service_mj_per_t(services).items()
    }
    return ServiceEnergy(np.array(tonnes), carried | handled, by_kilometres, HANDLING)


def by_kilometres(one: Service, keys: Sequence[tuple[str, str]]) -> np.ndarray:
    """Weigh legs by the kilometres on which a carrier is used."""
    wire = {"rail_electricity": True, "rail_diesel": False}
    return np.array(
        [
            [
                sum(
                    link.length_km
                    for link in leg.links
                    if leg.mode == mode and wire.get(carrier, link.electrified) == link.electrified
                )
                for mode, carrier in keys
            ]
            for leg in one.legs
        ],
        dtype=float,
    )


def elements_of(network: Network, services: list[Service], energy: ServiceEnergy) -> pd.DataFrame:
    shortest = shortest_distances(network, services)
    return chain_elements(services, energy, shortest, KINDS, Weights(FACTORS, GWP))


def test_a_chain_is_its_legs_and_its_hubs(network: Network) -> None:
    services = services_of(network)
    table = elements_of(network, services, energy_of(services, [1000.0, 0.0, 500.0]))
    first = table[table["shipment"] == shipment_id(services[0])]
    assert first["position"].tolist() == [1, 2, 3, 4]
    assert first["kind"].tolist() == ["transport", "hub", "transport", "hub"]
    assert first["category"].tolist() == [
        "road:bulk",
        "hub:rail:bulk",
        "rail:bulk",
        "hub:rail:bulk",
    ]
    assert first["from_place"].tolist() == ["Mine", "Up", "Up", "Down"]
    assert first["to_place"].tolist() == ["Up", "Up", "Down", "Down"]
    # 1,000 t over 10 km of road and 100 km of rail, each the shortest way of its mode.
    assert first["activity_tkm"].tolist() == [10_000, 0, 100_000, 0]
    assert set(table["shipment"]) == {shipment_id(services[0]), shipment_id(services[2])}


def test_hubs_have_the_energy_of_handling_and_no_distance(network: Network) -> None:
    services = services_of(network)
    table = elements_of(network, services, energy_of(services, [1000.0, 10.0, 500.0]))
    hubs = table[table["kind"] == "hub"]
    assert hubs[["activity_tkm", "length_km"]].eq(0).all(axis=None)
    by_rail, by_river = hubs["mode"] == "rail", hubs["mode"] == "inland_water"
    # 3 MJ of diesel a tonne at both ends of the train; 4 of diesel and 2 of power at quays.
    assert hubs.loc[by_rail, "energy_mj_hub_diesel"].tolist() == [3000.0, 3000.0]
    assert hubs.loc[by_rail, "energy_mj_hub_electricity"].eq(0).all()
    assert hubs.loc[by_river, "energy_mj_hub_diesel"].tolist() == [40.0, 40.0, 2000.0, 2000.0]
    assert hubs.loc[by_river, "energy_mj_hub_electricity"].tolist() == [20.0, 20.0, 1000.0, 1000.0]
    carried = [f"energy_mj_{carrier}" for _, carrier in KEYS[:4]]
    assert hubs[carried].eq(0).all(axis=None)
    handled = [f"energy_mj_{carrier}" for _, carrier in KEYS[4:]]
    assert table.loc[table["kind"] == "transport", handled].eq(0).all(axis=None)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=3), st.integers(0, 99))
def test_elements_sum_to_the_ledger(network: Network, tonnes: list[float], seed: int) -> None:
    services = services_of(network)
    energy = energy_of(services, tonnes, seed)
    table = elements_of(network, services, energy)
    total = {key: float(values.sum()) for key, values in energy.energy_mj.items()}
    ledger = emissions(total, FACTORS, GWP).sum(numeric_only=True)
    assert table["wtw_co2e_t"].sum() == pytest.approx(1000 * ledger["wtw_co2e_kt"], rel=1e-9)
    assert table["ttw_co2e_t"].sum() == pytest.approx(1000 * ledger["ttw_co2e_kt"], rel=1e-9)
    for name in SPECIES:
        assert table[f"{name}_t"].sum() == pytest.approx(ledger[f"{name}_t"], rel=1e-9)
    for _, carrier in KEYS:
        mj = 1e-6 * table[f"energy_mj_{carrier}"].sum()
        assert mj == pytest.approx(total[next(k for k in KEYS if k[1] == carrier)] / 1e6, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["train", "barge"]), st.floats(1, 1e6), st.integers(0, 99))
def test_cutting_a_leg_in_two_changes_nothing(
    network: Network, which: str, tonnes: float, seed: int
) -> None:
    legs = legs_of(network)
    whole = [service((legs["truck"], legs[which]), "one")]
    parts = [service((legs["truck"], *cut(legs[which], 1)), "one")]
    energy = energy_of(whole, [tonnes], seed)
    one, two = (elements_of(network, services, energy) for services in (whole, parts))
    assert len(two) == len(one) + 1
    for name in (*SUMS, "length_km", "shortest_km", "activity_tkm"):
        assert two[name].sum() == pytest.approx(one[name].sum(), rel=1e-9)
    # The categories, and so the intensities, are the same.
    before, after = (operation_categories(table, {}) for table in (one, two))
    pd.testing.assert_frame_equal(before, after, rtol=1e-9)


def test_a_train_burns_power_under_wire_and_diesel_beside_it(network: Network) -> None:
    legs = legs_of(network)
    services = [service(cut(legs["train"], 1), "rail")]
    table = elements_of(network, services, energy_of(services, [100.0]))
    wired, bare = table[table["kind"] == "transport"].to_dict("records")
    assert wired["energy_mj_rail_electricity"] > 0 == wired["energy_mj_rail_diesel"]
    assert bare["energy_mj_rail_diesel"] > 0 == bare["energy_mj_rail_electricity"]


def test_a_detour_is_told_by_the_adjustment_factor(network: Network) -> None:
    # By road from Up to Down it is 90 km; by way of the mine it would be longer, which no link
    # allows, so the shortest distance is set by hand: 90 km travelled against 60.
    leg = Leg("road", ("Up", "Down"), (network.link_by_id["highway"],))
    services = [service((leg,), "road")]
    energy = energy_of(services, [1000.0])
    shortest = {("road", "Up", "Down"): 60.0}
    table = chain_elements(services, energy, shortest, KINDS, Weights(FACTORS, GWP))
    assert table["activity_tkm"].tolist() == [60_000]
    (row,) = operation_categories(table, {}).to_dict("records")
    assert row["adjustment_factor"] == pytest.approx(1.5)
    # Intensity times activity is the emission.
    grams = row["wtw_co2e_g_per_tkm"] * row["activity_tkm"]
    assert grams == pytest.approx(1e6 * table["wtw_co2e_t"].sum())


def test_what_is_not_known_of_a_carrier_is_not_known_of_an_element(network: Network) -> None:
    services = services_of(network)
    unknown = CarrierFactors(
        "road_diesel", 40.0, {**dict.fromkeys(SPECIES, 0.001), "bc": np.nan}, SupplyFactors()
    )
    weights = Weights({**FACTORS, "road_diesel": unknown}, GWP)
    shortest = shortest_distances(network, services)
    energy = energy_of(services, [1.0, 1.0, 1.0])
    table = chain_elements(services, energy, shortest, KINDS, weights)
    assert table.loc[table["mode"] == "road", "bc_t"].isna().all()
    assert table.loc[table["mode"] != "road", "bc_t"].notna().all()
    assert table["wtw_co2e_t"].notna().all()


def test_empty_voyages_belong_to_the_category(
    network: Network, fleet: InlandFleet, downriver: Leg
) -> None:
    down = make_route(network, downriver, "bulk", fleet)
    up = make_route(network, reversed_leg(downriver), "bulk", fleet)
    assert down is not None
    assert up is not None
    flows = [
        VoyageFlow(down.name, laden=True, voyages_per_year=100),
        VoyageFlow(up.name, laden=True, voyages_per_year=40),
        VoyageFlow(up.name, laden=False, voyages_per_year=60),
    ]
    running = inland_running(flows, {down.name: down, up.name: up}, fleet)
    # 60 of 200 voyages over the same way are empty.
    assert running["inland_water:bulk"].empty_distance_factor == pytest.approx(0.3)
    payload = 100 * down.mean_payload_t + 40 * up.mean_payload_t
    dwt = sum(share * fleet.classes[name].dwt_t for name, share in down.class_share.items())
    assert running["inland_water:bulk"].load_factor == pytest.approx(payload / (140 * dwt))
    assert 0 < running["inland_water:bulk"].load_factor <= 1


def test_what_is_not_known_of_a_category_stays_empty(network: Network) -> None:
    services = services_of(network)
    table = elements_of(network, services, energy_of(services, [1.0, 1.0, 1.0]))
    known = {"road:bulk": Running(empty_distance_factor=0.38)}
    rows = operation_categories(table, known).set_index("category")
    assert rows["empty_distance_factor"].to_dict()["road:bulk"] == 0.38
    assert rows["load_factor"].isna().all()
    assert rows["throughput_t"].to_dict()["hub:rail:bulk"] == 2.0
