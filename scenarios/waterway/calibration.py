"""Three operating parameters of a lock, fitted on observed months.

The simulation is run over a space-filling design of the parameters; each observed quantity becomes
a quadratic function of them (a response surface), on which the fit, its uncertainty and the
prediction of every month from the others are quick. A second, narrower design round the first
answer makes the surface good where it is used. More runs at its answer set its level, and the fit
is made once more; of the two answers that is taken which errs less when it is simulated.
A month is predicted by parameters that the other months alone decide, within that narrower design,
and simulated with them.

Observed are lockages, vessels in a lockage and, as logarithms, the mean number of vessels waiting
in each month, with tolerances of 5 %, 5 % and 25 %, the last 35 % where a line was shut for the
month. One more is observed once and for all months: the time of a full lockage of the largest line
is the hour that is published for such chambers (:data:`PUBLISHED_LOCKAGE_MIN`), with 10 %. It
hardly moves the fit on all months; it matters where those kept do not say how a full lock runs.
The sum of the eighth powers of errors over tolerances is made least, so that the worst month
counts most; standard errors are those of least squares at the answer. Two explanations of ordinary
waits are fitted apart:

``scheduling``
    Vessels are called some hours after they arrive: cycle, gap ahead, call delay.
``relief``
    Smaller lines are opened only when vessels queue: cycle, gap ahead, relief queue of the first
    of them (the others keep their ratio to it).

Nothing else is moved. What else has been settled with sight of these months is told by
:data:`ALSO_SEEN`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scenarios.waterway.fit_parameters import PARAMETERS, with_values
from scenarios.waterway.months import MonthOptions, lock_cases
from scenarios.waterway.response_surface import ResponseSurface, spread_points
from scenarios.waterway.study import run_locks
from transport.lock_sites import lock_operations, operation_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from transport.operations.lock import LockSite

    Progress = Callable[[int, int, str], None]

LOCKAGE_TOLERANCE = 0.05
WAITING_TOLERANCE = 0.25
SHUT_TOLERANCE = 0.35

PUBLISHED_LOCKAGE_MIN = 60.0
"""Minutes of a lockage in chambers 34 m wide.

"About 60 min" at line 1 of Changzhou (Xinhua, 16 September 2007) and "about 1 h" at Datengxia, of
280 m (China News Service, 31 March 2020); neither is of the fitted months.
"""

PUBLISHED_TOLERANCE = 0.10
"""What "about an hour" is read as, 54 to 66 minutes: a judgement."""

ALSO_SEEN = (
    "that small lines only relieve the larger ones: else there would be 40 % more lockages",
    "half a turn-round of 160 h: an estimate from vessels a day and waits of 2025",
    "the stop for typhoon Ragasa on 24 September 2025: an assumption",
    "that a month with lines shut or a day's queue counts as full from 80 %: seen in December",
    "that the published hour of a full lockage counts, with 10 %: taken up for December's sake",
)
"""What leans on the fitted months besides the three parameters."""

FITTED_MONTHS = ("2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12")
"""Months of the shipped panel on which the rules are fitted."""

_NARROW = 0.4

CLOSER_RUNS = 6
"""Runs, for each one of a design, at the two answers and of months left out.

One run errs by half a per cent in the lockages of a month. All points of a design have the same
vessels, so its slopes are good; its level is set by more runs at the answer.
"""


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
        By ``month`` the ``lockages``, ``vessels_per_lockage`` and ``waiting_mean`` predicted from
        the other months.
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
        Observed months of one lock, with ``vessels``, ``lockages`` and ``waiting_mean``.
    replications, seed, workers : int
        Runs at each point of a design, and on how many processes.
    points : int
        Points of each of the two designs; ten at least, as many as a surface has terms.
    published_min : float
        Published minutes of a full lockage of the largest line; NaN where none is known.
    closer_runs : int
        Runs at the two answers and of months left out, for each one of a design.
    """

    tables: Mapping[str, pd.DataFrame]
    months: pd.DataFrame
    replications: int
    seed: int
    workers: int
    points: int = 24
    published_min: float = PUBLISHED_LOCKAGE_MIN
    closer_runs: int = CLOSER_RUNS

    @property
    def runs(self) -> int:
        """Points simulated in all: two designs, two answers, one for each month left out."""
        return 2 * self.points + 2 + len(self.months)

    @property
    def lock(self) -> str:
        """The lock."""
        return str(self.months["lock"].iloc[0])

    @property
    def names(self) -> list[str]:
        """Names of the months."""
        return month_names(self.months)

    @property
    def months_of(self) -> np.ndarray:
        """Number of the month of each observed quantity; -1 for what belongs to none."""
        months = np.tile(np.arange(len(self.names)), len(_PREDICTED))
        return np.append(months, [] if np.isnan(self.published_min) else [-1])

    @property
    def tolerance(self) -> np.ndarray:
        """Tolerances of :attr:`observed`."""
        shut = set(shut_months(self.tables["lock_outages"], self.lock, self.names))
        waiting = [SHUT_TOLERANCE if name in shut else WAITING_TOLERANCE for name in self.names]
        published = [] if np.isnan(self.published_min) else [PUBLISHED_TOLERANCE]
        return np.log1p([LOCKAGE_TOLERANCE] * (2 * len(self.names)) + waiting + published)

    @property
    def observed(self) -> np.ndarray:
        """Logarithms of lockages, of vessels in a lockage and of waiting, month by month.

        The last one is that of the published minutes of a lockage, where they are known.
        """
        columns = (self.months[name].to_numpy(dtype=float) for name in ("vessels", *_OBSERVED))
        return self.with_minutes(_logs(*columns), self.published_min)

    def with_minutes(self, quantities: np.ndarray, minutes: float) -> np.ndarray:
        """Append the minutes of a lockage to quantities of months, where some are published."""
        return (
            quantities if np.isnan(self.published_min) else np.append(quantities, np.log(minutes))
        )

    def residuals(self, modelled: np.ndarray) -> np.ndarray:
        """Errors over their tolerances."""
        return np.asarray((modelled - self.observed) / self.tolerance)


_OBSERVED = ("lockages", "waiting_mean")
_PREDICTED = ("lockages", "vessels_per_lockage", "waiting_mean")


def _logs(vessels: np.ndarray, lockages: np.ndarray, waiting: np.ndarray) -> np.ndarray:
    """Logarithms of lockages, vessels in a lockage and vessels waiting, in a row."""
    return np.asarray(np.log(np.concatenate((lockages, vessels / lockages, waiting))))


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
    design = spread_points(low, high, problem.points, problem.seed)
    answers = _simulated(problem, explanation, design, 0, progress)
    centre = ResponseSurface.of(design, answers, low, high).best(problem)
    return fit_near(problem, explanation, centre, progress)


def fit_near(
    problem: Problem, explanation: str, centre: np.ndarray, progress: Progress | None = None
) -> Fit:
    """Fit the operating parameters near values that are known to be close.

    Parameters
    ----------
    problem, explanation, progress
        As for :func:`fit`, of which this is the second half.
    centre : numpy.ndarray
        Values in the order of the parameters.

    Returns
    -------
    Fit
        Values, their errors, and each month predicted from the others.
    """
    parameters = PARAMETERS[explanation]
    low = np.array([one.low for one in parameters])
    high = np.array([one.high for one in parameters])
    half = _NARROW * (high - low) / 2
    near_low, near_high = np.maximum(centre - half, low), np.minimum(centre + half, high)
    design = spread_points(near_low, near_high, problem.points, problem.seed + 1)
    answers = _simulated(problem, explanation, design, problem.points, progress)
    surface = ResponseSurface.of(design, answers, near_low, near_high)
    often = replace(problem, replications=problem.replications * problem.closer_runs)
    first = surface.best(problem)
    (answer,) = _simulated(often, explanation, first[None, :], 2 * problem.points, progress)
    surface = surface.through(first, answer)
    second = surface.best(problem)
    (other,) = _simulated(often, explanation, second[None, :], 2 * problem.points + 1, progress)
    residuals, values = problem.residuals(answer), first
    if misfit_of(problem.residuals(other)) < misfit_of(residuals):
        residuals, values = problem.residuals(other), second
    apart = _apart(problem, surface)
    predicted = _simulated(often, explanation, apart, 2 * problem.points + 2, progress)
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
    return Fit(explanation, frame, correlation, _left_out(problem, predicted), misfit)


def _simulated(
    problem: Problem,
    explanation: str,
    design: np.ndarray,
    before: int,
    progress: Progress | None,
) -> np.ndarray:
    """Quantities as :attr:`Problem.observed` has them at every point of a design."""
    shipped = lock_operations(problem.tables["lock_rules"], explanation)
    cases = {}
    for k, values in enumerate(design):
        operation = with_values(operation_of(shipped, problem.lock), explanation, values.tolist())
        options = MonthOptions(explanation, operations={problem.lock: operation})
        made = lock_cases(problem.tables, problem.months, problem.tables["lock_outages"], options)
        cases[str(k)] = made[problem.lock]

    def report(done: int, total: int, _: str) -> None:
        """Tell the share of the points that is done."""
        if progress:
            points = before + done * len(design) // total
            progress(points, problem.runs, f"{problem.lock} {explanation}")

    outcomes = run_locks(cases, problem.replications, problem.seed, problem.workers, report)
    rows = []
    for k in range(len(design)):
        tables = [outcome.months for outcome in outcomes[str(k)]]
        means = [
            np.mean([table[name].to_numpy(dtype=float) for table in tables], axis=0)
            for name in ("vessels", "lockages", "waiting_vessels_mean")
        ]
        rows.append(problem.with_minutes(_logs(*means), largest_lockage_min(cases[str(k)].site)))
    return np.array(rows)


def largest_lockage_min(site: LockSite) -> float:
    """Return the minutes of a full lockage of the largest line."""
    return max(site.chambers, key=lambda one: np.nan_to_num(one.area_m2)).lockage_min


def misfit_of(residuals: np.ndarray) -> float:
    """Return the sum of the eighth powers, which the fit makes least."""
    return float(np.sum(residuals**8))


def _apart(problem: Problem, surface: ResponseSurface) -> np.ndarray:
    """Return for each month the parameters that all others decide."""
    of_month = problem.months_of
    return np.array([surface.best(problem, of_month != i) for i in range(len(problem.names))])


def _left_out(problem: Problem, predicted: np.ndarray) -> pd.DataFrame:
    """Each month as it was predicted by parameters fitted on the others."""
    of_month = problem.months_of
    own = np.exp([row[of_month == i] for i, row in enumerate(predicted)])
    return pd.DataFrame(own, columns=list(_PREDICTED)).assign(month=problem.names)


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
