"""The answer of ``landsea fleet``: stock, sales, energy, cost and money by year and fleet."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from fleets.turnover.accounts import cohort_emissions, energy_mj, stage_index, stages_of, year_money
from fleets.turnover.terms import CAUSES
from scenarios.faults import Fault, InputError
from scenarios.fleet.projection import plan_stock
from scenarios.fleet.ranges import fleet_ranges
from scenarios.fleet.sweep import price_cases
from scenarios.fleet.targets import target_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from fleets.turnover.accounts import YearMoney
    from scenarios.fleet.inputs import StockInputs
    from scenarios.fleet.projection import FleetPath
    from scenarios.plan.plan import Plan

    Floats = NDArray[np.float64]
    Progress = Callable[[int, int, str], None]

BANDS: Final = (0, 5, 10, 15, 20, 30)
"""First ages of the bands in which the answer shows a stock; the last is open."""


def band_names() -> list[str]:
    """Return the names of the bands of age, youngest first.

    Examples
    --------
    >>> band_names()[:2], band_names()[-1]
    (['0-4', '5-9'], '30+')
    """
    ends = [f"-{after - 1}" for after in BANDS[1:]]
    return [f"{first}{end}" for first, end in zip(BANDS, [*ends, "+"], strict=True)]


@dataclass(frozen=True)
class FleetAnswer:
    """What ``landsea fleet`` found.

    Attributes
    ----------
    plan : Plan
        The plan.
    years : tuple of int
        Years shown.
    paths : mapping of str to FleetPath
        Fleets through all years.
    document : dict
        The JSON: ``plan``, ``years``, ``fleets`` and ``money``.
    """

    plan: Plan
    years: tuple[int, ...]
    paths: Mapping[str, FleetPath]
    document: dict[str, Any]


def fleet_answer(
    inputs: StockInputs, plan: Plan, years: Sequence[int], progress: Progress | None = None
) -> FleetAnswer:
    """Follow the fleets of a plan and say what came of them.

    Parameters
    ----------
    inputs : StockInputs
        What the stock of every plan rests on.
    plan : Plan
        The plan.
    years : sequence of int
        Years shown; the stock is followed from the base year on.
    progress : callable, optional
        Called with projections done, projections in all and a label.

    Returns
    -------
    FleetAnswer
        With everything for tables and pictures.

    Raises
    ------
    InputError
        If the demand has no tonnes that a fleet carries, or bans leave a fleet nothing to buy.
    """
    if not inputs.kinds:
        raise InputError([_no_fleets()])
    last = max(years)
    paths = plan_stock(inputs, plan.changes, last)
    cases = tuple(price_cases(inputs))
    swept = {}
    for done, case in enumerate(cases, start=1):
        swept[case.name, case.end] = plan_stock(inputs, plan.changes, last, case)
        if progress:
            progress(done, len(cases), case.name)
    money = {name: {year: money_of(path, year) for year in years} for name, path in paths.items()}
    document = {
        "plan": {
            "name": plan.name,
            "title": plan.title.model_dump(),
            "targets": target_rows(inputs, paths, years),
        },
        "years": list(years),
        "fleets": {
            name: _fleet(inputs, path, years)
            | {"ranges": fleet_ranges(path, {key: one[name] for key, one in swept.items()})}
            for name, path in paths.items()
        },
        "money": _money(money, years),
    }
    return FleetAnswer(plan, tuple(years), paths, document)


def _no_fleets() -> Fault:
    """Return the fault of demand that no fleet carries."""
    message = "the demand has no tonnes that a fleet carries, so that there is no stock to follow"
    allowed = "tonnes above 0 of a control group of the table stock_activity"
    return Fault("demand", 0, "", "fleet.none", message, allowed, "landsea demand check FILE")


def money_of(path: FleetPath, year: int) -> YearMoney:
    """Return the money of a fleet in a year."""
    return year_money(
        path.kind,
        (path.fleet, path.stock[year], path.work(year)),
        (path.offers[year], path.costs[year], path.prices[year]),
    )


def _fleet(inputs: StockInputs, path: FleetPath, years: Sequence[int]) -> dict[str, Any]:
    """Return what the JSON says of a fleet."""
    kind = path.kind
    return {
        "group": kind.group,
        "name": {"zh": kind.name_zh, "en": kind.name_en},
        "work_unit": kind.work_unit,
        "gross_t": kind.gross_t or None,
        "start_is_estimate": True,
        "powertrains": {
            one.powertrain: {
                "name": {"zh": one.name_zh, "en": one.name_en},
                "clean": one.clean,
                "zero_emission": one.zero_emission,
            }
            for one in kind.powertrains
        },
        "years": [_year(inputs, path, year) for year in years],
    }


def _year(inputs: StockInputs, path: FleetPath, year: int) -> dict[str, Any]:
    """Return what the JSON says of a year of a fleet."""
    stock, work = path.stock[year], path.work(year)
    shown = _Named(path.kind.ids)
    return {
        "year": year,
        "stock": float(stock.counts.sum()),
        "stock_by_powertrain": shown.all(stock.counts.sum(axis=0)),
        "stock_by_age": _ages(path, year),
        "sales": shown.all(stock.sales),
        "sales_share": shown.all(stock.sale_shares),
        "retired": {"age": float(stock.natural.sum())}
        | {cause: float(stock.early[cause].sum()) if stock.early else 0.0 for cause in CAUSES},
        "work": path.need[year],
        "work_share": shown.all(work.sum(axis=0) / path.need[year]),
        "use_share": stock.use_share,
        "energy_tj": {name: mj / 1e6 for name, mj in energy_mj(path.kind, work).items()},
        "emissions": _emissions(inputs, path, year, work),
        "price_cny": shown.all(path.offers[year].capex_cny),
        "cost_cny_per_work": shown.all(path.costs[year].total),
        "cost_parts_cny_per_work": {
            part.name: shown.all(getattr(path.costs[year], part.name))
            for part in fields(path.costs[year])
        },
        "beyond_supply": stock.shortfall,
        "not_on_market": stock.unmet,
        "gap_to_stock_share": stock.stock_gap,
    }


@dataclass(frozen=True)
class _Named:
    """Names arrays over powertrains."""

    ids: Sequence[str]

    def all(self, values: Floats) -> dict[str, float]:
        """Return a number for each powertrain."""
        return {name: float(value) for name, value in zip(self.ids, values, strict=True)}


def _ages(path: FleetPath, year: int) -> dict[str, dict[str, float]]:
    """Return the stock by band of age and powertrain."""
    age = year - path.fleet.vintages
    counts = path.stock[year].counts
    found = {}
    ends = (*BANDS[1:], np.inf)
    for name, first, after in zip(band_names(), BANDS, ends, strict=True):
        inside = (age >= first) & (age < after)
        found[name] = _Named(path.kind.ids).all(counts[inside].sum(axis=0))
    return found


def _emissions(inputs: StockInputs, path: FleetPath, year: int, work: Floats) -> dict[str, Any]:
    """Return what a fleet emits, and its stock and NOx by emission stage."""
    stages = stages_of(inputs.tables["stock_stages"], path.kind.group)
    grams = cohort_emissions(
        path.kind, path.fleet, work, inputs.factors(year), (stages, inputs.gwp)
    )
    index = stage_index(path.fleet.vintages, stages)
    counts = path.stock[year].counts
    return {
        "ttw_co2e_kt": float(grams["ttw_co2e"].sum()) / 1e9,
        "wtw_co2e_kt": float(grams["wtw_co2e"].sum()) / 1e9,
        "nox_t": float(grams["nox"].sum()) / 1e6,
        "pm25_t": float(grams["pm25"].sum()) / 1e6,
        "by_stage": {
            stage.name: {
                "stock": float(counts[index == number].sum()),
                "wtw_co2e_kt": float(grams["wtw_co2e"][index == number].sum()) / 1e9,
                "nox_t": float(grams["nox"][index == number].sum()) / 1e6,
            }
            for number, stage in enumerate(stages)
        },
    }


def _money(money: Mapping[str, Mapping[int, YearMoney]], years: Sequence[int]) -> dict[str, Any]:
    """Return the money of all fleets by year, and of each fleet in all years shown."""
    return {
        "unit": "CNY of 2024",
        "years": [{"year": year} | _sums([one[year] for one in money.values()]) for year in years],
        "fleets": {name: _sums(list(one.values())) for name, one in money.items()},
    }


def _sums(parts: Sequence[YearMoney]) -> dict[str, Any]:
    """Return sums over fleets or years, with what each party is left with."""
    found: dict[str, Any] = {
        field.name: sum(float(getattr(one, field.name)) for one in parts)
        for field in fields(parts[0])
    }
    found["balance"] = {
        party: sum(one.balance[party] for one in parts) for party in parts[0].balance
    }
    return found
