"""When a powertrain becomes the cheapest, and how far estimates move that and the clean stock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.fleet.projection import FleetPath

KEY_YEARS: Final = (2030, 2035, 2060)
"""Years for which the range of the clean share of stock is told."""

COST_YEARS: Final = (2024, 2030, 2060)
"""Years for which the range of the cost of ownership is told."""

_NOTHING: Final = 0.0005


def cheapest_from(path: FleetPath) -> dict[str, int | None]:
    """Return the first year in which each powertrain costs its buyer least, subsidies included.

    Parameters
    ----------
    path : FleetPath
        A fleet through the years.

    Returns
    -------
    dict of str to int or None
        None where it never does.
    """
    found: dict[str, int | None] = dict.fromkeys(path.kind.ids)
    for year, cost in path.costs.items():
        name = path.kind.ids[int(np.argmin(cost.total))]
        if found[name] is None:
            found[name] = year
    return found


def below_usual_from(path: FleetPath) -> dict[str, int | None]:
    """Return the first year in which each powertrain costs less than the usual one."""
    found: dict[str, int | None] = {}
    for index, name in enumerate(path.kind.ids[1:], start=1):
        cheaper = [year for year, cost in path.costs.items() if cost.total[index] < cost.total[0]]
        found[name] = min(cheaper, default=None)
    return found


def clean_share(path: FleetPath, year: int) -> float:
    """Return the share of clean powertrains in the stock of a year."""
    counts = path.stock[year].counts.sum(axis=0)
    total = float(counts.sum())
    return float(counts[path.kind.flags("clean")].sum()) / total if total > 0 else 0.0


def fleet_ranges(path: FleetPath, swept: Mapping[tuple[str, str], FleetPath]) -> dict[str, Any]:
    """Return what the JSON says of the ranges of a fleet.

    Parameters
    ----------
    path : FleetPath
        All estimates at their middle.
    swept : mapping of (str, str) to FleetPath
        One estimate at an end of its range, by its name and end.

    Returns
    -------
    dict
        ``cheapest_from`` and ``below_usual_from`` with the years of every case,
        ``cost_cny_per_work`` by year and powertrain, and ``clean_stock_share`` by year with the
        widest estimate.
    """
    return {
        "cheapest_from": _years(
            cheapest_from(path), [cheapest_from(one) for one in swept.values()]
        ),
        "below_usual_from": _years(
            below_usual_from(path), [below_usual_from(one) for one in swept.values()]
        ),
        "cost_cny_per_work": [
            _costs(path, swept, year) for year in COST_YEARS if year in path.costs
        ],
        "clean_stock_share": [
            _share(path, swept, year) for year in KEY_YEARS if year in path.stock
        ],
    }


def _years(
    central: Mapping[str, int | None], cases: list[dict[str, int | None]]
) -> dict[str, dict[str, Any]]:
    """Return the year of each powertrain with the earliest and latest of the sweep."""
    found = {}
    for name, year in central.items():
        known = [case[name] for case in [dict(central), *cases]]
        years = [one for one in known if one is not None]
        found[name] = {
            "year": year,
            "earliest": min(years, default=None),
            "latest": max(years, default=None),
            "never_in_some": any(one is None for one in known),
        }
    return found


def _costs(
    path: FleetPath, swept: Mapping[tuple[str, str], FleetPath], year: int
) -> dict[str, Any]:
    """Return the cost of ownership of a year by powertrain with the ends of the sweep."""
    cases = np.array([path.costs[year].total, *(one.costs[year].total for one in swept.values())])
    found = zip(path.kind.ids, cases[0], cases.min(axis=0), cases.max(axis=0), strict=True)
    return {
        "year": year,
        "powertrains": {
            name: {"cost": float(cost), "low": float(low), "high": float(high)}
            for name, cost, low, high in found
        },
    }


def _share(
    path: FleetPath, swept: Mapping[tuple[str, str], FleetPath], year: int
) -> dict[str, Any]:
    """Return the clean share of a year, its range, and the estimate that moves it most."""
    shares = {key: clean_share(one, year) for key, one in swept.items()}
    names = {name for name, _ in shares}
    spans = {name: abs(shares[name, "high"] - shares[name, "low"]) for name in names}
    widest = max(sorted(spans), key=lambda name: spans[name])
    return {
        "year": year,
        "share": clean_share(path, year),
        "low": min(shares.values()),
        "high": max(shares.values()),
        "widest": widest if spans[widest] > _NOTHING else "",
    }
