"""Every pair of the demand table has a way to travel, in every year and by its observed mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.inputs import BASE_YEAR, demand_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel


def served(model: YearModel) -> set[tuple[str, str]]:
    return {(service.origin, service.destination) for service in model.skims.services}


@pytest.mark.parametrize("year", [BASE_YEAR, 2031, 2060])
def test_every_pair_has_a_service(
    shipped: Tables, model_of: Callable[..., YearModel], year: int
) -> None:
    demand = demand_of(shipped)
    pairs = set(zip(demand["origin"], demand["destination"], strict=True))
    model = model_of(year)
    assert pairs == served(model)
    assert set(model.market.shipment) == set(range(len(demand)))


def test_nearly_all_cargo_can_use_the_mode_on_which_it_was_observed(
    base_model: YearModel,
) -> None:
    market = base_model.market
    modes = {
        (int(n), base_model.skims.services[s].main_mode)
        for n, s in zip(market.shipment, market.service, strict=True)
    }
    rows = market.demand
    kt = sum(
        float(kt)
        for n, (kt, mode) in enumerate(zip(rows["kt"], rows["observed_main_mode"], strict=True))
        if (n, mode) in modes
    )
    assert kt / float(rows["kt"].sum()) > 0.99
