"""What ``landsea stations`` was asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from scenarios.fleet.use import run_changes
from scenarios.inputs import prepare_base
from scenarios.inputs.shift import plan_shift

if TYPE_CHECKING:
    from scenarios.inputs import Base
    from scenarios.plan.plan import Plan
    from scenarios.tables.reading import Tables
    from transport.stations.service_areas import Equipped

WARM_UP_H: Final = 24.0
WEEK_H: Final = 168.0
HORIZON_H: Final = WARM_UP_H + WEEK_H
TARGET_WAIT_MIN: Final = 10.0


@dataclass(frozen=True)
class StationRequest:
    """A question about the stations of a plan's year.

    Attributes
    ----------
    tables : Tables
        Checked tables.
    plan : Plan
        The plan.
    year : int
        Calendar year.
    mode : str
        ``road`` or ``river``.
    seed : int
        Seed of every stream.
    background_per_day : float
        Trucks of each link and direction that the demand table leaves out.
    existing : dict
        Stations of the user's own list, by area and what they sell.
    target_wait_min : float
        Mean wait that the numbers of places needed shall keep.
    replications : int
        Weeks with random streams of their own.
    """

    tables: Tables
    plan: Plan
    year: int
    mode: str
    seed: int
    background_per_day: float
    existing: Equipped
    target_wait_min: float = TARGET_WAIT_MIN
    replications: int = 1

    @cached_property
    def base(self) -> Base:
        """The base year."""
        return prepare_base(dict(self.tables))

    @cached_property
    def changes(self) -> tuple[object, ...]:
        """Changes of the plan's year, with the vehicles of its stock."""
        shift = plan_shift(self.tables, self.base, self.plan)
        return run_changes(self.tables, self.plan, self.year, shift)
