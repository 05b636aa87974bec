"""Powertrains of inland vessels on the shipped model, at the waits of the base year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fleets import gwp_named
from transport.annual import year_at_delays
from transport.changes import VesselPowertrain
from transport.inland.voyages import VoyageFlow, voyage_flows
from transport.ledger.energy import inland_energy, powertrain_shares
from transport.ledger.inland_account import inland_account
from transport.mode_choice.assignment import assign, service_kt

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel

YEAR = 2024
STATIONS = ("WZH", "changzhou", "TXN", "pingnan", "guiping", "GGG", "guigang", "hengzhou_port")


def flows_of(model: YearModel) -> list[VoyageFlow]:
    """Voyages at the delays of the base year."""
    choice = assign(model.market, model.skims, model.start_delay_h, model.base_cost_cny_per_t)
    kt = service_kt(model.market, choice, len(model.skims.services))
    return voyage_flows(model.skims.route_kt(kt), model.skims.routes)


def energy_mj(model: YearModel, flows: list[VoyageFlow]) -> dict[str, float]:
    """Energy of given voyages by carrier, both accounts agreeing."""
    delay = dict(zip(model.skims.lock_directions, model.start_delay_h.tolist(), strict=False))
    table = inland_energy(flows, model.skims.routes, model.fleet, delay)
    account = inland_account(flows, model.skims.routes, model.fleet, delay)
    by_carrier = {name: float(table[f"mj_{name}"].sum()) for name in model.fleet.carriers}
    by_class = dict(zip(account.carriers, account.mj.sum(axis=(0, 1)).tolist(), strict=True))
    assert by_class == pytest.approx(by_carrier, rel=1e-9)
    return by_carrier


def test_no_share_changes_nothing_to_the_bit(model_of: Callable[..., YearModel]) -> None:
    plain = model_of(YEAR)
    nothing = model_of(YEAR, VesselPowertrain("battery-swap", 0.0, stations=STATIONS))
    assert nothing.fleet.carriers == ("inland_diesel",)
    assert np.array_equal(nothing.skims.money_cny_per_t, plain.skims.money_cny_per_t)
    assert repr(nothing.factors) == repr(plain.factors)  # unknown pollutants are not a number
    delay_h = plain.start_delay_h
    assert year_at_delays(nothing, delay_h) == year_at_delays(plain, delay_h)


def test_lng_replaces_diesel_and_slips_more_than_its_best_load(
    model_of: Callable[..., YearModel], shipped: Tables
) -> None:
    plain, gas = model_of(YEAR), model_of(YEAR, VesselPowertrain("lng-otto", 0.5))
    flows = flows_of(plain)
    before, after = energy_mj(plain, flows), energy_mj(gas, flows)
    assert powertrain_shares(flows, gas.skims.routes)["lng-otto"] == pytest.approx(0.5)
    # Half of the voyages, 0.9 of their time on gas, 0.03 of it pilot; gas engines need less.
    assert 0.35 < after["inland_lng_otto"] / sum(after.values()) < 0.5 * 0.9 * 0.97 + 1e-9
    assert sum(after.values()) < before["inland_diesel"]
    factor = gas.factors["inland_lng_otto"]
    slip = factor.ttw_g_per_mj["ch4"] * factor.lhv_mj_per_kg / 1000
    assert 0.0353 < slip < 0.15
    # The 20-year horizon weighs what slips more, diesel hardly.
    rise = {name: gwp_named(shipped["gwp"], name) for name in ("AR6-100", "AR6-20")}
    by_set = {name: factor.wtw_co2e_g_per_mj(gwp) for name, gwp in rise.items()}
    assert by_set["AR6-20"] > 1.3 * by_set["AR6-100"]


def test_batteries_make_what_they_can_and_burn_nothing(
    model_of: Callable[..., YearModel],
) -> None:
    plain = model_of(YEAR)
    flows = flows_of(plain)
    reached, burnt = [], []
    for stations in ((), STATIONS):
        model = model_of(YEAR, VesselPowertrain("battery-swap", 0.5, (), stations, 1.0))
        reached.append(powertrain_shares(flows, model.skims.routes)["battery-swap"])
        burnt.append(energy_mj(model, flows)["inland_diesel"])
        assert model.factors["inland_electricity"].ttw_co2e_g_per_mj(model.gwp) == 0
    # Stations on the way let batteries make more voyages, never more than asked for.
    assert 0 < reached[0] < reached[1] <= 0.5
    assert energy_mj(plain, flows)["inland_diesel"] > burnt[0] > burnt[1]
