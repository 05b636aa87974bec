"""Values read from the runs of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scenarios.study.runs import Study
    from transport.year_outcome import YearOutcome


def ledger_sum(outcome: YearOutcome, column: str) -> float:
    """Return the sum of a ledger column, unserved cargo included."""
    return float(outcome.emissions[column].sum())


def mode_tkm(outcome: YearOutcome, mode: str) -> float:
    """Return the tonne-km on the legs of a mode."""
    return float(outcome.activity.loc[outcome.activity["mode"] == mode, "tkm"].sum())


def lock_value(outcome: YearOutcome, lock: str, column: str = "wait_h_mean") -> float:
    """Return an indicator of a lock, NaN where no vessel passed it."""
    part = outcome.locks[outcome.locks["lock"] == lock]
    return float(part[column].iloc[0]) if len(part) else float("nan")


def paired_change(
    study: Study, plan: str, year: int, read: Callable[[YearOutcome], float]
) -> tuple[list[float], list[float]]:
    """Return a value of the base and of a plan for each replication."""
    base = [read(run) for run in study.runs(study.plans[0].name, year)]
    return base, [read(run) for run in study.runs(plan, year)]


def plan_years(study: Study) -> Iterator[tuple[str, int, list[YearOutcome]]]:
    """Plans and years with their central runs."""
    for plan in study.plans:
        for year in study.settings.years:
            yield plan.name, year, study.runs(plan.name, year)
