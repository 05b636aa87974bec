"""Measures on railways.

``rail-line``
    Rail links open to freight, get a second track, or get wires.
``train-paths``
    More freight trains may run on rail links, without works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, ValidationInfo

from networks.changes import RailProject
from scenarios.measures.common import Language, Measure, known_id, known_of, once
from scenarios.measures.values import Amount, Bounds
from scenarios.measures.words import counted

if TYPE_CHECKING:
    from scenarios.measures.common import Change

_DOUBLE = 2
_ZH = {"opening": "开通", "doubling": "增建二线", "electrification": "电气化"}


def _known_link(value: str, info: ValidationInfo) -> str:
    """Refuse a rail link that the tables do not have."""
    known = known_of(info)
    if known is None:
        return value
    table = "networks/data/rail_links.csv"
    return known_id("plan.link", "rail link", value, known.rail_links, table)


RailLinkId = Annotated[str, AfterValidator(_known_link)]


class RailLine(Measure):
    """Rail links open to freight, get a second track, or get wires.

    Attributes
    ----------
    project : str
        ``opening``, ``doubling`` or ``electrification``.
    links : tuple of str
        Links of the table ``rail_links``; for an opening also planned ones and those without
        freight.
    freight_paths_per_day : float or None
        Freight train paths a day in each direction from then on; what stood before without it.
    """

    kind: Literal["rail-line"]
    project: Literal["opening", "doubling", "electrification"]
    links: Annotated[tuple[RailLinkId, ...], AfterValidator(once)]
    freight_paths_per_day: Annotated[Amount, Bounds(1, 300, "trains a day")] | None = None

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the project; it is as old as the measure."""
        del year
        paths = None if self.freight_paths_per_day is None else float(self.freight_paths_per_day)
        tracks = _DOUBLE if self.project == "doubling" else None
        return (RailProject(self.links, self.project, self.opens, tracks, paths),)

    def describe(self, language: Language = "en") -> str:
        """Say what happens to how many links."""
        if language == "zh":
            return f"{len(self.links)}段铁路{_ZH[self.project]}"
        return f"{self.project} of {counted(len(self.links), 'rail link')}"


class TrainPaths(Measure):
    """More freight trains may run on rail links, without works.

    Attributes
    ----------
    links : tuple of str
        Links of the table ``rail_links``.
    freight_paths_per_day : float
        Freight train paths a day in each direction from then on.
    """

    kind: Literal["train-paths"]
    links: Annotated[tuple[RailLinkId, ...], AfterValidator(once)]
    freight_paths_per_day: Annotated[Amount, Bounds(1, 300, "trains a day")]

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the paths; they are as old as the measure."""
        del year
        paths = float(self.freight_paths_per_day)
        return (RailProject(self.links, self.kind, self.opens, None, paths),)

    def describe(self, language: Language = "en") -> str:
        """Say how many trains may run on how many links."""
        paths = f"{float(self.freight_paths_per_day):g}"
        if language == "zh":
            return f"{len(self.links)}段铁路货车线每日每方向{paths}条"
        return f"{paths} freight paths a day on {counted(len(self.links), 'rail link')}"
