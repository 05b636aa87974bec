from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from scenarios.results import results_table
from scenarios.runs import Case, Settings, run_study

if TYPE_CHECKING:
    from scenarios.plan import Plan
    from scenarios.tables import Tables

    from .conftest import Compared
else:
    Compared = Plan = Tables = object


def test_one_worker_gives_the_same_numbers_as_two(compared: Compared, shipped: Tables) -> None:
    alone = Settings(years=(2030,), replications=1, seed=1, workers=1)
    study = run_study(compared.study.plans, shipped, alone)
    one = results_table(study)
    two = results_table(compared.study)
    two = two[(two["replication"] == 1) & (two["growth_case"] == "central")]
    text = dict.fromkeys(one.select_dtypes("category").columns, str)
    pd.testing.assert_frame_equal(
        one.astype(text), two.astype(text).reset_index(drop=True), check_exact=True
    )


def test_every_run_balances(compared: Compared) -> None:
    checks = [outcome.checks for outcome in compared.study.outcomes.values()]
    assert len(checks) == 10  # two replications, two growths and the other explanation, twice
    assert all(check.hold for check in checks)
    assert all(check.simulation.vessels == 0 for check in checks)


def test_served_and_unserved_make_the_demand(compared: Compared) -> None:
    for (plan, year), model in compared.study.models.items():
        for run in compared.study.runs(plan, year):
            total = run.totals["freight_mt"] + run.totals["unserved_mt"]
            assert total == pytest.approx(model.market.kt.sum() / 1000, rel=1e-12)
            assert run.activity["kt"].sum() / 1000 == pytest.approx(run.totals["freight_mt"])


def test_all_runs_settled(compared: Compared) -> None:
    assert all(outcome.converged for outcome in compared.study.outcomes.values())


def test_replications_differ_and_a_seed_repeats_them(compared: Compared, shipped: Tables) -> None:
    runs = compared.study.runs("reference", 2030)
    assert not np.array_equal(runs[0].delay_h, runs[1].delay_h)
    plan: Plan = compared.study.plans[0]
    settings = Settings(years=(2030,), replications=1, seed=2, workers=1)
    other = run_study([plan], shipped, settings).outcomes[Case("reference", 2030, "central", 0)]
    assert not np.array_equal(other.delay_h, runs[0].delay_h)


def test_a_plan_without_effect_changes_no_number(compared: Compared, shipped: Tables) -> None:
    reference = compared.study.plans[0]
    twin = reference.model_copy(update={"name": "twin"})
    settings = replace(compared.study.settings, replications=1, workers=1)
    study = run_study([twin], shipped, settings)
    mine = study.outcomes[Case("twin", 2030, "central", 0)]
    theirs = compared.study.outcomes[Case("reference", 2030, "central", 0)]
    assert mine.totals == theirs.totals
    pd.testing.assert_frame_equal(mine.emissions, theirs.emissions, check_exact=True)
    pd.testing.assert_frame_equal(mine.locks, theirs.locks, check_exact=True)


def test_progress_counts_up_to_the_end(compared: Compared, shipped: Tables) -> None:
    seen: list[tuple[int, int]] = []
    settings = Settings(years=(2024,), replications=1, seed=1, workers=1)
    run_study(
        compared.study.plans[:1],
        shipped,
        settings,
        lambda done, total, label: seen.append((done, total)) if label else None,
    )
    assert seen == [(1, 2), (2, 2)]  # the replication, and the other explanation of waits
