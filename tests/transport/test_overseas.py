"""Cargo from overseas: tonnes kept, the account from the quay on, and what the canal takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import DELTA, Link, zone_of
from scenarios.base_year.canal_forecast import canal_cargo
from scenarios.inputs import demand_of
from transport.ledger.account import cost_cny_per_t
from transport.mode_choice.assignment import assign
from transport.overseas import QUAY, split_overseas
from transport.services import find_services
from transport.skims import skim_services

if TYPE_CHECKING:
    from collections.abc import Callable

    from networks import Network
    from scenarios.tables.reading import Tables
    from transport.commodity_groups import CommodityGroup
    from transport.inland.water_routes import InlandFleet
    from transport.parameters import TransportParameters
    from transport.year_model import YearModel

# Vessel cost per tonne up the river, from test_water_routes.py.
UP_CNY_PER_T = (7 * 927.5 + 5500) / 1225

share = st.floats(0, 0.5)


@settings(deadline=None)
@given(kt=st.lists(st.floats(0, 1e5), min_size=2, max_size=2), one=share, other=share)
def test_tonnes_are_kept(kt: list[float], one: float, other: float) -> None:
    demand = pd.DataFrame(
        {
            "origin": ["Quay", "Wharf"],
            "destination": "Mill",
            "commodity": ["ore", "sand"],
            "control_group": "up",
            "kt": kt,
        }
    )
    shares = pd.DataFrame({"control_group": "up", "commodity": "ore", "zone": ["Far", "Out"]})
    split = split_overseas(demand, shares.assign(share=[one, other]))
    by_quay = split.groupby(QUAY)["kt"].sum()
    assert by_quay["Quay"] == pytest.approx(kt[0])
    assert by_quay["Wharf"] == kt[1]
    assert split.loc[split["origin"] == "Far@Quay", "kt"].sum() == pytest.approx(one * kt[0])


def test_shares_above_one_are_refused() -> None:
    demand = pd.DataFrame({"origin": ["Q"], "commodity": "ore", "control_group": "up", "kt": 1.0})
    shares = pd.DataFrame({"control_group": "up", "commodity": "ore", "zone": ["A", "B"]})
    with pytest.raises(ValueError, match="more than one"):
        split_overseas(demand, shares.assign(share=0.6))


def test_the_shipped_demand_keeps_its_tonnes(shipped: Tables) -> None:
    split, table = demand_of(shipped), shipped["demand"]
    keys = ["control_group", "commodity"]
    assert split.groupby(keys)["kt"].sum().to_dict() == pytest.approx(
        table.groupby(keys)["kt"].sum().to_dict()
    )
    far = split[split["origin"] != split[QUAY]]
    assert set(far["control_group"]) == {"changzhou_up"}
    # 0.4 of 18.22 Mt of coal, 0.8 of 8.18 Mt of ore, 0.5 of 5.97 Mt of grain.
    assert far.groupby("commodity")["kt"].sum().to_dict() == pytest.approx(
        {"coal": 7288, "metal_ore": 6544, "grain_feed": 2985}
    )


def test_the_account_begins_at_the_quay(
    network: Network, group: CommodityGroup, fleet: InlandFleet, parameters: TransportParameters
) -> None:
    ocean = Link("ocean", "Far@Down", "Down", "sea", 1000, gateway=DELTA)
    places = network.places.assign(sea=network.places.index == "Down")
    far = pd.DataFrame([[False, False, False, True]], ["Far@Down"], places.columns)
    wider = replace(network, links=(*network.links, ocean), places=pd.concat([places, far]))
    services = find_services(wider, [("Far@Down", "Up"), ("Down", "Up")], [group], parameters)
    by = {(service.origin, service.pattern): service for service in services}
    chain = by["Far@Down", "sea_river"]
    # The sea leg decides neither the main mode nor the length.
    assert chain.main_mode == "inland_water"
    assert chain.length_km == 74
    assert by["Far@Down", "road_sea"].main_mode == "road"
    pair = [chain, by["Down", "inland_water"]]
    skims = skim_services(network, pair, {"stone": group}, fleet, parameters)
    river = UP_CNY_PER_T + 2 * 8
    # 1,000 km at 0.02 CNY and discharge for 20 come on top, in money but not in the account.
    assert skims.money_cny_per_t == pytest.approx([river + 20 + 20, river])
    assert skims.ocean_cny_per_t == pytest.approx([40, 0])
    assert cost_cny_per_t(skims, np.zeros(2))[0] == pytest.approx([river, river])
    assert skims.km.tolist() == [[0, 0, 74, 0]] * 2
    assert skims.ocean_km.tolist() == [1000, 0]
    assert not skims.haul_cny_per_t[:, 3].any()
    # At 20 km/h, and 48 h in the port.
    assert skims.time_h[0] - skims.time_h[1] == pytest.approx(50 + 48)


def chains(model: YearModel) -> pd.DataFrame:
    """Cargo from overseas by commodity, main mode and pattern."""
    market, skims = model.market, model.skims
    found = assign(market, skims, model.start_delay_h, model.base_cost_cny_per_t)
    demand = market.demand
    services = [skims.services[one] for one in market.service]
    cells = pd.DataFrame(
        {
            "far": (demand["origin"] != demand[QUAY]).to_numpy()[market.shipment],
            "commodity": demand["commodity"].to_numpy()[market.shipment],
            "mode": [service.main_mode for service in services],
            "pattern": [service.pattern for service in services],
            "kt": found.kt,
        }
    )
    return cells[cells["far"]]


def test_in_the_base_year_all_but_the_prior_comes_by_the_delta(base_model: YearModel) -> None:
    cargo = chains(base_model)
    by_river = cargo[cargo["pattern"] == "sea_river"]["kt"].sum() / cargo["kt"].sum()
    # The prior of 1 % holds for all cargo of a commodity group; some of it lies nearer to the gulf.
    assert 0.98 < by_river < 0.99
    assert "sea_canal" not in set(cargo["pattern"])
    river_km = {
        (service.origin, service.destination): service.length_km
        for service in base_model.skims.services
        if service.pattern in {"inland_water", "sea_river"}
    }
    for (origin, destination), km in river_km.items():
        quay = origin.partition("@")[2]
        if quay and (quay, destination) in river_km and zone_of(origin) == "indonesia":
            assert km == pytest.approx(river_km[quay, destination])  # the same way up the river


def test_the_canal_takes_cargo_from_overseas_past_changzhou(
    model_of: Callable[..., YearModel],
) -> None:
    before, after = model_of(2025), model_of(2030)
    assert canal_cargo(before, before.start_delay_h)["kt"].sum() == 0
    cargo = chains(after)
    by_pattern = cargo.groupby("pattern")["kt"].sum()
    total = float(cargo["kt"].sum())
    assert 0.4 < by_pattern["sea_canal"] / total < 0.8
    assert by_pattern["sea_river"] > 0.2 * total
    # Main mode stays inland water whichever coast it is.
    assert set(cargo.loc[cargo["pattern"] == "sea_canal", "mode"]) == {"inland_water"}
    canal = canal_cargo(after, after.start_delay_h)
    from_overseas = canal[canal["overseas"]]["kt"].sum()
    assert from_overseas == pytest.approx(by_pattern["sea_canal"])


def test_both_coasts_are_about_as_far_from_overseas(model_of: Callable[..., YearModel]) -> None:
    skims = model_of(2030).skims
    pairs: dict[tuple[str, str, str], dict[str, float]] = {}
    for service, km in zip(skims.services, skims.ocean_km, strict=True):
        key = (service.origin, service.destination, service.group)
        pairs.setdefault(key, {})[service.pattern] = float(km)
    gaps_km = [
        ends["sea_canal"] - ends["sea_river"]
        for ends in pairs.values()
        if {"sea_canal", "sea_river"} <= set(ends) and ends["sea_canal"]
    ]
    assert len(gaps_km) > 20
    assert -200 < min(gaps_km) < 0 < max(gaps_km) < 200


def test_quays_that_no_ship_calls_at_keep_their_cargo() -> None:
    demand = pd.DataFrame(
        {
            "origin": ["Quay", "Inland"],
            "destination": "Mill",
            "commodity": "ore",
            "control_group": "up",
            "kt": [10.0, 4.0],
        }
    )
    shares = pd.DataFrame(
        {"control_group": ["up"], "commodity": ["ore"], "zone": ["Far"], "share": [0.75]}
    )
    split = split_overseas(demand, shares, ["Quay"])
    found = dict(zip(split["origin"], split["kt"], strict=True))
    assert found == {"Quay": 2.5, "Inland": 4.0, "Far@Quay": 7.5}
