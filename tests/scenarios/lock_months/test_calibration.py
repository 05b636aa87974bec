"""The fit of operating parameters: surfaces, errors, months left out, and known values found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks import Chamber
from scenarios.waterway.calibration import (
    Fit,
    Problem,
    _apart,
    _logs,
    _simulated,
    fit,
    fitted_rules,
    largest_lockage_min,
    month_names,
    shut_months,
)
from scenarios.waterway.fit_parameters import PARAMETERS, with_values
from scenarios.waterway.response_surface import ResponseSurface
from transport.lock_sites import lock_operations, operation_of
from transport.operations.lock import LockRules, LockSite

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables

TRUTH = (0.96, 24.0, 5.5)
LOW = np.array([one.low for one in PARAMETERS["scheduling"]])
HIGH = np.array([one.high for one in PARAMETERS["scheduling"]])


def problem_of(shipped: Tables, *names: str) -> Problem:
    panel = shipped["lock_months"]
    months = panel[[name in names for name in month_names(panel)]].copy()
    return Problem(shipped, months, 1, 1, 1, points=12, published_min=np.nan, closer_runs=1)


def observed_as(problem: Problem, answer: np.ndarray) -> pd.DataFrame:
    """Return two months that were observed as a simulation has them."""
    lockages, in_one, waiting = np.exp(answer.reshape(3, 2))
    return problem.months.assign(vessels=lockages * in_one, lockages=lockages, waiting_mean=waiting)


@dataclass(frozen=True)
class Recovered:
    """A fit on months that were simulated with known parameters."""

    problem: Problem
    fit: Fit


@pytest.fixture(scope="module")
def recovered(shipped: Tables) -> Recovered:
    problem = problem_of(shipped, "2025-11", "2025-12")  # the second one full, so that gaps show
    # A queue given for the start spares the month of warm-up.
    problem = replace(problem, months=problem.months.assign(waiting_start=[120.0, np.nan]))
    (answer,) = _simulated(problem, "scheduling", np.array([TRUTH]), 0, None)
    problem = replace(problem, months=observed_as(problem, answer))
    return Recovered(problem, fit(problem, "scheduling"))


def test_known_parameters_are_found_again(recovered: Recovered) -> None:
    parameters = recovered.fit.parameters
    away = np.abs(np.array(recovered.fit.values) - TRUTH)
    # Standard errors tell how far months contradict each other, which these two do not.
    assert (away < [0.02, 3.0, 0.3]).all()
    assert not parameters["at_bound"].any()
    assert recovered.fit.misfit < 0.5


def test_errors_are_small_beside_the_range_searched(recovered: Recovered) -> None:
    share = recovered.fit.parameters["standard_error"].to_numpy() / (HIGH - LOW)
    assert (share < 0.3).all()
    assert np.diag(recovered.fit.correlation) == pytest.approx(1)
    assert np.abs(recovered.fit.correlation).max() < 1 + 1e-9


def test_progress_counts_both_designs_and_the_months_left_out(
    shipped: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scenarios.waterway import calibration  # noqa: PLC0415

    def ran(cases: dict[str, object], *settings: object) -> dict[str, list[object]]:
        report = settings[-1]
        months = pd.DataFrame(
            {
                "vessels": [12000.0, 12100.0],
                "lockages": [2100.0, 2200.0],
                "waiting_vessels_mean": [90.0, 200.0],
            }
        )
        outcome = type("Outcome", (), {"months": months})()
        for done in range(1, len(cases) + 1):
            report(done, len(cases), "")  # type: ignore[operator]
        return {name: [outcome] for name in cases}

    monkeypatch.setattr(calibration, "run_locks", ran)
    seen: list[tuple[int, int]] = []
    problem = problem_of(shipped, "2025-10", "2025-11")
    fit(problem, "relief", lambda done, total, _: seen.append((done, total)))
    assert seen == [(k, 28) for k in range(1, 29)]


def quadratic(values: np.ndarray) -> np.ndarray:
    """Six quantities of two months that are quadratic functions of three parameters."""
    a, b, c = (values - LOW) / (HIGH - LOW)
    return np.array(
        [
            7.6 + 0.15 * a - 0.02 * b + 0.02 * a * b,
            7.65 + 0.12 * a + 0.04 * c * c,
            1.7 - 0.15 * a + 0.02 * b,
            1.75 - 0.12 * a - 0.1 * b * b,
            4.5 + 0.5 * c + 0.2 * a * c,
            5.0 + 0.8 * c - 0.3 * b * b,
        ]
    )


@given(st.tuples(*[st.floats(0, 1)] * 3))
def test_a_surface_is_exact_on_a_quadratic(unit: tuple[float, float, float]) -> None:
    rng = np.random.default_rng(1)
    design = LOW + rng.random((11, 3)) * (HIGH - LOW)
    surface = ResponseSurface.of(design, np.array([quadratic(one) for one in design]), LOW, HIGH)
    values = LOW + np.array(unit) * (HIGH - LOW)
    assert surface.at(values) == pytest.approx(quadratic(values), rel=1e-6)


def test_a_surface_is_moved_through_an_answer_and_keeps_its_slopes() -> None:
    surface, (one, other) = surface_of(), (LOW + 0.3 * (HIGH - LOW), LOW + 0.6 * (HIGH - LOW))
    moved = surface.through(one, np.arange(6.0))
    assert moved.at(one) == pytest.approx(np.arange(6.0))
    assert moved.at(other) - moved.at(one) == pytest.approx(surface.at(other) - surface.at(one))


def surface_of(*, third: float = 1.0) -> ResponseSurface:
    """Return a surface of the quadratic, the third parameter with so much of its effect."""
    rng = np.random.default_rng(2)
    unit = rng.random((30, 3))
    answers = [quadratic(LOW + one * [1, 1, third] * (HIGH - LOW)) for one in unit]
    return ResponseSurface.of(LOW + unit * (HIGH - LOW), np.array(answers), LOW, HIGH)


def test_errors_grow_for_what_the_data_do_not_determine(shipped: Tables) -> None:
    problem = problem_of(shipped, "2025-10", "2025-11")
    middle = (LOW + HIGH) / 2
    (_, _, well), (_, _, badly), (_, _, never) = (
        surface_of(third=third).precision(problem, middle)[0] for third in (1.0, 0.1, 0.0)
    )
    assert badly > 3 * well
    assert never > 100 * (HIGH - LOW)[2]


def test_a_month_left_out_has_no_say_in_its_prediction(shipped: Tables) -> None:
    problem = problem_of(shipped, "2025-10", "2025-11")
    months = observed_as(problem, quadratic(np.array([0.95, 25.0, 5.0])))
    other = months.assign(
        lockages=months["lockages"] * [1.0, 1.1], waiting_mean=months["waiting_mean"] * [1, 1.5]
    )
    surface = surface_of()
    one, two = (_apart(replace(problem, months=table), surface) for table in (months, other))
    assert one[1].tolist() == two[1].tolist()
    assert one[0].tolist() != two[0].tolist()


def test_the_months_left_out_are_simulated_and_come_in_their_order(recovered: Recovered) -> None:
    table, observed = recovered.fit.left_out, recovered.problem.months
    assert table["month"].tolist() == ["2025-11", "2025-12"]
    passed = table["lockages"] * table["vessels_per_lockage"]
    assert passed.to_numpy() == pytest.approx(observed["vessels"].to_numpy(), rel=0.1)


def test_residuals_are_in_tolerances(shipped: Tables) -> None:
    problem = problem_of(shipped, "2025-11", "2025-12")
    modelled = problem.observed + np.log([1.05, 1 / 1.05**2, 1, 1.05, 1.25, 1.35])
    # Waiting 25 % over, and 35 % over in December, when lines were shut.
    assert problem.residuals(modelled) == pytest.approx([1, -2, 0, 1, 1, 1])


def test_the_published_hour_is_observed_once_and_stays_when_a_month_is_left_out(
    shipped: Tables,
) -> None:
    months = problem_of(shipped, "2025-10", "2025-11")
    problem = replace(months, published_min=55.0)
    assert problem.months_of.tolist() == [0, 1, 0, 1, 0, 1, -1]
    modelled = problem.observed + np.log([1, 1, 1, 1, 1, 1, 1.1])
    assert problem.residuals(modelled) == pytest.approx([0, 0, 0, 0, 0, 0, 1])
    assert problem.observed[:-1].tolist() == months.observed.tolist()
    # Where the months kept say nothing of the cycle the published time decides it: 63 c = 55, from
    # the middle of 0.95; eighth powers are flat near the answer.
    design = LOW + np.random.default_rng(3).random((30, 3)) * (HIGH - LOW)
    answers = [np.append(problem.observed[:-1], np.log(63 * one[0])) for one in design]
    surface = ResponseSurface.of(design, np.array(answers), LOW, HIGH)
    assert _apart(problem, surface)[:, 0] == pytest.approx(55 / 63, abs=0.02)


def test_the_lockage_that_is_held_against_it_is_that_of_the_largest_line() -> None:
    small, large = (
        Chamber("L", "1", 200, 34, np.nan, 70, 15),
        Chamber("L", "2", 340, 34, np.nan, 63, 15),
    )
    lift = Chamber("L", "3", np.nan, np.nan, 500, 90, 15)
    assert largest_lockage_min(LockSite((small, large, lift), LockRules(20, 0.7, 1.5))) == 63


def test_vessels_in_a_lockage_are_those_of_the_same_month() -> None:
    logs = _logs(np.array([12.0, 10.0]), np.array([4.0, 2.0]), np.array([7.0, 9.0]))
    assert np.exp(logs) == pytest.approx([4, 2, 3, 5, 7, 9])


def test_months_shut_are_those_shut_from_the_first_day_to_the_last() -> None:
    rows = [("L", "2025-11-30", "2026-01-30"), ("M", "2025-01-01", "2026-12-31")]
    outages = pd.DataFrame(rows, columns=["lock", "from", "to"])
    names = ["2025-11", "2025-12", "2026-01"]
    assert shut_months(outages, "L", names) == ["2025-12"]


@pytest.mark.parametrize(
    ("explanation", "values"), [("scheduling", (0.9, 11.3, 5.25)), ("relief", (0.97, 8.0, 70.0))]
)
def test_fitted_rules_come_back_as_they_were_fitted(
    shipped: Tables, explanation: str, values: tuple[float, ...]
) -> None:
    parameters = pd.DataFrame({"value": values})
    made = Fit(explanation, parameters, np.eye(3), pd.DataFrame(), 0.5)
    table = shipped["lock_rules"]
    rules = fitted_rules(table, "changzhou", [made])
    operation = operation_of(lock_operations(rules, explanation), "changzhou")
    shipped_one = operation_of(lock_operations(table, explanation), "changzhou")
    assert operation == with_values(shipped_one, explanation, values)
    mine = (table["lock"] == "changzhou") & (table["explanation"] == explanation)
    pd.testing.assert_frame_equal(rules[~mine], table[~mine])
    if explanation == "relief":
        assert operation.rules.relief_queue["1"] == 70
        ratio = shipped_one.rules.relief_queue["2"] / shipped_one.rules.relief_queue["1"]
        assert operation.rules.relief_queue["2"] == round(70 * ratio)
