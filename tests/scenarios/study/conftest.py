"""One real comparison, run once for all tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from scenarios.comparison.compare import make_comparison
from scenarios.plan.plan import load_plan
from scenarios.study.runs import SENSITIVITY, Settings, Study, run_study

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison
    from scenarios.tables.reading import Tables

SETTINGS = Settings(years=(2030,), replications=2, seed=1, workers=2)


@dataclass(frozen=True)
class Compared:
    """A study with its comparison."""

    study: Study
    comparison: Comparison


@pytest.fixture(scope="session")
def compared(shipped: Tables) -> Compared:
    plans = [load_plan(name, shipped) for name in ("reference", "water-first")]
    study = run_study(plans, shipped, SETTINGS, growth_cases=SENSITIVITY)
    return Compared(study, make_comparison(study))
