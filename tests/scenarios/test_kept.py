"""Results kept by content: given again where every number is the same, else made anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scenarios.inputs.readers import kept_services_of
from scenarios.kept import Kept

if TYPE_CHECKING:
    from scenarios.inputs import Base
    from scenarios.tables.reading import Tables


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1.0, ("a", "b")), (1.0 + 2**-52, ("a", "b"))),
        ((0.0,), (-0.0,)),
        (({"rail": 1},), ({"road": 1},)),
        (((1,), 2), ((1, 2),)),
    ],
)
def test_any_difference_makes_a_result_anew(one: object, other: object) -> None:
    kept: Kept[object] = Kept(2)
    assert kept.of(one, lambda: "one") == "one"
    assert kept.of(other, lambda: "other") == "other"
    assert kept.of(one, lambda: "made again") == "one"


def test_nan_is_the_same_as_itself_however_it_came_about() -> None:
    kept: Kept[int] = Kept(1)
    assert [kept.of((float("nan"),), lambda n=n: n) for n in (1, 2)] == [1, 1]  # type: ignore[misc]


def test_a_fault_is_not_kept() -> None:
    kept: Kept[float] = Kept(1)
    with pytest.raises(ZeroDivisionError):
        kept.of("content", lambda: 1 / 0)
    assert kept.of("content", lambda: 1.0) == 1.0


def test_services_are_found_again_only_where_a_link_differs(shipped: Tables, base: Base) -> None:
    network, given = base.network, (base.groups, base.parameters)
    services = kept_services_of(shipped, network, *given)
    same = replace(network, links=tuple(replace(link) for link in network.links))
    assert kept_services_of(shipped, same, *given) is services
    longer = {service.legs[0].links[0] for service in services[:1]}
    links = [
        replace(link, length_km=link.length_km + 0.001) if link in longer else link
        for link in network.links
    ]
    others = kept_services_of(shipped, replace(network, links=tuple(links)), *given)
    assert others[0].length_km == pytest.approx(services[0].length_km + 0.001)
