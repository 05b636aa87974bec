"""Emissions of fleets by the age of what carries the cargo."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from scenarios.fleet.answer import BANDS, band_names
from transport.ledger.cohorts import ENERGY

KEYS: Final = ["plan", "year", "gwp", "mode", "fleet", "powertrain", "age"]
SUMS: Final = ["wtw_co2e_kt", "ttw_co2e_kt", "nox_t", "pm25_t", "bc_t"]


def cohort_ages(cohorts: pd.DataFrame) -> pd.DataFrame:
    """Return energy, work and emissions of fleets by powertrain and band of age.

    Parameters
    ----------
    cohorts : pandas.DataFrame
        As :func:`scenarios.study.cohorts.cohort_tables` gives it.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``year``, ``gwp``, ``mode``, ``fleet``, ``powertrain``, ``age`` (years; empty
        where years of building are not known), ``work_share``, ``energy_tj``, kilotonnes of
        ``wtw_co2e_kt`` and ``ttw_co2e_kt``, tonnes of ``nox_t``, ``pm25_t`` and ``bc_t``; what is
        not known of a carrier is left out.
    """
    if cohorts.empty:
        return pd.DataFrame(columns=[*KEYS, "work_share", "energy_tj", *SUMS])
    years = (cohorts["year"] - cohorts["vintage"]).to_numpy(dtype=float)
    band = np.searchsorted(BANDS, years, side="right") - 1
    ages = np.where(np.isnan(years), "", np.array(band_names())[np.minimum(band, len(BANDS) - 1)])
    energy = cohorts[[name for name in cohorts if str(name).startswith(ENERGY)]].sum(axis=1)
    named = cohorts.assign(age=ages, energy_tj=energy)
    sums = ["work_share", "energy_tj", *SUMS]
    return named.groupby(KEYS, sort=False, dropna=False)[sums].sum().reset_index()
