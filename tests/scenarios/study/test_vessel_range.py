"""Warnings of shares of powertrains that few voyages can reach, on stand-ins of a study."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from networks import Leg
from scenarios.cli.warning_lines import warning_lines
from scenarios.comparison.warnings import study_warnings
from transport.changes import VesselPowertrain

if TYPE_CHECKING:
    from collections.abc import Sequence

PLAN, YEAR, ASKED = "batteries", 2030, 0.4


def route(number: int, share: float) -> Any:  # noqa: ANN401 - a stand-in
    """Return a route of one class that makes a share of its voyages with batteries."""
    return SimpleNamespace(
        leg=Leg("inland_water", (f"A{number}", f"B{number}"), ()),
        cargo_kind="bulk",
        mean_payload_t=1000.0,
        class_share={"barge": 1.0},
        energy=SimpleNamespace(drive_share=({"diesel": 1.0 - share, "battery": share},)),
    )


def study(shares: Sequence[float], asked: float = ASKED) -> Any:  # noqa: ANN401 - a stand-in
    """Return a study of one plan with as many tonnes on each route."""
    routes = {f"bulk:A{number}>B{number}": route(number, one) for number, one in enumerate(shares)}
    skims = SimpleNamespace(
        routes=routes, route_kt=lambda kt: dict(zip(routes, kt.tolist(), strict=True))
    )
    market = SimpleNamespace(ban=None)
    runs = [SimpleNamespace(gap=0.0, kt_by_service=np.full(len(shares), kt)) for kt in (8.0, 12.0)]
    change = VesselPowertrain("battery", asked)
    return SimpleNamespace(
        plans=[SimpleNamespace(name=PLAN, changes=lambda _: (change,))],
        settings=SimpleNamespace(years=(YEAR,)),
        base=SimpleNamespace(
            parameters=SimpleNamespace(utilisation_limit_share=0.9, share_tolerance=0.01)
        ),
        models={(PLAN, YEAR): SimpleNamespace(skims=skims, market=market, empty_vessel_factor=1.0)},
        runs=lambda *_: runs,
    )


def warned(shares: Sequence[float], asked: float = ASKED) -> list[dict[str, Any]]:
    """Return the warnings of a study."""
    return list(study_warnings(study(shares, asked), pd.DataFrame(), pd.DataFrame()))


def test_a_share_that_half_of_the_voyages_cannot_reach_is_told() -> None:
    (told,) = warned([ASKED, 0.0])
    assert (told["plan"], told["year"], told["kind"]) == (PLAN, YEAR, "vessel-range")
    assert (told["place"], told["limit"]) == ("battery", ASKED)
    assert told["value"] == pytest.approx(0.2)
    assert told["feasible"] == pytest.approx(0.5)


def test_a_tenth_of_the_voyages_may_stay_behind_without_a_word() -> None:
    assert warned([ASKED] * 9 + [0.0]) == []
    assert len(warned([ASKED] * 8 + [0.0])) == 1


def test_a_plan_that_asks_for_nothing_is_not_warned() -> None:
    assert warned([0.0, 0.0], asked=0.0) == []


def test_the_terminal_names_what_is_asked_and_what_is_in_reach() -> None:
    comparison: Any = SimpleNamespace(warnings=tuple(warned([ASKED, 0.0])))
    assert warning_lines(comparison) == [
        "",
        "warning: battery makes 20% of laden voyages, 40% asked: 50% in reach",
        "  = plan batteries, 2030",
    ]
