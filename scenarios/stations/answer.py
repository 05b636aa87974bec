"""An answer about stations: tables, facts, what they rest on, and its JSON and lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenarios.display.words import Text
    from scenarios.stations.request import StationRequest

_SHOWN = 8


@dataclass(frozen=True)
class StationsAnswer:
    """What ``landsea stations`` found.

    Attributes
    ----------
    facts : dict
        Plan, year, mode, seed and what part of the traffic was modelled.
    totals : dict
        Sums.
    stations : pandas.DataFrame
        One row for each station.
    corridors : pandas.DataFrame
        One row for each expressway; none on the river.
    gaps : pandas.DataFrame
        Stretches without a station that keep trips on diesel.
    hours_kw : numpy.ndarray
        Mean power of each site by hour of the day.
    sites : tuple of str
        Sites in the order of `hours_kw`.
    assumptions, warnings : list of Text
        What the answer rests on, and what to see first.
    balances : bool
        Whether energy and packs were conserved at every event.
    """

    facts: dict[str, Any]
    totals: dict[str, Any]
    stations: pd.DataFrame
    corridors: pd.DataFrame
    gaps: pd.DataFrame
    hours_kw: NDArray[np.float64]
    sites: tuple[str, ...]
    assumptions: list[Text]
    warnings: list[Text]
    balances: bool
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def hourly(self) -> pd.DataFrame:
        """Mean power by site and hour of the day, kW, where any was drawn."""
        drawn = np.flatnonzero(self.hours_kw.sum(axis=1) > 0)
        rows = [
            {"site": self.sites[k], "hour": hour, "mean_kw": float(self.hours_kw[k, hour])}
            for k in drawn
            for hour in range(24)
        ]
        return pd.DataFrame(rows, columns=["site", "hour", "mean_kw"])

    def document(self) -> dict[str, Any]:
        """Return the answer as JSON has it."""
        return {
            **self.facts,
            "balances": self.balances,
            "totals": self.totals,
            "stations": self.stations.to_dict("records"),
            "corridors": self.corridors.to_dict("records"),
            "gaps": self.gaps.to_dict("records"),
            "hourly_kw": self.hours_kw.sum(axis=0).tolist(),
            "assumptions": [text.en for text in self.assumptions],
            "warnings": [text.en for text in self.warnings],
            **self.more,
        }


def shown_facts(request: StationRequest) -> dict[str, Any]:
    """Return what was asked."""
    return {
        "plan": request.plan.name,
        "year": request.year,
        "mode": request.mode,
        "seed": request.seed,
        "target_wait_min": request.target_wait_min,
        "data": request.tables.digest,
    }


def answer_lines(answer: StationsAnswer) -> list[str]:
    """Return an answer as lines of text."""
    total, facts = answer.totals, answer.facts
    load, peak = f"{total['energy_mwh_per_day']:.0f}", f"{total['peak_mw']:.1f}"
    use = f"{load} MWh a day at the meter, peak {peak} MW"
    wait = f"wait {total['wait_mean_min']:.1f} min mean, {total['wait_p95_min']:.1f} min P95"
    ended = f"{total['diverted']} diverted, {total['not_made']} not possible"
    lines = [
        f"plan {facts['plan']}, {facts['year']}, {facts['mode']}: one week, after a day to fill",
        f"  {total['stations']} stations, {total['stations_used']} of them used, {use}",
        f"  {total['trips']} trips: {total['stops']} stops, {wait}",
        f"  {ended}, {total['stranded']} stranded, {total['unserved']} still waiting at the end",
    ]
    if "coverable_share_of_trips" in total:
        lines.append(
            f"  {total['coverable_share_of_trips']:.1%} of laden trips could be made by "
            f"{facts['powertrain']} trucks ({total['coverable_share_of_km']:.1%} of km)"
        )
    lines.append("station                      arrivals/d  wait P95 min  use   units needed")
    busiest = answer.stations.sort_values("arrivals_per_day", ascending=False).head(_SHOWN)
    lines += [
        f"{row['station']:28} {row['arrivals_per_day']:10.1f} {row['wait_p95_min']:13.1f} "
        f"{row['utilisation']:5.0%} {row['units']:5} {row['units_needed']:6}"
        for row in busiest.to_dict("records")
    ]
    lines += [f"warning: {text.en}" for text in answer.warnings]
    return lines
