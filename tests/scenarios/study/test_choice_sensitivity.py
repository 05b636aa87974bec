"""The parameters of choice one at a time, on the shipped tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from networks import MODES
from scenarios.cli.choice import choice_lines
from scenarios.comparison.choice_sensitivity import choice_sets

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

    from .conftest import Compared


def test_every_parameter_has_both_ends_around_its_value(
    shipped: Tables, compared: Compared
) -> None:
    groups = compared.study.base.groups
    sets = {(name, end): one for name, end, one in choice_sets(shipped, groups)}
    assert len(sets) == 11
    for name in ("cost_coefficient", "nest_scale", "prior_share", "demand_elasticity"):
        for group, central in groups.items():
            low, high = (getattr(sets[name, end].groups[group], name) for end in ("low", "high"))
            assert low < getattr(central, name) < high
    for group in groups:
        ends = [sets["value_of_time", end].value_of_time_factor[group] for end in ("low", "high")]
        assert ends[0] < 1 < ends[1]


def test_the_central_case_is_that_of_the_runs(compared: Compared) -> None:
    table = compared.comparison.choice_of("water-first", 2030)
    central = table.iloc[0]
    assert (central["parameter"], len(table)) == ("central", 11)
    change = compared.comparison.summary["change"]["water-first"]["2030"]
    assert central["wtw_co2e_change_kt"] == pytest.approx(change["wtw_co2e_kt"]["mean"], rel=0.01)
    assert central["cost_change_mcny"] == pytest.approx(change["cost_mcny"]["mean"], rel=0.01)


def test_the_base_year_is_met_in_every_case(compared: Compared) -> None:
    table = compared.comparison.choice
    assert table["base_year_error_percent"].max() < 0.1
    shares = table[[f"{mode}_change_share" for mode in MODES]].to_numpy(dtype=float)
    assert np.abs(shares.sum(axis=1)).max() < 1e-9


def test_elasticity_of_demand_moves_unserved_cargo(compared: Compared) -> None:
    table = compared.comparison.choice_of("water-first", 2030).set_index(["parameter", "end"])
    unserved = table["unserved_base_kt"]
    # the low end is the stronger one: more cargo stays behind
    assert unserved["demand_elasticity", "low"] > unserved["central", "central"]
    assert unserved["demand_elasticity", "high"] < unserved["central", "central"]


def test_json_and_terminal_name_the_widest(compared: Compared) -> None:
    found = compared.comparison.summary["choice_sensitivity"]["plans"]["water-first"]["2030"]
    table = compared.comparison.choice_of("water-first", 2030)
    widest = found["widest"][0]
    part = table[table["parameter"].isin([widest, "central"])]["wtw_co2e_change_kt"]
    for other in found["widest"][1:]:
        rows = table[table["parameter"].isin([other, "central"])]["wtw_co2e_change_kt"]
        assert np.ptp(rows) <= np.ptp(part)
    assert len(found["cases"]) == 10
    lines = choice_lines(table)
    assert len(lines) == 3
    assert widest.replace("_", " ") in lines[1]
    assert max(len(line) for line in lines) <= 80
