"""Handling at terminals as factors, as stated values, and on the quays of a port."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from networks import Leg, Link
from transport.changes import OnDockRail, ScaleHandling, SetHandling, ThroughTransport
from transport.handling import Handling, relative_handling
from transport.services import Service

if TYPE_CHECKING:
    from transport.changes import HandlingChange
    from transport.commodity_groups import CommodityGroup
    from transport.parameters import TransportParameters

ON_DOCK = OnDockRail("Port", 0.25, 0.5)


def chain(*modes: str, group: str = "stone") -> Service:
    """A chain over places A, Port and B, one leg for each mode."""
    places = ("A", "Port", "B")[: len(modes) + 1]
    legs = tuple(
        Leg(mode, (start, end), (Link(f"{start}{end}", start, end, mode, 10.0),))
        for mode, start, end in zip(modes, places, places[1:], strict=False)
    )
    return Service("A", places[-1], group, "x", modes[0], legs)


def test_stated_values_are_factors_of_today(
    group: CommodityGroup, parameters: TransportParameters
) -> None:
    # rail handling costs 15 CNY/t and takes 12 h today
    found = relative_handling(
        [SetHandling(("Port",), "rail", 12.0, 6.0)], {"stone": group}, parameters
    )
    assert found == [ScaleHandling(("Port",), "rail", 0.8, 0.5, ("stone",))]
    money = relative_handling([SetHandling(("Port",), "road", 4.0)], {"stone": group}, parameters)
    assert money == [ScaleHandling(("Port",), "road", 0.8, 1.0, ("stone",))]


def test_what_leaves_handling_alone_is_left_out(
    group: CommodityGroup, parameters: TransportParameters
) -> None:
    changes = [object(), ON_DOCK, ScaleHandling(("Port",), "rail", 1, 1)]
    assert relative_handling(changes, {"stone": group}, parameters) == changes[1:]


def test_the_last_change_of_a_terminal_holds_for_its_groups() -> None:
    every = ScaleHandling(("Port",), "rail", 0.5, 0.5)
    stone = ScaleHandling(("Port",), "rail", 0.8, 1.0, ("stone",))
    both = Handling([every, stone])
    assert both.at("Port", "rail", "stone") == (0.8, 1.0)
    assert both.at("Port", "rail", "steel") == (0.5, 0.5)
    assert Handling([stone, every]).at("Port", "rail", "stone") == (0.5, 0.5)
    assert Handling([stone]).at("Port", "rail", "steel") == (1.0, 1.0)


@pytest.mark.parametrize("modes", [("rail", "sea"), ("inland_water", "rail")])
def test_rails_on_the_quay_cut_both_ends_where_rail_meets_water(modes: tuple[str, str]) -> None:
    handling = Handling([ON_DOCK])
    service = chain(*modes)
    assert handling.of_leg_end(service, 0, -1) == handling.of_leg_end(service, 1, 0) == (0.75, 0.5)
    assert handling.of_leg_end(service, 0, 0) == handling.of_leg_end(service, 1, -1) == (1.0, 1.0)


@pytest.mark.parametrize("modes", [("road", "rail"), ("inland_water", "sea")])
def test_they_leave_other_transfers_alone(modes: tuple[str, str]) -> None:
    assert Handling([ON_DOCK]).of_leg_end(chain(*modes), 0, -1) == (1.0, 1.0)


def test_cuts_of_port_terminal_and_document_multiply() -> None:
    changes: list[HandlingChange] = [
        ON_DOCK,
        ScaleHandling(("Port",), "rail", 0.8, 1.0),
        ThroughTransport(("rail", "sea"), 0.5, 0.0),
    ]
    factors = Handling(changes).of_leg_end(chain("rail", "sea"), 0, -1)
    assert factors == pytest.approx((0.75 * 0.8 * 0.5, 0.5))
