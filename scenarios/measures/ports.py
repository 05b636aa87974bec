"""Measures on ports.

``shore-power``
    A share of the vessels that shall connect to shore power at some ports does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, ValidationInfo

from scenarios.measures.common import Language, Measure, known_id, known_of, once, span
from scenarios.measures.values import Bounds, PathBounds, YearPath, value_in
from transport.changes import ShorePower

if TYPE_CHECKING:
    from scenarios.measures.common import Change


def _known_port(value: str, info: ValidationInfo) -> str:
    """Refuse a port without cargo."""
    known = known_of(info)
    if known is None:
        return value
    table = "transport/data/port_cargo.csv"
    return known_id("plan.place", "port", value, known.ports, table)


PortId = Annotated[str, AfterValidator(_known_port)]


class ShorePowerMeasure(Measure):
    """A share of the vessels that shall connect to shore power at some ports does.

    Attributes
    ----------
    ports : tuple of str
        Ports of the table ``port_cargo``; all without it.
    fitted_share : YearPath
        Share of eligible calls that connect, 0 to 1; never below what connects today.
    """

    kind: Literal["shore-power"]
    ports: Annotated[tuple[PortId, ...], AfterValidator(once)] = ()
    fitted_share: Annotated[YearPath, PathBounds(Bounds(0, 1, "share"))]

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the share of a year."""
        return (ShorePower(self.ports, value_in(self.fitted_share, year)),)

    def describe(self, language: Language = "en") -> str:
        """Say which calls connect."""
        points = self.fitted_share.points
        share = span(100 * points[0][1], 100 * points[-1][1], language)
        if language == "zh":
            of = ", ".join(self.ports) or "全部港口"
            return f"{of}应接靠泊的{share}%使用岸电"
        of = ", ".join(self.ports) or "all ports"
        return f"{share}% of eligible calls at {of} on shore power"
