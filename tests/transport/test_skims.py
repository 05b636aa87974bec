"""Money, time and lock calls of services, reckoned by hand on the corridor of the conftest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from networks import Chamber
from transport.changes import ScaleHandling
from transport.services import Service, find_services
from transport.skims import ServiceSkims, money_and_hours, skim_services, with_lock_spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from networks import Network
    from transport.commodity_groups import CommodityGroup
    from transport.inland.water_routes import InlandFleet
    from transport.parameters import TransportParameters

PATTERNS = ("road", "rail", "inland_water")

# Vessel cost per tonne, from test_water_routes.py: down with 0.6 of an empty return, up without.
DOWN_CNY_PER_T = (8918 + 5500) / 1225
UP_CNY_PER_T = (7 * 927.5 + 5500) / 1225
HOUR_CNY_PER_T = 192.5 / 1225


@pytest.fixture(scope="module")
def services(
    network: Network, group: CommodityGroup, parameters: TransportParameters
) -> dict[tuple[str, str], Service]:
    pairs = [("Mine", "Down"), ("Down", "Up")]
    made = find_services(network, pairs, [group], parameters)
    return {(service.origin, service.pattern): service for service in made}


@pytest.fixture(scope="module")
def skim(
    network: Network,
    group: CommodityGroup,
    fleet: InlandFleet,
    parameters: TransportParameters,
    services: dict[tuple[str, str], Service],
) -> Callable[..., ServiceSkims]:
    """Skim the three services from Mine to Down and the one by water from Down to Up."""
    wanted = [services["Mine", pattern] for pattern in PATTERNS]
    wanted.append(services["Down", "inland_water"])

    def run(*changes: ScaleHandling, on: Network = network) -> ServiceSkims:
        return skim_services(on, wanted, {"stone": group}, fleet, parameters, changes)

    return run


def test_money_by_hand(skim: Callable[..., ServiceSkims]) -> None:
    assert skim().money_cny_per_t == pytest.approx(
        [
            100 * 0.4 + 5 + 5,  # 100 km of road, loaded and unloaded
            10 * 0.4 + 5 + 10 + 100 * 0.1 + 2 * 15,  # drayage, tariff, two terminals
            10 * 0.4 + 5 + DOWN_CNY_PER_T + 2 * 8,
            UP_CNY_PER_T + 2 * 8,  # from quay to quay
        ]
    )


def test_time_by_hand(skim: Callable[..., ServiceSkims]) -> None:
    assert skim().time_h == pytest.approx(
        [
            10 / 20 + 90 / 60 + 2 + 2,  # free speeds over 1.5, both ends
            10 / 20 + 2 + 100 / 25 + 1 + 2 * 12,  # an hour where the wire ends
            10 / 20 + 2 + 7 + 2 * 10,
            7 + 2 * 10,
        ]
    )


def test_spread_of_time_by_hand(skim: Callable[..., ServiceSkims]) -> None:
    skims = skim()
    assert skims.spread_h == pytest.approx(
        [
            0.1 * (10 / 20 + 90 / 60),  # under way alone
            0.1 * 10 / 20 + 0.25 * (100 / 25 + 1),
            0.1 * 10 / 20 + 0.2 * 7,
            0.2 * 7,
        ]
    )
    assert skims.felt_h.tolist() == skims.time_h.tolist()  # the ratio of the conftest is zero
    felt = replace(skims, reliability_ratio=0.5).felt_h
    assert felt - skims.time_h == pytest.approx(skims.spread_h / 2)


def test_the_spread_of_waits_at_locks_is_felt_by_cargo_alone(
    skim: Callable[..., ServiceSkims],
) -> None:
    skims = replace(skim(), reliability_ratio=0.5)
    delay_h, spread_h = np.array([6.0, 3.0]), np.array([8.0, 20.0])
    money, hours = money_and_hours(skims, delay_h)
    wide_money, wide_hours = money_and_hours(
        with_lock_spread(skims), np.concatenate([delay_h, spread_h])
    )
    assert wide_money == pytest.approx(money)
    # Down one passage with a spread of 8 h, up one with 20 h, at half the weight of an hour.
    assert wide_hours - hours == pytest.approx([0, 0, 4, 10])


def test_kilometres_by_mode(skim: Callable[..., ServiceSkims]) -> None:
    assert skim().km.tolist() == [
        [100, 0, 0, 0],
        [10, 100, 0, 0],
        [10, 0, 74, 0],
        [0, 0, 74, 0],
    ]


def test_lock_calls_and_the_cost_of_an_hour(skim: Callable[..., ServiceSkims]) -> None:
    skims = skim()
    assert skims.lock_directions == [("Lock", 0), ("Lock", 1)]
    assert skims.laden_calls.toarray().tolist() == [[0, 0], [0, 0], [1, 0], [0, 1]]
    # Cargo bound down pays for 0.6 of an hour that its empty return waits below; cargo bound up
    # for none.
    assert skims.delay_cny_per_t_h.toarray() == pytest.approx(
        np.array([[0, 0], [0, 0], [1, 0.6], [0, 1]]) * HOUR_CNY_PER_T
    )


def test_routes_of_services(skim: Callable[..., ServiceSkims]) -> None:
    skims = skim()
    assert skims.route_of_service == [(), (), ("bulk:Up>Lock>Down",), ("bulk:Down>Lock>Up",)]
    assert set(skims.routes) == {"bulk:Up>Lock>Down", "bulk:Down>Lock>Up"}


@pytest.mark.parametrize(
    ("change", "money", "time_h"),
    [
        # A quarter of 8 CNY saved at Up, and half of 10 h: both services by water call there.
        (ScaleHandling(("Up",), "inland_water", 0.75, 0.5), [0, 0, -2, -2], [0, 0, -5, -5]),
        (ScaleHandling(("Up", "Down"), "rail", 2, 1), [0, 30, 0, 0], [0, 0, 0, 0]),
        (ScaleHandling(("Mine",), "road", 0, 2), [-5, -5, -5, 0], [2, 2, 2, 0]),
        (ScaleHandling(("Up",), "sea", 0.1, 0.1), [0] * 4, [0] * 4),
        (ScaleHandling(("Mid", "Lock"), "rail", 9, 9), [0] * 4, [0] * 4),  # nobody stops there
        (ScaleHandling(("Up",), "inland_water", 1, 1), [0] * 4, [0] * 4),
    ],
)
def test_a_change_of_handling_touches_its_place_and_mode(
    skim: Callable[..., ServiceSkims],
    change: ScaleHandling,
    money: list[float],
    time_h: list[float],
) -> None:
    before, after = skim(), skim(change)
    assert after.money_cny_per_t - before.money_cny_per_t == pytest.approx(money)
    assert after.time_h - before.time_h == pytest.approx(time_h)


def test_a_later_change_of_handling_replaces_an_earlier_one(
    skim: Callable[..., ServiceSkims],
) -> None:
    first = ScaleHandling(("Up", "Down"), "inland_water", 0.5, 0.5)
    second = ScaleHandling(("Up",), "inland_water", 3, 1)
    saved = skim(first, second).money_cny_per_t - skim().money_cny_per_t
    assert saved == pytest.approx([0, 0, 16 - 4, 16 - 4])


def test_a_service_that_no_vessel_can_serve_is_left_out(
    skim: Callable[..., ServiceSkims], network: Network
) -> None:
    tiny = replace(network, chambers={"Lock": (Chamber("Lock", "1", 40, 8, 100, 40, 10),)})
    skims = skim(on=tiny)
    assert [service.pattern for service in skims.services] == ["road", "rail"]
    assert skims.routes == {}
    assert len(skims.money_cny_per_t) == len(skims.time_h) == len(skims.km) == 2
    assert skims.laden_calls.shape == (2, 2)
