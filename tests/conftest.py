"""The shipped models, prepared once, and how tests are spread over processes.

A file stays together, and so does what shares a run.

Long files begin first, so that no process is left with one of them at the end.
"""

from __future__ import annotations

import gc
import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: the processes share the cores

import pytest
from hypothesis import settings

from scenarios.inputs import BASE_YEAR, Base, prepare_base, prepare_year
from scenarios.tables.reading import Tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

    from transport.year_model import YearModel

settings.register_profile("landsea", deadline=None)  # a busy machine is no fault
settings.load_profile("landsea")

TOGETHER = ("study",)
"""Folders whose tests all read one long run, made once for each process."""
FIRST = ("test_compiled_loop.py", "test_further_chargers.py")
"""Files that compile one event loop each: two processes do it at once, and none does it twice."""
LONG = ("lock_months", "study", "stations", "test_changzhou_months.py", "test_overload.py")
"""Folders and files that take longest."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what others need compiled, then the long files."""
    items.sort(
        key=lambda item: (
            FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST),
            not set(item.path.parts) & set(LONG),
        )
    )


def pytest_collection_finish() -> None:
    """Leave what was collected, some hundred thousand objects, out of the search for garbage."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Give each process whole files, and whole folders where all their tests share a run."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - only where xdist is used

    class ByFile(LoadScopeScheduling):  # type: ignore[misc] # without types
        """Tests by the file, or the folder, that they lie in."""

        def _split_scope(self, nodeid: str) -> str:
            file = PurePosixPath(nodeid.partition("::")[0])
            return str(file.parent if file.parent.name in TOGETHER else file)

    return ByFile(config, log)


@pytest.fixture(scope="session")
def shipped() -> Tables:
    """Read the shipped tables once in each process."""
    return read_tables()


@pytest.fixture(scope="session")
def base(shipped: Tables) -> Base:
    """Prepare the base year."""
    return prepare_base(shipped)


@pytest.fixture(scope="session")
def model_of(shipped: Tables, base: Base) -> Callable[..., YearModel]:
    """Prepare a year with some changes, each once."""
    made: dict[tuple[object, ...], YearModel] = {}

    def prepare(year: int, *changes: object) -> YearModel:
        key = (year, *changes)
        if key not in made:
            made[key] = prepare_year(shipped, base, changes, year)
        return made[key]

    return prepare


@pytest.fixture(scope="session")
def base_model(base: Base, model_of: Callable[..., YearModel]) -> YearModel:
    """Prepare the base year as a year of its own, with the vehicles of its stock."""
    return model_of(BASE_YEAR, *base.stock)
