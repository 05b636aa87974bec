"""Fees of lock passages by year, from the shipped table and from one made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from scenarios.from_tables.inland_fleet import fleet_of, lock_fees
from scenarios.inputs import transport_parameters
from transport.inland.water_routes import route_cost
from transport.service_costs import empty_return_share

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.tables.reading import Tables
    from transport.parameters import TransportParameters
    from transport.year_model import YearModel


def test_the_latest_row_holds_and_the_star_stands_for_the_rest(
    parameters: TransportParameters,
) -> None:
    rows = [("*", 2015, 0.2), ("Lock", 2027, 1.0), ("Lock", 2020, 0.5)]
    fees = pd.DataFrame(rows, columns=["lock", "from_year", "fee_cny_per_gross_t"])
    locks = pd.DataFrame({"lock": ["Lock", "Other", "Lock"]})
    # One gross ton for each tonne of rated tonnage in the conftest.
    for year, fee in ((2019, 0.2), (2020, 0.5), (2026, 0.5), (2027, 1.0), (2050, 1.0)):
        assert lock_fees(fees, locks, parameters, year) == {"Lock": fee, "Other": 0.2}


def test_only_the_canal_is_charged_and_from_2027(shipped: Tables) -> None:
    parameters = transport_parameters(shipped)
    for year, charged in (
        (2024, set[str]()),
        (2026, set()),
        (2027, {"madao", "qishi", "qingnian"}),
    ):
        fees = fleet_of(shipped, year, parameters).fee_cny_per_dwt
        assert {lock for lock, fee in fees.items() if fee} == charged
    assert fees["madao"] == pytest.approx(0.6)


def test_three_locks_of_the_canal_cost_two_to_five_yuan_a_tonne(
    model_of: Callable[..., YearModel],
) -> None:
    model = model_of(2030)
    free = replace(model.fleet, fee_cny_per_dwt={})
    paid = []
    for route in model.skims.routes.values():
        if {"madao", "qishi", "qingnian"} <= {call.lock for call in route.lock_calls}:
            share = empty_return_share(route, model.parameters)
            costs = [route_cost(route, fleet, share) for fleet in (model.fleet, free)]
            paid.append(costs[0].voyage_cny_per_t - costs[1].voyage_cny_per_t)
    # 3 x 0.6 x rated tonnage over cargo, which is at most 0.94 of it, and 0.71 of that again for
    # the empty return of a voyage down.
    assert len(paid) > 20
    assert min(paid) >= 3 * 0.6 / 0.94 - 1e-9
    assert 3 < max(paid) < 5
