"""The base year, held against published tonnes. See each test for what was fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import t as student_t

from scenarios.base_year.observations import base_year_check
from transport.annual import simulate_locks
from transport.draws import StreamKey
from transport.indicators import lock_indicators
from transport.inland.voyages import voyage_flows
from transport.mode_choice.assignment import assign, service_kt

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.inputs import Base
    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel


REPLICATIONS = 5


@pytest.fixture(scope="module")
def check(shipped: Tables, base: Base) -> pd.DataFrame:
    return base_year_check(shipped, base)


@pytest.fixture(scope="module")
def kt_by_service(base_model: YearModel) -> np.ndarray:
    """Cargo of each service with the calibrated delays."""
    assignment = assign(
        base_model.market,
        base_model.skims,
        base_model.start_delay_h,
        base_model.base_cost_cny_per_t,
    )
    return service_kt(base_model.market, assignment, len(base_model.skims.services))


@pytest.fixture(scope="module")
def simulated(base_model: YearModel, kt_by_service: np.ndarray) -> list[pd.DataFrame]:
    """Indicators of the locks in some replications."""
    found = []
    for replication in range(REPLICATIONS):
        _, (records, balance) = simulate_locks(base_model, kt_by_service, StreamKey(1, replication))
        assert balance.holds
        found.append(lock_indicators(records, base_model.network.chambers, base_model.window))
    return found


def modelled(check: pd.DataFrame, place: str) -> float:
    (value,) = check.loc[
        (check["place"] == place) & (check["variable"] == "lock_cargo"), "modelled"
    ]
    return float(value)


def test_every_control_group_is_met_within_its_prior(shipped: Tables, check: pd.DataFrame) -> None:
    # Fitted: the prior shares of other alternatives, 1 % at the most, and nothing else keep them
    # off the totals. Chains that leave the river before its lock are among those alternatives.
    fitted = check[check["fitted"]]
    assert set(fitted["variable"]) == set(shipped["controls"]["control_group"])
    assert fitted["error_percent"].abs().max() < 1.1


@pytest.mark.parametrize(
    ("column", "direction", "published_mt"),
    [("cargo_down_mt", 0, 178.6), ("cargo_up_mt", 1, 45.6)],
)
def test_simulated_cargo_through_changzhou(
    simulated: list[pd.DataFrame], base: Base, column: str, direction: int, published_mt: float
) -> None:
    values = [float(t.loc[t["lock"] == "changzhou", column].iloc[0]) for t in simulated]
    # The simulation carries what choice assigned, but for the sampling of weeks: an interval that
    # misses one time in a hundred.
    assigned_mt = base.lock_kt["changzhou", direction] / 1000
    half_mt = student_t.ppf(0.995, REPLICATIONS - 1) * np.std(values, ddof=1)
    half_mt /= np.sqrt(REPLICATIONS)
    assert abs(np.mean(values) - assigned_mt) < half_mt < 0.06 * assigned_mt
    assert assigned_mt == pytest.approx(published_mt, rel=0.011)
    assert np.mean(values) == pytest.approx(published_mt, rel=0.03)


# Cargo through locks against the nearest published year, Mt, and how far it may be off. None was
# fitted but Changzhou, whose total follows from the two directions.
LOCK_CARGO = {
    "changzhou": (224.2, 0.03),
    "guigang": (31.66, 0.15),  # 2019, before the second line
    "datengxia": (39.88, 0.15),  # 2023
    "guangxi_all_locks": (510, 0.10),
    "xijiang_joint": (507, 0.10),  # 2025, jointly run locks
}


@pytest.mark.parametrize("place", LOCK_CARGO)
def test_cargo_through_locks(check: pd.DataFrame, place: str) -> None:
    published_mt, tolerance = LOCK_CARGO[place]
    assert modelled(check, place) == pytest.approx(published_mt, rel=tolerance)


def test_every_lock_with_a_published_cargo_is_held_against_it(
    shipped: Tables, check: pd.DataFrame
) -> None:
    observed = shipped["observations"].query("variable == 'cargo'")
    sites = {*shipped["locks"]["lock"], "guangxi_all_locks", "xijiang_joint"}
    published = set(observed["place"]) & sites
    assert published == {*LOCK_CARGO, "xijin"} <= set(check["place"])


def test_xijin_carries_what_its_old_line_could_not(
    shipped: Tables, check: pd.DataFrame, base: Base
) -> None:
    # The one published value (13.82 Mt in eleven months of 2022) is of line 1 alone, full far
    # beyond its design: the model's two lines carry twice as much. That is the gap of a lock that
    # held cargo back, not one of demand: it keeps within what both lines are built for, and no
    # more passes than at Guigang below, whose cargo is published and met.
    rows = check[check["place"] == "xijin"]
    published, carried = (float(rows[name].iloc[0]) for name in ("published", "modelled"))
    lines = shipped["locks"].query("lock == 'xijin'").sort_values("line")
    assert published > 1.5 * float(lines["design_capacity_mt_per_year"].iloc[0])
    assert 1.5 < carried / published < 2.5
    one_way = float(lines["design_capacity_oneway_mt_per_year"].sum())
    for direction in (0, 1):
        passed_mt = base.lock_kt["xijin", direction] / 1000
        assert passed_mt < one_way
        assert passed_mt <= base.lock_kt["guigang", direction] / 1000 + 1e-6


def test_lock_waits_make_the_cascade_busy_but_stable(simulated: list[pd.DataFrame]) -> None:
    # Changzhou and Guiping ran close to capacity in 2024, with queues that did not grow.
    for lock in ("changzhou", "guiping"):
        rows = [table[table["lock"] == lock].iloc[0] for table in simulated]
        assert 0.6 < float(np.mean([row["utilisation_share"] for row in rows])) < 1
        assert abs(float(np.mean([row["queue_growth_share"] for row in rows]))) < 0.01


def test_mean_tonnage_through_changzhou(base_model: YearModel, kt_by_service: np.ndarray) -> None:
    # Fitted through the mix of classes: the published mean rating of vessels is near 2,900 t.
    rated = voyages = 0.0
    flows = voyage_flows(base_model.skims.route_kt(kt_by_service), base_model.skims.routes)
    for flow in flows:
        route = base_model.skims.routes[flow.route]
        if any(call.lock == "changzhou" for call in route.lock_calls):
            dwt_t = route.mean({c: base_model.fleet.classes[c].dwt_t for c in route.class_share})
            rated += flow.voyages_per_year * dwt_t
            voyages += flow.voyages_per_year
    assert rated / voyages == pytest.approx(2900, rel=0.05)


def test_fuel_of_the_fleet_per_tonne_km(base_model: YearModel, kt_by_service: np.ndarray) -> None:
    # Not fitted: 2 to 5 g per tonne-km is published for Xijiang vessels, empty voyages included.
    # Reckoned here from voyages and classes, apart from the ledger and from locks.
    fleet, skims = base_model.fleet, base_model.skims
    cargo = skims.route_kt(kt_by_service)
    fuel_kg = tkm = 0.0
    lhv = base_model.factors["inland_diesel"].lhv_mj_per_kg
    for flow in voyage_flows(cargo, skims.routes):
        route = skims.routes[flow.route]
        for name, share in route.class_share.items():
            vessel, energy = fleet.classes[name], fleet.drives[name][0].energy
            range_m = vessel.draught_loaded_m - vessel.draught_empty_m
            load_share = route.payload_t[name] / vessel.dwt_t if flow.laden else 0.0
            draught_m = vessel.draught_empty_m + range_m * load_share
            for link, place in zip(route.leg.links, route.leg.places[1:], strict=True):
                speed, depth = np.array([link.speed_kmh]), np.array([link.depth_m])
                hour = energy.under_way(speed, depth + fleet.rules.depth_margin_m, draught_m)
                hours = flow.voyages_per_year * share * link.hours_towards(place)
                fuel_kg += hours * float(hour.energy_mj["inland_diesel"][0]) / lhv
        if flow.laden:
            tkm += 1000 * cargo[flow.route] * route.leg.length_km
    assert 2 < 1000 * fuel_kg / tkm < 5
