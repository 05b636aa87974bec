"""Rail sections and terminals: capacities by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from networks import Leg, Link, Network
from transport.facilities import (
    RAIL_SECTION,
    TERMINAL,
    Facilities,
    TerminalFact,
    facility_kt,
    gathered_kt,
    rail_sections,
    terminals,
)
from transport.services import Service

if TYPE_CHECKING:
    from transport.parameters import TransportParameters

SINGLE = Link(
    "r", "A", "B", "rail", 100, tracks=1, freight_paths_per_day=20, max_train_gross_t=3000
)
BACK, FORTH = (RAIL_SECTION, "r", "A"), (RAIL_SECTION, "r", "B")


@pytest.fixture
def rules(parameters: TransportParameters) -> TransportParameters:
    return replace(
        parameters,
        rail_paths_single_per_day=24.0,
        rail_paths_double_per_day=70.0,
        rail_train_gross_t=4000.0,
        rail_net_load_share=0.5,
        river_lot_t=2000.0,
        sea_lot_t=20000.0,
        base_use_share=0.8,
        queue_variability=0.5,
    )


def on(*links: Link) -> Network:
    return Network(2024, links, {}, pd.DataFrame())


def test_paths_times_cargo_of_a_train(rules: TransportParameters) -> None:
    # 20 trains a day of 1,500 t: 10.95 Mt a year.
    assert gathered_kt(SINGLE, None, rules) == pytest.approx(10950)
    unknown = replace(SINGLE, freight_paths_per_day=float("nan"), max_train_gross_t=float("nan"))
    assert gathered_kt(unknown, None, rules) == pytest.approx(24 * 2 * 365)
    assert gathered_kt(replace(unknown, tracks=0), None, rules) == np.inf


def test_a_second_track_brings_paths_even_when_none_are_named(rules: TransportParameters) -> None:
    doubled = replace(SINGLE, tracks=2)
    assert gathered_kt(doubled, SINGLE, rules) == pytest.approx(70 * 1.5 * 365)
    named = replace(doubled, freight_paths_per_day=50)
    assert gathered_kt(named, SINGLE, rules) == pytest.approx(50 * 1.5 * 365)


def test_a_section_carries_the_base_year_at_the_stated_use(rules: TransportParameters) -> None:
    flows = {FORTH: 17520.0, BACK: 5000.0}
    forth, back = rail_sections(on(SINGLE), on(SINGLE), flows, rules)
    # Gathered 10.95 Mt; 17.52 Mt at 0.8 need 21.9 Mt, twice as much, in both directions.
    assert forth.capacity_kt == back.capacity_kt == pytest.approx(21900)
    assert forth.scaled
    doubled = replace(SINGLE, tracks=2, freight_paths_per_day=40)
    later, _ = rail_sections(on(doubled), on(SINGLE), flows, rules)
    assert later.capacity_kt == pytest.approx(2 * 21900)  # twice the paths, twice the capacity
    assert later.base_wait_h == forth.base_wait_h


def test_the_base_year_waits_no_longer_and_less_cargo_waits_less(
    rules: TransportParameters,
) -> None:
    rows = rail_sections(on(SINGLE), on(SINGLE), {FORTH: 8000.0, BACK: 0.0}, rules)
    facilities = Facilities(tuple(rows), rules.queue_variability)
    assert not rows[0].scaled
    assert facilities.extra_wait_h(np.array([8000.0, 0.0])).tolist() == [0.0, 0.0]
    assert facilities.extra_wait_h(np.array([10000.0, 0.0]))[0] > 0
    assert -rows[0].base_wait_h <= facilities.extra_wait_h(np.array([4000.0, 0.0]))[0] < 0


def test_terminals_keep_the_cargo_that_the_demand_does_not_hold(
    rules: TransportParameters,
) -> None:
    facts = [
        TerminalFact("A", "sea", 150e3, 174e3),
        TerminalFact("B", "inland_water", float("nan"), 80e3),
        TerminalFact("C", "rail", 50e3, float("nan")),
        TerminalFact("D", "rail", float("nan"), float("nan")),
    ]
    base = {(TERMINAL, "A", "sea"): 1000.0, (TERMINAL, "C", "rail"): 10e3}
    port, river, station = terminals(facts, base, rules)  # nothing is known of D
    assert (port.capacity_kt, port.other_kt, port.scaled) == (174e3 / 0.8, 173e3, True)
    assert (river.capacity_kt, river.other_kt) == (100e3, 80e3)
    assert (station.capacity_kt, station.other_kt, station.scaled) == (50e3, 0.0, False)


def test_cargo_by_section_and_terminal() -> None:
    leg = Leg("rail", ("A", "B"), (SINGLE,))
    drayage = Leg("road", ("B", "X"), (Link("d", "B", "X", "road", 5),))
    services = [
        Service("A", "X", "g", "rail", "rail", (leg, drayage)),
        Service("B", "A", "g", "rail", "rail", (Leg("rail", ("B", "A"), (SINGLE,)),)),
    ]
    assert facility_kt(services, np.array([3.0, 4.0])) == {
        FORTH: 3.0,
        BACK: 4.0,
        (TERMINAL, "A", "rail"): 7.0,
        (TERMINAL, "B", "rail"): 7.0,
    }
