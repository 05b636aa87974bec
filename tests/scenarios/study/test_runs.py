from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from scenarios.plan.plan import load_plan
from scenarios.study.results import results_table
from scenarios.study.runs import Settings, run_study
from transport.draws import StreamKey

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel
    from transport.year_outcome import YearOutcome

    from .conftest import Compared
else:
    Compared = Tables = YearModel = YearOutcome = object


IDLE = """
name = "idle"
extends = "reference"

[[measure]]
group = "prices"
kind = "carbon-price"
price_cny_per_t = { 2026 = 0 }
scope = "wtw"
opens = 2026

[[measure]]
group = "prices"
kind = "tariff"
mode = "rail"
change_percent = { 2026 = 0 }
opens = 2026

[[measure]]
group = "prices"
kind = "toll"
change_percent = { 2026 = 0 }
opens = 2026

[[measure]]
group = "trucks"
kind = "truck-restriction"
cost_cny_per_t = { 2026 = 0 }
ban_percent = { 2026 = 0 }
opens = 2026

[[measure]]
group = "trucks"
kind = "empty-running"
cut_percent = { 2026 = 0 }
opens = 2026

[[measure]]
group = "ports"
kind = "terminal-handling"
mode = "inland_water"
places = ["GGG"]
cost_factor = { 2026 = 1 }
time_factor = { 2026 = 1 }
opens = 2026

[[measure]]
group = "ports"
kind = "through-transport"
transfer = "rail-river"
cost_cut_percent = { 2026 = 0 }
time_cut_percent = { 2026 = 0 }
opens = 2026

[[measure]]
group = "locks"
kind = "lock-scheduling"
locks = ["changzhou"]
call_delay_factor = { 2026 = 1 }
opens = 2026
"""


def test_one_worker_and_measures_without_effect_change_no_number(
    compared: Compared, shipped: Tables, tmp_path: Path
) -> None:
    path = tmp_path / "idle.toml"
    path.write_text(IDLE, encoding="utf-8")
    idle = load_plan(path, shipped)
    assert len(idle.changes(2030)) == len(compared.study.plans[0].changes(2030)) + 8
    # Run in this process: the two workers of the comparison must have given the same to the bit.
    alone = replace(compared.study.settings, replications=1, workers=1)
    one = results_table(run_study([idle], shipped, alone))
    two = results_table(compared.study)
    two = two[(two["replication"] == 1) & (two["growth_case"] == "central")]
    two = two[two["plan"] == "reference"]
    text = dict.fromkeys(one.select_dtypes("category").columns, str)
    pd.testing.assert_frame_equal(
        one.astype(text).drop(columns="plan"),
        two.astype(text).drop(columns="plan").reset_index(drop=True),
        check_exact=True,
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


def test_replications_and_seeds_are_the_streams_of_a_run(
    compared: Compared, shipped: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    # That another replication draws other trips shows in the comparison; that a seed repeats them,
    # in the plan without effect. Here nothing is run: which streams and what progress are told.
    study = compared.study
    runs = study.runs("reference", 2030)
    assert not np.array_equal(runs[0].delay_h, runs[1].delay_h)
    keys: list[StreamKey] = []

    def run_year(_: YearModel, key: StreamKey) -> YearOutcome:
        keys.append(key)
        return runs[0]

    monkeypatch.setattr("scenarios.study.runs.prepare_base", lambda _: study.base)
    model = study.models["reference", 2030]
    monkeypatch.setattr("scenarios.study.runs.year_model", lambda *_: model)
    monkeypatch.setattr("scenarios.study.runs.run_year", run_year)
    seen: list[tuple[int, int]] = []
    settings = Settings(years=(2030,), replications=2, seed=7, workers=1)
    run_study(
        study.plans[:1],
        shipped,
        settings,
        lambda done, total, label: seen.append((done, total)) if label else None,
    )
    # Two replications, and the other explanation of waits with the streams of the first.
    assert keys == [StreamKey(7, 0), StreamKey(7, 1), StreamKey(7, 0)]
    assert seen == [(1, 3), (2, 3), (3, 3)]
