"""A corridor small enough to reckon by hand, and the shipped models prepared once.

The corridor: a port Up, a lock Lock and a port Down on a river (50 km below the lock at 10 km/h,
24 km above it at 12 km/h); a mine Mine 10 km by road from Up; a railway of 100 km from Up to Down,
60 km of it under wire by way of Mid; a road of 90 km from Up to Down.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
import pytest

from fleets import HourlyEnergy, VesselClass, VesselRules
from networks import Chamber, Leg, Link, Network
from transport.commodity_groups import CommodityGroup
from transport.haulage import Haulage
from transport.inland.drives import Drive
from transport.inland.water_routes import InlandFleet
from transport.parameters import TransportParameters

NAN = float("nan")
LHV = 40.0


@dataclass(frozen=True)
class SteadyEnergy:
    """A vessel that burns as many kilograms an hour at any speed and depth."""

    laden_kg: float
    ballast_kg: float
    idle_kg: float
    draught_empty_m: float
    carrier: str = "inland_diesel"
    slip_share: float = 0.0

    @property
    def idle_mj_per_h(self) -> dict[str, float]:
        return {self.carrier: self.idle_kg * LHV}

    @property
    def idle_slipped_mj_per_h(self) -> dict[str, float]:
        return {self.carrier: 2 * self.slip_share * self.idle_kg * LHV} if self.slip_share else {}

    def under_way(
        self, speed_kmh: np.ndarray, depth_m: np.ndarray, draught_m: float
    ) -> HourlyEnergy:
        del depth_m
        kg = self.laden_kg if draught_m > self.draught_empty_m else self.ballast_kg
        mj = np.full(speed_kmh.shape, kg * LHV)
        slipped = {self.carrier: self.slip_share * mj} if self.slip_share else {}
        return HourlyEnergy({self.carrier: mj}, slipped, speed_kmh > 11, speed_kmh)


LINKS = (
    Link("below", "Down", "Lock", "inland_water", 50, 10, depth_m=4.0, upstream_end="Lock"),
    Link("above", "Lock", "Up", "inland_water", 24, 12, depth_m=2.8, upstream_end="Up"),
    Link("wired", "Up", "Mid", "rail", 60, 80, electrified=True),
    Link("bare", "Mid", "Down", "rail", 40, 60),
    Link("highway", "Up", "Down", "road", 90, 90),
    Link("track", "Mine", "Up", "road", 10, 30),
)


@pytest.fixture(scope="session")
def network() -> Network:
    modes = {
        "Mine": (True, False, False, False),
        "Up": (True, True, True, False),
        "Mid": (False, True, False, False),
        "Lock": (False, False, True, False),
        "Down": (True, True, True, False),
    }
    return Network(
        year=2024,
        links=LINKS,
        chambers={"Lock": (Chamber("Lock", "1", 200, 23, NAN, 40, 10),)},
        places=pd.DataFrame.from_dict(
            modes, orient="index", columns=["road", "rail", "inland_water", "sea"]
        ),
    )


@pytest.fixture(scope="session")
def fleet() -> InlandFleet:
    """Two classes, of which one draws too much to be full above the lock."""
    return InlandFleet(
        classes={
            "small": VesselClass("small", 1000, 50, 10, 2.5, 0.5, 0.9, 10, 90),
            "large": VesselClass("large", 2000, 80, 15, 4.0, 1.0, 0.9, 15, 180),
        },
        shares={"bulk": {"small": 0.25, "large": 0.75}, "container": {"small": 1.0}},
        rules=VesselRules(0.5, 0.3, 0.5),
        drives={
            "small": (Drive("diesel", SteadyEnergy(44, 24, 2, 0.5)),),
            "large": (Drive("diesel", SteadyEnergy(88, 48, 4, 1.0)),),
        },
        cny_per_mj={"inland_diesel": 10.0 / LHV},
    )


@pytest.fixture(scope="session")
def downriver(network: Network) -> Leg:
    links = network.link_by_id
    return Leg("inland_water", ("Up", "Lock", "Down"), (links["above"], links["below"]))


@pytest.fixture(scope="session")
def group() -> CommodityGroup:
    return CommodityGroup(
        name="stone",
        cargo_kind="bulk",
        # 8 CNY a laden kilometre, and 6 for each of the 2/3 empty ones: 12 CNY for 30 t.
        haulage=Haulage(0.0, 8.0, 6.0, 0.4, 1.5, 4.0),
        truck_payload_t=30,
        rail_fixed_cny_per_t=10,
        rail_cny_per_tkm=0.1,
        rail_handling_cny_per_t=15,
        water_handling_cny_per_t=8,
        sea_handling_cny_per_t=20,
        value_of_time_cny_per_t_h=0.5,
        cost_coefficient=0.02,
        nest_scale=0.5,
        prior_share=0.1,
        demand_elasticity=-0.5,
    )


@pytest.fixture(scope="session")
def parameters() -> TransportParameters:
    """Round numbers for what the corridor uses, and one for everything else."""
    values = dict.fromkeys((field.name for field in fields(TransportParameters)), 1.0)
    values |= {
        "rail_commercial_speed_kmh": 25,
        "rail_terminal_h": 12,
        "road_handling_cny_per_t": 5,
        "road_terminal_h": 2,
        "road_rest_factor": 1.5,
        "river_terminal_h": 10,
        "sea_terminal_h": 48,
        "reliability_ratio": 0.0,
        "road_spread_share": 0.1,
        "rail_spread_share": 0.25,
        "river_spread_share": 0.2,
        "sea_speed_kmh": 20,
        "sea_rate_cny_per_tkm": 0.05,
        "ocean_rate_cny_per_tkm": 0.02,
        "water_search_rate_cny_per_tkm": 0.05,
        "empty_return_down_share": 0.6,
        "empty_return_up_share": 0.0,
        "min_main_mode_share": 0.5,
        "max_cost_ratio": 1.5,
    }
    return TransportParameters(**values)


# --- shipped
