"""Plans of a few months with round numbers, for a lock ``L`` and vessels of 1,000 and 2,000 t."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from networks import Chamber
from transport.lock_months.months import LoadedMonth, MonthPlan
from transport.operations.lock import LockRules, LockSite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transport.inland.water_routes import InlandFleet
    from transport.operations.lock import Hours

NAN = float("nan")


def month(number: int, count: float, start: float = NAN, **given: object) -> LoadedMonth:
    """Make a month of 2025 with equal numbers both ways."""
    settings: dict[str, object] = {"mean_rated_t": NAN, "load_share": (0.9, 0.3)} | given
    vessels = settings.pop("vessels", (count / 2, count / 2))
    return LoadedMonth(year=2025, month=number, vessels=vessels, waiting_start=start, **settings)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def month_of() -> Callable[..., LoadedMonth]:
    return month


@pytest.fixture(scope="session")
def plan_of(fleet: InlandFleet) -> Callable[..., MonthPlan]:
    """Make a plan of months for vessels that come back after some hours."""

    def plan(
        *months: LoadedMonth, half_turn_round_h: float = 96.0, empties: bool = False
    ) -> MonthPlan:
        return MonthPlan(
            lock="L",
            months=months,
            classes=tuple(fleet.classes.values()),
            class_share=(0.25, 0.75),
            half_turn_round_h=half_turn_round_h,
            upbound_empties=empties,
        )

    return plan


@pytest.fixture(scope="session")
def site_of() -> Callable[..., LockSite]:
    """Make a site of chambers for four large vessels, 60 min a lockage, started at once."""

    def site(
        lines: int = 1, closed: Sequence[tuple[float, float]] = (), **rules: float
    ) -> LockSite:
        chambers = tuple(Chamber("L", str(k), 160, 30, NAN, 60, 15) for k in range(1, lines + 1))
        closed_h: dict[str, Hours] = {"1": tuple(closed)}
        settings = {"look_ahead": 12, "min_fill_share": 0.0, "max_hold_h": 0.0} | rules
        return LockSite(chambers, LockRules(**settings), closed_h)  # type: ignore[arg-type]

    return site
