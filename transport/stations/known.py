"""What drivers know of stations: usual waits and sessions of the week before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from transport.stations.indicators import usual_sessions_h, usual_waits_h

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transport.operations.stations import Station, StationRun, StationSite


@dataclass(frozen=True)
class KnownStations:
    """Means of a week, by station.

    Attributes
    ----------
    wait_h, session_h : dict of str to float
        Usual wait, and hours that a place is taken for; no session where none was seen.
    """

    wait_h: dict[str, float] = field(default_factory=dict)
    session_h: dict[str, float] = field(default_factory=dict)

    def after(self, run: StationRun) -> KnownStations:
        """Return what is known after a further week; a session not seen in it stays as it was."""
        waits = dict(zip(run.stations, usual_waits_h(run).tolist(), strict=True))
        seen = zip(run.stations, usual_sessions_h(run).tolist(), strict=True)
        sessions = {name: hours for name, hours in seen if not np.isnan(hours)}
        return KnownStations(waits, self.session_h | sessions)


def as_known(sites: Sequence[StationSite], known: KnownStations) -> list[StationSite]:
    """Return sites as drivers know them; where no session was seen, what was expected holds."""
    return [
        replace(site, stations=tuple(_as_known(one, known) for one in site.stations))
        for site in sites
    ]


def _as_known(one: Station, known: KnownStations) -> Station:
    """Return a station as drivers know it."""
    return replace(
        one,
        known_wait_h=known.wait_h.get(one.name, 0.0),
        session_h=known.session_h.get(one.name, one.session_h),
    )
