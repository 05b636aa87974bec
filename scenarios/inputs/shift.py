"""A plan's choice of mode on the work of its fleets: the model of a year, chosen but not run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.inputs.year import YearSetting, year_model, year_setting
from scenarios.years import FIRST_YEAR
from transport.fleet_use.work_shift import ModeWork, WorkShift, mode_work, shipment_work
from transport.mode_choice.assignment import assign

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from scenarios.inputs.base import Base
    from scenarios.plan.plan import Plan

    Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class ChosenYear:
    """What modes carry in a year of a plan.

    Attributes
    ----------
    chosen, usual : ModeWork
        As the plan has it chosen, and at the shares and hauls of the base year.
    setting : YearSetting
        Network, services and demand of the year.
    """

    chosen: ModeWork
    usual: ModeWork
    setting: YearSetting


def shift_years(plan: Plan, base: Base) -> tuple[int, ...]:
    """Return the years of a plan in which its choice of mode is worked out.

    A plan without years, and tables without a stock, have none.
    """
    return tuple(year for year in plan.years if base.stock and year > FIRST_YEAR)


def chosen_year(
    tables: Frames, base: Base, changes: Sequence[object], year: int, growth_case: str = "central"
) -> ChosenYear:
    """Return what modes carry in a year, chosen at the waits of the base year.

    Vehicles are those of the starting stock, with the shares that the plan gives.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    base : Base
        Base year.
    changes : sequence
        Changes of the plan in the year.
    year, growth_case : int, str
        Calendar year, and growth of demand.

    Returns
    -------
    ChosenYear
        Limits of locks, lines and terminals do not hold cargo back here.
    """
    setting = year_setting(tables, base, changes, year, growth_case)
    model = year_model(tables, base, (*base.stock, *changes), setting, growth_case)
    choice = assign(model.market, model.skims, model.start_delay_h, base.cost_cny_per_t)
    kinds = _cargo_kinds(tables, setting.demand)
    usual = base.tkm_per_kt * setting.demand["kt"].to_numpy(dtype=float)[:, None]
    chosen = shipment_work(model.market, choice, model.skims)
    return ChosenYear(mode_work(chosen, kinds), mode_work(usual, kinds), setting)


def work_shift(tables: Frames, base: Base, found: Mapping[int, ChosenYear]) -> WorkShift:
    """Return the factors on the work of fleets from the years that were worked out."""
    demand = base.priced.market.demand
    start = mode_work(
        base.tkm_per_kt * demand["kt"].to_numpy(dtype=float)[:, None], _cargo_kinds(tables, demand)
    )
    years = sorted(found)
    return WorkShift(
        (FIRST_YEAR, *years),
        (start, *(found[year].chosen for year in years)),
        (start, *(found[year].usual for year in years)),
    )


def plan_shift(tables: Frames, base: Base, plan: Plan, growth_case: str = "central") -> WorkShift:
    """Work out how a plan's choice of mode moves the work of its fleets.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    base : Base
        Base year.
    plan : Plan
        The plan.
    growth_case : str
        Growth of demand.

    Returns
    -------
    WorkShift
        Of the years that the plan names.
    """
    found = {
        year: chosen_year(tables, base, plan.changes(year), year, growth_case)
        for year in shift_years(plan, base)
    }
    return work_shift(tables, base, found)


def _cargo_kinds(tables: Frames, demand: pd.DataFrame) -> list[str]:
    """Return the kind of cargo of each shipment."""
    groups = tables["choice_groups"].set_index("choice_group")["cargo_kind"]
    kinds = tables["commodities"].set_index("commodity")["choice_group"].map(groups)
    return demand["commodity"].map(kinds).astype(str).tolist()
