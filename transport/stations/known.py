"""What drivers know of stations: usual waits and sessions, learnt from weeks that went before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from transport.stations.indicators import usual_sessions_h, usual_waits_h

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from transport.operations.stations import Station, StationRun, StationSite

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class KnownStations:
    """Means over the weeks that drivers remember, by station.

    Attributes
    ----------
    wait_h, session_h : dict of str to float
        Usual wait, and hours that a place is taken for; no session where none was seen.
    weeks : int
        Weeks remembered.
    """

    wait_h: dict[str, float] = field(default_factory=dict)
    session_h: dict[str, float] = field(default_factory=dict)
    weeks: int = 0

    def after(self, run: StationRun) -> KnownStations:
        """Return what is known after a further week, which counts as much as each before.

        A station that had no session before counts with that of the week alone.
        """
        weeks = self.weeks + 1
        wait_h = _mean(self.wait_h, run.stations, usual_waits_h(run), weeks)
        session_h = _mean(self.session_h, run.stations, usual_sessions_h(run), weeks)
        return KnownStations(wait_h, session_h, weeks)


def _mean(
    before: Mapping[str, float], names: Sequence[str], values: Floats, weeks: int
) -> dict[str, float]:
    """Return means with a further value each; one that is not known changes nothing."""
    found = dict(before)
    for name, value in zip(names, values.tolist(), strict=True):
        if not np.isnan(value):
            old = found.get(name, value)
            found[name] = old + (value - old) / weeks
    return found


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
