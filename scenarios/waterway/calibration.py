"""Three operating parameters of a lock, fitted on observed months.

The simulation is run over a space-filling design of the parameters; each observed quantity becomes
a quadratic function of them (a response surface), on which the fit, its uncertainty and the
prediction of every month from the others are quick. A second, narrower design round the first
answer makes the surface good where it is used; errors are those of a simulation at the answer.
A month is predicted by parameters that the other months alone decide, within that narrower design.

Observed are lockages and, as logarithms, the mean number of vessels waiting in each month, with
tolerances of 5 % and 25 %, 35 % where a line was shut for the month. The sum of the eighth powers
of errors over tolerances is made least, so that the worst month counts most. Vessels in a lockage
follow from lockages and the counts given. Two explanations of ordinary waits are fitted apart:

``scheduling``
    Vessels are called some hours after they arrive: cycle, gap ahead, call delay.
``relief``
    Smaller lines are opened only when vessels queue: cycle, gap ahead, relief queue (the next
    smaller line from 60 vessels more).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import least_squares
from scipy.stats import qmc

from scenarios.waterway.months import MonthOptions, lock_cases
from scenarios.waterway.study import run_locks
from transport.lock_sites import LockOperation, lock_operations, operation_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Progress = Callable[[int, int, str], None]

LOCKAGE_TOLERANCE = 0.05
WAITING_TOLERANCE = 0.25
SHUT_TOLERANCE = 0.35

RELIEF_STEP_VESSELS = 60
"""Further vessels from which the line after the next smaller one is used."""

FITTED_MONTHS = ("2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12")
"""Months of the shipped panel on which the rules are fitted."""

_NARROW = 0.4
_STEP = 1e-4
_POWER = 4
_LEAST_INFORMATION = 1e-6
"""Keeps errors of what the data say nothing of finite, at a thousand times the range searched."""


@dataclass(frozen=True, slots=True)
class FitParameter:
    """An operating parameter with the range searched."""

    name: str
    unit: str
    low: float
    high: float


_COMMON = (
    FitParameter("cycle_factor", "1", 0.85, 1.05),
    FitParameter("gap_length_m", "m", 4.0, 26.0),
)
PARAMETERS: Mapping[str, tuple[FitParameter, ...]] = {
    "scheduling": (*_COMMON, FitParameter("call_delay_h", "h", 2.0, 8.0)),
    "relief": (*_COMMON, FitParameter("relief_queue", "vessels", 30.0, 150.0)),
}
"""What is fitted under each explanation."""


def with_values(
    operation: LockOperation, explanation: str, values: Sequence[float]
) -> LockOperation:
    """Return an operation with other values of the fitted parameters."""
    cycle, gap_m, third = (float(value) for value in values)
    rules = replace(operation.rules, gap_length_m=gap_m)
    if explanation == "scheduling":
        rules = replace(rules, call_delay_h=third)
    else:
        lines = sorted(rules.relief_queue)
        queue = {line: round(third) + RELIEF_STEP_VESSELS * k for k, line in enumerate(lines)}
        rules = replace(rules, relief_queue=queue)
    return replace(operation, rules=rules, cycle_factor=cycle)


@dataclass(frozen=True)
class Fit:
    """Parameters fitted under one explanation.

    Attributes
    ----------
    explanation : str
        The explanation.
    parameters : pandas.DataFrame
        By ``parameter``: ``unit``, ``value``, ``standard_error``, ``low`` and ``high`` of the
        search, ``at_bound``.
    correlation : numpy.ndarray
        Correlation of the estimates.
    left_out : pandas.DataFrame
        By ``month`` the ``lockages`` and ``waiting_mean`` predicted from the other months.
    misfit : float
        Mean square of the errors over their tolerances; 1 is an error of one tolerance.
    """

    explanation: str
    parameters: pd.DataFrame
    correlation: np.ndarray
    left_out: pd.DataFrame
    misfit: float

    @property
    def values(self) -> list[float]:
        """Fitted values in the order of the parameters."""
        return [float(value) for value in self.parameters["value"]]


@dataclass(frozen=True)
class Problem:
    """What is fitted, on what.

    Attributes
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    months : pandas.DataFrame
        Observed months of one lock, with ``lockages`` and ``waiting_mean``.
    replications, seed, workers : int
        Runs at each point of a design, and on how many processes.
    points : int
        Points of each of the two designs; ten at least, as many as a surface has terms.
    """

    tables: Mapping[str, pd.DataFrame]
    months: pd.DataFrame
    replications: int
    seed: int
    workers: int
    points: int = 24

    @property
    def lock(self) -> str:
        """The lock."""
        return str(self.months["lock"].iloc[0])

    @property
    def names(self) -> list[str]:
        """Names of the months."""
        return month_names(self.months)

    @property
    def tolerance(self) -> np.ndarray:
        """Tolerances of lockages, then of log waiting, month by month."""
        shut = set(shut_months(self.tables["lock_outages"], self.lock, self.names))
        waiting = [SHUT_TOLERANCE if name in shut else WAITING_TOLERANCE for name in self.names]
        return np.concatenate((np.full(len(self.names), LOCKAGE_TOLERANCE), np.log1p(waiting)))

    @property
    def observed(self) -> np.ndarray:
        """Lockages and log waiting, month by month."""
        return np.concatenate(
            (
                self.months["lockages"].to_numpy(dtype=float),
                np.log(self.months["waiting_mean"].to_numpy(dtype=float)),
            )
        )

    def residuals(self, modelled: np.ndarray) -> np.ndarray:
        """Errors over their tolerances; those of lockages are relative."""
        n = len(self.names)
        error = modelled - self.observed
        error[..., :n] = error[..., :n] / self.observed[:n]
        return np.asarray(error / self.tolerance)


def month_names(months: pd.DataFrame) -> list[str]:
    """Return names of months, as 2025-08."""
    pairs = zip(months["year"], months["month"], strict=True)
    return [f"{int(year)}-{int(month):02d}" for year, month in pairs]


def shut_months(outages: pd.DataFrame, lock: str, names: Sequence[str]) -> list[str]:
    """Return the months in which a line of a lock is shut from the first day to the last."""
    mine = outages[outages["lock"] == lock]
    spans = list(zip(mine["from"].astype(str), mine["to"].astype(str), strict=True))
    last = {name: pd.Period(name).end_time.strftime("%Y-%m-%d") for name in names}
    return [name for name in names if any(a <= f"{name}-01" and b >= last[name] for a, b in spans)]


def fit(problem: Problem, explanation: str, progress: Progress | None = None) -> Fit:
    """Fit the operating parameters of one explanation.

    Parameters
    ----------
    problem : Problem
        What is fitted, on what.
    explanation : str
        ``scheduling`` or ``relief``.
    progress : callable, optional
        Called with points done, points in all and a label.

    Returns
    -------
    Fit
        Values, their errors, and each month predicted from the others.
    """
    parameters = PARAMETERS[explanation]
    low = np.array([one.low for one in parameters])
    high = np.array([one.high for one in parameters])
    design = _design(low, high, problem.points, problem.seed)
    answers = _simulated(problem, explanation, design, 0, progress)
    centre = _Surface.of(design, answers, low, high).best(problem)
    half = _NARROW * (high - low) / 2
    near_low, near_high = np.maximum(centre - half, low), np.minimum(centre + half, high)
    design = _design(near_low, near_high, problem.points, problem.seed + 1)
    answers = _simulated(problem, explanation, design, problem.points, progress)
    surface = _Surface.of(design, answers, near_low, near_high)
    values = surface.best(problem)
    residuals = problem.residuals(surface.at(values))
    error, correlation = surface.precision(problem, values)
    frame = pd.DataFrame(
        {
            "parameter": [one.name for one in parameters],
            "unit": [one.unit for one in parameters],
            "value": values,
            "standard_error": error,
            "low": low,
            "high": high,
            "at_bound": (values <= low + 1e-6) | (values >= high - 1e-6),
        }
    )
    misfit = float(np.mean(residuals**2))
    return Fit(explanation, frame, correlation, _left_out(problem, surface), misfit)


def _design(low: np.ndarray, high: np.ndarray, points: int, seed: int) -> np.ndarray:
    """Spread points over a box, its centre first."""
    unit = qmc.LatinHypercube(len(low), rng=np.random.default_rng(seed)).random(points - 1)
    return np.vstack([(low + high) / 2, low + unit * (high - low)])


def _simulated(
    problem: Problem,
    explanation: str,
    design: np.ndarray,
    before: int,
    progress: Progress | None,
) -> np.ndarray:
    """Lockages and log waiting at every point of a design."""
    shipped = lock_operations(problem.tables["lock_rules"], explanation)
    cases = {}
    for k, values in enumerate(design):
        operation = with_values(operation_of(shipped, problem.lock), explanation, values.tolist())
        options = MonthOptions(explanation, operations={problem.lock: operation})
        made = lock_cases(problem.tables, problem.months, problem.tables["lock_outages"], options)
        cases[str(k)] = made[problem.lock]

    def report(done: int, total: int, _: str) -> None:
        """Tell the points of the design that are done."""
        if progress:
            points = before + done * len(design) // total
            progress(points, 2 * len(design), f"{problem.lock} {explanation}")

    outcomes = run_locks(cases, problem.replications, problem.seed, problem.workers, report)
    rows = []
    for k in range(len(design)):
        tables = [outcome.months for outcome in outcomes[str(k)]]
        lockages = np.mean([table["lockages"].to_numpy(dtype=float) for table in tables], axis=0)
        waiting = np.mean([table["waiting_vessels_mean"].to_numpy() for table in tables], axis=0)
        rows.append(np.concatenate((lockages, np.log(waiting))))
    return np.array(rows)


@dataclass(frozen=True)
class _Surface:
    """Quadratic functions of the parameters, one for each observed quantity."""

    low: np.ndarray
    high: np.ndarray
    coefficients: np.ndarray

    @classmethod
    def of(
        cls, design: np.ndarray, answers: np.ndarray, low: np.ndarray, high: np.ndarray
    ) -> _Surface:
        """Fit the functions by least squares."""
        terms = np.array([_terms((point - low) / (high - low)) for point in design])
        return cls(low, high, np.linalg.lstsq(terms, answers, rcond=None)[0])

    def at(self, values: np.ndarray) -> np.ndarray:
        """Quantities at given parameters."""
        return np.asarray(_terms((values - self.low) / (self.high - self.low)) @ self.coefficients)

    def best(self, problem: Problem, kept: np.ndarray | None = None) -> np.ndarray:
        """Return the parameters of least misfit, with all quantities or those kept."""
        mask = slice(None) if kept is None else kept

        def residuals(values: np.ndarray) -> np.ndarray:
            """Return the misfit of each quantity kept."""
            return np.asarray(problem.residuals(self.at(values))[mask] ** _POWER)

        middle = (self.low + self.high) / 2
        scale = self.high - self.low
        found = least_squares(residuals, middle, bounds=(self.low, self.high), x_scale=scale)
        return np.asarray(found.x)

    def precision(self, problem: Problem, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return standard errors and correlations from the slopes at the answer.

        A parameter of which the data say nothing has an error far beyond its range.
        """
        scale = self.high - self.low
        slopes = np.array(
            [
                (
                    problem.residuals(self.at(values + one))
                    - problem.residuals(self.at(values - one))
                )
                / (2 * _STEP)
                for one in _STEP * np.diag(scale)
            ]
        ).T
        residuals = problem.residuals(self.at(values))
        freedom = max(len(residuals) - len(values), 1)
        variance = max(float(residuals @ residuals) / freedom, np.finfo(float).eps)
        information = slopes.T @ slopes / variance
        covariance = np.linalg.inv(information + _LEAST_INFORMATION * np.eye(len(values)))
        error = np.sqrt(np.diag(covariance))
        return error * scale, covariance / np.outer(error, error)


def _terms(unit: np.ndarray) -> np.ndarray:
    """Constant, linear, square and mixed terms of parameters on 0 to 1."""
    mixed = np.outer(unit, unit)[np.triu_indices(len(unit))]
    return np.concatenate(([1.0], unit, mixed))


def _left_out(problem: Problem, surface: _Surface) -> pd.DataFrame:
    """Each month predicted by parameters fitted on the others."""
    n = len(problem.names)
    rows = []
    for i, name in enumerate(problem.names):
        kept = np.ones(2 * n, dtype=bool)
        kept[[i, n + i]] = False
        predicted = surface.at(surface.best(problem, kept))
        rows.append((name, predicted[i], float(np.exp(predicted[n + i]))))
    return pd.DataFrame(rows, columns=["month", "lockages", "waiting_mean"])


def fitted_panel(table: pd.DataFrame) -> pd.DataFrame:
    """Return the months of the shipped panel on which the rules are fitted."""
    return table[[name in FITTED_MONTHS for name in month_names(table)]]


def fitted_rules(table: pd.DataFrame, lock: str, fits: Sequence[Fit]) -> pd.DataFrame:
    """Return the table ``lock_rules`` with fitted values in the rows of a lock.

    Parameters
    ----------
    table : pandas.DataFrame
        The table as it is.
    lock : str
        The lock.
    fits : sequence of Fit
        One for each explanation.

    Returns
    -------
    pandas.DataFrame
        The same rows in the same order.
    """
    rules = table.copy()
    for one in fits:
        operation = operation_of(lock_operations(table, one.explanation), lock)
        fitted = with_values(operation, one.explanation, one.values)
        mine = (rules["lock"] == lock) & (rules["explanation"] == one.explanation)
        rules.loc[mine, "cycle_factor"] = round(fitted.cycle_factor, 3)
        rules.loc[mine, "gap_length_m"] = round(fitted.rules.gap_length_m, 1)
        rules.loc[mine, "call_delay_h"] = round(fitted.rules.call_delay_h, 2)
        queue = fitted.rules.relief_queue
        rules.loc[mine, "relief_queue"] = ";".join(f"{k}:{v}" for k, v in queue.items())
    return rules
