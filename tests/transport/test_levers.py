"""What the levers of a plan move on the shipped model at given waits, and what they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from networks import MODES
from networks.changes import BuildRailLink, RailProject
from transport.annual import run_year, simulate_locks
from transport.changes import (
    CarbonPrice,
    ChangeTariff,
    ChangeToll,
    CutEmptyRunning,
    OnDockRail,
    RestrictTrucks,
    ScheduleLocks,
    SetHandling,
    ThroughTransport,
    VesselPowertrain,
)
from transport.draws import StreamKey
from transport.mode_choice.assignment import assign, service_kt

if TYPE_CHECKING:
    from collections.abc import Callable

    from transport.year_model import YearModel
    from transport.year_outcome import YearOutcome

KEY = StreamKey(seed=11, replication=0)
YEAR = 2024


def service_tonnes(model: YearModel) -> np.ndarray:
    """Kilotonnes by service at the delays of the base year."""
    found = assign(model.market, model.skims, model.start_delay_h, model.base_cost_cny_per_t)
    return service_kt(model.market, found, len(model.skims.services))


def by_mode(model: YearModel) -> dict[str, float]:
    """Kilotonnes by main mode."""
    main = np.array([service.main_mode for service in model.skims.services])
    kt = service_tonnes(model)
    return {mode: float(kt[main == mode].sum()) for mode in MODES}


def moved(model_of: Callable[..., YearModel], *changes: object) -> dict[str, float]:
    """Kilotonnes that a plan adds to each main mode."""
    before, after = by_mode(model_of(YEAR)), by_mode(model_of(YEAR, *changes))
    return {mode: after[mode] - before[mode] for mode in MODES}


@pytest.mark.parametrize(
    "nothing",
    [
        ChangeTariff("rail"),
        ChangeToll(0.0),
        CarbonPrice(0.0, "wtw"),
        ThroughTransport(("rail", "sea"), 0.0, 0.0),
        RestrictTrucks(100.0, 0.0, 0.0),
        ScheduleLocks(("changzhou",), 1.0),
        CutEmptyRunning(0.0),
        CutEmptyRunning(0.0, "inland_water"),
        OnDockRail("QZP", 0.0, 0.0),
        SetHandling(("QZP",), "rail"),
        VesselPowertrain("lng-otto", 0.0),
        RailProject(("L01",), "electrification", YEAR),  # under wire already
        RailProject(("L01",), "doubling", YEAR, tracks=2),  # has two tracks
    ],
    ids=lambda change: type(change).__name__,
)
def test_a_lever_without_effect_prepares_the_same_year(
    model_of: Callable[..., YearModel], nothing: object
) -> None:
    before, after = model_of(YEAR), model_of(YEAR, nothing)
    assert service_tonnes(after).tolist() == service_tonnes(before).tolist()
    assert {key: values.tolist() for key, values in after.unit_energy.items()} == {
        key: values.tolist() for key, values in before.unit_energy.items()
    }
    assert repr(after.locks) == repr(before.locks)
    assert repr(after.network.links) == repr(before.network.links)


def test_all_levers_without_effect_change_no_number_of_a_run(
    model_of: Callable[..., YearModel],
) -> None:
    nothing = (
        ChangeTariff("rail"),
        ChangeToll(0.0),
        CarbonPrice(0.0, "ttw"),
        ThroughTransport(("inland_water", "sea"), 0.0, 0.0),
        RestrictTrucks(100.0, 0.0, 0.0),
        ScheduleLocks(("changzhou",), 1.0),
        CutEmptyRunning(0.0),
        CutEmptyRunning(0.0, "inland_water"),
        OnDockRail("QZP", 0.0, 0.0),
        SetHandling(("QZP",), "rail"),
    )
    before, after = (run_year(model_of(YEAR, *one), KEY) for one in ((), nothing))
    assert repr_of(after) == repr_of(before)


def repr_of(outcome: YearOutcome) -> list[object]:
    """Every number of an outcome."""
    frames = (outcome.activity, outcome.emissions, outcome.locks, outcome.inland_hours)
    return [
        outcome.totals,
        *(repr(frame.to_dict()) for frame in frames),
        outcome.inland.by_class,
        outcome.kt_by_service.tolist(),
        outcome.delay_h.tolist(),
    ]


def test_rail_cargo_falls_as_its_tariff_rises(model_of: Callable[..., YearModel]) -> None:
    rail = [
        by_mode(model_of(YEAR, ChangeTariff("rail", share)))["rail"]
        for share in (-0.4, -0.2, 0.0, 0.2)
    ]
    assert rail == sorted(rail, reverse=True)
    assert len(set(rail)) == len(rail)


def test_a_subsidy_is_charged_back_and_no_saving_of_cost(
    model_of: Callable[..., YearModel],
) -> None:
    plan = model_of(YEAR, ChangeTariff("rail", cny_per_tkm=-0.02))
    charges = plan.skims.charges_cny_per_t
    rail_km = plan.skims.km[:, MODES.index("rail")]
    assert charges == pytest.approx(-0.02 * rail_km)
    assert plan.skims.money_cny_per_t.tolist() == model_of(YEAR).skims.money_cny_per_t.tolist()


def test_cheaper_tolls_draw_cargo_to_the_road(model_of: Callable[..., YearModel]) -> None:
    change = moved(model_of, ChangeToll(-0.5))
    assert change["road"] > 0
    assert change["rail"] < 0


@pytest.mark.parametrize("scope", ["ttw", "wtw"])
def test_a_price_of_carbon_takes_cargo_to_services_that_emit_less(
    model_of: Callable[..., YearModel], scope: str
) -> None:
    assert moved(model_of, CarbonPrice(500, scope))["road"] < 0
    before, after = model_of(YEAR), model_of(YEAR, CarbonPrice(500, scope))
    t_per_t = after.skims.charges_cny_per_t / 500
    # Shipment by shipment: the mean of all cargo follows who stays away, too.
    services = before.skims.services
    names = [f"{one.origin} {one.destination} {one.group}" for one in services]
    shipment = np.unique(names, return_inverse=True)[1]
    mean = []
    for model in (before, after):
        kt = service_tonnes(model)
        carried = np.bincount(shipment, kt)
        mean.append(np.bincount(shipment, kt * t_per_t) / np.maximum(carried, 1e-12))
    weights = np.bincount(shipment, service_tonnes(before))
    assert (mean[1] <= mean[0] + 1e-12).all()
    assert mean[1] @ weights < mean[0] @ weights


def test_trains_pay_for_power_only_when_supply_counts(model_of: Callable[..., YearModel]) -> None:
    ttw, wtw = (moved(model_of, CarbonPrice(500, scope))["rail"] for scope in ("ttw", "wtw"))
    assert wtw < ttw
    assert ttw > 0


def test_wires_turn_diesel_into_electricity(model_of: Callable[..., YearModel]) -> None:
    wires = RailProject(("L53", "L54", "L55"), "electrification", YEAR)
    before, after = model_of(YEAR), model_of(YEAR, wires)
    diesel, power = (("rail", carrier) for carrier in ("rail_diesel", "rail_electricity"))
    assert all(after.network.link_by_id[link].electrified for link in wires.links)
    assert after.unit_energy[diesel] @ service_tonnes(after) < (
        before.unit_energy[diesel] @ service_tonnes(before)
    )
    assert (after.unit_energy[power] >= before.unit_energy[power]).all()
    assert after.unit_energy[power].sum() > before.unit_energy[power].sum()


def test_one_document_draws_cargo_to_its_transfers(model_of: Callable[..., YearModel]) -> None:
    before = model_of(YEAR)
    after = model_of(YEAR, ThroughTransport(("rail", "sea"), 0.3, 0.5))
    meets = np.array(["_sea" in s.pattern or "sea_" in s.pattern for s in before.skims.services])
    rail = np.array(["rail" in service.pattern for service in before.skims.services])
    saved = before.skims.time_h - after.skims.time_h
    hours = 0.5 * (before.parameters.rail_terminal_h + before.parameters.sea_terminal_h)
    assert saved[meets & rail] == pytest.approx(hours)
    assert not saved[~(meets & rail)].any()
    kt = service_tonnes(after) - service_tonnes(before)
    assert kt[meets & rail].sum() > 0


def test_one_document_holds_for_its_groups(model_of: Callable[..., YearModel]) -> None:
    before = model_of(YEAR).skims
    after = model_of(YEAR, ThroughTransport(("rail", "sea"), 0.3, 0.5, ("container",))).skims
    changed = before.money_cny_per_t != after.money_cny_per_t
    assert changed.any()
    assert {s.group for s, one in zip(before.services, changed, strict=True) if one} == {
        "container"
    }


def test_long_hauls_pay_for_their_restriction(model_of: Callable[..., YearModel]) -> None:
    before = model_of(YEAR)
    after = model_of(YEAR, RestrictTrucks(400, 30, 5, ("bulk",)))
    touched = np.array(
        [
            s.group == "bulk" and s.main_mode == "road" and s.length_km >= 400
            for s in before.skims.services
        ]
    )
    assert touched.any()
    assert after.skims.money_cny_per_t - before.skims.money_cny_per_t == pytest.approx(30 * touched)
    assert after.skims.time_h - before.skims.time_h == pytest.approx(5 * touched)
    less = service_tonnes(after)[touched].sum() - service_tonnes(before)[touched].sum()
    assert less < 0


def test_matched_back_hauls_save_money_and_diesel(model_of: Callable[..., YearModel]) -> None:
    before, after = model_of(YEAR), model_of(YEAR, CutEmptyRunning(0.1))
    diesel = ("road", "road_diesel")
    bulk = np.array([service.group == "bulk" for service in before.skims.services])
    used = bulk & (before.unit_energy[diesel] > 0)
    # 0.342 / 0.658 empty kilometres for each laden one instead of 0.38 / 0.62. A tractor full of
    # bulk takes 1.044 where an empty one takes 0.633 (kg CO2e/km of UK trucks).
    empty = (0.342 / 0.658, 0.38 / 0.62)
    ratio = (1.044484962 + 0.632504962 * empty[0]) / (1.044484962 + 0.632504962 * empty[1])
    assert after.unit_energy[diesel][used] == pytest.approx(
        ratio * before.unit_energy[diesel][used]
    )
    saved = before.skims.money_cny_per_t - after.skims.money_cny_per_t
    paid = before.skims.empty_haul_cny_per_t
    assert saved == pytest.approx((1 - empty[0] / empty[1]) * paid)
    assert (paid < 0.45 * before.skims.haul_cny_per_t[:, MODES.index("road")] + 1e-9).all()
    assert by_mode(after)["road"] > by_mode(before)["road"]


def test_empty_running_ends_at_the_imbalance_of_flows(model_of: Callable[..., YearModel]) -> None:
    before, after = model_of(YEAR), model_of(YEAR, CutEmptyRunning(1.0))
    diesel = ("road", "road_diesel")
    bulk = np.array([service.group == "bulk" for service in before.skims.services])
    used = bulk & (before.unit_energy[diesel] > 0)
    ratio = after.unit_energy[diesel][used] / before.unit_energy[diesel][used]
    full, bare = 1.044484962, 0.632504962  # kg CO2e/km of UK trucks, whose form this is
    empty = (ratio * (full + bare * 0.38 / 0.62) - full) / bare
    laden = 1 / (1 + empty)
    # All kilometres would be laden without the imbalance.
    assert laden == pytest.approx(laden[0])
    assert 0.62 < laden[0] < 0.995


def test_matched_back_hauls_of_vessels_save_money_and_voyages(
    model_of: Callable[..., YearModel],
) -> None:
    before, after = model_of(YEAR), model_of(YEAR, CutEmptyRunning(0.02, "inland_water"))
    assert after.empty_vessel_factor == 0.98
    water = MODES.index("inland_water")
    cheaper = after.skims.haul_cny_per_t[:, water] < before.skims.haul_cny_per_t[:, water]
    # only hauls down the river pay for empty returns (0.6 of a voyage, the table says)
    assert 0 < cheaper.sum() < (before.skims.km[:, water] > 0).sum()
    assert by_mode(after)["inland_water"] > by_mode(before)["inland_water"]
    bound = model_of(YEAR, CutEmptyRunning(1.0, "inland_water")).empty_vessel_factor
    assert 0.9 < bound < 0.98


def test_rails_into_a_port_make_rail_chains_there(model_of: Callable[..., YearModel]) -> None:
    link = BuildRailLink("plan-NSA-GZH", "NSA", "GZH", 60.0, YEAR)
    before, after = model_of(YEAR), model_of(YEAR, link, OnDockRail("NSA", 0.2, 0.5))
    assert not before.network.places.loc["NSA", "rail"]
    assert after.network.places.loc["NSA", "rail"]
    assert after.network.link_by_id["plan-NSA-GZH"].electrified
    assert by_mode(after)["rail"] > by_mode(before)["rail"]
    used = sum(
        kt
        for kt, service in zip(service_tonnes(after), after.skims.services, strict=True)
        if any(one.link_id == "plan-NSA-GZH" for leg in service.legs for one in leg.links)
    )
    assert used > 0


def test_rails_on_the_quay_draw_cargo_to_rail_and_sea(model_of: Callable[..., YearModel]) -> None:
    before, after = model_of(YEAR), model_of(YEAR, OnDockRail("QZP", 0.5, 0.5))
    faster = after.skims.time_h < before.skims.time_h
    assert faster.any()
    for service, one in zip(before.skims.services, faster, strict=True):
        modes = {leg.mode for leg in service.legs}
        if one:
            assert "rail" in modes
            assert modes & {"sea", "inland_water"}
    assert (after.skims.money_cny_per_t < before.skims.money_cny_per_t).tolist() == faster.tolist()
    assert (service_tonnes(after) - service_tonnes(before))[faster].sum() > 0


def test_stated_handling_holds_at_its_terminals(model_of: Callable[..., YearModel]) -> None:
    before, after = model_of(YEAR), model_of(YEAR, SetHandling(("QZP",), "rail", None, 2.0))
    saved = before.skims.time_h - after.skims.time_h
    assert set(np.round(saved, 9)) == {0.0, before.parameters.rail_terminal_h - 2.0}
    assert after.skims.money_cny_per_t.tolist() == before.skims.money_cny_per_t.tolist()


def test_vessels_that_are_called_sooner_wait_less(model_of: Callable[..., YearModel]) -> None:
    before, after = model_of(YEAR), model_of(YEAR, ScheduleLocks(("changzhou",), 0.5, 6.0))
    rules = after.locks["scheduling"]["changzhou"].rules
    old = before.locks["scheduling"]["changzhou"].rules
    assert (rules.call_delay_h, rules.announce_h) == (0.5 * old.call_delay_h, 6.0)
    assert repr(after.locks["scheduling"]["xijin"]) == repr(before.locks["scheduling"]["xijin"])
    kt = service_tonnes(before)
    waits = [simulate_locks(model, kt, KEY)[0] for model in (before, after)]
    at = [n for n, key in enumerate(before.skims.lock_directions) if key[0] == "changzhou"]
    assert (waits[1][at] < waits[0][at]).all()
