"""What a comparison of plans holds: everything that report, workbook and terminal show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.base_year.report import BaseReport
    from scenarios.tables.reading import Tables


@dataclass(frozen=True)
class Comparison:
    """Plans compared with the first of them, ready to be shown.

    Attributes
    ----------
    summary : mapping
        The JSON of ``landsea compare``.
    titles : mapping of str to mapping
        Title of each plan by language (``zh``, ``en``).
    headline : pandas.DataFrame
        One row for each plan other than the base, year and headline quantity: ``plan``, ``year``,
        ``variable`` (``wtw_co2e``, ``ttw_co2e``, ``nox``, ``so2``, ``pm25``, ``cost``,
        ``activity``, ``direct_work``, ``unserved``, ``wait``), ``mode`` (``all`` or a mode),
        ``place`` (lock of ``wait``, else empty), ``unit``, ``gwp`` (the GWP set of CO2e, else
        empty), ``base_mean``, ``plan_mean``,
        ``change_mean``, ``change_low``, ``change_high`` (95 % interval of the paired change),
        ``percent_mean``, ``percent_low``, ``percent_high`` (the same over the base mean),
        ``mark`` (``checked``, ``modelled``, ``estimate``) and ``decided``
        (False when the interval holds zero).
    modes : pandas.DataFrame
        ``plan``, ``year``, ``mode``, ``kt``, ``tkm`` (means over replications).
    link_flows : pandas.DataFrame
        ``plan``, ``year``, ``mode``, ``link_id``, ``kt`` (both directions, mean).
    locks : pandas.DataFrame
        ``plan``, ``year``, ``lock``, ``vessels``, ``lockages``, ``cargo_mt``, ``wait_h_mean``,
        ``wait_h_low``, ``wait_h_high``, ``wait_h_other`` (mean wait under the other explanation
        of ordinary waits, one replication), ``wait_h_p95``, ``utilisation_share``, and where
        locks call clean vessels first ``vessels_first``, ``wait_first_h_mean``,
        ``wait_rest_h_mean`` (of clean vessels and of others) and ``reckoned_cut_share`` (the part
        of their wait that buyers reckon to save), else NaN.
    limits : pandas.DataFrame
        What is used at or above the stated share of its capacity, columns as in
        :func:`scenarios.comparison.limits.limits_table`.
    moves : pandas.DataFrame
        What moved from the base to a plan: ``plan``, ``year`` and the columns of
        :data:`transport.mode_choice.moves.COLUMNS`, largest first.
    growth : pandas.DataFrame
        ``plan``, ``year``, ``growth_case``, ``gwp``, ``base_kt``, ``plan_kt``, ``change_kt``,
        ``change_percent`` of WTW CO2e.
    choice : pandas.DataFrame
        How the results change with the parameters of choice, columns of
        :data:`scenarios.comparison.choice_sensitivity.COLUMNS`.
    observed : pandas.DataFrame
        ``place``, ``variable``, ``year``, ``published``, ``modelled``, ``unit``,
        ``error_percent``, ``fitted``, ``source``: base year against published values.
    freight_rates : pandas.DataFrame
        Rates that the first plan's first year builds beside gathered ones, columns of
        :data:`scenarios.base_year.freight_rates.COLUMNS`.
    base_year : BaseReport or None
        The calibrated base year; none with the user's own demand, to which nothing was fitted.
    canal : pandas.DataFrame
        Cargo of the canal under the first plan beside published forecasts, columns of
        :data:`scenarios.base_year.canal_forecast.COLUMNS`; empty where no year has a forecast.
    assumptions : pandas.DataFrame
        ``table``, ``name``, ``value``, ``low``, ``high``, ``unit``, ``meaning``, ``source``,
        ``confidence``.
    measures : pandas.DataFrame
        ``plan``, ``group``, ``kind``, ``opens``, ``what``, ``capex_cny``, ``article``.
    queue : mapping
        What an hour of queue costs, as :func:`scenarios.base_year.queue_price.queue_price` gives
        it.
    warnings : tuple of mapping
        Each ``{"plan", "year", "place", "kind", "value", "limit"}``.
    tables : Tables
        The checked tables of the run.
    manifest : mapping
        Seed, replications, versions, hashes, run date and time, rounds, balance.
    results : pandas.DataFrame
        The tidy table of all runs, columns as in :mod:`scenarios.study.results`.
    restated : pandas.DataFrame
        CO2e of every plan and year under every GWP set, as
        :func:`scenarios.comparison.climate.restated_table` gives it.
    power : pandas.DataFrame
        CO2e under every case of electricity, as :func:`scenarios.comparison.climate.power_table`
        gives it.
    slip : pandas.DataFrame
        Break-even methane slip of the LNG carriers that any plan burns, as
        :func:`scenarios.comparison.climate.slip_table` gives it; empty when none burns LNG.
    elements, categories : pandas.DataFrame
        Chain elements and operation categories of ISO 14083, as
        :func:`scenarios.study.chains.chain_tables` gives them.
    carriers : pandas.DataFrame
        What a megajoule of each carrier emits, as :func:`scenarios.study.chains.carrier_table`
        gives it.
    cohorts : pandas.DataFrame
        What fleets take and emit by year of building, as
        :func:`scenarios.study.cohorts.cohort_tables` gives it.
    powertrains : pandas.DataFrame
        Powertrains of inland vessels, as :func:`scenarios.comparison.vessel_use.powertrain_table`
        gives them.
    """

    summary: Mapping[str, Any]
    titles: Mapping[str, Mapping[str, str]]
    headline: pd.DataFrame
    modes: pd.DataFrame
    link_flows: pd.DataFrame
    locks: pd.DataFrame
    limits: pd.DataFrame
    moves: pd.DataFrame
    growth: pd.DataFrame
    choice: pd.DataFrame
    observed: pd.DataFrame
    freight_rates: pd.DataFrame
    base_year: BaseReport | None
    canal: pd.DataFrame
    assumptions: pd.DataFrame
    measures: pd.DataFrame
    queue: Mapping[str, Any]
    warnings: tuple[Mapping[str, Any], ...]
    tables: Tables
    manifest: Mapping[str, Any]
    results: pd.DataFrame
    restated: pd.DataFrame = field(default_factory=pd.DataFrame)
    power: pd.DataFrame = field(default_factory=pd.DataFrame)
    slip: pd.DataFrame = field(default_factory=pd.DataFrame)
    elements: pd.DataFrame = field(default_factory=pd.DataFrame)
    categories: pd.DataFrame = field(default_factory=pd.DataFrame)
    carriers: pd.DataFrame = field(default_factory=pd.DataFrame)
    cohorts: pd.DataFrame = field(default_factory=pd.DataFrame)
    powertrains: pd.DataFrame = field(default_factory=pd.DataFrame)

    def moves_of(self, plan: str, year: int) -> pd.DataFrame:
        """Return what moved from the base to a plan in one year, largest first."""
        moves = self.moves
        return moves[(moves["plan"] == plan) & (moves["year"] == year)]

    def choice_of(self, plan: str, year: int) -> pd.DataFrame:
        """Return the results of a plan and year under every set of choice parameters."""
        choice = self.choice
        return choice[(choice["plan"] == plan) & (choice["year"] == year)]

    def limits_of(self, plan: str, year: int) -> pd.DataFrame:
        """Return what a plan fills in one year, most used first."""
        limits = self.limits
        return limits[(limits["plan"] == plan) & (limits["year"] == year)]
