"""The two questions of the command line: how does one plan turn out, and how do plans compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.comparison.compare import make_comparison
from scenarios.study.runs import SENSITIVITY, Settings, run_study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.comparison.comparison import Comparison
    from scenarios.plan.plan import Plan
    from scenarios.study.runs import Progress
    from scenarios.tables.reading import Tables

__all__ = ["Settings", "compare_plans", "run_plan"]


def compare_plans(
    plans: Sequence[Plan],
    tables: Tables,
    settings: Settings,
    progress: Progress | None = None,
) -> Comparison:
    """Run plans and compare them with the first one.

    Parameters
    ----------
    plans : sequence of Plan
        At least two plans.
    tables : Tables
        Checked tables.
    settings : Settings
        How much to run; low and high growth are run once besides.
    progress : callable, optional
        Called with runs done, runs in all and a label.

    Returns
    -------
    Comparison
        Everything that is shown.
    """
    return make_comparison(run_study(plans, tables, settings, progress, SENSITIVITY))


def run_plan(
    plan: Plan, tables: Tables, settings: Settings, progress: Progress | None = None
) -> Comparison:
    """Run one plan; parameters and result are those of :func:`compare_plans`."""
    return make_comparison(run_study([plan], tables, settings, progress))
