"""An answer about stations: tables, facts, what they rest on, and its JSON and lines."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios.display.numbers import THIN
from scenarios.measures.words import counted
from scenarios.stations.long_waits import long_lines
from scenarios.stations.replications import folded

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

    @property
    def said(self) -> list[str]:
        """Warnings in English, with plain spaces: a terminal may not know the thin one."""
        return [text.en.replace(THIN, " ") for text in self.warnings]

    def document(self) -> dict[str, Any]:
        """Return the answer as JSON has it."""
        return {
            **self.facts,
            "balances": self.balances,
            "totals": folded(self.totals),
            "stations": [folded(row) for row in self.stations.to_dict("records")],
            "corridors": self.corridors.to_dict("records"),
            "gaps": self.gaps.to_dict("records"),
            "hourly_kw": self.hours_kw.sum(axis=0).tolist(),
            "assumptions": [text.en for text in self.assumptions],
            "warnings": self.said,
            **self.more,
        }


def shown_facts(request: StationRequest) -> dict[str, Any]:
    """Return what was asked."""
    return {
        "plan": request.plan.name,
        "year": request.year,
        "mode": request.mode,
        "seed": request.seed,
        "replications": request.replications,
        "target_wait_min": request.target_wait_min,
        "data": request.tables.digest,
    }


def answer_lines(answer: StationsAnswer) -> list[str]:
    """Return an answer as lines of text."""
    total, facts = answer.totals, answer.facts
    load, peak = f"{total['energy_mwh_per_day']:.0f}", _with_ends(total, "peak_mw")
    use = f"{load} MWh a day at the meter, peak {peak} MW"
    wait = f"wait {_with_ends(total, 'wait_mean_min')} min mean, "
    wait += f"{_with_ends(total, 'wait_p95_min')} min P95"
    ended = f"{total['diverted']:.0f} diverted, {total['early']:.0f} early, "
    ended += f"{total['held']:.0f} held, {total['not_made']:.0f} not possible, "
    ended += f"{total['put_off']:.0f} put off"
    waiting = f"{_with_ends(total, 'unserved', 0)} still waiting at the end"
    weeks = counted(facts["replications"], "week")
    lines = [
        f"plan {facts['plan']}, {facts['year']}, {facts['mode']}: {weeks}, after a day to fill",
        f"  {total['stations']:.0f} stations, {total['stations_used']:.0f} of them used, {use}",
        f"  {total['trips']:.0f} trips: {total['stops']:.0f} stops, {wait}",
        f"  {ended}, {total['stranded']:.0f} stranded, {waiting}",
    ]
    if "coverable_share_of_trips" in total:
        lines.append(
            f"  {total['coverable_share_of_trips']:.1%} of laden trips could be made by "
            f"{facts['powertrain']} trucks ({total['coverable_share_of_km']:.1%} of km)"
        )
    others = facts.get("coverable_share_of_trips_by_powertrain", {}).items()
    lines += [
        f"  {share:.1%} by {name} trucks" for name, share in others if name != facts["powertrain"]
    ]
    lines += station_lines(answer.stations)
    lines += long_lines(answer.stations, facts["target_wait_min"])
    lines += [f"warning: {text}" for text in answer.said]
    return lines


def _with_ends(total: dict[str, Any], name: str, decimals: int = 1) -> str:
    """Return a value with its interval where it has one, and a dash where nothing was seen."""
    text = _shown(total[name], decimals)
    if f"{name}_low" not in total:
        return text
    return f"{text} ({total[f'{name}_low']:.{decimals}f}-{total[f'{name}_high']:.{decimals}f})"


def _shown(value: float, decimals: int) -> str:
    """Return a number, or a dash where there is none."""
    return "-" if math.isnan(value) else f"{value:.{decimals}f}"


def busiest_stations(stations: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the stations with the most arrivals; those that nobody uses only where all are so.

    Examples
    --------
    >>> table = pd.DataFrame({"station": ["a", "b", "c"], "arrivals_per_day": [1.0, 0.0, 5.0]})
    >>> busiest_stations(table, 5)["station"].tolist()
    ['c', 'a']
    >>> busiest_stations(table[1:2], 5)["station"].tolist()
    ['b']
    """
    used = stations[stations["arrivals_per_day"] > 0]
    shown = stations if used.empty else used
    return shown.sort_values("arrivals_per_day", ascending=False).head(most)


def station_lines(stations: pd.DataFrame) -> list[str]:
    """Return the busiest stations as lines, with packs where any station swaps."""
    busiest = busiest_stations(stations, _SHOWN)
    swaps = bool((busiest["packs"] > 0).any()) if "packs" in busiest else False
    head = f"{'station':28} {'arrivals/d':>10} {'wait P95 min':>13} {'use':>5} {'units':>5} "
    lines = [head + f"{'needed':>6}" + (f" {'packs':>5} {'needed':>6}" if swaps else "")]
    for row in busiest.to_dict("records"):
        line = (
            f"{row['station']:28} {row['arrivals_per_day']:10.1f} "
            f"{_shown(row['wait_p95_min'], 1):>13} {row['utilisation']:5.0%} "
            f"{row['units']:5.0f} {row['units_needed']:6}"
        )
        lines.append(line + (f" {row['packs']:5.0f} {row['packs_needed']:6}" if swaps else ""))
    return lines
